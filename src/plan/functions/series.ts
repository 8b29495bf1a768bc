// Series of numbers in JSON arrays.
import { define, row, type ScalarFunction } from './function.ts';
import { readJson, type Json } from './json-text.ts';
import type { Type } from '../types.ts';

const LONGEST = 1_048_576n;

/** Values at their steps, the filler between. */
function ofSteps(
  pairs: string | null,
  first: bigint | null,
  last: bigint | null,
  filler: string | null,
): string | null {
  if (first === null || last === null || last - first > LONGEST) return null;
  const size = Number(last - first) + 1;
  const values = Array<string>(Math.max(0, size)).fill(filler ?? 'null');
  const value = pairs === null ? undefined : readJson(pairs);
  for (const pair of value?.kind === 'array' ? value.items : []) {
    const [at, cell] = pair.kind === 'array' ? pair.items : [];
    const place = at ? Number(BigInt(at.raw) - first) : -1;
    if (cell && place >= 0 && place < size) values[place] = cell.raw;
  }
  return `[${values.join(',')}]`;
}

/** Numbers of an array, null for what is none; undefined when it is no array. */
export function numbersOf(json: string): (number | null)[] | undefined {
  const value = readJson(json);
  if (value?.kind !== 'array') return undefined;
  return value.items.map((each: Json) => (each.kind === 'number' ? Number(each.raw) : null));
}

const printed = (values: readonly (number | null)[]): string =>
  `[${values.map((each) => (each === null || !Number.isFinite(each) ? 'null' : String(each))).join(',')}]`;

export interface Line {
  readonly slope: number;
  readonly start: number;
  readonly rsquare: number;
  readonly variance: number;
  readonly residual: number;
  readonly fitted: readonly number[];
}

/** Least squares over the places 0, 1, 2 ... */
export function fitLine(values: readonly number[]): Line {
  const n = values.length;
  const meanX = (n - 1) / 2;
  const meanY = values.reduce((sum, each) => sum + each, 0) / n;
  let [sxx, sxy, syy] = [0, 0, 0];
  values.forEach((y, x) => {
    sxx += (x - meanX) ** 2;
    sxy += (x - meanX) * (y - meanY);
    syy += (y - meanY) ** 2;
  });
  const slope = sxx === 0 ? 0 : sxy / sxx;
  const start = meanY - slope * meanX;
  const fitted = values.map((_, x) => start + slope * x);
  const rest = values.reduce((sum, y, x) => sum + (y - (fitted[x] ?? 0)) ** 2, 0);
  const degrees = Math.max(1, n - 1);
  return {
    slope,
    start,
    fitted,
    rsquare: syy === 0 ? 0 : 1 - rest / syy,
    variance: syy / degrees,
    residual: rest / degrees,
  };
}

/** `[rsquare, slope, variance, rvariance, interception, line_fit]`; null for fewer than two numbers. */
function lineJson(json: string): string | null {
  const values = numbersOf(json)?.map((each) => each ?? 0);
  if (!values || values.length < 2) return null;
  const { rsquare, slope, variance, residual, start, fitted } = fitLine(values);
  return `[${[rsquare, slope, variance, residual, start].join(',')},${printed(fitted)}]`;
}

/** What a line leaves of the elements from one place to another, by sums over all before each place. */
function restBetween(values: readonly number[]): (from: number, to: number) => number {
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  const sums = [{ y: 0, xy: 0, yy: 0 }];
  values.forEach((each, x) => {
    const y = each - mean;
    const before = sums[x] ?? { y: 0, xy: 0, yy: 0 };
    sums.push({ y: before.y + y, xy: before.xy + x * y, yy: before.yy + y * y });
  });
  return (from, to) => {
    const [a, b] = [sums[from], sums[to]];
    if (!a || !b) return 0;
    const n = to - from;
    const meanX = (from + to - 1) / 2;
    const sxx = (n * (n * n - 1)) / 12;
    const sxy = b.xy - a.xy - meanX * (b.y - a.y);
    const syy = b.yy - a.yy - (b.y - a.y) ** 2 / n;
    return Math.max(0, sxx === 0 ? syy : syy - (sxy * sxy) / sxx);
  };
}

/** The split at which two lines together leave least. */
function twoLinesJson(json: string): string | null {
  const values = numbersOf(json)?.map((each) => each ?? 0);
  if (!values || values.length < 4) return null;
  const rest = restBetween(values);
  let [at, least] = [1, Infinity];
  for (let split = 1; split < values.length; split++) {
    const both = rest(0, split) + rest(split, values.length);
    // Rounding must not prefer a later split to one that is as good.
    if (both < least - 1e-12 * Math.abs(least === Infinity ? 0 : least))
      [at, least] = [split, both];
  }
  const [left, right] = [fitLine(values.slice(0, at)), fitLine(values.slice(at))];
  const remaining =
    left.residual * Math.max(1, at - 1) + right.residual * Math.max(1, values.length - at - 1);
  const whole = fitLine(values);
  const total = whole.variance * Math.max(1, values.length - 1);
  const rsquare = total === 0 ? 0 : 1 - remaining / total;
  const residual = remaining / Math.max(1, values.length - 1);
  const side = (line: Line): number[] => [
    line.rsquare,
    line.slope,
    line.start,
    line.variance,
    line.residual,
  ];
  const fitted = printed([...left.fitted, ...right.fitted]);
  const parts = [rsquare, at, whole.variance, residual, fitted, ...side(right), ...side(left)];
  return `[${parts.join(',')}]`;
}

