// What JSON values look like: their paths, their schema; and arrays taken as columns of numbers.
import { compact, plainText } from './dynamic.ts';
import { define, row, type ScalarFunction } from './function.ts';
import { readJson, type Json } from './json-text.ts';

const MOST = 100_000;

/** Every place below a value, containers before what they hold; all elements of an array share the place `[0]`. */
function paths(json: string): string | null {
  const found = new Set<string>();
  const visit = (value: Json, path: string): void => {
    if (found.size > MOST) return;
    if (path !== '') found.add(path);
    if (value.kind === 'object') {
      for (const [key, each] of value.entries) visit(each, `${path}['${key}']`);
    } else if (value.kind === 'array') for (const each of value.items) visit(each, `${path}[0]`);
  };
  const value = readJson(json);
  if (!value) return null;
  visit(value, '');
  return JSON.stringify([...found]);
}

function zipped(keys: string | null, values: string | null): string | null {
  const names = keys === null ? undefined : readJson(keys);
  if (names?.kind !== 'array') return null;
  const given = values === null ? undefined : readJson(values);
  const list = given?.kind === 'array' ? given.items : [];
  const members = new Map<string, string>();
  names.items.forEach((each, at) => {
    const value = list[at];
    if (each.kind === 'text') members.set(each.value, value ? compact(value) : 'null');
  });
  return `{${[...members].map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`;
}

/** The types of plain values, and of containers what they hold. */
interface Shape {
  readonly types: Set<string>;
  members: Map<string, Shape> | undefined;
}

const emptyShape = (): Shape => ({ types: new Set(), members: undefined });

function plainType(value: Json): string | undefined {
  if (value.kind === 'number') return /^-?\d+$/.test(value.raw) ? 'long' : 'double';
  if (value.kind === 'text') return 'string';
  return value.raw === 'null' ? undefined : 'bool';
}

function widen(shape: Shape, value: Json): void {
  if (value.kind === 'array' || value.kind === 'object') {
    const members = (shape.members ??= new Map<string, Shape>());
    const parts =
      value.kind === 'object'
        ? [...value.entries]
        : value.items.map((each): [string, Json] => ['`indexer`', each]);
    for (const [key, each] of parts) {
      let inner = members.get(key);
      if (!inner) members.set(key, (inner = emptyShape()));
      widen(inner, each);
    }
    return;
  }
  const type = plainType(value);
  if (type !== undefined) shape.types.add(type);
}

function printedShape({ types, members }: Shape): string {
  const parts = [...types].map((each) => JSON.stringify(each));
  if (members) {
    const all = [...members].map(([key, each]) => `${JSON.stringify(key)}:${printedShape(each)}`);
    parts.push(`{${all.join(',')}}`);
  }
  return parts.length === 1 ? (parts[0] ?? '') : `[${parts.join(',')}]`;
}

function schema(json: string): string | null {
  const list = readJson(json);
  if (list?.kind !== 'array') return null;
  const shape = emptyShape();
  for (const each of list.items) widen(shape, each);
  return printedShape(shape);
}

function sameSet(a: string, b: string): boolean | null {
  const [x, y] = [readJson(a), readJson(b)];
  if (x?.kind !== 'array' || y?.kind !== 'array') return null;
  const [left, right] = [new Set(x.items.map(compact)), new Set(y.items.map(compact))];
  return left.size === right.size && [...left].every((each) => right.has(each));
}

function bits(json: string, operation: string): bigint | null {
  const list = readJson(json);
  const items = list?.kind === 'array' ? list.items : [];
  const numbers = items.flatMap((each) => (/^-?\d+$/.test(each.raw) ? [BigInt(each.raw)] : []));
  if (numbers.length === 0) return null;
  return numbers.reduce((a, b) =>
    operation === 'and' ? a & b : operation === 'or' ? a | b : a ^ b,
  );
}

function pairsOf(json: string): [number, number][] {
  const list = readJson(json);
  return (list?.kind === 'array' ? list.items : []).flatMap((each): [number, number][] => {
    const [x, y] = each.kind === 'array' ? each.items : [];
    const pair: [number, number] = [Number(x?.raw ?? NaN), Number(y?.raw ?? NaN)];
    return x?.kind === 'number' && y?.kind === 'number' ? [pair] : [];
  });
}

