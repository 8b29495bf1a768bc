// Cryptographic functions.
import { call } from '../../plan/index.ts';
import { absent, asText, any } from '../shape.ts';
import { row, type EvalFunction, type Example } from './function.ts';

const PAGE = 'Cryptographic functions';

const hash = (name: string, examples: readonly Example[]): EvalFunction =>
  row(name, [1, 1], PAGE, examples, ([value = absent]) =>
    any(call(`digest.${name}`, 'string', asText(value))),
  );

export const digest: readonly EvalFunction[] = [
  hash('md5', [
    ['md5("abc")', '900150983cd24fb0d6963f7d28e17f72'],
    ['md5(zz)', null],
  ]),
  hash('sha1', [['sha1("abc")', 'a9993e364706816aba3e25717850c26c9cd0d89d']]),
  hash('sha256', [
    ['sha256("abc")', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ]),
  hash('sha512', [['substr(sha512("abc"),1,16)', 'ddaf35a193617aba']]),
];
