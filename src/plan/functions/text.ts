// Text. Lengths and positions count code points, from 0. `_ci` ignores case by simple case folding of each character.
import { define, type ScalarFunction } from './function.ts';

const fold = (value: string): string => value.toLowerCase();
const points = (value: string): string[] => Array.from(value);

const test = (name: string, meaning: string, holds: (value: string, other: string) => boolean) =>
  define({
    name,
    takes: ['string', 'string'],
    returns: 'bool',
    nulls: 'propagate',
    meaning,
    evaluate: holds,
  });

const change = (name: string, meaning: string, apply: (value: string) => string) =>
  define({
    name,
    takes: ['string'],
    returns: 'string',
    nulls: 'propagate',
    meaning,
    evaluate: apply,
  });

export const text: readonly ScalarFunction[] = [
  define({
    name: 'concat',
    takes: ['string'],
    repeats: true,
    returns: 'string',
    nulls: 'propagate',
    meaning: 'the texts one after another',
    evaluate: (...all: string[]) => all.join(''),
  }),
  change('lower', 'lower case', (value) => value.toLowerCase()),
  change('upper', 'upper case', (value) => value.toUpperCase()),
  change('reverse', 'characters in reverse order', (value) => points(value).reverse().join('')),
  define({
    name: 'length',
    takes: ['string'],
    returns: 'long',
    nulls: 'propagate',
    meaning: 'number of code points',
    evaluate: (value: string) => BigInt(points(value).length),
  }),
  test('eq_ci', 'equal but for case', (value, other) => fold(value) === fold(other)),
  test('contains', 'whether the second text occurs in the first', (value, part) =>
    value.includes(part),
  ),
  test('contains_ci', 'whether the second text occurs in the first, but for case', (value, part) =>
    fold(value).includes(fold(part)),
  ),
  test('starts_with', 'whether the first text starts with the second', (value, part) =>
    value.startsWith(part),
  ),
  test('starts_with_ci', 'whether the first text starts with the second, but for case', (v, part) =>
    fold(v).startsWith(fold(part)),
  ),
  test('ends_with', 'whether the first text ends with the second', (value, part) =>
    value.endsWith(part),
  ),
  test('ends_with_ci', 'whether the first text ends with the second, but for case', (v, part) =>
    fold(v).endsWith(fold(part)),
  ),
  define({
    name: 'contains_any_ci',
    takes: ['string'],
    repeats: true,
    returns: 'bool',
    nulls: 'propagate',
    meaning:
      'whether any of the other texts, which are literals, occurs in the first, but for case',
    evaluate: (value: string, ...parts: string[]) =>
      parts.some((part) => fold(value).includes(fold(part))),
  }),
  define({
    name: 'wildcard_ci',
    takes: ['string', 'string'],
    returns: 'bool',
    nulls: 'propagate',
    meaning: 'whether the whole text fits a pattern in which `*` stands for any run, but for case',
    evaluate: (value: string, pattern: string) => fitsWildcard(fold(value), fold(pattern)),
  }),
  define({
    name: 'wildcard',
    takes: ['string', 'string'],
    returns: 'bool',
    nulls: 'propagate',
    meaning: 'whether the whole text fits a pattern in which `*` stands for any run',
    evaluate: fitsWildcard,
  }),
  define({
    name: 'slice',
    takes: ['string', 'long', 'long'],
    returns: 'string',
    nulls: 'propagate',
    meaning: 'so many code points from a position on; a position below 0 counts as 0',
    evaluate: (value: string, from: bigint, count: bigint) => {
      const start = Math.max(0, Number(from));
      return points(value)
        .slice(start, Math.max(start, start + Number(count)))
        .join('');
    },
  }),
  define({
    name: 'position',
    takes: ['string', 'string'],
    returns: 'long',
    nulls: 'propagate',
    meaning: 'where the second text first occurs in the first, -1 if nowhere',
    evaluate: (value: string, part: string) => {
      const at = value.indexOf(part);
      return BigInt(at < 0 ? -1 : points(value.slice(0, at)).length);
    },
  }),
  define({
    name: 'replace',
    takes: ['string', 'string', 'string'],
    returns: 'string',
    nulls: 'propagate',
    meaning:
      'every occurrence of the second text in the first becomes the third; an empty one changes nothing',
    evaluate: (value: string, part: string, by: string) =>
      part === '' ? value : value.split(part).join(by),
  }),
  define({
    name: 'repeat',
    takes: ['string', 'long'],
    returns: 'string',
    nulls: 'propagate',
    meaning: 'the text so many times; null beyond a million characters',
    evaluate: (value: string, times: bigint) => {
      const count = Math.max(0, Number(times));
      return value.length * count > 1_000_000 ? null : value.repeat(count);
    },
  }),
];

/** Linear in the text for each run between stars: first fit from the left is always enough. */
export function fitsWildcard(value: string, pattern: string): boolean {
  const parts = pattern.split('*');
  const first = parts[0] ?? '';
  if (parts.length === 1) return value === pattern;
  const last = parts[parts.length - 1] ?? '';
  if (!value.startsWith(first) || !value.endsWith(last)) return false;
  let at = first.length;
  const end = value.length - last.length;
  for (const part of parts.slice(1, -1)) {
    const found = value.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return at <= end;
}
