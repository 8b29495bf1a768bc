// What the aggregate functions mean. "Values" are the argument's non-null values in the relation's order; a `strings`
// argument contributes each of its values to `count`, `distinct`, `list`, `set`, `mode`.
import type { AggregateFunction } from './relation.ts';

export const aggregateMeaning: Readonly<Record<AggregateFunction, string>> = {
  count: 'number of rows; with an argument, of its values',
  sum: 'sum of the values, null for none; long for integers',
  avg: 'mean of the values, null for none',
  min: 'smallest value; text in code point order',
  max: 'largest value; text in code point order',
  distinct: 'number of distinct values, exact',
  first: 'the first value; with a second argument that is true, the first row even if null',
  last: 'the last value',
  list: 'all values in order, at most `limit`: JSON array for dynamic, list for strings; null when there are none',
  set: 'distinct values by first appearance, at most `limit`: as for list',
  arg_max:
    'args [key, value]: value (even null) of the first row with the largest key; rows whose key is null count last',
  arg_min:
    'args [key, value]: value (even null) of the first row with the smallest key; rows whose key is null count last',
  percentile: 'args [value, percent]: nearest rank, an element of the values',
  percentile_interpolated: 'args [value, percent]: linear interpolation between neighbours',
  stdev: 'sample standard deviation, null for fewer than two values',
  stdevp: 'population standard deviation',
  variance: 'sample variance, null for fewer than two values',
  variancep: 'population variance',
  mode: 'the most frequent value, the first of several',
};
