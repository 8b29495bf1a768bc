// Hashes of a text's UTF-8 bytes, as lower case hexadecimal digits.
import { createHash } from 'node:crypto';
import { define, type ScalarFunction } from './function.ts';

export const digest: readonly ScalarFunction[] = ['md5', 'sha1', 'sha256', 'sha512'].map((name) =>
  define<[string]>({
    name: `digest.${name}`,
    takes: ['string'],
    returns: 'string',
    nulls: 'propagate',
    meaning: `${name} of the text in hexadecimal digits`,
    evaluate: (text) => createHash(name).update(text, 'utf8').digest('hex'),
  }),
);
