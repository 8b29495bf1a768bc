import {
  bool,
  call,
  column,
  nothing,
  text,
  type AggregateCall,
  type Expression,
  type NamedAggregate,
} from '../../plan/index.ts';
import {
  elements,
  type CallNode,
  type CompoundNamedNode,
  type ExpressionNode,
  type SimpleNamedNode,
  type SummarizeNode,
} from '../bridge/nodes.ts';
import type { KqlColumn } from '../environment.ts';
import { weightedPair, weightedPercentile } from '../functions/aggregates.ts';
import { refuse, type Context, type Rows } from '../lower/context.ts';
import { namedExpressions, type NamedExpression } from '../lower/named.ts';
import { columnsOfType, grouped, perColumn, project, reference, unchanged } from '../lower/rows.ts';
import { coerce } from '../lower/types.ts';
import { operator } from './operator.ts';

/**
 * `summarize [name =] aggregate, ... by [name =] expression, ...`: groups first, in the order written, then aggregates.
 * Names and the columns of `arg_max(x, *)` are the binder's.
 */
export const summarize = operator<SummarizeNode>({
  kind: 'SummarizeOperator',
  name: 'summarize',
  source: 'https://learn.microsoft.com/kusto/query/summarize-operator',
  lower: (input, node, context) => {
    if (node.ByClause?.BinClause) refuse(context, node, '`bin=` in `summarize`');
    return summarized(input, context, {
      aggregates: elements(node.Aggregates),
      by: elements(node.ByClause?.Expressions),
      result: columnsOfType(node.ResultType),
    });
  },
});

export interface Grouping {
  readonly aggregates: readonly ExpressionNode[];
  readonly by: readonly ExpressionNode[];
  /** The columns that come out, in order. */
  readonly result: readonly KqlColumn[];
}

export function summarized(
  input: Rows,
  context: Context,
  { aggregates, by, result }: Grouping,
): Rows {
  const groups = namedExpressions(by, context, (_, at) => result[at]?.name ?? '');
  const collected: NamedAggregate[] = [];
  const aggregate = (each: AggregateCall): Expression => {
    const name = context.fresh('aggregate');
    collected.push({ ...each, name });
    return column(name, each.type);
  };
  const inside: Context = { ...context, aggregate };
  const made: NamedExpression[] = [];
  for (const each of aggregates) {
    const at = groups.length + made.length;
    const names = { result: result.slice(at), by: groups };
    made.push(...(tuple(each, input, inside, names) ?? single(each, inside, result[at])));
  }
  const relation = {
    kind: 'aggregate',
    input: input.relation,
    by: [...groups, ...perColumn(input).map(unchanged)],
    aggregates: collected,
  } as const;
  const columns = groups.map(({ name, expression }): KqlColumn => ({
    name,
    type: expression.type as KqlColumn['type'],
  }));
  const rows: Rows = { relation, columns, ...grouped(input) };
  if (made.length === 0) return rows;
  return project(rows, [...columns.map(unchanged), ...made]);
}

function single(
  node: ExpressionNode,
  context: Context,
  given: KqlColumn | undefined,
): NamedExpression[] {
  const value = context.language.scalar(node, context);
  const expression = given ? coerce(value, given.type) : value;
  return [{ name: given?.name ?? '', expression }];
}

interface TupleNames {
  readonly result: readonly KqlColumn[];
  readonly by: readonly NamedExpression[];
}

/** `arg_max(key, ...)`, `take_any(a, b)` and `percentiles(x, 5, 50)` give several columns; undefined for any other. */
function tuple(
  node: ExpressionNode,
  input: Rows,
  context: Context,
  names: TupleNames,
): NamedExpression[] | undefined {
  const kind = context.kusto.kindOf(node);
  if (kind === 'SimpleNamedExpression')
    return tuple((node as SimpleNamedNode).Expression, input, context, names);
  if (kind === 'CompoundNamedExpression') {
    return tuple((node as CompoundNamedNode).Expression, input, context, names);
  }
  if (kind !== 'FunctionCallExpression') return undefined;
  const { Name: name, ArgumentList: list } = node as CallNode;
  const args = elements(list.Expressions);
  switch (name.SimpleName) {
    case 'arg_max':
    case 'argmax':
      return extremes('arg_max', args, input, context, names);
    case 'arg_min':
    case 'argmin':
      return extremes('arg_min', args, input, context, names);
    case 'take_any':
    case 'any':
      return anyRow(args, input, context, names);
    case 'percentiles':
      return percentiles(args, context, names);
    case 'percentilesw':
      return weightedPercentiles(node as CallNode, context, names);
    default:
      return undefined;
  }
}

