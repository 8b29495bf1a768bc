// The conditions of `join` and `lookup`: `on a`, `on $left.a == $right.b`, joined by commas or `and`.
import type { Expression, Join } from '../../plan/index.ts';
import {
  elements,
  type BinaryNode,
  type ExpressionNode,
  type JoinConditionNode,
  type NameNode,
  type PathNode,
  type UnaryNode,
} from '../bridge/nodes.ts';
import type { KqlColumn } from '../environment.ts';
import { refuse, type Context, type Rows } from '../lower/context.ts';
import { reference } from '../lower/rows.ts';
import { coerce, widest } from '../lower/types.ts';

export interface KeyPair {
  readonly left: KqlColumn;
  readonly right: KqlColumn;
}

/** The pairs of columns that must be equal. */
export function keyPairs(
  clause: JoinConditionNode | null,
  left: Rows,
  right: Rows,
  context: Context,
): KeyPair[] {
  if (!clause) return [];
  if (clause.Expression) {
    refuse(context, clause, '`join ... where`', 'write the condition as `on $left.a == $right.b`');
    return [];
  }
  return elements(clause.Expressions).flatMap((each) => pairsOf(each, { left, right, context }));
}

interface Sides {
  readonly left: Rows;
  readonly right: Rows;
  readonly context: Context;
}

function pairsOf(node: ExpressionNode, sides: Sides): KeyPair[] {
  const kind = sides.context.kusto.kindOf(node);
  if (kind === 'ParenthesizedExpression') return pairsOf((node as UnaryNode).Expression, sides);
  if (kind === 'AndExpression') {
    const { Left: first, Right: second } = node as BinaryNode;
    return [...pairsOf(first, sides), ...pairsOf(second, sides)];
  }
  if (kind === 'NameReference') {
    const name = node.ReferencedSymbol?.Name ?? (node as NameNode).SimpleName;
    return paired(node, columnOf(sides.left, name), columnOf(sides.right, name), sides.context);
  }
  if (kind === 'EqualExpression') return equality(node as BinaryNode, sides);
  refuse(sides.context, node, 'join condition', 'a key is `column` or `$left.a == $right.b`');
  return [];
}

const columnOf = (rows: Rows, name: string): KqlColumn | undefined =>
  rows.columns.find((each) => each.name === name);

function equality(node: BinaryNode, { left, right, context }: Sides): KeyPair[] {
  const named = [node.Left, node.Right].map((each) => side(each, context));
  const of = (wanted: string): string | undefined =>
    named.find((each) => each?.side === wanted)?.name;
  const [first, second] = [of('$left'), of('$right')];
  return paired(
    node,
    first === undefined ? undefined : columnOf(left, first),
    second === undefined ? undefined : columnOf(right, second),
    context,
  );
}

function side(node: ExpressionNode, context: Context): { side: string; name: string } | undefined {
  if (context.kusto.kindOf(node) !== 'PathExpression') return undefined;
  const { Expression: owner, Selector: selector } = node as PathNode;
  const name = selector.ReferencedSymbol?.Name ?? (selector as NameNode).SimpleName;
  return { side: (owner as NameNode).SimpleName, name };
}

function paired(
  node: ExpressionNode,
  left: KqlColumn | undefined,
  right: KqlColumn | undefined,
  context: Context,
): KeyPair[] {
  if (left && right) return [{ left, right }];
  refuse(context, node, 'join condition', 'a key is `column` or `$left.a == $right.b`');
  return [];
}

/** The pairs as plan keys, the right columns by their new names; both of one type. */
export function planKeys(
  pairs: readonly KeyPair[],
  rightNames: ReadonlyMap<string, string>,
): Join['keys'] {
  return pairs.map(({ left, right }) => {
    const type = widest(left.type, right.type);
    const to = (each: KqlColumn): Expression => coerce(reference(each), type);
    return {
      left: to(left),
      right: to({ ...right, name: rightNames.get(right.name) ?? right.name }),
    };
  });
}
