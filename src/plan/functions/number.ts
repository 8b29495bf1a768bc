// Arithmetic. `real` follows IEEE 754. On `int`, `long`, `datetime` and `timespan` the result is exact or, where it does
// not fit, null.
import { define, type ScalarFunction } from './function.ts';

type Numeric = number | bigint;
type Two = (a: Numeric, b: Numeric) => Numeric | null;

const LONG_MIN = -(2n ** 63n);
const LONG_MAX = 2n ** 63n - 1n;

const fit = (value: bigint): bigint | null => (value < LONG_MIN || value > LONG_MAX ? null : value);

/** Both arguments are of one type, which is the result's. */
const arithmetic = (
  name: string,
  meaning: string,
  onReal: (a: number, b: number) => number,
  onLong: (a: bigint, b: bigint) => bigint | null,
) => {
  const evaluate: Two = (a, b) => {
    if (typeof a === 'bigint' && typeof b === 'bigint') {
      const exact = onLong(a, b);
      return exact === null ? null : fit(exact);
    }
    return onReal(Number(a), Number(b));
  };
  return define({ name, returns: 'argument', nulls: 'propagate', meaning, evaluate });
};

const onReal = (name: string, meaning: string, compute: (x: number) => number | null) =>
  define({
    name,
    takes: ['real'],
    returns: 'real',
    nulls: 'propagate',
    meaning,
    evaluate: compute,
  });

export const number: readonly ScalarFunction[] = [
  arithmetic(
    'add',
    'sum',
    (a, b) => a + b,
    (a, b) => a + b,
  ),
  arithmetic(
    'subtract',
    'difference',
    (a, b) => a - b,
    (a, b) => a - b,
  ),
  arithmetic(
    'multiply',
    'product',
    (a, b) => a * b,
    (a, b) => a * b,
  ),
  arithmetic(
    'quotient',
    'whole quotient, truncated towards zero; null for a zero divisor',
    (a, b) => Math.trunc(a / b),
    (a, b) => (b === 0n ? null : a / b),
  ),
  arithmetic(
    'modulo',
    'remainder with the sign of the dividend; on integers null for a zero divisor',
    (a, b) => a % b,
    (a, b) => (b === 0n ? null : a % b),
  ),
  define({
    name: 'divide',
    takes: ['real', 'real'],
    returns: 'real',
    nulls: 'propagate',
    meaning: 'quotient of reals, infinite or not a number for a zero divisor',
    evaluate: (a: number, b: number) => a / b,
  }),
  define({
    name: 'negate',
    returns: 'argument',
    nulls: 'propagate',
    meaning: 'the number with the opposite sign',
    evaluate: (a: Numeric) => (typeof a === 'bigint' ? fit(-a) : -a),
  }),
  define({
    name: 'abs',
    returns: 'argument',
    nulls: 'propagate',
    meaning: 'absolute value',
    evaluate: (a: Numeric) => (typeof a === 'bigint' ? fit(a < 0n ? -a : a) : Math.abs(a)),
  }),
  onReal('floor', 'largest whole number not above', Math.floor),
  onReal('ceiling', 'smallest whole number not below', Math.ceil),
  onReal('truncate', 'whole part', Math.trunc),
  onReal('sqrt', 'square root; null for a negative number', (x) => (x < 0 ? null : Math.sqrt(x))),
  onReal('exp', 'e to the power', Math.exp),
  onReal('ln', 'natural logarithm; null unless positive', (x) => (x > 0 ? Math.log(x) : null)),
  onReal('log10', 'decimal logarithm; null unless positive', (x) => (x > 0 ? Math.log10(x) : null)),
  onReal('sign', '-1, 0 or 1', Math.sign),
  ...(['sin', 'cos', 'tan', 'asin', 'acos', 'atan'] as const).map((name) =>
    onReal(name, `${name} in radians; null outside its domain`, (x) => {
      const result = Math[name](x);
      return Number.isNaN(result) ? null : result;
    }),
  ),
  define({
    name: 'power',
    takes: ['real', 'real'],
    returns: 'real',
    nulls: 'propagate',
    meaning: 'the first to the power of the second',
    evaluate: (a: number, b: number) => a ** b,
  }),
  define({
    name: 'round',
    takes: ['real', 'long'],
    returns: 'real',
    nulls: 'propagate',
    meaning:
      'rounded to so many decimal places (negative: tens, hundreds ...), halves away from zero',
    evaluate: (value: number, places: bigint) => roundHalfAway(value, Number(places)),
  }),
];

/** Rounds the shortest decimal text of the number, so that 1.005 gives 1.01 at two places, as people expect. */
function roundHalfAway(value: number, places: number): number {
  if (!Number.isFinite(value)) return value;
  const bounded = Math.max(-300, Math.min(300, places));
  const [mantissa, exponent = '0'] = Math.abs(value).toExponential().split('e');
  const shifted = Math.round(Number(`${mantissa ?? '0'}e${String(Number(exponent) + bounded)}`));
  const rounded = Number(`${String(shifted)}e${String(-bounded)}`);
  return Number.isFinite(rounded) ? Math.sign(value) * rounded : value;
}
