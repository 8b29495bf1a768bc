// Aggregates that give one value. Those that give several columns are told apart in `summarize`.
import {
  and,
  bool,
  call,
  literal,
  text,
  when,
  type AggregateCall,
  type AggregateFunction,
  type Expression,
} from '../../plan/index.ts';
import { nothing } from '../../plan/index.ts';
import { condition } from '../lower/comparison.ts';
import { constantOf } from '../lower/constant.ts';
import { refuse, type Context } from '../lower/context.ts';
import { coerce, toDynamic } from '../lower/types.ts';
import { page, type FunctionRow, type Site } from './row.ts';

const LARGEST = 1_048_576;
const LEGACY = 128;

interface Request {
  readonly args: readonly Expression[];
  /** Of an `...if` form. */
  readonly where: Expression | undefined;
  readonly site: Site;
}

type Make = (request: Request) => Expression;

/** Asks for an aggregate of the group; outside of `summarize` there is none. */
function collect(site: Site, aggregate: AggregateCall, where: Expression | undefined): Expression {
  const { context, node } = site;
  const whole = where ? { ...aggregate, where: condition(where) } : aggregate;
  if (context.aggregate) return context.aggregate(whole);
  refuse(context, node, `aggregate \`${node.Name.SimpleName}()\` outside of \`summarize\``);
  return nothing(aggregate.type);
}

const take = (
  { site, where }: Request,
  kind: AggregateFunction,
  args: readonly Expression[],
  type: AggregateCall['type'],
  limit?: number,
): Expression =>
  collect(site, { function: kind, args, type, ...(limit !== undefined && { limit }) }, where);

/**
 * An aggregate and its `if` form, whose condition comes at `at`. Arguments are lowered in the context of the row: an
 * aggregate does not see other aggregates.
 */
function family(
  name: string,
  make: Make,
  options: { aliases?: readonly string[]; conditional?: readonly string[]; at?: number } = {},
): FunctionRow[] {
  const lowered = (site: Site): Expression[] => {
    const row: Context = { ...site.context, aggregate: undefined };
    return site.nodes.map((each) => site.scalar(each, row));
  };
  const plain: FunctionRow = {
    name,
    aliases: options.aliases ?? [],
    raw: true,
    lower: (_, site) => make({ args: lowered(site), where: undefined, site }),
    source: page(`${name.replaceAll('_', '-')}-aggregation-function`),
    examples: [],
  };
  const at = options.at ?? 1;
  const conditional = (options.conditional ?? []).map((each): FunctionRow => ({
    ...plain,
    name: each,
    aliases: [],
    lower: (_, site) => {
      const args = lowered(site);
      const where = args[at];
      const rest = args.filter((_value, index) => index !== at);
      return make({ args: rest, where: where && coerce(where, 'bool'), site });
    },
  }));
  return [plain, ...conditional];
}

const first = (request: Request): Expression => request.args[0] ?? nothing('dynamic');

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

/** Lists and sets are dynamic arrays, `[]` of no values. */
const gathered =
  (kind: 'list' | 'set', most: number, keepNull = false): Make =>
  (request) => {
    const [value = nothing('dynamic'), size] = request.args;
    const limit = size ? constantOf(coerce(size, 'long'))?.value : undefined;
    const element = toDynamic(value);
    const kept = keepNull
      ? call('coalesce', 'dynamic', element, literal('null', 'dynamic'))
      : element;
    const bound = typeof limit === 'bigint' ? Math.min(most, Math.max(0, Number(limit))) : most;
    const list = take(request, kind, [kept], 'dynamic', bound);
    return call('coalesce', 'dynamic', list, literal('[]', 'dynamic'));
  };

/** `make_set` of arrays is the set of their elements. */
const set: (most: number) => Make = (most) => (request) => {
  const value = request.args[0];
  const collected = gathered('set', most)(request);
  return value?.type === 'dynamic' ? call('array_flatten_set', 'dynamic', collected) : collected;
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
  const list = ranks.map((rank) =>
    toDynamic(take(request, 'percentile', [value, coerce(rank, 'real')], value.type)),
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

const pairList = (request: Request, [x, y]: readonly Expression[]): Expression => {
  const pair = [x, y].map((each) => toDynamic(coerce(each ?? nothing('real'), 'real')));
  return take(request, 'list', [call('json_array', 'dynamic', ...pair)], 'dynamic', LARGEST);
};

const covariance =
  (population: boolean): Make =>
  (request) =>
    call('array_covariance', 'real', pairList(request, request.args), bool(population));

const weighted: Make = (request) => {
  const [value, weight, rank = literal(50, 'real')] = request.args;
  const list = pairList(request, [value ?? nothing('real'), weight ?? nothing('real')]);
  const found = call('array_weighted_percentile', 'real', list, coerce(rank, 'real'));
  return coerce(found, request.site.type);
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