const isStar = (node: ExpressionNode, context: Context): boolean =>
  context.kusto.kindOf(node) === 'StarExpression';

/** The columns that `*` stands for: all that are not grouped by, but for the key itself. */
function starred(
  input: Rows,
  by: readonly NamedExpression[],
  key: Expression | undefined,
): Expression[] {
  const grouped = new Set(
    by.flatMap(({ expression }) => (expression.kind === 'column' ? [expression.name] : [])),
  );
  return input.columns
    .filter(
      (each) => !grouped.has(each.name) && !(key?.kind === 'column' && key.name === each.name),
    )
    .map(reference);
}

function extremes(
  kind: 'arg_max' | 'arg_min',
  args: readonly ExpressionNode[],
  input: Rows,
  context: Context,
  { result, by }: TupleNames,
): NamedExpression[] {
  const [first, ...rest] = args;
  if (!first) return [];
  const row: Context = { ...context, aggregate: undefined };
  const key = context.language.scalar(first, row);
  const values = rest.flatMap((each) =>
    isStar(each, context) ? starred(input, by, key) : [context.language.scalar(each, row)],
  );
  const sortable = key.type === 'dynamic' ? call('json_text', 'string', key) : key;
  return [key, ...values].map((value, at) =>
    taken(kind, [sortable, value], value, result[at], context),
  );
}

function anyRow(
  args: readonly ExpressionNode[],
  input: Rows,
  context: Context,
  { result, by }: TupleNames,
): NamedExpression[] | undefined {
  const row: Context = { ...context, aggregate: undefined };
  const one = args.length === 1 && args[0] && !isStar(args[0], context);
  if (one || args.length === 0) return undefined;
  const values = args.flatMap((each) =>
    isStar(each, context) ? starred(input, by, undefined) : [context.language.scalar(each, row)],
  );
  return values.map((value, at) => taken('first', [value, bool(true)], value, result[at], context));
}

function taken(
  kind: 'arg_max' | 'arg_min' | 'first',
  args: readonly Expression[],
  value: Expression,
  given: KqlColumn | undefined,
  context: Context,
): NamedExpression {
  const picked = context.aggregate?.({ function: kind, args, type: value.type }) ?? value;
  const expression =
    value.type === 'string' ? call('coalesce', 'string', picked, text('')) : picked;
  return { name: given?.name ?? '', expression };
}

function percentiles(
  args: readonly ExpressionNode[],
  context: Context,
  { result }: TupleNames,
): NamedExpression[] {
  const [first, ...ranks] = args;
  if (!first) return [];
  const row: Context = { ...context, aggregate: undefined };
  const value = context.language.scalar(first, row);
  return ranks.map((each, at) => {
    const rank = coerce(context.language.scalar(each, row), 'real');
    const picked =
      context.aggregate?.({ function: 'percentile', args: [value, rank], type: value.type }) ??
      value;
    const given = result[at];
    return { name: given?.name ?? '', expression: given ? coerce(picked, given.type) : picked };
  });
}

/** `percentilesw(value, weight, rank, ...)`: the pairs are collected once for all ranks. */
function weightedPercentiles(
  node: CallNode,
  context: Context,
  { result }: TupleNames,
): NamedExpression[] {
  const row: Context = { ...context, aggregate: undefined };
  const [value, weight, ...ranks] = elements(node.ArgumentList.Expressions).map((each) =>
    context.language.scalar(each, row),
  );
  if (!value || !weight) return [];
  const collected: AggregateCall = {
    function: 'list',
    args: [weightedPair(value, weight)],
    type: 'dynamic',
  };
  const pairs = context.aggregate?.(collected) ?? nothing('dynamic');
  return ranks.map((rank, at) => {
    const picked = weightedPercentile(pairs, rank);
    const given = result[at];
    return { name: given?.name ?? '', expression: given ? coerce(picked, given.type) : picked };
  });
}
