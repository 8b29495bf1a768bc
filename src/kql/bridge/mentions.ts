// What names a query mentions, so that it is bound against those alone.
import type { Kusto } from './kusto.ts';
import { walk, type NameNode, type Node } from './nodes.ts';

export interface Mentions {
  readonly names: ReadonlySet<string>;
  /** Texts that may name a table, as in `table("T")`. */
  readonly texts: ReadonlySet<string>;
  /** A wildcard, `search` or `find` without tables: any table may be meant. */
  readonly everything: boolean;
}

/** Names and texts of a parsed query: a text may name a table too, as in `table("T")`. */
export function mentioned(kusto: Kusto, root: Node): Mentions {
  const names = new Set<string>();
  const texts = new Set<string>();
  let everything = false;
  walk(root, (node) => {
    if (node.IsToken) return;
    const kind = kusto.kindOf(node);
    if (kind === 'NameReference') names.add((node as NameNode).SimpleName);
    else if (kind === 'StringLiteralExpression' || kind === 'CompoundStringLiteralExpression') {
      texts.add(String((node as NameNode).LiteralValue));
    } else if (kind === 'WildcardedName' || kind === 'BracketedWildcardedName') {
      everything ||= isTableWildcard(kusto, node);
    } else if (kind === 'SearchOperator' || kind === 'FindOperator') everything = true;
    else if (kind === 'StarExpression') everything ||= isTableWildcard(kusto, node);
  });
  return { names, texts, everything };
}

function isTableWildcard(kusto: Kusto, node: Node): boolean {
  for (let at = node.Parent; at; at = at.Parent) {
    const kind = kusto.kindOf(at);
    if (kind === 'UnionOperator' || kind === 'FindInClause') return true;
    if (kind.endsWith('Operator') || kind === 'FunctionCallExpression') return false;
  }
  return false;
}
