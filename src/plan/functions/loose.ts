// Values whose kind is only known when they are seen: text that is a number when it looks like one. This is how Splunk
// treats a field; the rules are those of its documentation on eval ("numbers compare as numbers, the rest by code point").
import { define, type ScalarFunction } from './function.ts';
import { compareText } from './order.ts';

const DECIMAL = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

/** The number that a text is as a whole: sign, digits, fraction, exponent, blanks around; else null. */
export function numberOf(text: string): number | null {
  if (text.length > 400 || !DECIMAL.test(text)) return null;
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
}

/** A number as text: the shortest that reads back as the same number, as `text_of_real` gives it. */
export const textOf = (number: number): string => String(number === 0 ? 0 : number);

/** Negative, zero or positive: as numbers when both texts look like numbers, else by code point. */
export function compareLoosely(a: string, b: string): number {
  const x = numberOf(a);
  const y = x === null ? null : numberOf(b);
  return x !== null && y !== null ? x - y : compareText(a, b);
}

type Test = (order: number) => boolean;
const tests: readonly (readonly [name: string, sign: string, holds: Test])[] = [
  ['equal', '=', (order) => order === 0],
  ['unequal', '!=', (order) => order !== 0],
  ['less', '<', (order) => order < 0],
  ['less_or_equal', '<=', (order) => order <= 0],
  ['greater', '>', (order) => order > 0],
  ['greater_or_equal', '>=', (order) => order >= 0],
];

const comparisons: readonly ScalarFunction[] = tests.flatMap(([name, sign, holds]) => [
  define<[string, string]>({
    name: `loose.${name}`,
    takes: ['string', 'string'],
    returns: 'bool',
    nulls: 'propagate',
    meaning: `a ${sign} b: as numbers when both look like numbers, else by code point`,
    evaluate: (a, b) => holds(compareLoosely(a, b)),
  }),
  define<[string, number]>({
    name: `loose.${name}_number`,
    takes: ['string', 'real'],
    returns: 'bool',
    nulls: 'propagate',
    meaning: `a ${sign} n: as numbers when a looks like one, else a by code point with n as text`,
    evaluate: (a, n) => {
      const x = numberOf(a);
      return holds(x === null ? compareText(a, textOf(n)) : x - n);
    },
  }),
]);

/** Numbers before text; numbers by size, text by code point. */
function inOrder(a: string, b: string): number {
  const x = numberOf(a);
  const y = numberOf(b);
  if (x !== null && y !== null) return x - y;
  if (x !== null || y !== null) return x !== null ? -1 : 1;
  return compareText(a, b);
}

/** The best of the values that are not null, numbers coming before text. */
export function extreme(values: readonly (string | null)[], better: Test): string | null {
  let best: string | null = null;
  for (const value of values) {
    if (value !== null && (best === null || better(inOrder(value, best)))) best = value;
  }
  return best;
}

function sum(a: string, b: string): string | null {
  const x = numberOf(a);
  const y = numberOf(b);
  if (x !== null && y !== null) return finiteText(x + y);
  return x === null && y === null ? a + b : null;
}

/** Greedy with one place to come back to: the last `%` seen. */
function isLike(text: string, pattern: string): boolean {
  const [have, want] = [Array.from(text), Array.from(pattern)];
  let [at, within, star, mark] = [0, 0, -1, 0];
  while (at < have.length) {
    if (want[within] === '%') {
      [star, mark] = [within++, at];
    } else if (within < want.length && (want[within] === '_' || want[within] === have[at])) {
      at++;
      within++;
    } else if (star >= 0) {
      at = ++mark;
      within = star + 1;
    } else return false;
  }
  while (want[within] === '%') within++;
  return within === want.length;
}

const finiteText = (number: number): string | null =>
  Number.isFinite(number) ? textOf(number) : null;

export const loose: readonly ScalarFunction[] = [
  ...comparisons,
  define<[number, number]>({
    name: 'loose.divide',
    takes: ['real', 'real'],
    returns: 'real',
    nulls: 'propagate',
    meaning: 'quotient, null for a zero divisor',
    evaluate: (a, b) => (b === 0 ? null : a / b),
  }),
  define<[number, number]>({
    name: 'loose.modulo',
    takes: ['real', 'real'],
    returns: 'real',
    nulls: 'propagate',
    meaning: 'remainder with the sign of the dividend, null for a zero divisor',
    evaluate: (a, b) => (b === 0 ? null : a % b),
  }),
  define<[string, string]>({
    name: 'loose.add',
    takes: ['string', 'string'],
    returns: 'string',
    nulls: 'propagate',
    meaning: 'the sum of two numbers, two texts joined, null for one of each',
    evaluate: sum,
  }),
  define<[string, string]>({
    name: 'loose.like',
    takes: ['string', 'string'],
    returns: 'bool',
    nulls: 'propagate',
    meaning: 'whether the whole text fits a pattern: `%` any run, `_` one character, with case',
    evaluate: isLike,
  }),
  define<[string]>({
    name: 'loose.truth',
    takes: ['string'],
    returns: 'bool',
    nulls: 'propagate',
    meaning: 'a text as a condition: `true` in any case or a number other than 0',
    evaluate: (text) => text.toLowerCase() === 'true' || (numberOf(text) ?? 0) !== 0,
  }),
  define<(string | null)[]>({
    name: 'loose.greatest',
    takes: ['string'],
    repeats: true,
    returns: 'string',
    nulls: 'sees',
    meaning: 'the largest of the values that are not null; text is larger than any number',
    evaluate: (...values) => extreme(values, (order) => order > 0),
  }),
  define<(string | null)[]>({
    name: 'loose.least',
    takes: ['string'],
    repeats: true,
    returns: 'string',
    nulls: 'sees',
    meaning: 'the smallest of the values that are not null; a number is smaller than any text',
    evaluate: (...values) => extreme(values, (order) => order < 0),
  }),
  define<[boolean]>({
    name: 'loose.truth_text',
    takes: ['bool'],
    returns: 'string',
    nulls: 'propagate',
    meaning: '`True` or `False`',
    evaluate: (truth) => (truth ? 'True' : 'False'),
  }),
];
