// Filters of series, and their seasonal part.
import { bool, call, literal, nothing, text, type Expression } from '../../plan/index.ts';
import { constantOf } from '../lower/constant.ts';
import { refuse } from '../lower/context.ts';
import { coerce } from '../lower/types.ts';
import { page, type FunctionRow, type Site } from './row.ts';

function moving(args: readonly Expression[], site: Site): Expression {
  const [value = nothing('dynamic'), filter = nothing('dynamic'), normalize, center] = args;
  const centered = center ? coerce(center, 'bool') : bool(false);
  const symmetric = oddLength(constantOf(filter)?.value);
  if (constantOf(centered)?.value !== false && !symmetric) {
    refuse(site.context, site.node, 'centered filter whose coefficients have no middle');
  }
  return call(
    'series_moving',
    'dynamic',
    coerce(value, 'dynamic'),
    coerce(filter, 'dynamic'),
    normalize ? coerce(normalize, 'bool') : nothing('bool'),
    centered,
  );
}

function oddLength(json: unknown): boolean {
  const value: unknown = typeof json === 'string' ? JSON.parse(json) : undefined;
  return Array.isArray(value) && value.length % 2 === 1;
}

/** How the service finds a period by itself is not published. */
function seasonal(args: readonly Expression[], site: Site): Expression {
  const [value = nothing('dynamic'), period = literal(-1n, 'long')] = args;
  const known = constantOf(coerce(period, 'long'))?.value;
  if (typeof known === 'bigint' && known < 1n) {
    refuse(site.context, site.node, '`series_seasonal()` without a period');
  }
  return call('series_seasonal', 'dynamic', coerce(value, 'dynamic'), coerce(period, 'long'));
}

const waves = (name: string, plan: string, examples: FunctionRow['examples']): FunctionRow => ({
  name,
  lower: ([real = nothing('dynamic'), imaginary = nothing('dynamic')]) =>
    call(plan, 'dynamic', coerce(real, 'dynamic'), coerce(imaginary, 'dynamic')),
  source: page(`${name.replaceAll('_', '-')}-function`),
  examples,
});

function decompose(args: readonly Expression[], site: Site): Expression {
  const [value = nothing('dynamic'), period = literal(-1n, 'long'), trend, points] = args;
  const known = constantOf(coerce(period, 'long'))?.value;
  if (typeof known !== 'bigint' || known < 0n) {
    refuse(site.context, site.node, '`series_decompose()` that is to find the period itself');
  }
  return call(
    'series_decomposed',
    'dynamic',
    coerce(value, 'dynamic'),
    coerce(period, 'long'),
    trend ? coerce(trend, 'string') : text('avg'),
    points ? coerce(points, 'long') : literal(0n, 'long'),
  );
}

export const seriesFilters: readonly FunctionRow[] = [
  {
    name: 'series_iir',
    takes: ['dynamic'],
    lower: (args) => call('series_recursive', 'dynamic', ...args),
    source: page('series-iir-function'),
    examples: [
      ['series_iir(range(1.0, 4, 1), dynamic([1]), dynamic([1, -1]))', [1, 3, 6, 10]],
      ['series_iir(dynamic([2, 4]), dynamic([1]), dynamic([2]))', [1, 2]],
      ['series_iir(dynamic([1]), dynamic([1]), dynamic([0]))', null],
    ],
  },
  {
    name: 'series_fir',
    lower: moving,
    source: page('series-fir-function'),
    examples: [
      ['series_fir(dynamic([0, 0, 10, 20, 10]), dynamic([1, 1]))', [0, 0, 5, 15, 15]],
      ['series_fir(dynamic([0, 0, 9, 0, 0]), dynamic([1, 1, 1]), true, true)', [0, 3, 3, 3, 0]],
      ['series_fir(dynamic([0, 0, 2, 2, 3]), dynamic([1, -1]))', [0, 0, 2, 0, 1]],
      ['series_fir(dynamic([1, 2]), dynamic([1, -1]), true)', null],
    ],
  },
  {
    name: 'series_seasonal',
    lower: seasonal,
    source: page('series-seasonal-function'),
    examples: [
      ['series_seasonal(dynamic([1, 3, 5, 1, 3, 5, 2, 4, 6]), 3)', [1, 3, 5, 1, 3, 5, 1, 3, 5]],
      [
        'series_seasonal(dynamic([1, 3, 5, 2, 4, 6, 1, 3, 5, 2, 4, 6]), 3)',
        [1.5, 3.5, 5.5, 1.5, 3.5, 5.5, 1.5, 3.5, 5.5, 1.5, 3.5, 5.5],
      ],
    ],
  },
  waves('series_fft', 'series_waves', []),
  waves('series_ifft', 'series_of_waves', []),
  {
    name: 'series_fit_poly',
    lower: ([y = nothing('dynamic'), x = nothing('dynamic'), degree = literal(1n, 'long')]) =>
      call(
        'series_polynomial',
        'dynamic',
        coerce(y, 'dynamic'),
        coerce(x, 'dynamic'),
        coerce(degree, 'long'),
      ),
    source: page('series-fit-poly-function'),
    examples: [],
  },
  {
    name: 'series_decompose',
    lower: decompose,
    source: page('series-decompose-function'),
    examples: [],
  },
];
