// Ordered lists of text, never empty: no value is null. The multivalue fields of Splunk.
import { define, type ScalarFunction } from './function.ts';
import { extreme, numberOf } from './loose.ts';
import { compareText } from './order.ts';
import { matchesPattern } from './pcre.ts';

type List = readonly string[];

/** More values than any search needs; a list that would be longer is cut, so that hostile input stays bounded. */
const MOST_VALUES = 1_000_000;

const orNull = (values: List): List | null => (values.length > 0 ? values : null);

/** Index of a position where negative ones count from the end. */
const place = (at: number, length: number): number => (at < 0 ? length + at : at);

function slice(values: List, from: number, to: number): List | null {
  const start = place(from, values.length);
  const end = place(to, values.length);
  if (start < 0 || start >= values.length || end < start || end >= values.length) return null;
  return orNull(values.slice(start, end + 1));
}

/** Pieces between delimiters; with an empty delimiter the single characters. */
export function split(text: string, delimiter: string): List | null {
  return orNull(delimiter === '' ? Array.from(text) : text.split(delimiter));
}

function range(from: number, to: number, step: number): List | null {
  const count = step === 0 ? 0 : Math.ceil((to - from) / step);
  if (!Number.isFinite(count) || count <= 0) return null;
  const length = Math.min(count, MOST_VALUES);
  return Array.from({ length }, (_, index) => String(from + index * step));
}

const everyValue = (lists: readonly (List | null)[]): List => lists.flatMap((each) => each ?? []);

const numbersIn = (values: List): number[] => values.map(numberOf).filter((each) => each !== null);

const smaller = (best: number | null, each: number): number =>
  best === null || each < best ? each : best;
const larger = (best: number | null, each: number): number =>
  best === null || each > best ? each : best;