function covariance(json: string, population: boolean): number | null {
  const pairs = pairsOf(json);
  const n = pairs.length;
  if (n === 0 || (!population && n < 2)) return null;
  const mean = (at: 0 | 1): number => pairs.reduce((sum, pair) => sum + pair[at], 0) / n;
  const [x, y] = [mean(0), mean(1)];
  const total = pairs.reduce((sum, pair) => sum + (pair[0] - x) * (pair[1] - y), 0);
  return total / (population ? n : n - 1);
}

/** The nearest rank where each value stands as often as its weight says. */
function weighted(json: string, percent: number): number | null {
  const pairs = pairsOf(json).filter(([, weight]) => weight > 0);
  pairs.sort(([a], [b]) => a - b);
  const total = pairs.reduce((sum, [, weight]) => sum + weight, 0);
  let passed = 0;
  for (const [value, weight] of pairs) {
    passed += weight;
    if (passed >= (percent / 100) * total) return value;
  }
  return pairs[pairs.length - 1]?.[0] ?? null;
}

const MOST_LOOKUPS = 1_000;

/** A stretch of text; what was found or put in is done and not looked at again. */
interface Stretch {
  readonly text: string;
  readonly done: boolean;
}

/**
 * Each text of an array is replaced by the one at the same place of another, first all places of the first lookup, then
 * those of the second in what is left, and so on. A lookup that is no text is left out; a rewrite that is none leaves
 * what was found.
 */
function replaced(text: string, from: string, to: string): string | null {
  const [lookups, rewrites] = [readJson(from), readJson(to)];
  if (lookups?.kind !== 'array' || rewrites?.kind !== 'array') return null;
  const size = lookups.items.length;
  if (size !== rewrites.items.length || size > MOST_LOOKUPS) return null;
  let stretches: readonly Stretch[] = [{ text, done: false }];
  lookups.items.forEach((each, at) => {
    const wanted = each.kind === 'text' ? plainText(each) : '';
    const rewrite = rewrites.items[at];
    const by = rewrite?.kind === 'text' ? plainText(rewrite) : wanted;
    if (wanted !== '') stretches = stretches.flatMap((one) => cutOut(one, wanted, by));
  });
  return stretches.map((each) => each.text).join('');
}

function cutOut(stretch: Stretch, wanted: string, by: string): readonly Stretch[] {
  if (stretch.done || !stretch.text.includes(wanted)) return [stretch];
  return stretch.text.split(wanted).flatMap((text, at): Stretch[] => {
    const rest = { text, done: false };
    return at === 0 ? [rest] : [{ text: by, done: true }, rest];
  });
}

export const dynamicShape: readonly ScalarFunction[] = [
  row('json_paths', ['dynamic'], 'dynamic', 'the places within a value, as paths', paths),
  define({
    name: 'bag_zipped',
    takes: ['dynamic', 'dynamic'],
    returns: 'dynamic',
    nulls: 'sees',
    meaning:
      'an object of names from one array and values from another; names that are no text are left out',
    evaluate: zipped,
  }),
  row('json_schema', ['dynamic'], 'dynamic', 'the least schema that admits all elements', schema),
  row('set_same', ['dynamic', 'dynamic'], 'bool', 'whether two arrays are the same set', sameSet),
  row('array_bits', ['dynamic', 'string'], 'long', 'and, or, xor of all whole numbers', bits),
  row(
    'array_covariance',
    ['dynamic', 'bool'],
    'real',
    'of pairs of numbers; with true of the whole population',
    covariance,
  ),
  row(
    'array_weighted_percentile',
    ['dynamic', 'real'],
    'real',
    'of pairs [value, weight] the nearest rank',
    weighted,
  ),
  row(
    'replace_each',
    ['string', 'dynamic', 'dynamic'],
    'string',
    'args [text, lookups, rewrites]: all places of each lookup, what was put in left alone',
    replaced,
  ),
];
