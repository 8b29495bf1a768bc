// Relations: what both languages come down to. Every relation has columns with unique, case-sensitive names and an
// order of its rows; each kind says below what order it gives.
import type { Expression } from './expression.ts';
import type { Column, Type, Value } from './types.ts';

export type Relation =
  | Scan
  | Values
  | Filter
  | Project
  | Aggregate
  | Sort
  | Limit
  | Join
  | Union
  | Unnest
  | Window
  | Shared;

export interface Named {
  readonly name: string;
  readonly expression: Expression;
}

/** A stored table, or those of its columns that are wanted. Order: as stored. */
export interface Scan {
  readonly kind: 'scan';
  readonly table: string;
  readonly columns: readonly Column[];
}

/** Rows written out. Order: as written. */
export interface Values {
  readonly kind: 'values';
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Value[])[];
}

/** The rows for which the condition is true. Keeps order. */
export interface Filter {
  readonly kind: 'filter';
  readonly input: Relation;
  readonly where: Expression;
}

/** Exactly these columns, all computed from the input's row. Keeps order. */
export interface Project {
  readonly kind: 'project';
  readonly input: Relation;
  readonly columns: readonly Named[];
}

/**
 * One row per distinct combination of `by` (nulls are equal to one another), the `by` columns first.
 * Without `by`: exactly one row. Order: by first appearance in the input.
 */
export interface Aggregate {
  readonly kind: 'aggregate';
  readonly input: Relation;
  readonly by: readonly Named[];
  readonly aggregates: readonly NamedAggregate[];
}

export interface NamedAggregate extends AggregateCall {
  readonly name: string;
}

/**
 * An aggregate function over the rows of a group for which `where` is true. What each does is told in `aggregates.ts`.
 * `limit` bounds what `list` and `set` keep.
 */
export interface AggregateCall {
  readonly function: AggregateFunction;
  readonly args: readonly Expression[];
  readonly type: Type;
  readonly where?: Expression;
  readonly limit?: number;
}

export type AggregateFunction =
  | 'count'
  | 'sum'
  | 'avg'
  | 'min'
  | 'max'
  | 'distinct'
  | 'first'
  | 'last'
  | 'list'
  | 'set'
  | 'arg_max'
  | 'arg_min'
  | 'percentile'
  | 'percentile_interpolated'
  | 'stdev'
  | 'stdevp'
  | 'variance'
  | 'variancep'
  | 'mode';

export interface SortKey {
  readonly by: Expression;
  readonly descending: boolean;
  readonly nulls: 'first' | 'last';
}

/** Stable: rows with equal keys keep their order. */
export interface Sort {
  readonly kind: 'sort';
  readonly input: Relation;
  readonly keys: readonly SortKey[];
}

/**
 * The first `count` rows after `skip`, in all or, with `per`, of each group of equal `per` values. Keeps order.
 */
export interface Limit {
  readonly kind: 'limit';
  readonly input: Relation;
  readonly count: number;
  readonly skip?: number;
  readonly per?: readonly Expression[];
}

/**
 * Columns: left's, then right's, all names distinct (`semi`, `anti`: left's only). Rows meet when each pair of keys is
 * equal (null equals nothing unless `nullsMatch`) and `where`, if given, is true. No keys and no `where`: the product.
 * Order: left's, then right's; unmatched right rows last.
 */
export interface Join {
  readonly kind: 'join';
  readonly join: 'inner' | 'left' | 'right' | 'full' | 'semi' | 'anti';
  readonly left: Relation;
  readonly right: Relation;
  readonly keys: readonly { readonly left: Expression; readonly right: Expression }[];
  readonly nullsMatch?: boolean;
  readonly where?: Expression;
}

/** All rows of all inputs, which have the same columns in the same order. Order: input after input. */
export interface Union {
  readonly kind: 'union';
  readonly inputs: readonly Relation[];
}

/**
 * A row per element; several lists advance together, the shorter ones padded with null. The input's columns stay, the
 * elements come as new columns. `strings` give `string`, `dynamic` arrays give `dynamic`. A null list has no elements;
 * with `keepEmpty` a row without any element stays once, elements null. `index` names a `long` column, from 0.
 */
export interface Unnest {
  readonly kind: 'unnest';
  readonly input: Relation;
  readonly lists: readonly Named[];
  readonly keepEmpty: boolean;
  readonly index?: string;
}

/** Adds columns computed over neighbouring rows, in the input's order within each partition. Keeps order. */
export interface Window {
  readonly kind: 'window';
  readonly input: Relation;
  readonly partition: readonly Expression[];
  readonly columns: readonly NamedWindow[];
}

/**
 * - `row_number`: from 1. `lag`/`lead`: args `[value, offset literal, default]`.
 * - any aggregate function over a frame.
 * - `sequence`: `evaluate` names a function of the registry that takes, for each argument (of type `string`), the list of
 *   its values over the whole partition, nulls kept (of a literal once), and gives a list of the same length, type `strings`; the column is
 *   its element for the row. For what no frame can express: sessions, transactions.
 */
export interface NamedWindow {
  readonly name: string;
  readonly function: 'row_number' | 'lag' | 'lead' | 'sequence' | AggregateFunction;
  readonly args: readonly Expression[];
  readonly type: Type;
  readonly where?: Expression;
  readonly frame?: Frame;
  readonly evaluate?: string;
}

/**
 * Rows around the current one: `[from, to]` as offsets (negative: before), null: unbounded. With `range`, offsets are
 * distances in the given numeric expression, by which the input must be sorted.
 */
export interface Frame {
  readonly from: number | null;
  readonly to: number | null;
  readonly range?: Expression;
}

/** A relation used more than once is computed once: all `shared` of one id are the same relation. */
export interface Shared {
  readonly kind: 'shared';
  readonly id: string;
  readonly input: Relation;
}
