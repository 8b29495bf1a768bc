// Terms: maximal runs of letters and digits, as full text indexes cut text. A needle is found where it stands between
// term boundaries: at an end of the needle that is a letter or digit, the text must not go on with one; an end that is
// neither needs no boundary.
import { define, type ScalarFunction } from './function.ts';
import { readJson } from './json-text.ts';

const ALPHANUMERIC = /^[\p{L}\p{N}]$/u;

/** Whether one code point is a letter or a digit. */
export const isTermCharacter = (character: string): boolean => ALPHANUMERIC.test(character);

function before(text: string, at: number): string {
  const low = text.charCodeAt(at - 1);
  return low >= 0xdc00 && low <= 0xdfff ? text.slice(at - 2, at) : text.slice(at - 1, at);
}

const after = (text: string, at: number): string => {
  const code = text.codePointAt(at);
  return code === undefined ? '' : String.fromCodePoint(code);
};

interface Edges {
  readonly start: boolean;
  readonly end: boolean;
}

/** Whether the needle occurs with a boundary at the edges asked for. */
function found(text: string, needle: string, { start, end }: Edges): boolean {
  if (needle === '') return true;
  const first = start && isTermCharacter(after(needle, 0));
  const last = end && isTermCharacter(before(needle, needle.length));
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) {
    const stop = at + needle.length;
    const opens = !first || !isTermCharacter(before(text, at));
    if (opens && (!last || !isTermCharacter(after(text, stop)))) return true;
  }
  return false;
}

const WHOLE: Edges = { start: true, end: true };
const PREFIX: Edges = { start: true, end: false };
const SUFFIX: Edges = { start: false, end: true };

export const hasTerm = (text: string, needle: string): boolean =>
  found(text.toLowerCase(), needle.toLowerCase(), WHOLE);

/** Texts of the array's elements; one value counts as an array of it. */
function needles(json: string): string[] {
  const value = readJson(json);
  if (!value) return [];
  const list = value.kind === 'array' ? value.items : [value];
  return list.map((each) => (each.kind === 'text' ? each.value : each.raw));
}

const test = (name: string, meaning: string, edges: Edges, ignoreCase: boolean): ScalarFunction =>
  define({
    name,
    takes: ['string', 'string'],
    returns: 'bool',
    nulls: 'propagate',
    meaning,
    evaluate: (text: string, needle: string) =>
      ignoreCase
        ? found(text.toLowerCase(), needle.toLowerCase(), edges)
        : found(text, needle, edges),
  });

export const terms: readonly ScalarFunction[] = [
  test(
    'has_term',
    'whether the second text is a term, or run of terms, of the first, but for case',
    WHOLE,
    true,
  ),
  test('has_term_cs', 'the same, case counting', WHOLE, false),
  test(
    'has_term_prefix',
    'whether a term of the first text starts with the second, but for case',
    PREFIX,
    true,
  ),
  test('has_term_prefix_cs', 'the same, case counting', PREFIX, false),
  test(
    'has_term_suffix',
    'whether a term of the first text ends with the second, but for case',
    SUFFIX,
    true,
  ),
  test('has_term_suffix_cs', 'the same, case counting', SUFFIX, false),
  define({
    name: 'has_any_term',
    takes: ['string'],
    repeats: true,
    returns: 'bool',
    nulls: 'propagate',
    meaning: 'whether any of the other texts is a term of the first, but for case',
    evaluate: (text: string, ...all: string[]) => all.some((each) => hasTerm(text, each)),
  }),
  define({
    name: 'has_any_term_of',
    takes: ['string', 'dynamic'],
    returns: 'bool',
    nulls: 'propagate',
    meaning: 'the same with the texts in a JSON array',
    evaluate: (text: string, list: string) => needles(list).some((each) => hasTerm(text, each)),
  }),
  define({
    name: 'has_all_terms_of',
    takes: ['string', 'dynamic'],
    returns: 'bool',
    nulls: 'propagate',
    meaning: 'whether all texts in a JSON array are terms of the first, but for case',
    evaluate: (text: string, list: string) => needles(list).every((each) => hasTerm(text, each)),
  }),
  define({
    name: 'first_term_of',
    takes: ['string', 'dynamic'],
    returns: 'long',
    nulls: 'propagate',
    meaning:
      'the place, from 0, of the first text in a JSON array that is a term of the first; -1 for none',
    evaluate: (text: string, list: string) =>
      BigInt(needles(list).findIndex((each) => hasTerm(text, each))),
  }),
];
