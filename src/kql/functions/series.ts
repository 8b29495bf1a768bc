// Series: arrays of numbers at even distances.
import { call, literal, nothing, text, type Expression } from '../../plan/index.ts';
import { coerce } from '../lower/types.ts';
import { page, type FunctionRow } from './row.ts';

const plain = (
  name: string,
  plan: string,
  examples: FunctionRow['examples'] = [],
): FunctionRow => ({
  name,
  takes: ['dynamic'],
  lower: (args) => call(plan, 'dynamic', ...args),
  source: page(`${name.replaceAll('_', '-')}-function`),
  examples,
});

/** A part of a result that Kusto gives as an object under names of its own. */
const named = (value: Expression, names: readonly string[]): Expression =>
  call(
    'json_object',
    'dynamic',
    ...names.flatMap((name, at) => [
      call('json_of_text', 'dynamic', text(name)),
      call('json_at', 'dynamic', value, literal(BigInt(at), 'long')),
    ]),
  );

export const series: readonly FunctionRow[] = [
  plain('series_fit_line', 'series_line'),
  plain('series_fit_2lines', 'series_two_lines'),
  {
    name: 'series_fit_line_dynamic',
    takes: ['dynamic'],
    lower: ([value = nothing('dynamic')]) =>
      named(call('series_line', 'dynamic', value), [
        'rsquare',
        'slope',
        'variance',
        'rvariance',
        'interception',
        'line_fit',
      ]),
    source: page('series-fit-line-dynamic-function'),
    examples: [['series_fit_line_dynamic(dynamic([1, 2, 3])).slope', 1]],
  },
  {
    name: 'series_stats_dynamic',
    takes: ['dynamic'],
    lower: ([value = nothing('dynamic')]) => call('series_statistics', 'dynamic', value),
    source: page('series-stats-dynamic-function'),
    examples: [['series_stats_dynamic(dynamic([2, 4, 6])).avg', 4]],
  },
  plain('series_fill_forward', 'series_fill_forward', [
    ['series_fill_forward(dynamic([1, null, 3]))', [1, 1, 3]],
  ]),
  plain('series_fill_backward', 'series_fill_backward', [
    ['series_fill_backward(dynamic([1, null, 3]))', [1, 3, 3]],
  ]),
  {
    name: 'series_fill_const',
    lower: ([value = nothing('dynamic'), by = literal(0, 'real')]) =>
      call('series_fill_const', 'dynamic', coerce(value, 'dynamic'), coerce(by, 'real')),
    source: page('series-fill-const-function'),
    examples: [['series_fill_const(dynamic([1, null]), 0)', [1, 0]]],
  },
  plain('series_add', 'series_add', [['series_add(dynamic([1, 2]), dynamic([3, 4]))', [4, 6]]]),
  plain('series_subtract', 'series_subtract'),
  plain('series_multiply', 'series_multiply'),
  plain('series_divide', 'series_divide'),
];
