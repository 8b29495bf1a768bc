import { call, not, or, text, type Expression } from '../../plan/index.ts';
import {
  elements,
  items,
  type BinaryNode,
  type ExpressionNode,
  type NameNode,
  type NodeList,
  type SearchNode,
  type UnaryNode,
} from '../bridge/nodes.ts';
import type { KqlColumn } from '../environment.ts';
import { condition } from '../lower/comparison.ts';
import { viewsInScope } from '../lower/calls.ts';
import { refuse, type Context, type Rows } from '../lower/context.ts';
import { columnsOfType, nowhere, project, rearranged, reference } from '../lower/rows.ts';
import { storedTable } from '../lower/stored.ts';
import { absent, coerce, toText } from '../lower/types.ts';
import { operator, parameter } from './operator.ts';

/**
 * `search [in (tables)] predicate`: rows of all tables in which a term stands in any column, `*x*` anywhere within text;
 * `$table` tells the table. Within a pipe the rows of the input.
 */
export const search = operator<SearchNode>({
  kind: 'SearchOperator',
  name: 'search',
  source: 'https://learn.microsoft.com/kusto/query/search-operator',
  begins: true,
  lower: (input, node, context) => {
    const columns = columnsOfType(node.ResultType);
    const sensitive = parameter(node, 'kind') === 'case_sensitive';
    if (input.columns.length > 0) {
      const where = predicate(node.Condition, input, context, sensitive);
      const found = rearranged(input, {
        kind: 'filter',
        input: input.relation,
        where: condition(where),
      });
      return withTable('', found, columns);
    }
    const legs = legsOf(node, context).map(({ name, rows }) => {
      // What a table does not have is absent there, and no error: another one may have it.
      const row: Rows = { ...rows, open: true };
      const where = predicate(node.Condition, row, { ...context, row }, sensitive);
      const found = rearranged(rows, {
        kind: 'filter',
        input: rows.relation,
        where: condition(where),
      });
      return withTable(name, found, columns).relation;
    });
    if (legs.length > 0) {
      return { relation: { kind: 'union', inputs: legs }, columns, hidden: [] };
    }
    // Nothing is held: the predicate is only looked at.
    const row: Rows = { ...nowhere(columns), open: true };
    predicate(node.Condition, row, { ...context, row }, sensitive);
    return nowhere(columns);
  },
});

interface Leg {
  readonly name: string;
  readonly rows: Rows;
}

/** The tables that are named, by wildcards too; without names all tables and views in scope. */
export function legsOf(
  { InClause: clause }: Pick<SearchNode, 'InClause'>,
  context: Context,
): readonly Leg[] {
  const named = elements(clause?.Expressions);
  const views = viewsInScope(context);
  // Of hundreds of tables only those that are held can have rows.
  const stored = (name: string): Leg[] => {
    const rows = context.environment.tables.has(name) ? storedTable(name, context) : undefined;
    return rows ? [{ name, rows }] : [];
  };
  if (named.length === 0) {
    const own = [...views].map(([name, rows]) => ({ name, rows: rows() }));
    for (const each of context.wildcardTables) context.used.tables.add(each);
    return [...context.wildcardTables.flatMap(stored), ...own];
  }
  return named.flatMap((each, at) => {
    const symbol = each.ReferencedSymbol;
    if (symbol && context.kusto.symbolKind(symbol) === 'Group') {
      const members = items((symbol as { Members?: NodeList<{ Name: string }> }).Members);
      return members.flatMap((member) => stored(member.Name));
    }
    const name = (each as NameNode).SimpleName as string | undefined;
    const view = name === undefined ? undefined : views.get(name);
    if (name !== undefined && view) return [{ name, rows: view() }];
    return [{ name: name ?? `union_arg${String(at)}`, rows: context.language.rows(each, context) }];
  });
}

function withTable(name: string, rows: Rows, columns: readonly KqlColumn[]): Rows {
  const has = new Map(rows.columns.map((each) => [each.name, each]));
  return project(
    { ...rows, hidden: [] },
    columns.map((each) => {
      const own = has.get(each.name);
      const typed = [...has.values()].find((one) => `${one.name}_${one.type}` === each.name);
      const found = own?.type === each.type ? own : typed;
      if (each.name === '$table') return { name: each.name, expression: text(name) };
      return { name: each.name, expression: found ? reference(found) : absent(each.type) };
    }),
  );
}

/** A text alone is looked for in every column; `column:text` in one; anything else is a predicate as in `where`. */
export function predicate(
  node: ExpressionNode,
  rows: Rows,
  context: Context,
  sensitive: boolean,
): Expression {
  const kind = context.kusto.kindOf(node);
  const again = (each: ExpressionNode): Expression => predicate(each, rows, context, sensitive);
  if (kind === 'ParenthesizedExpression') return again((node as UnaryNode).Expression);
  if (kind === 'AndExpression' || kind === 'OrExpression') {
    const { Left: left, Right: right } = node as BinaryNode;
    return call(kind === 'AndExpression' ? 'and' : 'or', 'bool', again(left), again(right));
  }
  if (kind === 'FunctionCallExpression' && node.ToString(0).trim().startsWith('not')) {
    const list = (
      node as unknown as {
        ArgumentList: { Expressions: Parameters<typeof elements<ExpressionNode>>[0] };
      }
    ).ArgumentList;
    const inner = elements(list.Expressions)[0];
    if (inner) return not(again(inner));
  }
  if (kind === 'StringLiteralExpression' || kind === 'CompoundStringLiteralExpression') {
    const wanted = String(node.LiteralValue);
    return or(rows.columns.filter(searchable).map((each) => matches(each, wanted, sensitive)));
  }
  if (kind === 'StarExpression') return { kind: 'literal', value: true, type: 'bool' };
  if (kind === 'SearchExpression')
    return columnSearch(node as BinaryNode, rows, context, sensitive);
  return coerce(context.language.scalar(node, { ...context, row: rows }), 'bool');
}

function columnSearch(
  node: BinaryNode,
  rows: Rows,
  context: Context,
  sensitive: boolean,
): Expression {
  const name = (node.Left as NameNode).SimpleName;
  const found = rows.columns.find((each) => each.name === name);
  const wanted = String(node.Right.LiteralValue);
  if (!found) return { kind: 'literal', value: false, type: 'bool' };
  if (typeof node.Right.LiteralValue !== 'string')
    refuse(context, node, 'search of a column for this value');
  return matches(found, wanted, sensitive);
}

const searchable = (each: KqlColumn): boolean => each.type === 'string' || each.type === 'dynamic';

/** `x*` starts a term, `*x` ends one, `*x*` stands anywhere; without stars it is a term. */
function matches(column: KqlColumn, wanted: string, sensitive: boolean): Expression {
  const value = toText(reference(column));
  const [start, end] = [wanted.startsWith('*'), wanted.length > 1 && wanted.endsWith('*')];
  const inner = wanted.slice(start ? 1 : 0, end ? -1 : undefined);
  if (inner.includes('*'))
    return call(sensitive ? 'wildcard' : 'wildcard_ci', 'bool', value, text(`*${inner}*`));
  const kind =
    start && end ? 'contains' : start ? 'has_term_suffix' : end ? 'has_term_prefix' : 'has_term';
  const name = sensitive
    ? kind === 'contains'
      ? kind
      : `${kind}_cs`
    : kind === 'contains'
      ? 'contains_ci'
      : kind;
  return call(name, 'bool', value, text(inner));
}
