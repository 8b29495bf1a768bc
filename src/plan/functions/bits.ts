// Bits of 64 bit numbers, and the special values of reals.
import { define, type ScalarFunction } from './function.ts';

const bit = (
  name: string,
  meaning: string,
  arity: 1 | 2,
  evaluate: (a: bigint, b: bigint) => bigint,
): ScalarFunction =>
  define({
    name,
    takes: Array<'long'>(arity).fill('long'),
    returns: 'long',
    nulls: 'propagate',
    meaning,
    evaluate: (a: bigint, b: bigint) => BigInt.asIntN(64, evaluate(a, b)),
  });

/** The low six bits of a shift count, as 64 bit machines take it. */
const count = (by: bigint): bigint => BigInt.asUintN(6, by);

const test = (
  name: string,
  meaning: string,
  evaluate: (value: number) => boolean,
): ScalarFunction =>
  define({ name, takes: ['real'], returns: 'bool', nulls: 'propagate', meaning, evaluate });

export const bits: readonly ScalarFunction[] = [
  bit('bits_and', 'bits set in both', 2, (a, b) => a & b),
  bit('bits_or', 'bits set in either', 2, (a, b) => a | b),
  bit('bits_xor', 'bits set in one of the two', 2, (a, b) => a ^ b),
  bit('bits_not', 'all bits turned', 1, (a) => ~a),
  bit('bits_left', 'moved to the left, modulo 64', 2, (a, b) => a << count(b)),
  bit('bits_right', 'moved to the right, modulo 64, the sign kept', 2, (a, b) => a >> count(b)),
  bit('bits_count', 'number of bits set', 1, (a) =>
    BigInt(BigInt.asUintN(64, a).toString(2).replaceAll('0', '').length),
  ),
  test('is_nan', 'whether it is not a number', Number.isNaN),
  test(
    'is_infinite',
    'whether it is infinite',
    (value) => !Number.isNaN(value) && !Number.isFinite(value),
  ),
  test('is_finite', 'whether it is a finite number', Number.isFinite),
];
