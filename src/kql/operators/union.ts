import { text, type Expression } from '../../plan/index.ts';
import {
  elements,
  items,
  type AsNode,
  type ExpressionNode,
  type ExpressionsNode,
  type NameNode,
  type PipeNode,
  type UnaryNode,
} from '../bridge/nodes.ts';
import type { KqlColumn } from '../environment.ts';
import { isTabular, viewsInScope } from '../lower/calls.ts';
import { refuse, type Context, type Rows } from '../lower/context.ts';
import { columnsOfType, nowhere, project, reference } from '../lower/rows.ts';
import { storedTable } from '../lower/stored.ts';
import { absent } from '../lower/types.ts';
import { operator, parameter } from './operator.ts';

interface Leg {
  readonly name: string;
  readonly rows: Rows;
}

/**
 * `union [kind=outer|inner] [withsource=column] [isfuzzy=true] tables`: columns meet by name and type; equal names of
 * different types are told apart by the type. Rows come leg by leg, which Kusto leaves open.
 */
export const union = operator<ExpressionsNode>({
  kind: 'UnionOperator',
  name: 'union',
  source: 'https://learn.microsoft.com/kusto/query/union-operator',
  begins: true,
  lower: (input, node, context) => {
    const legs: Leg[] = input.columns.length > 0 ? [{ name: 'union_arg0', rows: input }] : [];
    for (const each of elements(node.Expressions)) legs.push(...legsOf(each, legs.length, context));
    const source = parameter(node, 'withsource') ?? parameter(node, 'with_source');
    const inner = parameter(node, 'kind') === 'inner';
    const result = columnsOfType(node.ResultType);
    if (legs.length === 0) return { ...nowhere(result), open: true };
    const met = meeting(result, legs, source);
    const columns = inner ? met.filter(({ from }) => inAll(from, legs)) : met;
    return united(legs, columns);
  },
});

/** A table by its name, the tables that a wildcard stands for, or any table expression. */
function legsOf(node: ExpressionNode, at: number, context: Context): Leg[] {
  const symbol = node.ReferencedSymbol;
  const kind = context.kusto.kindOf(node);
  refuseViews(node, context);
  if (symbol && context.kusto.symbolKind(symbol) === 'Group') {
    const members = items(
      (symbol as { Members?: Parameters<typeof items<{ Name: string }>>[0] }).Members,
    );
    return members.flatMap(({ Name: name }) => {
      const rows = storedTable(name, context);
      return rows ? [{ name, rows }] : [];
    });
  }
  // With `isfuzzy` a table that does not exist is left out; without, the binder has complained already.
  if (!isTabular(node) || startsNowhere(node, context)) return [];
  const name =
    kind === 'NameReference'
      ? (node as NameNode).SimpleName
      : (namedBy(node, context) ?? `union_arg${String(at)}`);
  return [{ name, rows: context.language.rows(node, context) }];
}

/** A wildcard stands for views of the query too, which the binder leaves out. */
function refuseViews(node: ExpressionNode, context: Context): void {
  const parts = node
    .ToString(0)
    .replace(/^[(\s]+|[)\s]+$/g, '')
    .split('*');
  if (parts.length < 2 || parts.some((each) => !/^\w*$/.test(each))) return;
  const [first = '', ...rest] = parts;
  const last = rest.pop() ?? '';
  const meant = [...viewsInScope(context).keys()].find(
    (name) => name.startsWith(first) && name.slice(first.length).endsWith(last),
  );
  if (meant !== undefined) refuse(context, node, `view \`${meant}\` in a wildcard of \`union\``);
}

/** Whether the table at the head of a leg does not exist; the binder has warned of it. */
function startsNowhere(node: ExpressionNode, context: Context): boolean {
  let at = node;
  for (;;) {
    const kind = context.kusto.kindOf(at);
    if (kind === 'ParenthesizedExpression') at = (at as UnaryNode).Expression;
    else if (kind === 'PipeExpression') at = (at as PipeNode).Expression;
    else return kind === 'NameReference' && !at.ReferencedSymbol;
  }
}

/** The name that a leg gives itself by `as` at its end. */
function namedBy(node: ExpressionNode, context: Context): string | undefined {
  let at = node;
  while (context.kusto.kindOf(at) === 'ParenthesizedExpression') at = (at as UnaryNode).Expression;
  if (context.kusto.kindOf(at) !== 'PipeExpression') return undefined;
  const last = (at as PipeNode).Operator;
  return context.kusto.kindOf(last) === 'AsOperator' ? (last as AsNode).Name.SimpleName : undefined;
}

/** A column of the result, and which column of a leg goes there; none for the one that names the leg. */
interface Met {
  readonly column: KqlColumn;
  readonly from: KqlColumn | undefined;
}

const same = (a: KqlColumn, b: KqlColumn): boolean => a.name === b.name && a.type === b.type;

/**
 * The binder gives the columns of the result name by name as they first appear, and of one name type by type. It
 * renames where types differ, and numbers where that name is taken, so places tell what comes from where, not names.
 */
function meeting(
  result: readonly KqlColumn[],
  legs: readonly Leg[],
  source: string | undefined,
): readonly Met[] {
  const byName = new Map<string, KqlColumn[]>();
  for (const each of legs.flatMap(({ rows }) => rows.columns)) {
    const known = byName.get(each.name);
    if (!known) byName.set(each.name, [each]);
    else if (!known.some((one) => same(one, each))) known.push(each);
  }
  const origins = [...byName.values()].flat();
  const named = source === undefined ? -1 : result.findIndex(({ name }) => name === source);
  const told = origins.length === result.length - (named >= 0 ? 1 : 0);
  return result.map((column, at) => {
    if (at === named) return { column, from: undefined };
    const place = named >= 0 && at > named ? at - 1 : at;
    const from = told ? origins[place] : origins.find((each) => isNamed(column, each));
    return { column, from: from ?? column };
  });
}

/** Whether a column of the result has the name that a column of a leg would have there. */
const isNamed = (column: KqlColumn, { name, type }: KqlColumn): boolean =>
  column.type === type && (column.name === name || column.name === `${name}_${type}`);

const inAll = (from: KqlColumn | undefined, legs: readonly Leg[]): boolean =>
  from === undefined || legs.every(({ rows }) => rows.columns.some((each) => same(each, from)));

/** Without the tables of which nothing is held: `union *` goes over hundreds of them. */
const filledLegs = (legs: readonly Leg[]): readonly Leg[] =>
  legs.filter(({ rows: { relation } }) => relation.kind !== 'values' || relation.rows.length > 0);

function united(legs: readonly Leg[], met: readonly Met[]): Rows {
  const columns = met.map(({ column }) => column);
  const hidden = legs[0]?.rows.hidden ?? [];
  const common = legs.every(({ rows }) => rows.hidden.length === hidden.length) ? hidden : [];
  const inputs = filledLegs(legs).map(({ name, rows }) => {
    const shown = met.map(({ column, from }) => ({
      name: column.name,
      expression: from ? cell(from, rows) : text(name),
    }));
    return project({ ...rows, hidden: common }, shown).relation;
  });
  const per = legs[0]?.rows.per;
  if (inputs.length === 0) {
    return { ...nowhere([...columns, ...common]), columns, hidden: common, per };
  }
  const open = legs.some(({ rows }) => rows.open === true);
  return { relation: { kind: 'union', inputs }, columns, hidden: common, per, open };
}

function cell(column: KqlColumn, rows: Rows): Expression {
  const found = rows.columns.find((each) => same(each, column));
  return found ? reference(found) : absent(column.type);
}
