// Truth, comparison and null. All of these work on any type, so every engine says them natively.
import type { Value } from '../types.ts';
import { define, type ScalarFunction } from './function.ts';
import { compareValues } from './order.ts';

type Truth = boolean | null;

/** A comparison operator from the sign of the ordering. Arguments are of one type; null in, null out. */
const comparison = (name: string, meaning: string, holds: (sign: number) => boolean) =>
  define({
    name,
    returns: 'bool',
    nulls: 'propagate',
    meaning,
    evaluate: (a: Value, b: Value) => holds(compareValues(a, b)),
  });

export const logic: readonly ScalarFunction[] = [
  define({
    name: 'and',
    returns: 'bool',
    nulls: 'sees',
    meaning: 'false if any is false, else null if any is null, else true',
    evaluate: (...all: Truth[]) => (all.includes(false) ? false : all.includes(null) ? null : true),
  }),
  define({
    name: 'or',
    returns: 'bool',
    nulls: 'sees',
    meaning: 'true if any is true, else null if any is null, else false',
    evaluate: (...all: Truth[]) => (all.includes(true) ? true : all.includes(null) ? null : false),
  }),
  define({
    name: 'not',
    returns: 'bool',
    nulls: 'propagate',
    meaning: 'the opposite; of null, null',
    evaluate: (operand: boolean) => !operand,
  }),
  define({
    name: 'is_true',
    returns: 'bool',
    nulls: 'sees',
    meaning: 'true for true, false for false and null',
    evaluate: (operand: Truth) => operand === true,
  }),
  define({
    name: 'is_null',
    returns: 'bool',
    nulls: 'sees',
    meaning: 'whether the value is null',
    evaluate: (value: Value) => value === null,
  }),
  define({
    name: 'coalesce',
    returns: 'argument',
    nulls: 'sees',
    meaning: 'the first argument that is not null',
    evaluate: (...all: Value[]) => all.find((each) => each !== null) ?? null,
  }),
  comparison('eq', 'equal', (sign) => sign === 0),
  comparison('ne', 'not equal', (sign) => sign !== 0),
  comparison('lt', 'less than', (sign) => sign < 0),
  comparison('le', 'less than or equal', (sign) => sign <= 0),
  comparison('gt', 'greater than', (sign) => sign > 0),
  comparison('ge', 'greater than or equal', (sign) => sign >= 0),
  define({
    name: 'same',
    returns: 'bool',
    nulls: 'sees',
    meaning: 'equal, null being equal to null; never null',
    evaluate: (a: Value, b: Value) =>
      a === null || b === null ? a === b : compareValues(a, b) === 0,
  }),
  define({
    name: 'in',
    returns: 'bool',
    nulls: 'propagate',
    meaning: 'whether the first argument equals one of the others, which are not null',
    evaluate: (value: Value, ...list: Value[]) =>
      list.some((each) => compareValues(value, each) === 0),
  }),
  define({
    name: 'least',
    returns: 'argument',
    nulls: 'sees',
    meaning: 'the smallest argument, nulls left out',
    evaluate: (...all: Value[]) => extreme(all, -1),
  }),
  define({
    name: 'greatest',
    returns: 'argument',
    nulls: 'sees',
    meaning: 'the largest argument, nulls left out',
    evaluate: (...all: Value[]) => extreme(all, 1),
  }),
];

function extreme(all: readonly Value[], sign: 1 | -1): Value {
  let best: Value = null;
  for (const each of all) {
    if (each !== null && (best === null || compareValues(each, best) * sign > 0)) best = each;
  }
  return best;
}
