// Arrays of JSON: length, order, sets, elements. What is no array gives null.
import { compact, jsonOf, plainText } from './dynamic.ts';
import { define, row, type ScalarFunction } from './function.ts';
import { printInstant, printSpan } from './instant.ts';
import { readJson, type Json } from './json-text.ts';
import { compareText } from './order.ts';

const many = (
  name: string,
  meaning: string,
  evaluate: (...all: string[]) => string | null,
): ScalarFunction =>
  define({
    name,
    takes: ['dynamic'],
    repeats: true,
    returns: 'dynamic',
    nulls: 'propagate',
    meaning,
    evaluate,
  });

function itemsOf(json: string): readonly Json[] | undefined {
  const value = readJson(json);
  return value?.kind === 'array' ? value.items : undefined;
}

const printed = (list: readonly (Json | string)[]): string =>
  `[${list.map((each) => (typeof each === 'string' ? each : compact(each))).join(',')}]`;

/** The elements as compact JSON: equal values have equal text. */
const keysOf = (json: string): string[] | undefined => itemsOf(json)?.map(compact);

/** Begin and end count from 0, below 0 from the end; both are included. */
function slice(json: string, from: bigint, to: bigint): string | null {
  const list = itemsOf(json);
  if (!list) return null;
  const place = (at: bigint): number => (at < 0n ? list.length + Number(at) : Number(at));
  return printed(list.slice(Math.max(0, place(from)), Math.max(0, place(to) + 1)));
}

function combine(
  all: readonly string[],
  keep: (key: string, at: number, sets: readonly string[][]) => boolean,
): string | null {
  const sets = all.map(keysOf);
  if (sets.some((each) => each === undefined)) return null;
  const known = sets as string[][];
  const found = new Set<string>();
  known.forEach((set, at) => {
    for (const each of set) if (keep(each, at, known)) found.add(each);
  });
  return printed([...found]);
}

function sum(json: string): number | null {
  const list = itemsOf(json);
  return list
    ? list.reduce((total, each) => total + (each.kind === 'number' ? Number(each.raw) : 0), 0)
    : null;
}

/** The place of the `nth` equal element among `length` (-1: all) from `start`, which below 0 counts from the end. */
function indexOf(
  json: string,
  value: string,
  start: bigint,
  length: bigint,
  nth: bigint,
): bigint | null {
  const list = itemsOf(json);
  const wanted = readJson(value);
  if (!list || !wanted || nth < 0n || length < -1n) return null;
  const from = start < 0n ? Math.max(0, list.length + Number(start)) : Number(start);
  const to = length < 0n ? list.length : from + Number(length);
  let seen = 0n;
  for (const [at, each] of list.slice(from, to).entries()) {
    if (sameJson(each, wanted) && ++seen >= nth) return BigInt(from + at);
  }
  return -1n;
}

function sameJson(a: Json, b: Json): boolean {
  if (a.kind === 'number' && b.kind === 'number') return Number(a.raw) === Number(b.raw);
  return compact(a) === compact(b);
}

/** Element by element one of two, each an array or a single value; what is neither true nor false gives null. */
function choose(conditions: string | null, yes: string | null, no: string | null): string | null {
  const list = conditions === null ? undefined : itemsOf(conditions);
  if (!list) return null;
  const pick = (json: string | null): ((at: number) => string) => {
    const own = json === null ? undefined : itemsOf(json);
    return (at) => (own ? (own[at] ? compact(own[at]) : 'null') : (json ?? 'null'));
  };
  const [then, otherwise] = [pick(yes), pick(no)];
  return printed(
    list.map((each, at) => {
      if (each.kind === 'number') return Number(each.raw) === 0 ? otherwise(at) : then(at);
      if (each.raw === 'true') return then(at);
      return each.raw === 'false' ? otherwise(at) : 'null';
    }),
  );
}

/** With the members of every object in order of their names. */
function sortedJson(value: Json): string {
  if (value.kind === 'array') return `[${value.items.map(sortedJson).join(',')}]`;
  if (value.kind !== 'object') return compact(value);
  const entries = [...value.entries].sort(([a], [b]) => compareText(a, b));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${sortedJson(each)}`).join(',')}}`;
}

/** A row's elements: of null one null, of a scalar itself, of an object its properties. */
function elements(json: string | null, pairs: boolean | null): string | null {
  const value = json === null ? undefined : readJson(json);
  if (!value || value.raw === 'null') return '[null]';
  if (value.kind === 'array') return compact(value);
  if (value.kind !== 'object') return `[${compact(value)}]`;
  return printed(
    [...value.entries].map(([key, each]) => {
      const name = JSON.stringify(key);
      return pairs === true ? `[${name},${compact(each)}]` : `{${name}:${compact(each)}}`;
    }),
  );
}

