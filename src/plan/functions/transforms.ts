// Series as sums of waves, of powers, of what repeats and what lasts.
import { define, row, type ScalarFunction } from './function.ts';
import { fitLine } from './series.ts';
import { gapless, printed, seasonalOf } from './filters.ts';

/** Parts of complex numbers. */
interface Waves {
  readonly real: number[];
  readonly imaginary: number[];
}

/** The discrete Fourier transform in place of a series whose length is a power of two. */
function transformPower({ real, imaginary }: Waves): void {
  const n = real.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [real[i], real[j]] = [real[j] ?? 0, real[i] ?? 0];
      [imaginary[i], imaginary[j]] = [imaginary[j] ?? 0, imaginary[i] ?? 0];
    }
  }
  for (let size = 2; size <= n; size *= 2) {
    for (let k = 0; k < size / 2; k++) {
      const angle = (-2 * Math.PI * k) / size;
      const [cos, sin] = 4 * k === size ? [0, -1] : [Math.cos(angle), Math.sin(angle)];
      for (let start = k; start < n; start += size) {
        const other = start + size / 2;
        const [a, b] = [real[other] ?? 0, imaginary[other] ?? 0];
        const [re, im] = [a * cos - b * sin, a * sin + b * cos];
        const [x, y] = [real[start] ?? 0, imaginary[start] ?? 0];
        [real[other], imaginary[other]] = [x - re, y - im];
        [real[start], imaginary[start]] = [x + re, y + im];
      }
    }
  }
}

/** The transform of any length: as a convolution (Bluestein) where the length is no power of two. */
function transform(waves: Waves): Waves {
  const n = waves.real.length;
  const result = { real: [...waves.real], imaginary: [...waves.imaginary] };
  if ((n & (n - 1)) === 0) {
    transformPower(result);
    return result;
  }
  const size = 2 ** Math.ceil(Math.log2(2 * n));
  const empty = (): Waves => ({
    real: Array<number>(size).fill(0),
    imaginary: Array<number>(size).fill(0),
  });
  const [a, b] = [empty(), empty()];
  const chirp = (k: number): readonly [number, number] => {
    const angle = (Math.PI * ((k * k) % (2 * n))) / n;
    return [Math.cos(angle), Math.sin(angle)];
  };
  for (let k = 0; k < n; k++) {
    const [cos, sin] = chirp(k);
    const [x, y] = [waves.real[k] ?? 0, waves.imaginary[k] ?? 0];
    [a.real[k], a.imaginary[k]] = [x * cos + y * sin, y * cos - x * sin];
    for (const at of k === 0 ? [0] : [k, size - k]) [b.real[at], b.imaginary[at]] = [cos, sin];
  }
  transformPower(a);
  transformPower(b);
  for (let k = 0; k < size; k++) {
    const [x, y] = [a.real[k] ?? 0, a.imaginary[k] ?? 0];
    const [u, v] = [b.real[k] ?? 0, b.imaginary[k] ?? 0];
    // With parts exchanged the transform is its own inverse.
    [a.real[k], a.imaginary[k]] = [x * v + y * u, x * u - y * v];
  }
  transformPower(a);
  for (let k = 0; k < n; k++) {
    const [cos, sin] = chirp(k);
    const [x, y] = [(a.imaginary[k] ?? 0) / size, (a.real[k] ?? 0) / size];
    [result.real[k], result.imaginary[k]] = [x * cos + y * sin, y * cos - x * sin];
  }
  return result;
}

/** Both parts of the transform, or of its inverse. */
function fourier(real: string | null, imaginary: string | null, inverse: boolean): string | null {
  const x = real === null ? undefined : gapless(real);
  const y = imaginary === null ? x?.map(() => 0) : gapless(imaginary);
  if (!x || x.length === 0 || x.length !== y?.length) return null;
  if (!inverse) {
    const found = transform({ real: [...x], imaginary: [...y] });
    return `[${printed(found.real)},${printed(found.imaginary)}]`;
  }
  const found = transform({ real: [...y], imaginary: [...x] });
  const scaled = [found.imaginary, found.real].map((each) => each.map((value) => value / x.length));
  return `[${scaled.map(printed).join(',')}]`;
}

const HIGHEST_DEGREE = 30;

/** Coefficients of the polynomial of least squares, the lowest power first; x lies about in [-1, 1]. */
function leastSquares(x: readonly number[], y: readonly number[], degree: number): number[] {
  const rows = x.map((each) => Array.from({ length: degree + 1 }, (_, power) => each ** power));
  const rest = [...y];
  const diagonal: number[] = [];
  for (let k = 0; k <= degree; k++) {
    const length = Math.sqrt(rows.slice(k).reduce((sum, each) => sum + (each[k] ?? 0) ** 2, 0));
    const first = rows[k]?.[k] ?? 0;
    const head = first > 0 ? -length : length;
    diagonal.push(head);
    const mirror = rows.map((each, at) => (at < k ? 0 : (each[k] ?? 0) - (at === k ? head : 0)));
    const norm = mirror.reduce((sum, each) => sum + each * each, 0);
    if (norm === 0) continue;
    const reflect = (
      get: (at: number) => number,
      set: (at: number, value: number) => void,
    ): void => {
      const by = (2 * mirror.reduce((sum, each, at) => sum + each * get(at), 0)) / norm;
      mirror.forEach((each, at) => {
        set(at, get(at) - by * each);
      });
    };
    for (let column = k; column <= degree; column++) {
      reflect(
        (at) => rows[at]?.[column] ?? 0,
        (at, value) => {
          const cells = rows[at];
          if (cells) cells[column] = value;
        },
      );
    }
    reflect(
      (at) => rest[at] ?? 0,
      (at, value) => {
        rest[at] = value;
      },
    );
  }
  const found = Array<number>(degree + 1).fill(0);
  for (let k = degree; k >= 0; k--) {
    let sum = rest[k] ?? 0;
    for (let at = k + 1; at <= degree; at++) sum -= (rows[k]?.[at] ?? 0) * (found[at] ?? 0);
    found[k] = sum / (diagonal[k] ?? 1);
  }
  return found;
}

