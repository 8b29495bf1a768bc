import {
  call,
  column,
  literal,
  long,
  nothing,
  type AggregateCall,
  type Expression,
  type NamedAggregate,
} from '../../plan/index.ts';
import {
  elements,
  type CallNode,
  type ExpressionNode,
  type MakeSeriesNode,
  type SimpleNamedNode,
} from '../bridge/nodes.ts';
import type { KqlColumn, KustoType } from '../environment.ts';
import { refuse, type Context, type Rows } from '../lower/context.ts';
import { namedExpressions } from '../lower/named.ts';
import { columnsOfType, project, reference, unchanged } from '../lower/rows.ts';
import { coerce, toDynamic } from '../lower/types.ts';
import { operator, parameter } from './operator.ts';

/**
 * `make-series [name =] aggregate [default=d], ... on axis [from a] [to b] step s [by ...]`: an array of values per group,
 * one per step from `a` to before `b`; where not given, from a group's first step to its last. `in range(a, b, s)` takes
 * the end in. Steps without rows have the default, 0.
 */
export const makeSeries = operator<MakeSeriesNode>({
  kind: 'MakeSeriesOperator',
  name: 'make-series',
  source: 'https://learn.microsoft.com/kusto/query/make-series-operator',
  lower: (input, node, context) => {
    if (input.per !== undefined) refuse(context, node, '`make-series` in a subquery of a row');
    const result = columnsOfType(node.ResultType);
    const by = namedExpressions(
      elements(node.ByClause?.Expressions),
      context,
      (_, at) => result[at]?.name ?? '',
    );
    const named = context.kusto.kindOf(node.OnClause.Expression) === 'SimpleNamedExpression';
    const axisNode = named
      ? (node.OnClause.Expression as SimpleNamedNode).Expression
      : node.OnClause.Expression;
    const axis = context.language.scalar(axisNode, context);
    const grid = gridOf(node, axis, context);
    const series = elements(node.Aggregates);
    return assemble({ input, by, grid, context, result, series, node });
  },
});

interface Grid {
  readonly axis: Expression;
  /** Where step 0 begins, and the step, in the axis' storage. */
  readonly origin: Expression;
  readonly step: Expression;
  readonly from: Expression | undefined;
  /** The first step that is out. */
  readonly end: Expression | undefined;
  readonly storage: 'long' | 'real';
}

function gridOf(node: MakeSeriesNode, axis: Expression, context: Context): Grid {
  const storage = axis.type === 'real' || axis.type === 'decimal' ? 'real' : 'long';
  const {
    MakeSeriesFromClause: from,
    MakeSeriesToClause: to,
    MakeSeriesStepClause: step,
  } = node.RangeClause;
  const legacy = (node.RangeClause as unknown as { readonly Arguments?: CallNode['ArgumentList'] })
    .Arguments;
  const [start, stop, size] = legacy
    ? elements(legacy.Expressions)
    : [from?.Expression, to?.Expression, step?.Expression];
  const value = (each: ExpressionNode | undefined): Expression | undefined =>
    each && coerce(context.language.scalar(each, { ...context, row: undefined }), storage);
  const [origin, end, by = literal(1n, 'long')] = [value(start), value(stop), value(size)];
  const zero = coerce(long(0), storage);
  return {
    axis: coerce(axis, storage),
    origin: origin ?? zero,
    step: coerce(by, storage),
    from: origin,
    // The old form includes its end.
    end: end && legacy ? call('add', storage, end, coerce(by, storage)) : end,
    storage,
  };
}

/** Which step a value falls in. */
function stepOf(value: Expression, { origin, step, storage }: Grid): Expression {
  const distance = call('subtract', storage, value, origin);
  if (storage === 'long') {
    return call('quotient', 'long', call('floor_to', 'long', distance, step), step);
  }
  return call(
    'long_of_real',
    'long',
    call('floor', 'real', call('divide', 'real', distance, step)),
  );
}

interface Parts {
  readonly input: Rows;
  readonly by: readonly { readonly name: string; readonly expression: Expression }[];
  readonly grid: Grid;
  readonly context: Context;
  readonly result: readonly KqlColumn[];
  readonly series: ReturnType<
    typeof elements<{
      readonly Expression: ExpressionNode;
      readonly DefaultExpression: { readonly Expression: ExpressionNode } | null;
    }>
  >;
  readonly node: MakeSeriesNode;
}

