// The tables that a bound query names, and what it names of their columns.
import type { Kusto } from './kusto.ts';
import {
  items,
  walk,
  type CalledNode,
  type ColumnSymbol,
  type ExpressionNode,
  type FunctionBodyNode,
  type Node,
  type Symbol,
  type TypeSymbol,
} from './nodes.ts';

/** A table, with the columns that the query names, in the table's order. */
export interface TableUse {
  readonly name: string;
  readonly columns: readonly string[];
}

/** Bodies of called functions that are looked into: a hostile text could double them with each call. */
const MOST_BODIES = 1000;

/** In order of their names. `isTable` tells the tables of the environment from those that a query writes out. */
export function tableUses(
  kusto: Kusto,
  root: Node,
  isTable: (name: string) => boolean,
): readonly TableUse[] {
  const tables = new Map<string, TypeSymbol>();
  const named = new Set<ColumnSymbol>();
  for (const symbol of symbolsIn(kusto, root)) {
    const kind = kusto.symbolKind(symbol);
    if (kind === 'Table' && isTable(symbol.Name)) tables.set(symbol.Name, symbol);
    else if (kind === 'Column') named.add(symbol as ColumnSymbol);
  }
  const used = origins(named);
  return [...tables.keys()].sort().map((name) => {
    const columns = items(tables.get(name)?.Columns).filter((each) => used.has(each));
    return { name, columns: columns.map((each) => each.Name) };
  });
}

/** Every symbol that the query refers to, in the bodies of the functions that it calls too. */
function symbolsIn(kusto: Kusto, root: Node): ReadonlySet<Symbol> {
  const found = new Set<Symbol>();
  const roots: Node[] = [root];
  let bodies = 0;
  for (let at = roots.pop(); at; at = roots.pop()) {
    walk(at, (node) => {
      if (node.IsToken) return;
      // `table("T")` refers to a function; what it gives is the table.
      const type = (node as ExpressionNode).ResultType;
      if (type && type.Name !== '') found.add(type);
      const symbol = node.ReferencedSymbol;
      if (symbol) for (const each of meant(kusto, symbol)) found.add(each);
      const body = bodies < MOST_BODIES ? bodyOf(node) : null;
      if (!body) return;
      bodies++;
      roots.push(body);
    });
  }
  return found;
}

/** A wildcard refers to a group. */
function meant(kusto: Kusto, symbol: Symbol): readonly Symbol[] {
  return kusto.symbolKind(symbol) === 'Group' ? items((symbol as TypeSymbol).Members) : [symbol];
}

function bodyOf(node: Node): FunctionBodyNode | null {
  const called = node as Partial<CalledNode>;
  return called.GetCalledFunctionBody?.() ?? null;
}

/** The columns that these were made of, down to those of tables. */
function origins(columns: ReadonlySet<ColumnSymbol>): ReadonlySet<ColumnSymbol> {
  const found = new Set<ColumnSymbol>();
  const waiting = [...columns];
  for (let each = waiting.pop(); each; each = waiting.pop()) {
    if (found.has(each)) continue;
    found.add(each);
    waiting.push(...items(each.OriginalColumns));
  }
  return found;
}
