// Series: arrays of numbers at even distances.
import { call, literal, nothing, text, type Expression } from '../../plan/index.ts';
import { constantOf } from '../lower/constant.ts';
import { refuse } from '../lower/context.ts';
import { coerce } from '../lower/types.ts';
import { page, type FunctionRow, type Site } from './row.ts';

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

const SINGLE = [
  'abs',
  'acos',
  'asin',
  'atan',
  'ceiling',
  'cos',
  'exp',
  'floor',
  'log',
  'sign',
  'sin',
  'tan',
];
const PAIRED = ['equals', 'greater', 'greater_equals', 'less', 'less_equals', 'not_equals', 'pow'];
const MEASURED = [
  'cosine_similarity',
  'dot_product',
  'magnitude',
  'pearson_correlation',
  'product',
  'sum',
];
const STATISTICS = ['min', 'min_idx', 'max', 'max_idx', 'avg', 'stdev', 'variance'];

const SERIES_EXAMPLES: Readonly<Record<string, FunctionRow['examples']>> = {
  series_sum: [['series_sum(dynamic([1, 2, 3]))', 6]],
  series_product: [['series_product(dynamic([2, 3, 4]))', 24]],
  series_magnitude: [['series_magnitude(dynamic([3, 4]))', 5]],
  series_dot_product: [['series_dot_product(dynamic([1, 2]), dynamic([3, 4]))', 11]],
  series_pearson_correlation: [
    ['round(series_pearson_correlation(dynamic([1, 2, 3]), dynamic([2, 4, 6])), 9)', 1],
  ],
};

/** One number of a whole series, or of two. */
const measured = (name: string): FunctionRow => ({
  name,
  takes: ['dynamic'],
  lower: (args) => call(name, 'real', ...args),
  source: page(`${name.replaceAll('_', '-')}-function`),
  examples: SERIES_EXAMPLES[name] ?? [],
});

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
  ...SINGLE.map((name) => plain(`series_${name}`, `series_${name}`)),
  ...PAIRED.map((name) => plain(`series_${name}`, `series_${name}`)),
  ...MEASURED.map((name) => measured(`series_${name}`)),
  {
    name: 'series_fill_linear',
    lower: (
      [value = nothing('dynamic'), missing, edges, constant]: readonly Expression[],
      site: Site,
    ): Expression => {
      if (missing && constantOf(missing)?.value !== null) {
        refuse(site.context, site.node, 'placeholder that is not null in `series_fill_linear()`');
      }
      return call(
        'series_fill_linear',
        'dynamic',
        coerce(value, 'dynamic'),
        edges ? coerce(edges, 'bool') : literal(true, 'bool'),
        constant ? coerce(constant, 'real') : literal(0, 'real'),
      );
    },
    source: page('series-fill-linear-function'),
    examples: [
      ['series_fill_linear(dynamic([null, 111, null, 36]))', [111, 111, 73, 36]],
      ['series_fill_linear(dynamic([111.0, null, 36.0, null]))', [111, 73.5, 36, 36]],
      ['series_fill_linear(dynamic([null, 1, null]), double(null), false)', [null, 1, null]],
      ['series_fill_linear(dynamic([null, null]))', [0, 0]],
    ],
  },
  {
    name: 'series_stats',
    takes: ['dynamic'],
    lower: ([value = nothing('dynamic')]: readonly Expression[]): Expression => {
      const found = call('series_statistics', 'dynamic', value);
      return call(
        'json_array',
        'dynamic',
        ...STATISTICS.map((name) => call('json_get', 'dynamic', found, text(name))),
      );
    },
    source: page('series-stats-function'),
    examples: [],
  },
];
