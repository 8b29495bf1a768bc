// What columns there are at a place of a bound query, and what became of those that there are not.
import type { Kusto } from './kusto.ts';
import {
  children,
  items,
  walk,
  type ColumnSymbol,
  type ExpressionNode,
  type JoinNode,
  type NameNode,
  type Node,
  type PathNode,
  type PipeNode,
  type TokenNode,
} from './nodes.ts';

export interface ScopeAt {
  readonly columns: readonly ColumnSymbol[];
  /** The stored table that the rows come from, and whether they are its rows unchanged. */
  readonly table: { readonly name: string; readonly whole: boolean } | undefined;
  /** The operator before this place that left the table's column of that name out. */
  readonly lostBy: (column: string) => string | undefined;
  /** Where the name is a member, `owner.name`: the owner as written, if that is text. */
  readonly textOwner: string | undefined;
  /** Whether the place is `name = value`. */
  readonly names: boolean;
}

const NOWHERE: ScopeAt = {
  columns: [],
  table: undefined,
  lostBy: () => undefined,
  textOwner: undefined,
  names: false,
};

/** The scope at a span of the bound text. */
export function scopeAt(kusto: Kusto, root: Node, start: number, end: number): ScopeAt {
  const node = smallest(root, start, end);
  if (!node) return NOWHERE;
  const pipe = pipeAround(kusto, node);
  const own = pipe ? columnsOf(pipe.Expression) : columnsBefore(root, start);
  return {
    columns: [...own, ...rightSide(kusto, node)],
    table: pipe && tableOf(kusto, pipe.Expression),
    lostBy: (column) => pipe && lostBy(kusto, pipe.Expression, column),
    textOwner: textOwner(kusto, node),
    names: kusto.kindOf(node) === 'SimpleNamedExpression',
  };
}

const columnsOf = (node: ExpressionNode): readonly ColumnSymbol[] =>
  items(node.ResultType?.Columns);

function smallest(root: Node, start: number, end: number): Node | undefined {
  let best: Node | undefined;
  walk(root, (node) => {
    if (node.IsToken || node.TextStart > start || node.TextStart + node.Width < end) return;
    if (!best || node.Width < best.Width) best = node;
  });
  return best;
}

/** The pipe within whose operator the node stands. */
function pipeAround(kusto: Kusto, node: Node): PipeNode | undefined {
  for (let at: Node = node, above = at.Parent; above; at = above, above = at.Parent) {
    if (kusto.kindOf(above) === 'PipeExpression' && (above as PipeNode).Operator === at)
      return above as PipeNode;
  }
  return undefined;
}

/** The table that ends last before the place: for the first operator of a subquery. */
function columnsBefore(root: Node, start: number): readonly ColumnSymbol[] {
  let best: readonly ColumnSymbol[] = [];
  walk(root, (node) => {
    if (node.IsToken || node.TextStart + node.Width > start) return;
    if ((node as NameNode).ResultType?.Columns) best = columnsOf(node as NameNode);
  });
  return best;
}

/** In what a join goes by, the right table's columns too. */
function rightSide(kusto: Kusto, node: Node): readonly ColumnSymbol[] {
  for (let at: Node = node, above = at.Parent; above; at = above, above = at.Parent) {
    const kind = kusto.kindOf(above);
    if (kind === 'PipeExpression') return [];
    if (kind === 'JoinOperator' || kind === 'LookupOperator') {
      const { Expression: right } = above as JoinNode;
      return at === right ? [] : columnsOf(right);
    }
  }
  return [];
}

/** The table at the head of a pipe. */
function headOf(kusto: Kusto, node: ExpressionNode): ExpressionNode {
  let at = node;
  while (kusto.kindOf(at) === 'PipeExpression') at = (at as PipeNode).Expression;
  return at;
}

function tableOf(kusto: Kusto, rows: ExpressionNode): ScopeAt['table'] {
  const head = headOf(kusto, rows);
  const symbol = head.ReferencedSymbol;
  if (!symbol || kusto.symbolKind(symbol) !== 'Table' || symbol.Name === '') return undefined;
  const now = new Set(columnsOf(rows));
  return { name: symbol.Name, whole: columnsOf(head).every((each) => now.has(each)) };
}

function lostBy(kusto: Kusto, rows: ExpressionNode, column: string): string | undefined {
  let loser: string | undefined;
  for (let at = rows; kusto.kindOf(at) === 'PipeExpression'; at = (at as PipeNode).Expression) {
    const has = (node: ExpressionNode): boolean =>
      columnsOf(node).some(({ Name }) => Name === column);
    if (has((at as PipeNode).Expression) && !has(at)) loser = keyword((at as PipeNode).Operator);
  }
  return loser;
}

function keyword(node: Node): string | undefined {
  const [first] = children(node);
  return first?.IsToken ? (first as TokenNode).Text : undefined;
}

function textOwner(kusto: Kusto, node: Node): string | undefined {
  const path = node.Parent;
  if (!path || kusto.kindOf(path) !== 'PathExpression') return undefined;
  const { Expression: owner, Selector: member } = path as PathNode;
  return member === node && owner.ResultType?.Name === 'string'
    ? owner.ToString(0).trim()
    : undefined;
}