export const multivalue: readonly ScalarFunction[] = [
  define<(List | null)[]>({
    name: 'mv.append',
    takes: ['strings'],
    repeats: true,
    returns: 'strings',
    nulls: 'sees',
    meaning: 'all values of all lists in order; null lists are left out',
    evaluate: (...lists) => orNull(lists.flatMap((each) => each ?? [])),
  }),
  define<[string]>({
    name: 'mv.of',
    takes: ['string'],
    returns: 'strings',
    nulls: 'propagate',
    meaning: 'a list of one value',
    evaluate: (value) => [value],
  }),
  define<[List]>({
    name: 'mv.single',
    takes: ['strings'],
    returns: 'string',
    nulls: 'propagate',
    meaning: 'the value of a list that has exactly one, else null',
    evaluate: (values) => (values.length === 1 ? (values[0] ?? null) : null),
  }),
  define<[List]>({
    name: 'mv.count',
    takes: ['strings'],
    returns: 'long',
    nulls: 'propagate',
    meaning: 'how many values',
    evaluate: (values) => BigInt(values.length),
  }),
  define<[List, bigint]>({
    name: 'mv.at',
    takes: ['strings', 'long'],
    returns: 'string',
    nulls: 'propagate',
    meaning: 'the value at a place from 0, or from the end when negative; null outside',
    evaluate: (values, at) => values[place(Number(at), values.length)] ?? null,
  }),
  define<[List, bigint, bigint]>({
    name: 'mv.slice',
    takes: ['strings', 'long', 'long'],
    returns: 'strings',
    nulls: 'propagate',
    meaning: 'the values between two places, both included; null when either lies outside',
    evaluate: (values, from, to) => slice(values, Number(from), Number(to)),
  }),
  define<[List, string]>({
    name: 'mv.join',
    takes: ['strings', 'string'],
    returns: 'string',
    nulls: 'propagate',
    meaning: 'the values in one text with a delimiter between them',
    evaluate: (values, delimiter) => values.join(delimiter),
  }),
  define<[string, string]>({
    name: 'mv.split',
    takes: ['string', 'string'],
    returns: 'strings',
    nulls: 'propagate',
    meaning: 'the pieces of a text between delimiters; with an empty delimiter its characters',
    evaluate: split,
  }),
  define<[List]>({
    name: 'mv.distinct',
    takes: ['strings'],
    returns: 'strings',
    nulls: 'propagate',
    meaning: 'each value once, where it first stood',
    evaluate: (values) => [...new Set(values)],
  }),
  define<[List]>({
    name: 'mv.sorted',
    takes: ['strings'],
    returns: 'strings',
    nulls: 'propagate',
    meaning: 'the values by code point',
    evaluate: (values) => [...values].sort(compareText),
  }),
  define<[List, List, string]>({
    name: 'mv.zip',
    takes: ['strings', 'strings', 'string'],
    returns: 'strings',
    nulls: 'propagate',
    meaning: 'pairs of values with a delimiter between them, as many as the shorter list has',
    evaluate: (a, b, delimiter) =>
      orNull(a.slice(0, b.length).map((value, at) => value + delimiter + (b[at] ?? ''))),
  }),
  define<[number, number, number]>({
    name: 'mv.range',
    takes: ['real', 'real', 'real'],
    returns: 'strings',
    nulls: 'propagate',
    meaning: 'numbers from the first up to, not including, the second, in steps of the third',
    evaluate: range,
  }),
  define<[List]>({
    name: 'mv.to_json',
    takes: ['strings'],
    returns: 'string',
    nulls: 'propagate',
    meaning: 'a JSON array of the values as strings',
    evaluate: (values) => JSON.stringify(values),
  }),
  define<[List, string]>({
    name: 'mv.find',
    takes: ['strings', 'string'],
    returns: 'long',
    nulls: 'propagate',
    meaning: 'the place, from 0, of the first value that a Perl pattern matches in; null for none',
    evaluate: (values, pattern) => {
      const at = values.findIndex((each) => matchesPattern(each, pattern) === true);
      return at < 0 ? null : BigInt(at);
    },
  }),
  define<(List | null)[]>({
    name: 'mv.greatest',
    takes: ['strings'],
    repeats: true,
    returns: 'string',
    nulls: 'sees',
    meaning: 'the largest of all values; text is larger than any number',
    evaluate: (...lists) => extreme(everyValue(lists), (order) => order > 0),
  }),
  define<(List | null)[]>({
    name: 'mv.least',
    takes: ['strings'],
    repeats: true,
    returns: 'string',
    nulls: 'sees',
    meaning: 'the smallest of all values; a number is smaller than any text',
    evaluate: (...lists) => extreme(everyValue(lists), (order) => order < 0),
  }),
  define<[List]>({
    name: 'mv.total',
    takes: ['strings'],
    returns: 'real',
    nulls: 'propagate',
    meaning: 'the sum of the values that are numbers, null for none',
    evaluate: (values) => {
      const numbers = numbersIn(values);
      return numbers.length === 0 ? null : numbers.reduce((sum, each) => sum + each, 0);
    },
  }),
  define<[List]>({
    name: 'mv.mean',
    takes: ['strings'],
    returns: 'real',
    nulls: 'propagate',
    meaning: 'the mean of the values that are numbers, null for none',
    evaluate: (values) => {
      const numbers = numbersIn(values);
      if (numbers.length === 0) return null;
      return numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
    },
  }),
  define<[List]>({
    name: 'mv.count_numbers',
    takes: ['strings'],
    returns: 'long',
    nulls: 'propagate',
    meaning: 'how many values are numbers',
    evaluate: (values) => BigInt(numbersIn(values).length),
  }),
  define<[List]>({
    name: 'mv.least_number',
    takes: ['strings'],
    returns: 'real',
    nulls: 'propagate',
    meaning: 'the smallest of the values that are numbers, null for none',
    evaluate: (values) => numbersIn(values).reduce<number | null>(smaller, null),
  }),
  define<[List]>({
    name: 'mv.greatest_number',
    takes: ['strings'],
    returns: 'real',
    nulls: 'propagate',
    meaning: 'the largest of the values that are numbers, null for none',
    evaluate: (values) => numbersIn(values).reduce<number | null>(larger, null),
  }),
];
