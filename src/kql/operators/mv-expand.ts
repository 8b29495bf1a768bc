import { call, literal, nothing, when, type Expression, type Relation } from '../../plan/index.ts';
import {
  elements,
  type ExpressionNode,
  type MvExpandItemNode,
  type MvExpandNode,
  type SimpleNamedNode,
} from '../bridge/nodes.ts';
import type { KqlColumn, KustoType } from '../environment.ts';
import { constantOf } from '../lower/constant.ts';
import type { Context, Rows } from '../lower/context.ts';
import { columnsOfType, project, unchanged } from '../lower/rows.ts';
import { coerce, typeOfSymbol } from '../lower/types.ts';
import { operator, parameter } from './operator.ts';

/** The legacy spelling `mvexpand` keeps at most this many elements of each array. */
const LEGACY = 128n;

/**
 * `mv-expand [kind=bag|array] [with_itemindex=i] [name =] array [to typeof(t)], ... [limit n]`: a row per element, several
 * arrays side by side. Null gives one row, an empty array none, a bag a bag per property.
 */
export const mvExpand = operator<MvExpandNode>({
  kind: 'MvExpandOperator',
  name: 'mv-expand',
  source: 'https://learn.microsoft.com/kusto/query/mv-expand-operator',
  lower: (input, node, context) => {
    const expanded = expand(input, node, context);
    const columns = columnsOfType(node.ResultType);
    return project(
      expanded.rows,
      columns.map((each) => expanded.column(each)),
    );
  },
});

export interface Expanded {
  /** The input's columns and the elements under names of their own. */
  readonly rows: Rows;
  readonly items: readonly Item[];
  /** The value of a column of the result. */
  readonly column: (column: KqlColumn) => { name: string; expression: Expression };
}

interface Item {
  readonly name: string;
  readonly element: Expression;
  readonly list: Expression;
}

/** Unfolds the arrays of `mv-expand` or `mv-apply`. */
export function expand(input: Rows, node: MvExpandNode, context: Context): Expanded {
  const legacy = node.ToString(0).trimStart().startsWith('mvexpand') ? LEGACY : undefined;
  const limit = node.RowLimitClause ? rowLimit(node.RowLimitClause.RowLimit, context) : legacy;
  const pairs = (parameter(node, 'kind') ?? parameter(node, 'bagexpansion')) === 'array';
  const items = elements(node.Expressions).map((each) => itemOf(each, context, { limit, pairs }));
  const indexName = parameter(node, 'with_itemindex');
  const index = indexName === undefined ? undefined : context.fresh('index');
  const relation: Relation = {
    kind: 'unnest',
    input: input.relation,
    lists: items.map(({ slot, list }) => ({ name: slot, expression: list })),
    keepEmpty: false,
    ...(index !== undefined && { index }),
  };
  const added = new Map<string, Expression>(items.map((each) => [each.name, each.element]));
  if (indexName !== undefined && index !== undefined) {
    added.set(indexName, { kind: 'column', name: index, type: 'long' });
  }
  return {
    rows: { ...input, relation },
    items,
    column: (each) => {
      const value = added.get(each.name);
      return value ? { name: each.name, expression: coerce(value, each.type) } : unchanged(each);
    },
  };
}

function rowLimit(node: ExpressionNode, context: Context): bigint | undefined {
  const value = constantOf(coerce(context.language.scalar(node, context), 'long'))?.value;
  return typeof value === 'bigint' ? value : undefined;
}

interface Bounds {
  readonly limit: bigint | undefined;
  readonly pairs: boolean;
}

function itemOf(
  node: MvExpandItemNode,
  context: Context,
  { limit, pairs }: Bounds,
): Item & { slot: string } {
  const inner = node.Expression;
  const named =
    context.kusto.kindOf(inner) === 'SimpleNamedExpression'
      ? (inner as SimpleNamedNode)
      : undefined;
  const value = coerce(context.language.scalar(named?.Expression ?? inner, context), 'dynamic');
  const name = named?.Name.SimpleName ?? context.kusto.resultName(inner) ?? '';
  const all = call('json_elements', 'dynamic', value, literal(pairs, 'bool'));
  const list =
    limit === undefined
      ? all
      : call('array_slice', 'dynamic', all, literal(0n, 'long'), literal(limit - 1n, 'long'));
  const slot = context.fresh(name === '' ? 'item' : name);
  const element = typed({ kind: 'column', name: slot, type: 'dynamic' }, typeOfClause(node));
  return { name, slot, list, element };
}

/** The type that `to typeof(...)` asks for. */
function typeOfClause(node: MvExpandItemNode): KustoType | undefined {
  const wanted = elements(node.ToTypeOf?.TypeOf.Types)[0];
  const symbol = wanted?.ReferencedSymbol;
  return symbol ? typeOfSymbol(symbol) : undefined;
}

/** `to typeof` only takes what already is of that kind: text is not parsed into numbers. */
function typed(value: Expression, type: KustoType | undefined): Expression {
  if (type === undefined || type === 'dynamic') return value;
  const kind = call('json_kind', 'string', value);
  const is = (...kinds: string[]): Expression =>
    call('in', 'bool', kind, ...kinds.map((each) => literal(each, 'string')));
  const converted = coerce(value, type);
  if (type === 'long' || type === 'int' || type === 'real' || type === 'decimal') {
    return when(is('long', 'double'), converted, nothing(type));
  }
  return type === 'bool' ? when(is('bool'), converted, nothing('bool')) : converted;
}
