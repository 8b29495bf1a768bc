// How evenly the characters of a text are spread.
import { define, type ScalarFunction } from './function.ts';

function shannon(text: string): number {
  const counts = new Map<string, number>();
  let length = 0;
  for (const character of text) {
    counts.set(character, (counts.get(character) ?? 0) + 1);
    length++;
  }
  let bits = 0;
  for (const count of counts.values()) bits -= (count / length) * Math.log2(count / length);
  return bits === 0 ? 0 : bits;
}

export const entropy: readonly ScalarFunction[] = [
  define<[string]>({
    name: 'entropy.shannon',
    takes: ['string'],
    returns: 'real',
    nulls: 'propagate',
    meaning: 'the Shannon entropy of the characters, in bits for each; 0 for an empty text',
    evaluate: shannon,
  }),
];
