// What is hashed of a value, and the functions that hash.
import { call, literal, nothing, text, type Expression } from '../../plan/index.ts';
import { refuse } from '../lower/context.ts';
import { coerce, present, toText } from '../lower/types.ts';
import { page, type FunctionRow, type Site } from './row.ts';

/**
 * XXH64 of a text's UTF-8 bytes, and of the eight bytes of a number or of ticks. What is hashed of other types is not
 * known.
 */
export function hashOf(value: Expression, site: Site): Expression {
  switch (value.type) {
    case 'string':
    case 'dynamic':
      return call('xxhash64', 'long', toText(value));
    case 'int':
    case 'long':
    case 'datetime':
    case 'timespan':
      return call('xxhash64_long', 'long', coerce(value, 'long'));
    case 'real':
      return call('xxhash64_real', 'long', value);
    default:
      refuse(site.context, site.node, `hash of a value of type ${value.type}`);
      return nothing('long');
  }
}

/** With a modulus the result lies below it. */
function hash([value = text(''), modulus]: readonly Expression[], site: Site): Expression {
  const all = hashOf(value, site);
  if (!modulus) return all;
  const by = call('abs', 'long', coerce(modulus, 'long'));
  const rest = call('modulo', 'long', all, by);
  return call('modulo', 'long', call('add', 'long', rest, by), by);
}

const digest = (
  name: string,
  algorithm: string,
  examples: FunctionRow['examples'],
): FunctionRow => ({
  name,
  lower: ([value = text('')]) =>
    present(call('hash_hex', 'string', literal(algorithm, 'string'), toText(value))),
  source: page(`${name.replaceAll('_', '-')}-function`),
  examples,
});

export const hashing: readonly FunctionRow[] = [
  digest('hash_md5', 'md5', [['hash_md5("World")', 'f5a7924e621e84c9280a9a27e1bcb7f6']]),
  digest('hash_sha1', 'sha1', [['hash_sha1("World")', '70c07ec18ef89c5309bbb0937f3a6342411e1fdd']]),
  digest('hash_sha256', 'sha256', [
    ['hash_sha256("World")', '78ae647dc5544d227130a0682a51e30bc7777fbb6d8a8f17007463a3ecd1d524'],
    [
      'hash_sha256(datetime(2020-01-01))',
      'ba666752dc1a20eb750b0eb64e780cc4c968bc9fb8813461c1d7e750f302d71d',
    ],
  ]),
  {
    name: 'hash',
    aliases: ['hash_xxhash64'],
    lower: hash,
    source: page('hash-function'),
    examples: [
      ['hash("World") == 1846988464401551951', true],
      ['hash("World", 100)', 51],
      ['hash(datetime(2015-01-01)) == 1380966698541616202', true],
      ['hash(5000) == 7755241107725382121', true],
    ],
  },
];
