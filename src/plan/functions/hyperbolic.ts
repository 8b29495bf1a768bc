// Further functions of reals: other logarithms, hyperbolic ones, two-sided arcs. Outside its domain each is null.
import { define, type ScalarFunction } from './function.ts';

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

const one = (name: 'sinh' | 'cosh' | 'tanh' | 'asinh' | 'acosh' | 'atanh'): ScalarFunction =>
  define<[number]>({
    name: `number.${name}`,
    takes: ['real'],
    returns: 'real',
    nulls: 'propagate',
    meaning: `${name}; null outside its domain`,
    evaluate: (x) => finite(Math[name](x)),
  });

const two = (
  name: string,
  meaning: string,
  compute: (a: number, b: number) => number,
): ScalarFunction =>
  define<[number, number]>({
    name: `number.${name}`,
    takes: ['real', 'real'],
    returns: 'real',
    nulls: 'propagate',
    meaning,
    evaluate: (a, b) => finite(compute(a, b)),
  });

/** Exact for the powers of the base, where the quotient of two logarithms is off by its last digit. */
function logarithm(value: number, base: number): number {
  if (value <= 0 || base <= 0 || base === 1) return NaN;
  const quotient = Math.log(value) / Math.log(base);
  const whole = Math.round(quotient);
  return base ** whole === value ? whole : quotient;
}

export const hyperbolic: readonly ScalarFunction[] = [
  one('sinh'),
  one('cosh'),
  one('tanh'),
  one('asinh'),
  one('acosh'),
  one('atanh'),
  two('atan2', 'angle of the point (b, a) in radians', Math.atan2),
  two('hypot', 'length of the hypotenuse', Math.hypot),
  two('logarithm', 'logarithm to a base; null outside its domain', logarithm),
];
