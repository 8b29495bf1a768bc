// Aggregates that give one value. Those that give several columns are told apart in `summarize`.
import {
  and,
  bool,
  call,
  literal,
  nothing,
  text,
  when,
  type Expression,
} from '../../plan/index.ts';
import { constantOf } from '../lower/constant.ts';
import type { KustoType } from '../environment.ts';
import type { Context } from '../lower/context.ts';
import { coerce, toDynamic } from '../lower/types.ts';
import { collect, family, first, LARGEST, take, type Make, type Request } from './aggregate-row.ts';
import { percentRanks } from './percent-ranks.ts';
import { page, type FunctionRow } from './row.ts';

const LEGACY = 128;

/** Integers are added as longs, ticks likewise; of no values the sum is 0. */
const sum: Make = (request) => {
  const value = first(request);
  const type = request.site.type;
  if (type === 'real' || type === 'decimal') {
    const total = take(request, 'sum', [coerce(value, type)], type);
    return call('coalesce', type, total, coerce(literal(0n, 'long'), type));
  }
  const total = take(request, 'sum', [coerce(value, 'long')], 'long');
  return coerce(call('coalesce', 'long', total, literal(0n, 'long')), type);
};

const average: Make = (request) => {
  const { type } = request.site;
  const value = first(request);
  const ticks = type === 'timespan' || type === 'datetime';
  const numeric = ticks ? coerce(coerce(value, 'long'), 'real') : coerce(value, 'real');
  const mean = take(request, 'avg', [numeric], 'real');
  return ticks ? coerce(coerce(mean, 'long'), type) : coerce(mean, type);
};

const extreme =
  (kind: 'min' | 'max'): Make =>
  (request) => {
    const value = coerce(first(request), request.site.type);
    const found = take(request, kind, [comparable(value)], comparable(value).type);
    return value.type === 'string'
      ? call('coalesce', 'string', found, text(''))
      : backFrom(found, value.type);
  };

/** DuckDB and all others order texts and numbers; a dynamic value is compared by its text. */
function comparable(value: Expression): Expression {
  return value.type === 'dynamic' ? call('json_text', 'string', value) : value;
}

function backFrom(found: Expression, type: Expression['type']): Expression {
  return type === 'dynamic' ? call('json_of_text', 'dynamic', found) : found;
}

const spread =
  (kind: 'stdev' | 'stdevp' | 'variance' | 'variancep'): Make =>
  (request) =>
    take(request, kind, [coerce(first(request), 'real')], 'real');

/** The size that the second argument asks for, at most the given one. */
function sizeOf({ args }: Request, most: number): number {
  const size = args[1] && constantOf(coerce(args[1], 'long'))?.value;
  return typeof size === 'bigint' ? Math.min(most, Math.max(0, Number(size))) : most;
}

/** Lists and sets are dynamic arrays, `[]` of no values. */
const gathered =
  (kind: 'list' | 'set', most: number, keepNull = false): Make =>
  (request) => {
    const [value = nothing('dynamic')] = request.args;
    const element = toDynamic(value);
    const kept = keepNull
      ? call('coalesce', 'dynamic', element, literal('null', 'dynamic'))
      : element;
    const list = take(request, kind, [kept], 'dynamic', sizeOf(request, most));
    return call('coalesce', 'dynamic', list, literal('[]', 'dynamic'));
  };

/** `make_set` of arrays is the set of their elements. */
const set: (most: number) => Make = (most) => (request) => {
  const value = first(request);
  if (value.type !== 'dynamic') return gathered('set', most)(request);
  const arrays = gathered('set', LARGEST)({ ...request, args: [value] });
  const size = literal(BigInt(sizeOf(request, most)), 'long');
  return call('array_flatten_set', 'dynamic', arrays, size);
};

const distinct: Make = (request) => take(request, 'distinct', [first(request)], 'long');

const anyOne: Make = (request) => {
  const value = first(request);
  if (value.type !== 'string') return take(request, 'first', [value], value.type);
  // One that is not empty is preferred.
  const filled = when(call('ne', 'bool', value, text('')), value, nothing('string'));
  return call('coalesce', 'string', take(request, 'first', [filled], 'string'), text(''));
};

const percentile: Make = (request) => {
  const [value = nothing('real'), rank = literal(50, 'real')] = request.args;
  const picked = take(request, 'percentile', [value, coerce(rank, 'real')], value.type);
  return coerce(picked, request.site.type);
};

const percentilesArray: Make = (request) => {
  const [value = nothing('real'), ...ranks] = request.args;
  const list = percentRanks(ranks, request.site).map((rank) =>
    toDynamic(take(request, 'percentile', [value, rank], value.type)),
  );
  return call('json_array', 'dynamic', ...list);
};

const bag: Make = (request) => {
  const list = take(request, 'list', [coerce(first(request), 'dynamic')], 'dynamic', LARGEST);
  return call(
    'bag_merge_list',
    'dynamic',
    call('coalesce', 'dynamic', list, literal('[]', 'dynamic')),
  );
};