function assemble(parts: Parts): Rows {
  const { by, grid, context, result, series, node } = parts;
  const steps = perStep(parts);
  const [index, first, last] = ['step', 'first', 'last'].map((each) => context.fresh(each));
  if (index === undefined || first === undefined || last === undefined) return steps.rows;
  const at = column(steps.index, 'long');
  const lists = steps.values.map((each): NamedAggregate => ({
    name: each.name,
    function: 'list',
    args: [call('json_array', 'dynamic', toDynamic(at), toDynamic(reference(each)))],
    type: 'dynamic',
  }));
  const bounds: NamedAggregate[] = [
    { name: first, function: 'min', args: [at], type: 'long' },
    { name: last, function: 'max', args: [at], type: 'long' },
  ];
  const groups = by.map(({ name, expression }): KqlColumn => ({
    name,
    type: expression.type as KustoType,
  }));
  const relation = {
    kind: 'aggregate',
    input: steps.rows.relation,
    by: groups.map(unchanged),
    aggregates: [...lists, ...bounds],
  } as const;
  const begin = grid.from ? long(0) : column(first, 'long');
  const end = grid.end ? lastBefore(grid.end, grid) : column(last, 'long');
  const arrays = steps.values.map((each, n) => {
    const wanted = series[n]?.DefaultExpression?.Expression;
    const filler = wanted
      ? toDynamic(context.language.scalar(wanted, context))
      : toDynamic(coerce(long(0), each.type));
    return call('series_of_steps', 'dynamic', column(each.name, 'dynamic'), begin, end, filler);
  });
  const columns = [
    ...groups.map((each) => reference(each)),
    ...arrays,
    axisArray(begin, end, parts),
  ];
  const rows: Rows = { relation, columns: groups, hidden: [] };
  // `kind=nonempty` asks for the series of defaults that no rows give, which only has an extent if both ends are told.
  const keepsNothing = parameter(node, 'kind') === 'nonempty' && grid.from && grid.end;
  const nonempty = by.length > 0 || keepsNothing ? rows : withoutNothing(rows, first);
  return project(
    nonempty,
    result.map((each, n) => ({ name: each.name, expression: columns[n] ?? nothing(each.type) })),
  );
}

/** Without groups an aggregate gives a row even of no rows, which a series does not. */
function withoutNothing(rows: Rows, first: string): Rows {
  const some = call('not', 'bool', call('is_null', 'bool', column(first, 'long')));
  return { ...rows, relation: { kind: 'filter', input: rows.relation, where: some } };
}

/** The step before the one that an end falls on or in. */
function lastBefore(end: Expression, grid: Grid): Expression {
  const distance = call('subtract', grid.storage, grid.origin, end);
  const back = stepOf(call('add', grid.storage, grid.origin, distance), grid);
  return call('subtract', 'long', call('negate', 'long', back), long(1));
}

function axisArray(begin: Expression, end: Expression, { grid, node, context }: Parts): Expression {
  const { origin, step, storage } = grid;
  const place = (index: Expression): Expression =>
    call('add', storage, origin, call('multiply', storage, coerce(index, storage), step));
  const axis = context.language.scalar(
    context.kusto.kindOf(node.OnClause.Expression) === 'SimpleNamedExpression'
      ? (node.OnClause.Expression as SimpleNamedNode).Expression
      : node.OnClause.Expression,
    context,
  );
  const all = [place(begin), place(end), step];
  if (storage === 'real') return call('array_range_real', 'dynamic', ...all);
  const timely = axis.type === 'datetime' || axis.type === 'timespan';
  return timely
    ? call('array_range_time', 'dynamic', ...all, literal(axis.type === 'datetime', 'bool'))
    : call('array_range', 'dynamic', ...all);
}

interface Steps {
  readonly rows: Rows;
  readonly index: string;
  readonly values: readonly KqlColumn[];
}

/** A row per group and step that has rows, with each aggregate's value. */
function perStep({ input, by, grid, context, series }: Parts): Steps {
  const index = context.fresh('step');
  const collected: NamedAggregate[] = [];
  const aggregate = (each: AggregateCall): Expression => {
    const name = context.fresh('aggregate');
    collected.push({ ...each, name });
    return column(name, each.type);
  };
  const inside: Context = { ...context, aggregate };
  const made = series.map((each) => ({
    name: context.fresh('value'),
    expression: context.language.scalar(each.Expression, inside),
  }));
  const within: Expression[] = [
    ...(grid.from ? [call('ge', 'bool', grid.axis, grid.origin)] : []),
    ...(grid.end ? [call('lt', 'bool', grid.axis, grid.end)] : []),
    call('not', 'bool', call('is_null', 'bool', grid.axis)),
  ];
  const filtered = {
    kind: 'filter',
    input: input.relation,
    where: call('and', 'bool', ...within),
  } as const;
  const relation = {
    kind: 'aggregate',
    input: filtered,
    by: [...by, { name: index, expression: stepOf(grid.axis, grid) }],
    aggregates: collected,
  } as const;
  const keys = [
    ...by.map(({ name, expression }): KqlColumn => ({ name, type: expression.type as KustoType })),
    { name: index, type: 'long' as const },
  ];
  const rows = project({ relation, columns: keys, hidden: [] }, [...keys.map(unchanged), ...made]);
  const values = made.map(({ name, expression }): KqlColumn => ({
    name,
    type: expression.type as KustoType,
  }));
  return { rows, index, values };
}
