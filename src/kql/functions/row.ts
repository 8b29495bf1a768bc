// A function of the language as a row of its family's table.
import type { Expression } from '../../plan/index.ts';
import type { CallNode, ExpressionNode } from '../bridge/nodes.ts';
import type { KustoType } from '../environment.ts';
import type { Context } from '../lower/context.ts';

/** The place of a call: its nodes, the type that the binder gives the result. */
export interface Site {
  readonly node: CallNode;
  readonly nodes: readonly ExpressionNode[];
  readonly context: Context;
  readonly type: KustoType;
  readonly scalar: (node: ExpressionNode, context: Context) => Expression;
}

/**
 * `takes`: what arguments are converted to beforehand, the last type for all that follow; `any` leaves an argument as it
 * is. `raw`: `lower` works on the nodes, `args` is empty. `examples`: an expression and its value as JSON, run as tests.
 */
export interface FunctionRow {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly takes?: readonly (KustoType | 'any')[];
  readonly raw?: boolean;
  readonly lower: (args: readonly Expression[], site: Site) => Expression;
  readonly source: string;
  readonly examples: readonly (readonly [expression: string, value: unknown])[];
}

const DOCUMENTATION = 'https://learn.microsoft.com/kusto/query/';

/** The documentation page of that name. */
export const page = (name: string): string => `${DOCUMENTATION}${name}`;