/** Elements of arrays in an array, each once, other elements as they are; so many at most. */
function flattenedSet(json: string, most: bigint): string | null {
  const list = itemsOf(json);
  if (!list) return null;
  const found = new Set<string>();
  for (const each of list) {
    for (const item of each.kind === 'array' ? each.items : [each]) {
      if (found.size < most) found.add(compact(item));
    }
  }
  return printed([...found]);
}

function jaccard(a: string, b: string): number | null {
  const [left, right] = [new Set(keysOf(a)), new Set(keysOf(b))];
  const union = new Set([...left, ...right]);
  const shared = [...left].filter((each) => right.has(each)).length;
  return union.size === 0 ? NaN : shared / union.size;
}

function rotate(json: string, by: bigint): string | null {
  const list = itemsOf(json);
  if (!list || list.length === 0) return list ? '[]' : null;
  const shift = Number(((by % BigInt(list.length)) + BigInt(list.length)) % BigInt(list.length));
  return printed([...list.slice(shift), ...list.slice(0, shift)]);
}

function shift(json: string, by: bigint, fill: string | null): string | null {
  const list = itemsOf(json);
  if (!list) return null;
  const texts = list.length > 0 && list.every((each) => each.kind === 'text');
  const filler = fill ?? (texts ? '""' : 'null');
  return printed(list.map((_, at) => list[at + Number(by)] ?? filler));
}

function split(json: string, places: string): string | null {
  const list = itemsOf(json);
  const cuts = readJson(places);
  if (!list || !cuts) return null;
  const at = (cuts.kind === 'array' ? cuts.items : [cuts]).map((each) => Number(each.raw));
  const bounds = at.map((each) =>
    each < 0 ? Math.max(0, list.length + each) : Math.min(each, list.length),
  );
  const starts = [0, ...bounds];
  return printed(
    starts.map((start, index) => printed(list.slice(start, starts[index + 1] ?? list.length))),
  );
}

function zip(all: readonly string[]): string | null {
  const lists = all.map(itemsOf);
  if (lists.some((each) => each === undefined)) return null;
  const known = lists as (readonly Json[])[];
  const longest = Math.max(0, ...known.map((each) => each.length));
  return printed(
    Array.from({ length: longest }, (_, at) => printed(known.map((each) => each[at] ?? 'null'))),
  );
}

/** As many elements as a range has; what would follow is cut off. */
const MOST = 1_048_576;

function steps(from: bigint, to: bigint, step: bigint): bigint[] {
  const count = (to - from) / step + 1n;
  const length = (step > 0n ? from > to : from < to) ? 0 : Number(count > MOST ? MOST : count);
  return Array.from({ length }, (_, at) => from + BigInt(at) * step);
}

