// Bitwise functions, on whole numbers from 0 to 2^53 - 1; any other value makes the result null.
import { and, call, long, nothing, real, when, type Expression } from '../../plan/index.ts';
import { absent, asLong, asNumber, literalNumber, number, type Typed } from '../shape.ts';
import { MANY, refuse, row, type EvalFunction } from './function.ts';

const PAGE = 'Bitwise functions';
const LARGEST = Number.MAX_SAFE_INTEGER;

const isWhole = (value: Typed): Expression => {
  const size = asNumber(value);
  return and([
    call('ge', 'bool', size, real(0)),
    call('le', 'bool', size, real(LARGEST)),
    call('eq', 'bool', call('floor', 'real', size), size),
  ]);
};

const checked = (values: readonly Typed[], made: Expression): Typed =>
  number(when(and(values.map(isWhole)), made, nothing('long')));

const folded = (name: string, functionName: string, given: string, gives: number): EvalFunction =>
  row(
    name,
    [2, MANY],
    PAGE,
    [
      [given, gives],
      [`${name}(5,x)`, null, { x: '1.5' }],
      [`${name}(5,-1)`, null],
      [`${name}(5,zz)`, null],
    ],
    (values) => {
      const [first = long(0), ...rest] = values.map(asLong);
      return checked(
        values,
        rest.reduce((all, each) => call(functionName, 'long', all, each), first),
      );
    },
  );

/** Bits beyond the 53rd fall away. */
const shifted = (name: string, functionName: string, given: string, gives: number): EvalFunction =>
  row(name, [2, 2], PAGE, [[given, gives]], ([value = absent, offset = absent]) => {
    const made = call(functionName, 'long', asLong(value), asLong(offset));
    return checked([value, offset], call('bits_and', 'long', made, long(BigInt(LARGEST))));
  });

export const bitwise: readonly EvalFunction[] = [
  folded('bit_and', 'bits_and', 'bit_and(5,3,7)', 1),
  folded('bit_or', 'bits_or', 'bit_or(8,2,1)', 11),
  folded('bit_xor', 'bits_xor', 'bit_xor(8,10)', 2),
  shifted('bit_shift_left', 'bits_left', 'bit_shift_left(8,2)', 32),
  shifted('bit_shift_right', 'bits_right', 'bit_shift_right(8,2)', 2),
  row(
    'bit_not',
    [1, 2],
    PAGE,
    [
      ['bit_not(0,4)', 15],
      ['bit_not(5,4)', 10],
    ],
    ([value = absent, length], site) => {
      const bits = literalNumber(length);
      if (bits === undefined || bits < 1 || bits > 53) {
        return refuse(site, 1, 'SPL1206', '`bit_not` needs a length in bits, from 1 to 53, here');
      }
      const mask = long((1n << BigInt(bits)) - 1n);
      const flipped = call('bits_xor', 'long', asLong(value), mask);
      return checked([value], call('bits_and', 'long', flipped, mask));
    },
  ),
];
