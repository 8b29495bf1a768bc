// Series place by place, and numbers drawn from a whole series. An element that is no number is null.
import { define, row, type ScalarFunction } from './function.ts';
import { readJson } from './json-text.ts';

type Numbers = readonly (number | null)[];

function numbersOf(json: string): Numbers | undefined {
  const value = readJson(json);
  if (value?.kind !== 'array') return undefined;
  return value.items.map((each) => (each.kind === 'number' ? Number(each.raw) : null));
}

function printed(values: readonly (number | boolean | null)[]): string {
  const texts = values.map((each) =>
    each === null || (typeof each === 'number' && !Number.isFinite(each)) ? 'null' : String(each),
  );
  return `[${texts.join(',')}]`;
}

const each = (name: string, compute: (value: number) => number): ScalarFunction =>
  row(`series_${name}`, ['dynamic'], 'dynamic', `${name} of each number`, (json: string) => {
    const values = numbersOf(json);
    return values ? printed(values.map((one) => (one === null ? null : compute(one)))) : null;
  });

const pair = (
  name: string,
  meaning: string,
  compute: (a: number, b: number) => number | boolean,
): ScalarFunction =>
  row(`series_${name}`, ['dynamic', 'dynamic'], 'dynamic', meaning, (a: string, b: string) => {
    const [left, right] = [numbersOf(a), numbersOf(b)];
    if (!left || !right) return null;
    const size = Math.max(left.length, right.length);
    return printed(
      Array.from({ length: size }, (_, at) => {
        const [x, y] = [left[at] ?? null, right[at] ?? null];
        return x === null || y === null ? null : compute(x, y);
      }),
    );
  });

const whole = (
  name: string,
  meaning: string,
  compute: (values: readonly number[]) => number | null,
): ScalarFunction =>
  row(`series_${name}`, ['dynamic'], 'real', meaning, (json: string) => {
    const values = numbersOf(json);
    const known = (values ?? []).filter((one) => one !== null);
    return known.length === values?.length ? compute(known) : null;
  });

const both = (
  name: string,
  meaning: string,
  compute: (a: readonly number[], b: readonly number[]) => number | null,
): ScalarFunction =>
  row(`series_${name}`, ['dynamic', 'dynamic'], 'real', meaning, (a: string, b: string) => {
    const [left, right] = [numbersOf(a), numbersOf(b)];
    if (!left || left.length === 0 || left.length !== right?.length) return null;
    if (left.includes(null) || right.includes(null)) return null;
    return compute(left as readonly number[], right as readonly number[]);
  });

/** The same over the places that both have and where both are numbers. */
const shared = (
  name: string,
  meaning: string,
  compute: (a: readonly number[], b: readonly number[]) => number | null,
): ScalarFunction =>
  row(`series_${name}`, ['dynamic', 'dynamic'], 'real', meaning, (a: string, b: string) => {
    const [left, right] = [numbersOf(a), numbersOf(b)];
    if (!left || !right || left.length === 0 || right.length === 0) return null;
    const pairs = left.flatMap((x, at): [number, number][] => {
      const y = right[at] ?? null;
      return x === null || y === null ? [] : [[x, y]];
    });
    return compute(
      pairs.map(([x]) => x),
      pairs.map(([, y]) => y),
    );
  });

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);
const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((total, one, at) => total + one * (b[at] ?? 0), 0);
const magnitude = (values: readonly number[]): number => Math.sqrt(dot(values, values));

function pearson(a: readonly number[], b: readonly number[]): number | null {
  const [x, y] = [sum(a) / a.length, sum(b) / b.length];
  const [left, right] = [a.map((one) => one - x), b.map((one) => one - y)];
  const spread = magnitude(left) * magnitude(right);
  return spread === 0 ? null : dot(left, right) / spread;
}

/** Between two known numbers on the line that joins them; at the ends, if wanted, the nearest known one. */
function interpolated(
  json: string | null,
  gap: number | null,
  edges: boolean | null,
  constant: number | null,
): string | null {
  const all = json === null ? undefined : numbersOf(json);
  if (json === null || !all) return null;
  const values = gap === null ? all : all.map((one) => (one === gap ? null : one));
  const places = values.flatMap((one, at) => (one === null ? [] : [at]));
  if (places.length === 0) return printed(values.map(() => constant));
  const integers = values.every((one) => one === null || Number.isInteger(one));
  const integral = integers && !/[.eE]/.test(json);
  let next = 0;
  const filled = values.map((one, at) => {
    while (next < places.length && (places[next] ?? 0) < at) next++;
    if (one !== null) return one;
    const [before, after] = [places[next - 1], places[next]];
    if (before === undefined || after === undefined) {
      return edges === true ? (values[before ?? after ?? 0] ?? null) : gap;
    }
    const [from, to] = [values[before] ?? 0, values[after] ?? 0];
    const value = from + ((to - from) * (at - before)) / (after - before);
    return integral ? Math.trunc(value) : value;
  });
  return printed(filled);
}

export const seriesElements: readonly ScalarFunction[] = [
  each('abs', Math.abs),
  each('acos', Math.acos),
  each('asin', Math.asin),
  each('atan', Math.atan),
  each('ceiling', Math.ceil),
  each('cos', Math.cos),
  each('exp', Math.exp),
  each('floor', Math.floor),
  each('log', Math.log),
  each('sign', Math.sign),
  each('sin', Math.sin),
  each('tan', Math.tan),
  pair('pow', 'powers place by place', (a, b) => a ** b),
  pair('equals', 'whether equal, place by place', (a, b) => a === b),
  pair('not_equals', 'whether different, place by place', (a, b) => a !== b),
  pair('greater', 'whether greater, place by place', (a, b) => a > b),
  pair('greater_equals', 'whether greater or equal, place by place', (a, b) => a >= b),
  pair('less', 'whether less, place by place', (a, b) => a < b),
  pair('less_equals', 'whether less or equal, place by place', (a, b) => a <= b),
  whole('sum', 'sum of all numbers, null with a gap', sum),
  whole('product', 'product of all numbers, null with a gap', (values) =>
    values.reduce((total, one) => total * one, 1),
  ),
  whole('magnitude', 'square root of the sum of squares, null with a gap', magnitude),
  shared('dot_product', 'sum of the products place by place', dot),
  shared('cosine_similarity', 'cosine of the angle between two series', (a, b) => {
    const size = magnitude(a) * magnitude(b);
    return size === 0 ? null : dot(a, b) / size;
  }),
  both('pearson_correlation', 'the correlation coefficient; null without spread', pearson),
  define({
    name: 'series_fill_linear',
    takes: ['dynamic', 'real', 'bool', 'real'],
    returns: 'dynamic',
    nulls: 'sees',
    meaning:
      'args [series, placeholder, whether to fill the ends, number for a series of gaps]: gaps filled on straight lines',
    evaluate: interpolated,
  }),
];