/** Of a polynomial in `(x - middle) / scale` the coefficients in x, the lowest power first. */
function inOriginal(coefficients: readonly number[], middle: number, scale: number): number[] {
  let found: number[] = [];
  for (const each of [...coefficients].reverse()) {
    const next = Array<number>(found.length + 1).fill(0);
    found.forEach((value, power) => {
      next[power + 1] = (next[power + 1] ?? 0) + value / scale;
      next[power] = (next[power] ?? 0) - (value * middle) / scale;
    });
    next[0] = (next[0] ?? 0) + each;
    found = next.slice(0, Math.max(1, found.length + 1));
  }
  return found;
}

/** `[rsquare, coefficients from the highest power, variance, residual variance, fitted values]`. */
function polynomial(
  json: string | null,
  places: string | null,
  degree: bigint | null,
): string | null {
  const y = json === null ? undefined : gapless(json);
  const x = places === null ? y?.map((_, at) => at + 1) : gapless(places);
  const power = Number(degree ?? 1n);
  if (
    !x ||
    x.length !== y?.length ||
    power < 0 ||
    power > HIGHEST_DEGREE ||
    new Set(x).size <= power
  )
    return null;
  const [low, high] = [x.reduce((a, b) => Math.min(a, b)), x.reduce((a, b) => Math.max(a, b))];
  const [middle, scale] = [(low + high) / 2, (high - low) / 2 || 1];
  const normal = x.map((each) => (each - middle) / scale);
  const coefficients = leastSquares(normal, y, power);
  const fitted = normal.map((each) => coefficients.reduceRight((sum, by) => sum * each + by, 0));
  const mean = y.reduce((sum, each) => sum + each, 0) / y.length;
  const spread = y.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  const rest = y.reduce((sum, each, at) => sum + (each - (fitted[at] ?? 0)) ** 2, 0);
  const degrees = Math.max(1, y.length - 1);
  const parts = [
    spread === 0 ? 0 : 1 - rest / spread,
    printed(inOriginal(coefficients, middle, scale).reverse()),
    spread / degrees,
    rest / degrees,
    printed(fitted),
  ];
  return `[${parts.join(',')}]`;
}

/** `[baseline, seasonal, trend, residual]`, learned from all but the last points. */
function decomposed(
  json: string,
  period: bigint,
  trend: string,
  testPoints: bigint,
): string | null {
  const values = gapless(json);
  const known = (values?.length ?? 0) - Number(testPoints);
  if (!values || known < 1 || testPoints < 0n || period < 0n) return null;
  const seasonal =
    period === 0n
      ? values.map(() => 0)
      : seasonalOf(values.slice(0, known), Number(period), values.length);
  const rest = values.slice(0, known).map((each, at) => each - (seasonal[at] ?? 0));
  const lasting = trendOf(rest, trend);
  if (!lasting) return null;
  const trends = values.map((_, at) => lasting(at));
  const baseline = values.map((_, at) => (seasonal[at] ?? 0) + (trends[at] ?? 0));
  const residual = values.map((each, at) => each - (baseline[at] ?? 0));
  return `[${[baseline, seasonal, trends, residual].map(printed).join(',')}]`;
}

function trendOf(values: readonly number[], trend: string): ((at: number) => number) | undefined {
  if (trend === 'none') return () => 0;
  if (trend === 'avg') {
    const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
    return () => mean;
  }
  if (trend !== 'linefit') return undefined;
  const { start, slope } = fitLine(values);
  return (at) => start + slope * at;
}

const waves = (name: string, inverse: boolean): ScalarFunction =>
  define({
    name,
    takes: ['dynamic', 'dynamic'],
    returns: 'dynamic',
    nulls: 'sees',
    meaning: `args [real, imaginary]: both parts of the ${inverse ? 'inverse ' : ''}discrete Fourier transform`,
    evaluate: (real: string | null, imaginary: string | null) => fourier(real, imaginary, inverse),
  });

export const transforms: readonly ScalarFunction[] = [
  waves('series_waves', false),
  waves('series_of_waves', true),
  define({
    name: 'series_polynomial',
    takes: ['dynamic', 'dynamic', 'long'],
    returns: 'dynamic',
    nulls: 'sees',
    meaning:
      'args [y, x, degree]: r², coefficients, variance, residual variance, fitted values of the polynomial of least squares',
    evaluate: polynomial,
  }),
  row(
    'series_decomposed',
    ['dynamic', 'long', 'string', 'long'],
    'dynamic',
    'args [series, period, trend, last points to leave out]: baseline, seasonal part, trend, rest',
    decomposed,
  ),
];
