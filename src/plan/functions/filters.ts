// Filters of series: recursive and moving ones, and what repeats from period to period. Before its first element a series
// is taken to be 0.
import { define, row, type ScalarFunction } from './function.ts';
import { numbersOf } from './series.ts';

const MOST_WORK = 50_000_000;

export const printed = (values: readonly number[]): string =>
  `[${values.map((each) => (Number.isFinite(each) ? String(each) : 'null')).join(',')}]`;

/** The numbers of an array that has no gap. */
export function gapless(json: string): readonly number[] | undefined {
  const values = numbersOf(json);
  return values?.every((each) => each !== null) === true ? values : undefined;
}

/** Whether the work of so many elements by so many coefficients is bearable. */
const bearable = (size: number, coefficients: number): boolean => size * coefficients <= MOST_WORK;

/** `y[i] = (b[0] x[i] + b[1] x[i-1] + ... - a[1] y[i-1] - a[2] y[i-2] - ...) / a[0]`. */
function recursive(json: string, numerators: string, denominators: string): string | null {
  const [x, b, a] = [gapless(json), gapless(numerators), gapless(denominators)];
  if (!x || !b || !a || (a[0] ?? 0) === 0 || !bearable(x.length, a.length + b.length)) return null;
  const y: number[] = [];
  for (let i = 0; i < x.length; i++) {
    let sum = 0;
    for (let k = 0; k < b.length && k <= i; k++) sum += (b[k] ?? 0) * (x[i - k] ?? 0);
    for (let k = 1; k < a.length && k <= i; k++) sum -= (a[k] ?? 0) * (y[i - k] ?? 0);
    y.push(sum / (a[0] ?? 1));
  }
  return printed(y);
}

/**
 * `y[i] = f[0] x[i] + f[1] x[i-1] + ...`, divided by the sum of the coefficients when normalized (by itself so unless
 * one is negative, and then null). Centered, the window reaches as far ahead as back.
 */
function moving(
  json: string | null,
  filter: string | null,
  normalize: boolean | null,
  center: boolean | null,
): string | null {
  const [x, f] = [json, filter].map((each) => (each === null ? undefined : gapless(each)));
  if (!x || !f || f.length === 0 || !bearable(x.length, f.length)) return null;
  const negative = f.some((each) => each < 0);
  const scaled = normalize ?? !negative;
  if (scaled && negative) return null;
  const by = scaled ? f.reduce((sum, each) => sum + each, 0) : 1;
  const ahead = center === true ? Math.floor((f.length - 1) / 2) : 0;
  return printed(
    x.map((_, i) => f.reduce((sum, each, k) => sum + each * (x[i + ahead - k] ?? 0), 0) / by),
  );
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? 0) + upper) / 2;
};

/** At each of so many places the median of the values at the same place in all periods. */
export function seasonalOf(values: readonly number[], period: number, size: number): number[] {
  const medians = Array.from({ length: Math.min(period, values.length) }, (_, place) =>
    median(values.filter((_each, at) => at % period === place)),
  );
  return Array.from({ length: size }, (_, at) => medians[at % period] ?? 0);
}

function seasonal(json: string, period: bigint): string | null {
  const values = gapless(json);
  if (!values || period < 1n) return null;
  return printed(seasonalOf(values, Number(period), values.length));
}

export const filters: readonly ScalarFunction[] = [
  row(
    'series_recursive',
    ['dynamic', 'dynamic', 'dynamic'],
    'dynamic',
    'args [series, numerators, denominators]: an infinite impulse response filter',
    recursive,
  ),
  define({
    name: 'series_moving',
    takes: ['dynamic', 'dynamic', 'bool', 'bool'],
    returns: 'dynamic',
    nulls: 'sees',
    meaning: 'args [series, coefficients, normalize, center]: a finite impulse response filter',
    evaluate: moving,
  }),
  row(
    'series_seasonal',
    ['dynamic', 'long'],
    'dynamic',
    'args [series, period]: the median at each place of the period',
    seasonal,
  ),
];
