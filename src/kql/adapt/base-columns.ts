// Which references of a bound query are a table's own columns, however many operators lie between.
import type { Kusto } from '../bridge/kusto.ts';
import {
  items,
  walk,
  type ColumnSymbol,
  type NameNode,
  type Node,
  type Symbol,
  type TypeSymbol,
} from '../bridge/nodes.ts';
import { kustoType, type KqlColumn } from '../environment.ts';
import type { Origin } from './counterpart.ts';

export interface BaseColumns {
  /** The table columns that a reference stands for: several behind `union` or `join`, none for computed columns. */
  readonly originsOf: (node: NameNode) => readonly Origin[];
  /** Names that the query declares. */
  readonly declared: ReadonlySet<string>;
  /** Every name that the query declares or refers to. */
  readonly names: ReadonlySet<string>;
}

export function baseColumns(kusto: Kusto, root: Node): BaseColumns {
  const tables = new Map<Symbol, Origin>();
  const declared = new Set<string>();
  const names = new Set<string>();
  walk(root, (node) => {
    if (node.IsToken) return;
    const kind = kusto.kindOf(node);
    const { SimpleName: name, ReferencedSymbol: symbol } = node as NameNode;
    if (kind === 'NameDeclaration') declared.add(name);
    if (kind === 'NameDeclaration' || kind === 'NameReference') names.add(name);
    if (kind === 'NameReference' && symbol && kusto.symbolKind(symbol) === 'Table') {
      for (const column of items((symbol as TypeSymbol).Columns)) {
        tables.set(column, { table: symbol.Name, column: columnOf(column) });
      }
    }
  });
  return { originsOf: (node) => originsOf(node.ReferencedSymbol, tables), declared, names };
}

function columnOf({ Name: name, Type: type }: ColumnSymbol): KqlColumn {
  return { name, type: kustoType(type.Name) ?? 'dynamic' };
}

function originsOf(
  symbol: Symbol | null | undefined,
  tables: ReadonlyMap<Symbol, Origin>,
): readonly Origin[] {
  const found = new Map<string, Origin>();
  const seen = new Set<Symbol>();
  const waiting: Symbol[] = symbol ? [symbol] : [];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const origin = tables.get(next);
    if (origin) found.set(`${origin.table} ${origin.column.name}`, origin);
    else waiting.push(...items((next as ColumnSymbol).OriginalColumns));
  }
  return [...found.values()];
}
