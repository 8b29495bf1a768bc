// The beta distribution, and the test of equal means that rests on it.
import { row, type ScalarFunction } from './function.ts';
import { logGamma } from './special.ts';

const MOST_STEPS = 400;
const TINY = 1e-300;

/** Logarithm of the beta function. */
const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b);

/** The continued fraction of the incomplete beta function, evaluated forward by Lentz' method. */
function fraction(x: number, a: number, b: number): number {
  const away = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let product = d;
  for (let m = 1; m <= MOST_STEPS; m++) {
    const terms = [
      (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)),
      (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)),
    ];
    let change = 1;
    for (const term of terms) {
      d = 1 / away(1 + term * d);
      c = away(1 + term / c);
      change = c * d;
      product *= change;
    }
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return product;
}

/** The regularized incomplete beta function for 0 <= x <= 1 and positive a, b. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b));
  return x < (a + 1) / (a + b + 2)
    ? (front * fraction(x, a, b)) / a
    : 1 - (front * fraction(1 - x, b, a)) / b;
}

const LARGEST_SHAPE = 10_000;
const isShape = (value: number): boolean => value > 0 && value <= LARGEST_SHAPE;

function cumulative(x: number, a: number, b: number): number {
  return x >= 0 && x <= 1 && isShape(a) && isShape(b) ? incompleteBeta(x, a, b) : NaN;
}

function density(x: number, a: number, b: number): number {
  if (!(x > 0 && x < 1 && a > 0 && b > 0)) return NaN;
  return Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - logBeta(a, b));
}

/** By halving: the cumulative function grows from 0 to 1. Null where the probability is none, NaN of other shapes. */
function inverse(probability: number, a: number, b: number): number | null {
  if (!(a > 0 && b > 0)) return NaN;
  if (!(probability > 0 && probability <= 1)) return null;
  let [low, high] = [0, 1];
  for (let step = 0; step < 200 && high > low; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (incompleteBeta(middle, a, b) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The p-value of Welch's test, two-sided, with the degrees of freedom of Welch and Satterthwaite. */
function welch(
  mean1: number,
  variance1: number,
  count1: number,
  mean2: number,
  variance2: number,
  count2: number,
): number | null {
  if (!(count1 > 1 && count2 > 1 && variance1 >= 0 && variance2 >= 0)) return null;
  const [a, b] = [variance1 / count1, variance2 / count2];
  if (a + b === 0) return null;
  const square = (mean1 - mean2) ** 2 / (a + b);
  const freedom = (a + b) ** 2 / (a ** 2 / (count1 - 1) + b ** 2 / (count2 - 1));
  return incompleteBeta(freedom / (freedom + square), freedom / 2, 0.5);
}

const beta = (
  name: string,
  meaning: string,
  evaluate: (x: number, a: number, b: number) => number | null,
): ScalarFunction => row(name, ['real', 'real', 'real'], 'real', meaning, evaluate);

export const distributions: readonly ScalarFunction[] = [
  beta('beta_cumulative', 'args [x, alpha, beta]: NaN outside of 0..1', cumulative),
  beta('beta_density', 'args [x, alpha, beta]: NaN outside of 0..1', density),
  beta('beta_inverse', 'args [probability, alpha, beta]: null outside of 0..1', inverse),
  row(
    'welch_test',
    ['real', 'real', 'real', 'real', 'real', 'real'],
    'real',
    'args [mean, variance, count] twice: the p-value of equal means',
    welch,
  ),
];
