// How an operator lowers: one file each, listed in `index.ts`.
import type { NamedParameterNode, OperatorNode } from '../bridge/nodes.ts';
import { items } from '../bridge/nodes.ts';
import type { Context, Rows } from '../lower/context.ts';

/** `input` is absent for operators that begin a query (`print`, `range`, `union`, `search`). */
export interface Operator<N extends OperatorNode = OperatorNode> {
  /** The parser's kind. */
  readonly kind: string;
  /** As people write it. */
  readonly name: string;
  readonly source: string;
  readonly lower: (input: Rows, node: N, context: Context) => Rows;
  /** Whether the operator can begin a query. */
  readonly begins?: boolean;
}

/** Widens an operator of one node type to what the list holds; the list is keyed by the kind that has that type. */
export function operator<N extends OperatorNode>(definition: Operator<N>): Operator {
  return definition as unknown as Operator;
}

/** The value of `kind=...` and its like: the word, or the literal's text. */
export function parameter(node: OperatorNode, name: string): string | undefined {
  const found: NamedParameterNode | undefined = items(node.Parameters).find(
    (each) => each.Name.SimpleName.toLowerCase() === name,
  );
  return found?.Expression.ToString(0).trim();
}
