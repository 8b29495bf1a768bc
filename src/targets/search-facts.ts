// What the KQL engine knows about a search: targets do not parse queries, they are told.
import type { Search, Strategy } from '../strategy/index.ts';
import type { Span } from '../text/index.ts';

interface OutputColumn {
  readonly name: string;
  /** Kusto's type name: `string`, `datetime`, `dynamic`, ... */
  readonly type: string;
}

/**
 * A construct that a platform may forbid, as found in the bound tree. `span` is a place in the search's text; `place` is
 * what `workspace("w")` and the like name, where the query writes it out.
 */
export interface Construct {
  readonly kind: ConstructKind;
  readonly span?: Span;
  readonly place?: string;
}

/**
 * `search-all`: `search` over every table; `union-all`: `union *`; `cross-cluster`: `cluster()`, `adx()`;
 * `cross-workspace`: `workspace()`, `app()`, `resource()`; `resource-graph`: `arg()`; `management`: `.commands` and `set` statements;
 * `external-data`: `externaldata`; `join`, `union`, `aggregate`: matter to near-real-time rules.
 */
export type ConstructKind =
  | 'search-all'
  | 'union-all'
  | 'cross-cluster'
  | 'cross-workspace'
  | 'resource-graph'
  | 'management'
  | 'external-data'
  | 'join'
  | 'union'
  | 'aggregate';

export interface SearchFacts {
  /** The output schema, in order, with the case that the query gives its columns. */
  readonly columns: readonly OutputColumn[];
  /** True where the output columns depend on data (`bag_unpack`, `pivot`), so that a missing name proves nothing. */
  readonly open?: boolean;
  /** Tables that the query reads. */
  readonly tables: readonly string[];
  /** Functions of the environment or the workspace that it calls: not built-in ones, not its own `let` functions. */
  readonly functions: readonly string[];
  readonly constructs?: readonly Construct[];
}

/** One strategy to publish with one of its KQL searches. */
export interface KqlInput {
  readonly strategy: Strategy;
  readonly search: Search;
  /** The search as the platform gets it, where that is not as the document has it. Places are the document's all the same. */
  readonly query?: string;
  readonly facts: SearchFacts;
}

/** What the platform runs. */
export function queryOf({ query, search }: KqlInput): string {
  return query ?? search.text;
}
