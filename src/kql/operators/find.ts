import { call, text, type Expression } from '../../plan/index.ts';
import {
  elements,
  walk,
  type ExpressionNode,
  type FindNode,
  type NameNode,
} from '../bridge/nodes.ts';
import type { KqlColumn } from '../environment.ts';
import { condition } from '../lower/comparison.ts';
import { refuse, type Context, type Rows } from '../lower/context.ts';
import { columnsOfType, nowhere, project, reference } from '../lower/rows.ts';
import { absent, coerce, toDynamic } from '../lower/types.ts';
import { operator, parameter } from './operator.ts';
import { legsOf, predicate } from './search.ts';

/**
 * `find [withsource=column] [in (tables)] where predicate [project columns, pack(*)]`: rows of all tables for which it
 * holds; tables that have none of its columns are left out. What is not shown may come packed into one bag.
 */
export const find = operator<FindNode>({
  kind: 'FindOperator',
  name: 'find',
  source: 'https://learn.microsoft.com/kusto/query/find-operator',
  begins: true,
  lower: (input, node, context) => {
    const columns = columnsOfType(node.ResultType);
    if (input.columns.length > 0) refuse(context, node, '`find` within a pipe');
    const source = parameter(node, 'withsource') ?? parameter(node, 'with_source') ?? 'source_';
    const shown = shownColumns(columns, source, node, context);
    const used = usedColumns(node, context);
    const legs = legsOf(node, context)
      .filter(({ rows }) => used.size === 0 || rows.columns.some((each) => used.has(each.name)))
      .map(({ name, rows }) => {
        const row: Rows = { ...rows, open: true };
        const where = predicate(node.Condition, row, { ...context, row }, false);
        const found: Rows = {
          ...rows,
          hidden: [],
          relation: { kind: 'filter', input: rows.relation, where: condition(where) },
        };
        return project(
          found,
          shown.map((each) => ({ name: each.name, expression: each.from(found, name) })),
        ).relation;
      });
    if (legs.length === 0) return nowhere(columns);
    return { relation: { kind: 'union', inputs: legs }, columns, hidden: [] };
  },
});

interface Shown {
  readonly name: string;
  /** The column's value on the rows of a table. */
  readonly from: (rows: Rows, table: string) => Expression;
}

/** The columns that the predicate names. */
function usedColumns(node: FindNode, context: Context): ReadonlySet<string> {
  const found = new Set<string>();
  walk(node.Condition, (each) => {
    const symbol = each.IsToken ? undefined : each.ReferencedSymbol;
    if (symbol && context.kusto.symbolKind(symbol) === 'Column') found.add(symbol.Name);
  });
  return found;
}

function shownColumns(
  columns: readonly KqlColumn[],
  source: string,
  node: FindNode,
  context: Context,
): readonly Shown[] {
  const listed = elements(node.Project?.Columns).filter(
    (each) => context.kusto.kindOf(each) !== 'PackExpression',
  );
  const names = new Map<string, string>();
  const own = columns.filter((each) => each.name !== source && each.name !== 'pack_');
  own.forEach((each, at) => {
    const written = listed[at];
    names.set(each.name, (written && columnName(written)) ?? each.name);
  });
  const taken = new Set(names.values());
  return columns.map(({ name, type }): Shown => {
    if (name === source) return { name, from: (_rows, table) => text(table) };
    if (name === 'pack_' && type === 'dynamic' && !names.has(name)) {
      return { name, from: (rows) => packed(rows.columns.filter((each) => !taken.has(each.name))) };
    }
    const wanted = names.get(name) ?? name;
    const cast = listed.length > 0;
    return { name, from: (rows) => cell(rows, { name: wanted, type }, cast) };
  });
}

/** The name in `name` or `name: type`. */
function columnName(node: ExpressionNode): string | undefined {
  const plain = (node as NameNode).SimpleName as string | undefined;
  if (plain !== undefined) return plain;
  let found: string | undefined;
  walk(node, (each) => {
    if (!each.IsToken) found ??= (each as NameNode).SimpleName as string | undefined;
  });
  return found;
}

function cell(rows: Rows, { name, type }: KqlColumn, cast: boolean): Expression {
  const same = rows.columns.find((each) => each.name === name && (cast || each.type === type));
  const suffixed = rows.columns.find((each) => `${each.name}_${each.type}` === name);
  const found = same ?? suffixed;
  return found ? coerce(reference(found), type) : absent(type);
}

const packed = (columns: readonly KqlColumn[]): Expression =>
  columns.length === 0
    ? { kind: 'literal', value: '{}', type: 'dynamic' }
    : call(
        'json_object',
        'dynamic',
        ...columns.flatMap((each) => [
          call('json_of_text', 'dynamic', text(each.name)),
          toDynamic(reference(each)),
        ]),
      );