export const dynamicArray: readonly ScalarFunction[] = [
  define({
    name: 'json_elements',
    takes: ['dynamic', 'bool'],
    returns: 'dynamic',
    nulls: 'sees',
    meaning:
      'an array to be unfolded: an array itself; of null one null; of a scalar itself; of an object an object per member, or with true a pair',
    evaluate: elements,
  }),
  row('array_length', ['dynamic'], 'long', 'number of elements', (json: string) => {
    const list = itemsOf(json);
    return list ? BigInt(list.length) : null;
  }),
  row(
    'array_contains',
    ['dynamic', 'dynamic'],
    'bool',
    'whether a value is an element',
    (json: string, value: string) => {
      const wanted = readJson(value);
      const list = itemsOf(json);
      return wanted !== undefined && (list ?? []).some((each) => sameJson(each, wanted));
    },
  ),
  row(
    'array_slice',
    ['dynamic', 'long', 'long'],
    'dynamic',
    'the elements from one place to another, both included, below 0 from the end',
    slice,
  ),
  row(
    'array_index_of',
    ['dynamic', 'dynamic', 'long', 'long', 'long'],
    'long',
    'args [array, value, start, length, occurrence]: the place of a value from 0, -1 for none',
    indexOf,
  ),
  row('array_sum', ['dynamic'], 'real', 'sum of the numbers in an array', sum),
  row('array_reverse', ['dynamic'], 'dynamic', 'in reverse order', (json: string) => {
    const list = itemsOf(json);
    return list ? printed([...list].reverse()) : null;
  }),
  row(
    'array_rotate',
    ['dynamic', 'long'],
    'dynamic',
    'moved so many places to the left, round the end',
    rotate,
  ),
  define({
    name: 'array_shift',
    takes: ['dynamic', 'long', 'dynamic'],
    returns: 'dynamic',
    nulls: 'sees',
    meaning:
      'moved so many places to the left, the gap filled: without a filler with null, among texts with the empty one',
    evaluate: (json: string | null, by: bigint | null, fill: string | null) =>
      json === null || by === null ? null : shift(json, by, fill),
  }),
  row(
    'array_split',
    ['dynamic', 'dynamic'],
    'dynamic',
    'cut into arrays before the given places',
    split,
  ),
  row(
    'array_join',
    ['dynamic', 'string'],
    'string',
    'texts of the elements with a delimiter between',
    (json: string, delimiter: string) =>
      (itemsOf(json) ?? [])
        .map((each) => (each.raw === 'null' ? '' : plainText(each)))
        .join(delimiter),
  ),
  row(
    'array_repeat',
    ['dynamic', 'long'],
    'dynamic',
    'an array of so many times the value',
    (value: string, times: bigint) =>
      times < 0n || times > BigInt(MOST) || value.length * Number(times) > 16_000_000
        ? null
        : printed(Array<string>(Number(times)).fill(value)),
  ),
  row(
    'array_range',
    ['long', 'long', 'long'],
    'dynamic',
    'from the first to the second in steps, the end included',
    (from: bigint, to: bigint, step: bigint) => {
      if (step === 0n) return null;
      return printed(steps(from, to, step).map((at) => at.toString()));
    },
  ),
  row(
    'array_range_real',
    ['real', 'real', 'real'],
    'dynamic',
    'the same for reals',
    (from: number, to: number, step: number) => {
      const count = Math.floor((to - from) / step + 1e-9);
      if (Number.isNaN(count) || step === 0) return null;
      const length = Math.min(MOST, Math.max(0, count + 1));
      return printed(Array.from({ length }, (_, at) => String(from + at * step)));
    },
  ),
  row(
    'array_range_time',
    ['long', 'long', 'long', 'bool'],
    'dynamic',
    'the same for ticks, printed as instants or as durations',
    (from: bigint, to: bigint, step: bigint, instants: boolean) => {
      if (step === 0n) return null;
      const shown = instants ? printInstant : printSpan;
      return printed(steps(from, to, step).map((at) => JSON.stringify(shown(at))));
    },
  ),
  row(
    'array_flatten_set',
    ['dynamic', 'long'],
    'dynamic',
    'args [array, most]: each element once, those of arrays within taken apart',
    flattenedSet,
  ),
  row(
    'array_jaccard',
    ['dynamic', 'dynamic'],
    'real',
    'size of the intersection of two sets by that of their union',
    jaccard,
  ),
  many('array_concat', 'all elements of all arrays; what is no array is left out', (...all) =>
    printed(all.flatMap((each) => itemsOf(each) ?? [])),
  ),
  many(
    'array_zip',
    'arrays of the first elements, of the second, and so on, padded with null',
    (...all) => zip(all),
  ),
  many('set_union', 'the elements of all arrays, each once, by first appearance', (...all) =>
    combine(all, () => true),
  ),
  many('set_intersect', 'the elements that all arrays have', (...all) =>
    combine(all, (key, at, sets) => at === 0 && sets.every((each) => each.includes(key))),
  ),
  many('set_difference', 'the elements of the first array that no other has', (...all) =>
    combine(all, (key, at, sets) => at === 0 && !sets.slice(1).some((each) => each.includes(key))),
  ),
  row('json_compact', ['dynamic'], 'dynamic', 'the same value without blanks', (json: string) =>
    jsonOf(readJson(json)),
  ),
  row(
    'bag_members',
    ['dynamic'],
    'dynamic',
    'an array of pairs [name, value]; of what is no object an empty one',
    (json: string) => {
      const value = readJson(json);
      return value?.kind === 'object' ? elements(json, true) : '[]';
    },
  ),
  define({
    name: 'array_choose',
    takes: ['dynamic', 'dynamic', 'dynamic'],
    returns: 'dynamic',
    nulls: 'sees',
    meaning:
      'for each condition of an array an element of the second or of the third, arrays or single values',
    evaluate: choose,
  }),
  row(
    'json_sorted',
    ['dynamic'],
    'string',
    'compact JSON, members in order of their names',
    (json: string) => {
      const value = readJson(json);
      return value ? sortedJson(value) : json;
    },
  ),
];
