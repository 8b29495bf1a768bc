import type { Templates } from './template.ts';

export const bits: Templates = {
  bits_and: ([a = '', b = '']) => `(${a} & ${b})`,
  bits_or: ([a = '', b = '']) => `(${a} | ${b})`,
  bits_xor: ([a = '', b = '']) => `xor(${a}, ${b})`,
  is_nan: ([a = '']) => `isnan(${a})`,
  is_infinite: ([a = '']) => `isinf(${a})`,
  is_finite: ([a = '']) => `isfinite(${a})`,
};
