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
const LINE = ['rsquare', 'slope', 'variance', 'rvariance', 'interception', 'line_fit'];
const TWO_LINES = [
  'rsquare',
  'split_idx',
  'variance',
  'rvariance',
  'line_fit',
  ...['right', 'left'].flatMap((side) =>
    ['rsquare', 'slope', 'interception', 'variance', 'rvariance'].map((name) => `${side}_${name}`),
  ),
];

const SERIES_EXAMPLES: Readonly<Record<string, FunctionRow['examples']>> = {
  series_sum: [['series_sum(dynamic([1, 2, 3]))', 6]],
  series_product: [['series_product(dynamic([2, 3, 4]))', 24]],
  series_magnitude: [['series_magnitude(dynamic([3, 4]))', 5]],
  series_dot_product: [
    ['series_dot_product(dynamic([1, 2]), dynamic([3, 4]))', 11],
    ['series_dot_product(dynamic([1, 2, 9]), dynamic([3, 4]))', 11],
  ],
  series_cosine_similarity: [
    ['round(series_cosine_similarity(dynamic([0.1, 0.2]), dynamic([1, 2, 7])), 9)', 1],
    ['series_cosine_similarity(dynamic([]), dynamic([1]))', null],
  ],
  series_pearson_correlation: [
    ['round(series_pearson_correlation(dynamic([1, 2, 3]), dynamic([2, 4, 6])), 9)', 1],
  ],
};

/** One number of a whole series, or of two. Magnitudes that are handed in would only save work. */
const measured = (name: string): FunctionRow => ({
  name,
  takes: ['dynamic'],
  lower: (args) => call(name, 'real', ...args.slice(0, 2)),
  source: page(`${name.replaceAll('_', '-')}-function`),
  examples: SERIES_EXAMPLES[name] ?? [],
});

/** A result of several parts as one object. */
const asObject = (
  name: string,
  plan: string,
  names: readonly string[],
  examples: FunctionRow['examples'],
): FunctionRow => ({
  name,
  takes: ['dynamic'],
  lower: ([value = nothing('dynamic')]) => named(call(plan, 'dynamic', value), names),
  source: page(`${name.replaceAll('_', '-')}-function`),
  examples,
});

/** What stands for a missing value; a null of any type unless it is told. */
const placeholder = (given: Expression | undefined): Expression =>
  given ? coerce(given, 'real') : nothing('real');

const filler = (name: string, examples: FunctionRow['examples']): FunctionRow => ({
  name,
  lower: ([value = nothing('dynamic'), gap]) =>
    call(name, 'dynamic', coerce(value, 'dynamic'), placeholder(gap)),
  source: page(`${name.replaceAll('_', '-')}-function`),
  examples,
});

/** `min`, `avg` and so on of a series; with a gap they are null unless gaps are to be ignored. */
const statistics = ([value = nothing('dynamic'), ignoring]: readonly Expression[]): Expression =>
  call(
    'series_statistics',
    'dynamic',
    coerce(value, 'dynamic'),
    ignoring ? coerce(ignoring, 'bool') : literal(false, 'bool'),
  );

const lowerFillLinear: FunctionRow['lower'] = ([
  value = nothing('dynamic'),
  gap,
  edges = literal(true, 'bool'),
  constant = literal(0, 'real'),
]) =>
  call(
    'series_fill_linear',
    'dynamic',
    coerce(value, 'dynamic'),
    placeholder(gap),
    coerce(edges, 'bool'),
    coerce(constant, 'real'),
  );

const lowerStats: FunctionRow['lower'] = (args) => {
  const found = statistics(args);
  return call(
    'json_array',
    'dynamic',
    ...STATISTICS.map((name) => call('json_get', 'dynamic', found, text(name))),
  );
};

export const series: readonly FunctionRow[] = [
  plain('series_fit_line', 'series_line'),
  plain('series_fit_2lines', 'series_two_lines'),
  asObject('series_fit_line_dynamic', 'series_line', LINE, [
    ['series_fit_line_dynamic(dynamic([1, 2, 3])).slope', 1],
  ]),
  asObject('series_fit_2lines_dynamic', 'series_two_lines', TWO_LINES, [
    ['series_fit_2lines_dynamic(dynamic([1, 2, 3, 9, 8, 7])).split_idx', 3],
    ['series_fit_2lines_dynamic(dynamic([1, 2, 3, 9, 8, 7])).left_slope', 1],
  ]),
  {
    name: 'series_stats_dynamic',
    lower: statistics,
    source: page('series-stats-dynamic-function'),
    examples: [
      [
        'series_stats_dynamic(dynamic([2, 4, 6]))',
        {
          min: 2,
          min_idx: 0,
          max: 6,
          max_idx: 2,
          avg: 4,
          stdev: 2,
          variance: 4,
          sum: 12,
          len: 3,
        },
      ],
      ['series_stats_dynamic(dynamic([2, null, 6])).avg', null],
      ['series_stats_dynamic(dynamic([2, null, 6]), true).avg', 4],
    ],
  },
  filler('series_fill_forward', [
    ['series_fill_forward(dynamic([1, null, 3]))', [1, 1, 3]],
    ['series_fill_forward(dynamic([-1, 1, -1, 3]), -1)', [-1, 1, 1, 3]],
    ['series_fill_forward(dynamic([1, null, 3]), double(null))', [1, 1, 3]],
  ]),
  filler('series_fill_backward', [
    ['series_fill_backward(dynamic([1, null, 3]))', [1, 3, 3]],
    ['series_fill_backward(dynamic([1, 0, 3, 0]), 0)', [1, 3, 3, 0]],
  ]),
  {
    name: 'series_fill_const',
    lower: ([value = nothing('dynamic'), by = literal(0, 'real'), gap]) =>
      call(
        'series_fill_const',
        'dynamic',
        coerce(value, 'dynamic'),
        placeholder(gap),
        coerce(by, 'real'),
      ),
    source: page('series-fill-const-function'),
    examples: [
      ['series_fill_const(dynamic([1, null]), 0)', [1, 0]],
      ['series_fill_const(dynamic([1, null, 5]), -1, 5)', [1, null, -1]],
    ],
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
    lower: lowerFillLinear,
    source: page('series-fill-linear-function'),
    examples: [
      ['series_fill_linear(dynamic([null, 111, null, 36]))', [111, 111, 73, 36]],
      ['series_fill_linear(dynamic([111.0, null, 36.0, null]))', [111, 73.5, 36, 36]],
      ['series_fill_linear(dynamic([null, 1, null]), double(null), false)', [null, 1, null]],
      ['series_fill_linear(dynamic([null, null]))', [0, 0]],
      ['series_fill_linear(dynamic([1, -1, 3, -1]), -1, false)', [1, 2, 3, -1]],
    ],
  },
  {
    name: 'series_stats',
    lower: lowerStats,
    source: page('series-stats-function'),
    examples: [],
  },
];
