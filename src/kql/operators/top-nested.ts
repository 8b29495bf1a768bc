import {
  column,
  type AggregateCall,
  type Expression,
  type NamedAggregate,
  type Relation,
} from '../../plan/index.ts';
import {
  elements,
  type ExpressionNode,
  type OrderedNode,
  type SimpleNamedNode,
  type TopNestedClauseNode,
  type TopNestedNode,
} from '../bridge/nodes.ts';
import type { KqlColumn } from '../environment.ts';
import { refuse, type Context, type Rows } from '../lower/context.ts';
import { columnsOfType, nowhere, project, reference, renamed, unchanged } from '../lower/rows.ts';
import { coerce } from '../lower/types.ts';
import { operator } from './operator.ts';
import { rowCount } from './take.ts';

/**
 * `top-nested n of a by agg, top-nested m of b by agg, ...`: the n values of `a` with the largest aggregate, within each
 * the m values of `b`, and so on. A row per innermost value; each level adds its value and its aggregate.
 */
export const topNested = operator<TopNestedNode>({
  kind: 'TopNestedOperator',
  name: 'top-nested',
  source: 'https://learn.microsoft.com/kusto/query/top-nested-operator',
  lower: (input, node, context) => {
    const result = columnsOfType(node.ResultType);
    if (input.per !== undefined) refuse(context, node, '`top-nested` in a subquery of a row');
    const clauses = elements(node.Clauses);
    const others = clauses.find((each) => each.WithOthersClause);
    if (others) refuse(context, others, '`with others` in `top-nested`');
    return (
      clauses.reduce<Level>(
        (above, clause, at) => level(above, clause, at, { input, context, result }),
        {
          rows: undefined,
          keys: [],
        },
      ).rows ?? nowhere(result)
    );
  },
});

interface Level {
  /** The values chosen so far with their aggregates; absent above the first level. */
  readonly rows: Rows | undefined;
  readonly keys: readonly { readonly column: KqlColumn; readonly value: Expression }[];
}

interface Site {
  readonly input: Rows;
  readonly context: Context;
  readonly result: readonly KqlColumn[];
}

const bare = (node: ExpressionNode, context: Context): ExpressionNode => {
  const kind = context.kusto.kindOf(node);
  if (kind === 'OrderedExpression') return bare((node as OrderedNode).Expression, context);
  return kind === 'SimpleNamedExpression' ? (node as SimpleNamedNode).Expression : node;
};

/** The values of one level within those chosen above, and of these the first ones. */
function level(above: Level, clause: TopNestedClauseNode, at: number, site: Site): Level {
  const { input, context, result } = site;
  const [value, total] = result.slice(2 * at, 2 * at + 2);
  if (!value || !total) return above;
  const own = coerce(
    context.language.scalar(bare(clause.OfExpression, context), context),
    value.type,
  );
  const keys = [...above.keys, { column: value, value: own }];
  const collected: NamedAggregate[] = [];
  const aggregate = (each: AggregateCall): Expression => {
    const name = context.fresh('aggregate');
    collected.push({ ...each, name });
    return column(name, each.type);
  };
  const made = context.language.scalar(bare(clause.ByExpression, context), {
    ...context,
    aggregate,
  });
  const within = above.rows ? chosen(input, above, context) : input.relation;
  const groups: Relation = {
    kind: 'aggregate',
    input: within,
    by: keys.map((each) => ({ name: each.column.name, expression: each.value })),
    aggregates: collected,
  };
  const columns = keys.map((each) => each.column);
  const totals = project({ relation: groups, columns, hidden: [] }, [
    ...columns.map(unchanged),
    { name: total.name, expression: coerce(made, total.type) },
  ]);
  const limited = first(
    totals,
    total,
    clause,
    above.keys.map((each) => each.column),
    context,
  );
  return { rows: above.rows ? combined(above.rows, limited, [value, total], site) : limited, keys };
}

const ascending = (node: ExpressionNode, context: Context): boolean =>
  context.kusto.kindOf(node) === 'OrderedExpression' &&
  (node as OrderedNode).Ordering.AscOrDescKeyword?.Text === 'asc';

function first(
  totals: Rows,
  total: KqlColumn,
  clause: TopNestedClauseNode,
  parents: readonly KqlColumn[],
  context: Context,
): Rows {
  const descending = !ascending(clause.ByExpression, context);
  const nulls = descending ? 'last' : 'first';
  const keys = [{ by: reference(total), descending, nulls } as const];
  const sorted: Relation = { kind: 'sort', input: totals.relation, keys };
  if (!clause.Expression) return { ...totals, relation: sorted };
  const count = rowCount(clause.Expression, context);
  const per = parents.length > 0 ? { per: parents.map(reference) } : {};
  return { ...totals, relation: { kind: 'limit', input: sorted, count, ...per } };
}

/** The input's rows that belong to the values chosen above. */
function chosen(input: Rows, { rows, keys }: Level, context: Context): Relation {
  if (!rows) return input.relation;
  const names = new Map(rows.columns.map((each) => [each.name, context.fresh(each.name)]));
  return {
    kind: 'join',
    join: 'semi',
    left: input.relation,
    right: renamed(rows, names).relation,
    nullsMatch: true,
    keys: keys.map((each) => ({
      left: each.value,
      right: column(names.get(each.column.name) ?? each.column.name, each.column.type),
    })),
  };
}

/** What was chosen above, and for each the values of this level. */
function combined(above: Rows, below: Rows, added: readonly KqlColumn[], { context }: Site): Rows {
  const names = new Map(below.columns.map((each) => [each.name, context.fresh(each.name)]));
  const inner = renamed(below, names);
  const parents = above.columns.filter((each) => names.has(each.name));
  const joined: Relation = {
    kind: 'join',
    join: 'inner',
    left: above.relation,
    right: inner.relation,
    nullsMatch: true,
    keys: parents.map((each) => ({
      left: reference(each),
      right: column(names.get(each.name) ?? each.name, each.type),
    })),
  };
  const columns = [...above.columns, ...added];
  return project({ relation: joined, columns, hidden: [] }, [
    ...above.columns.map(unchanged),
    ...added.map((each) => ({
      name: each.name,
      expression: column(names.get(each.name) ?? each.name, each.type),
    })),
  ]);
}
