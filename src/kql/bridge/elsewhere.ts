// Tables of other workspaces, databases and clusters: a recording has one place for them all.
import type { Kusto } from './kusto.ts';
import { walk, type CallNode, type ExpressionNode, type Node, type PathNode } from './nodes.ts';

const PLACES = new Set(['workspace', 'app', 'resource', 'database', 'cluster']);

/** The text with `workspace("w").` and the like made blank, so that every place in it stays where it is. */
export function withoutPlaces(kusto: Kusto, text: string, root: Node): string {
  let out = text;
  walkPlaces(kusto, root, (owner, member) => {
    out =
      out.slice(0, owner.TextStart) +
      out.slice(owner.TextStart, member.TextStart).replace(/[^\r\n]/g, ' ') +
      out.slice(member.TextStart);
  });
  return out;
}

/** The place that a name at a position belongs to, as written: `workspace("w")`. */
export function placeOfName(kusto: Kusto, root: Node, position: number): string | undefined {
  let found: string | undefined;
  walkPlaces(kusto, root, (owner, member) => {
    if (member.TextStart === position) found = owner.ToString(0).trim();
  });
  return found;
}

function walkPlaces(
  kusto: Kusto,
  root: Node,
  visit: (owner: ExpressionNode, member: ExpressionNode) => void,
): void {
  walk(root, (node) => {
    if (node.IsToken || kusto.kindOf(node) !== 'PathExpression') return;
    const { Expression: owner, Selector: member } = node as PathNode;
    if (isPlace(kusto, owner)) visit(owner, member);
  });
}

/** `place("...")`, or such a call on another: `cluster("c").database("d")`. */
function isPlace(kusto: Kusto, node: ExpressionNode): boolean {
  const kind = kusto.kindOf(node);
  if (kind === 'FunctionCallExpression') return PLACES.has((node as CallNode).Name.SimpleName);
  if (kind !== 'PathExpression') return false;
  const { Expression: owner, Selector: member } = node as PathNode;
  return isPlace(kusto, owner) && isPlace(kusto, member);
}
