// Lists of text.
import { define, type ScalarFunction } from './function.ts';

export const list: readonly ScalarFunction[] = [
  define({
    name: 'distinct_in_order',
    takes: ['strings'],
    returns: 'strings',
    nulls: 'propagate',
    meaning: 'each value once, where it first appears',
    evaluate: (values: readonly string[]) => [...new Set(values)],
  }),
];
