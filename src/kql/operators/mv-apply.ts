import { column, type Relation } from '../../plan/index.ts';
import type { MvApplyNode } from '../bridge/nodes.ts';
import type { KqlColumn } from '../environment.ts';
import { refuse, type Rows } from '../lower/context.ts';
import { columnsOfType, project, reference, renamed, unchanged } from '../lower/rows.ts';
import { expand } from './mv-expand.ts';
import { operator, parameter } from './operator.ts';

/**
 * `mv-apply [name =] array [to typeof(t)], ... on (subquery)`: the subquery runs once per row, on that row's elements. All
 * rows run together: each carries the number of the row it came from, by which the subquery groups, orders and limits.
 * Within another subquery the number of its row goes along unseen.
 */
export const mvApply = operator<MvApplyNode>({
  kind: 'MvApplyOperator',
  name: 'mv-apply',
  source: 'https://learn.microsoft.com/kusto/query/mv-apply-operator',
  lower: (input, node, context) => {
    if (node.ContextIdClause) refuse(context, node, '`id` in `mv-apply`');
    const per = context.fresh('row');
    const number: KqlColumn = { name: per, type: 'long' };
    const numbered: Relation = {
      kind: 'window',
      input: input.relation,
      partition: [],
      columns: [{ name: per, function: 'row_number', args: [], type: 'long' }],
    };
    const outer: Rows = {
      relation: { kind: 'shared', id: context.fresh('rows'), input: numbered },
      columns: input.columns,
      hidden: [...input.hidden, number],
      per: input.per,
    };
    const expanded = expand({ ...outer, per }, node, context);
    const names = new Set(input.columns.map((each) => each.name));
    const index = parameter(node, 'with_itemindex');
    const added = expanded.items.filter((each) => !names.has(each.name)).map((each) => each.name);
    const inside = [
      ...input.columns,
      ...added.map((name): KqlColumn => ({ name, type: 'dynamic' })),
      ...(index === undefined ? [] : [{ name: index, type: 'long' as const }]),
    ].map((each) => expanded.column(typedItem(each, expanded.items)));
    const piped = project({ ...expanded.rows, hidden: [number] }, inside);
    const rows = context.language.rows(node.Subquery.Expression, { ...context, piped });
    return together(outer, rows, number, columnsOfType(node.ResultType), context.fresh);
  },
});

/** Within the subquery an item has its element's type. */
function typedItem(
  each: KqlColumn,
  items: readonly { readonly name: string; readonly element: { readonly type: string } }[],
): KqlColumn {
  const item = items.find(({ name }) => name === each.name);
  return item ? { name: each.name, type: item.element.type as KqlColumn['type'] } : each;
}

/** The outer row's columns that the subquery left untouched, and what the subquery made. */
function together(
  outer: Rows,
  rows: Rows,
  number: KqlColumn,
  result: readonly KqlColumn[],
  fresh: (purpose: string) => string,
): Rows {
  const names = new Map(rows.columns.map((each) => [each.name, fresh(each.name)]));
  const key = fresh('row');
  const inner = renamed(rows, names);
  const keyed: Relation = {
    kind: 'project',
    input: inner.relation,
    columns: [...inner.columns.map(unchanged), { name: key, expression: reference(number) }],
  };
  const joined: Relation = {
    kind: 'join',
    join: 'inner',
    left: outer.relation,
    right: keyed,
    keys: [{ left: reference(number), right: column(key, 'long') }],
  };
  const hidden = outer.hidden.filter((each) => each.name !== number.name);
  const shown = result.map((each) => {
    const made = names.get(each.name);
    return made === undefined
      ? unchanged(each)
      : { name: each.name, expression: column(made, each.type) };
  });
  return project({ relation: joined, columns: result, hidden, per: outer.per }, shown);
}
