// The gamma and error functions.
import { define, type ScalarFunction } from './function.ts';

// Lanczos' series with g = 7 and nine terms: fifteen digits over the whole half plane.
const TERMS = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
  1.5056327351493116e-7,
];
const HALF_LOG_TWO_PI = 0.9189385332046727;

/** Natural logarithm of the absolute value of gamma. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - logGamma(1 - x);
  const shifted = x - 1;
  const series = TERMS.reduce(
    (sum, term, at) => (at === 0 ? term : sum + term / (shifted + at)),
    0,
  );
  const t = shifted + 7.5;
  return HALF_LOG_TWO_PI + (shifted + 0.5) * Math.log(t) - t + Math.log(series);
}

const isPole = (x: number): boolean => x <= 0 && Number.isInteger(x);

function gamma(x: number): number | null {
  if (isPole(x) || Number.isNaN(x)) return null;
  if (Number.isInteger(x) && x <= 23) {
    let product = 1;
    for (let n = 2; n < x; n++) product *= n;
    return product;
  }
  const sign = x < 0 && Math.floor(x) % 2 !== 0 ? -1 : 1;
  const value = sign * Math.exp(logGamma(x));
  return Number.isFinite(value) ? value : null;
}

/** Maclaurin's series near zero, a continued fraction beyond. */
function erf(x: number): number {
  const size = Math.abs(x);
  if (Number.isNaN(x)) return NaN;
  if (size > 6) return Math.sign(x);
  if (size > 2.5) return Math.sign(x) * (1 - erfcTail(size));
  let term = size;
  let sum = size;
  for (let n = 1; n < 200 && Math.abs(term) > 1e-18; n++) {
    term *= (-size * size) / n;
    sum += term / (2 * n + 1);
  }
  return (Math.sign(x) * 2 * sum) / Math.sqrt(Math.PI);
}

function erfcTail(x: number): number {
  let fraction = 0;
  for (let n = 80; n > 0; n--) fraction = n / 2 / (x + fraction);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
}

function erfc(x: number): number {
  if (x > 2.5) return erfcTail(x);
  return 1 - erf(x);
}

const real = (
  name: string,
  meaning: string,
  evaluate: (x: number) => number | null,
): ScalarFunction =>
  define({ name, takes: ['real'], returns: 'real', nulls: 'propagate', meaning, evaluate });

export const special: readonly ScalarFunction[] = [
  real('gamma', 'the gamma function; null at its poles and beyond the reals', gamma),
  real('log_gamma', 'natural logarithm of the absolute value of gamma; null at its poles', (x) =>
    isPole(x) ? null : logGamma(x),
  ),
  real('erf', 'the error function', erf),
  real('erfc', 'one less the error function', erfc),
];
