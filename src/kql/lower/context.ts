// What lowering knows at a place in the query: the names in scope, the row at hand, where findings go.
import type { AggregateCall, Expression, NamedWindow, Relation, Value } from '../../plan/index.ts';
import type { Span } from '../../text/index.ts';
import type { Kusto } from '../bridge/kusto.ts';
import type { ExpressionNode, FunctionDeclarationNode, Node } from '../bridge/nodes.ts';
import type { KqlColumn, KqlEnvironment } from '../environment.ts';

/**
 * A lowered table expression. The relation's columns are `columns`, then `hidden`: the ingestion time, and within a
 * subquery that runs once per row (`mv-apply`, `partition`) the number of that row, whose name is `per`.
 */
export interface Rows {
  readonly relation: Relation;
  readonly columns: readonly KqlColumn[];
  readonly hidden: readonly KqlColumn[];
  readonly per?: string | undefined;
  /** No rows, and nobody knows their columns: whatever is named is absent (a fuzzy union none of whose tables exist). */
  readonly open?: boolean;
  /** Whether the rows have a defined order, which `prev`, `next` and `row_number` ask for. */
  readonly serialized?: boolean;
}

export type Binding =
  | { readonly kind: 'scalar'; readonly expression: Expression }
  | { readonly kind: 'rows'; readonly rows: () => Rows }
  | {
      readonly kind: 'function';
      readonly declaration: FunctionDeclarationNode;
      readonly scope: Scope;
    };

/** Names from `let`, parameters and `as`, innermost first. */
export interface Scope {
  readonly names: Map<string, Binding>;
  readonly parent: Scope | undefined;
}

export interface Finding {
  readonly code: string;
  readonly message: string;
  readonly remedy?: string | undefined;
  /** An error unless said. */
  readonly severity?: 'error' | 'warning';
}

/** What the query turned out to use. Filled while lowering. */
export interface Used {
  readonly tables: Set<string>;
  readonly functions: Set<string>;
  readonly watchlists: Set<string>;
}

/** The parts of lowering that call one another. */
export interface Language {
  readonly scalar: (node: ExpressionNode, context: Context) => Expression;
  readonly rows: (node: ExpressionNode, context: Context) => Rows;
  readonly operator: (input: Rows | undefined, node: ExpressionNode, context: Context) => Rows;
}

/** A column over neighbouring rows, within groups of rows that are equal in `partition`. */
export interface AskedWindow {
  readonly column: Omit<NamedWindow, 'name'>;
  readonly partition: readonly Expression[];
}

/** A plugin that cannot say its columns before `probe` has been run. `schema` tells them from the probe's rows. */
export interface AskedStage {
  readonly node: Node & { readonly FunctionCall: Node };
  readonly probe: Relation;
  readonly schema: (rows: readonly (readonly Value[])[]) => readonly KqlColumn[];
}

export interface Context {
  readonly kusto: Kusto;
  readonly environment: KqlEnvironment;
  readonly language: Language;
  readonly scope: Scope;
  /** The row that column names refer to; absent where there is none (`print`, a scalar `let`). */
  readonly row?: Rows | undefined;
  /** What an operator without a written input works on, in a subquery. */
  readonly piped?: Rows | undefined;
  /** Takes an aggregate of the current group; absent where there are no groups. */
  readonly aggregate?: ((call: AggregateCall) => Expression) | undefined;
  /** Takes a column over neighbouring rows, computed on the operator's input before the operator itself. */
  readonly window?: ((asked: AskedWindow) => Expression) | undefined;
  /** A column of the state of a step, within `scan`. */
  readonly state?: ((step: string, column: string) => Expression | undefined) | undefined;
  /** Takes the first plugin whose columns depend on data; absent where none may. */
  readonly stage?: ((asked: AskedStage) => void) | undefined;
  readonly used: Used;
  readonly wildcardTables: readonly string[];
  readonly place: (node: Node) => Span;
  readonly report: (finding: Finding, at: Span) => void;
  /** A name or id that nothing else in the plan has. */
  readonly fresh: (purpose: string) => string;
  /** How many function calls enclose this place. */
  readonly depth: number;
}

/** The binding of a name, from the inside out. */
export function resolve(scope: Scope, name: string): Binding | undefined {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const found = at.names.get(name);
    if (found) return found;
  }
  return undefined;
}

/** The code of what Kusto runs and replay does not. */
export const UNSUPPORTED = 'KQL1201';

/** Refuses a construct at its place. The query is not run, but the rest of it is still looked at. */
export function refuse(context: Context, node: Node, what: string, remedy?: string): void {
  context.report(
    { code: UNSUPPORTED, message: `unsupported ${what}`, remedy },
    context.place(node),
  );
}