function statistics(json: string, ignoring: boolean): Map<string, number | null> | undefined {
  const all = numbersOf(json);
  if (!all) return undefined;
  const known = all.filter((each): each is number => each !== null);
  const values = ignoring || known.length === all.length ? known : [];
  const n = values.length;
  const sum = values.reduce((total, each) => total + each, 0);
  const mean = n === 0 ? null : sum / n;
  const spread = values.reduce((total, each) => total + (each - (mean ?? 0)) ** 2, 0);
  const variance = n < 2 ? null : spread / (n - 1);
  const least = n === 0 ? null : values.reduce((a, b) => Math.min(a, b));
  const most = n === 0 ? null : values.reduce((a, b) => Math.max(a, b));
  return new Map<string, number | null>([
    ['min', least],
    ['min_idx', least === null ? null : all.indexOf(least)],
    ['max', most],
    ['max_idx', most === null ? null : all.indexOf(most)],
    ['avg', mean],
    ['stdev', variance === null ? null : Math.sqrt(variance)],
    ['variance', variance],
    ['sum', n === 0 ? null : sum],
    ['len', n === 0 ? null : n],
  ]);
}

const filling = (
  name: string,
  meaning: string,
  more: readonly Type[],
  evaluate: ScalarFunction['evaluate'],
): ScalarFunction =>
  define({
    name,
    takes: ['dynamic', 'real', ...more],
    returns: 'dynamic',
    nulls: 'sees',
    meaning,
    evaluate,
  });

const pairwise = (
  name: string,
  meaning: string,
  compute: (a: number, b: number) => number,
): ScalarFunction =>
  row(name, ['dynamic', 'dynamic'], 'dynamic', meaning, (a: string, b: string) => {
    const [left, right] = [numbersOf(a), numbersOf(b)];
    if (!left || !right) return null;
    const size = Math.max(left.length, right.length);
    return printed(
      Array.from({ length: size }, (_, at) => {
        const [x, y] = [left[at], right[at]];
        return x === null || y === null || x === undefined || y === undefined
          ? null
          : compute(x, y);
      }),
    );
  });

/** Gaps, which are the elements equal to the placeholder, take the value before (forward) or after them. */
function filled(json: string | null, gap: number | null, forward: boolean): string | null {
  const values = json === null ? undefined : numbersOf(json);
  if (!values) return null;
  const order = forward ? values : [...values].reverse();
  let last = gap;
  const done = order.map((each) => (each === gap ? last : (last = each)));
  return printed(forward ? done : done.reverse());
}

export const series: readonly ScalarFunction[] = [
  define({
    name: 'series_of_steps',
    takes: ['dynamic', 'long', 'long', 'dynamic'],
    returns: 'dynamic',
    nulls: 'sees',
    meaning:
      'of pairs [step, value] an array from the first step to the last, a filler where no pair is',
    evaluate: ofSteps,
  }),
  row(
    'series_line',
    ['dynamic'],
    'dynamic',
    'least squares line: r², slope, variance, residual variance, start, fitted values',
    lineJson,
  ),
  row(
    'series_two_lines',
    ['dynamic'],
    'dynamic',
    'the best two lines: r², split, variance, residual variance, then right and left: r², slope, start, variance, residual variance; fitted values',
    twoLinesJson,
  ),
  row(
    'series_statistics',
    ['dynamic', 'bool'],
    'dynamic',
    'min, min_idx, max, max_idx, avg, stdev, variance, sum, len; with a gap, unless it is to be ignored, all null',
    (json: string, ignoring: boolean) => {
      const found = statistics(json, ignoring);
      return found
        ? `{${[...found].map(([name, value]) => `"${name}":${String(value)}`).join(',')}}`
        : null;
    },
  ),
  filling(
    'series_fill_forward',
    'args [series, placeholder]: gaps take the number before',
    [],
    (json: string | null, gap: number | null) => filled(json, gap, true),
  ),
  filling(
    'series_fill_backward',
    'args [series, placeholder]: gaps take the number after',
    [],
    (json: string | null, gap: number | null) => filled(json, gap, false),
  ),
  filling(
    'series_fill_const',
    'args [series, placeholder, number]: gaps take the number',
    ['real'],
    (json: string | null, gap: number | null, by: number | null) => {
      const values = json === null ? undefined : numbersOf(json);
      return values ? printed(values.map((each) => (each === gap ? by : each))) : null;
    },
  ),
  pairwise('series_add', 'sums place by place', (a, b) => a + b),
  pairwise('series_subtract', 'differences place by place', (a, b) => a - b),
  pairwise('series_multiply', 'products place by place', (a, b) => a * b),
  pairwise('series_divide', 'quotients place by place', (a, b) => a / b),
];