/** The values of a group as an array for a function that reduces it; null where there are none. */
const reduced =
  (name: string, type: 'long' | 'real' | 'dynamic', ...more: readonly Expression[]): Make =>
  (request) => {
    const [value = nothing('dynamic')] = request.args;
    const list = take(request, 'list', [toDynamic(value)], 'dynamic', LARGEST);
    return call(name, type, list, ...more);
  };

/** A pair of reals. */
export const weightedPair = (x: Expression, y: Expression): Expression =>
  call('json_array', 'dynamic', ...[x, y].map((each) => toDynamic(coerce(each, 'real'))));

const pairList = (request: Request, [x, y]: readonly Expression[]): Expression => {
  const pair = weightedPair(x ?? nothing('real'), y ?? nothing('real'));
  return take(request, 'list', [pair], 'dynamic', LARGEST);
};

/** The nearest rank among pairs of a value and its weight. */
export const weightedPercentile = (pairs: Expression, rank: Expression): Expression =>
  call('array_weighted_percentile', 'real', pairs, coerce(rank, 'real'));

const covariance =
  (population: boolean): Make =>
  (request) =>
    call('array_covariance', 'real', pairList(request, request.args), bool(population));

const weighted: Make = (request) => {
  const [value = nothing('real'), weight = nothing('real'), rank = literal(50, 'real')] =
    request.args;
  const list = pairList(request, [value, weight]);
  return coerce(weightedPercentile(list, rank), request.site.type);
};

const weightedArray: Make = (request) => {
  const [value = nothing('real'), weight = nothing('real'), ...ranks] = request.args;
  const list = pairList(request, [value, weight]);
  const type = value.type as KustoType;
  const all = percentRanks(ranks, request.site).map((rank) =>
    toDynamic(coerce(weightedPercentile(list, rank), type)),
  );
  return call('json_array', 'dynamic', ...all);
};

const count: Make = (request) => take(request, 'count', [], 'long');

const countIf: FunctionRow = {
  name: 'countif',
  raw: true,
  lower: (_, site) => {
    const row: Context = { ...site.context, aggregate: undefined };
    const where = site.nodes[0] ? coerce(site.scalar(site.nodes[0], row), 'bool') : bool(true);
    return collect(site, { function: 'count', args: [], type: 'long' }, and([where]));
  },
  source: page('countif-aggregation-function'),
  examples: [],
};

export const aggregates: readonly FunctionRow[] = [
  ...family('count', count),
  countIf,
  ...family('dcount', distinct),
  ...family('dcountif', distinct).map((row) => conditionalOnly(row, distinct)),
  ...family('count_distinct', distinct, { conditional: ['count_distinctif'] }),
  ...family('sum', sum, { conditional: ['sumif'] }),
  ...family('avg', average, { conditional: ['avgif'] }),
  ...family('min', extreme('min'), { conditional: ['minif'] }),
  ...family('max', extreme('max'), { conditional: ['maxif'] }),
  ...family('stdev', spread('stdev'), { conditional: ['stdevif'] }),
  ...family('stdevp', spread('stdevp'), { conditional: ['stdevpif'] }),
  ...family('variance', spread('variance'), { conditional: ['varianceif'] }),
  ...family('variancep', spread('variancep'), { conditional: ['variancepif'] }),
  ...family('make_list', gathered('list', LARGEST), { conditional: ['make_list_if'] }),
  ...family('make_list_with_nulls', gathered('list', LARGEST, true)),
  ...family('makelist', gathered('list', LEGACY)),
  ...family('make_set', set(LARGEST), { conditional: ['make_set_if'] }),
  ...family('makeset', set(LEGACY)),
  ...family('make_bag', bag, { aliases: ['make_dictionary'], conditional: ['make_bag_if'] }),
  ...family('take_any', anyOne, { aliases: ['any'], conditional: ['take_anyif', 'anyif'] }),
  ...family('binary_all_and', reduced('array_bits', 'long', text('and'))),
  ...family('binary_all_or', reduced('array_bits', 'long', text('or'))),
  ...family('binary_all_xor', reduced('array_bits', 'long', text('xor'))),
  ...family('buildschema', reduced('json_schema', 'dynamic')),
  ...family('covariance', covariance(false), { conditional: ['covarianceif'], at: 2 }),
  ...family('covariancep', covariance(true), { conditional: ['covariancepif'], at: 2 }),
  ...family('percentilew', weighted),
  ...family('percentilesw_array', weightedArray),
  ...family('percentile', percentile),
  ...family('percentiles_array', percentilesArray),
];

/** A row whose second argument is always the condition. */
function conditionalOnly(row: FunctionRow, make: Make): FunctionRow {
  return {
    ...row,
    lower: (_, site) => {
      const inner: Context = { ...site.context, aggregate: undefined };
      const [value, where] = site.nodes.map((each) => site.scalar(each, inner));
      return make({ args: value ? [value] : [], where: where && coerce(where, 'bool'), site });
    },
  };
}
