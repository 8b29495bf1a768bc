// What is known while a plan is being rendered.
import { identifier } from './quote.ts';
import type { Unnest } from '../../plan/index.ts';
import { Names } from './names.ts';

/** A stored table: its name in the database and where each logical column lies. */
export interface StoredTable {
  readonly name: string;
  readonly columns: ReadonlyMap<string, string>;
  /** Columns that are empty text in every row; like those that are null in every row, they lie nowhere. */
  readonly blank: ReadonlySet<string>;
  /** SQL of what is scanned instead of a stored table: a file, in the order of its lines. `columns` are SQL over it. */
  readonly source?: string;
}

export type Catalog = ReadonlyMap<string, StoredTable>;

/** One key of a relation's order, as SQL over the query's FROM clause. */
export interface OrderKey {
  readonly sql: string;
  readonly descending: boolean;
  readonly nulls: 'first' | 'last';
}

/**
 * A SELECT in the making. `columns` maps logical names to SQL over `from`. Filters and projections pile up here until
 * something needs a finished subquery (`Renderer.seal`).
 */
export interface Query {
  readonly from: string;
  readonly where: readonly string[];
  readonly columns: ReadonlyMap<string, string>;
  readonly order: readonly OrderKey[];
  /** Set while `from` is a stored table alone: SQL for the number of the row in it. */
  readonly base?: { readonly row: string };
}

/** State of one rendering: names given out, shared subplans met, evaluators that SQL will call. */
export class Context {
  readonly catalog: Catalog;
  readonly names = new Names();
  readonly evaluators = new Set<string>();
  readonly shared = new Map<string, { readonly name: string; readonly query: Query }>();
  readonly clauses: string[] = [];
  /** Unnestings whose elements need no places (see `order-need.ts`). */
  readonly unplaced: ReadonlySet<Unnest>;

  constructor(catalog: Catalog, unplaced: ReadonlySet<Unnest>) {
    this.catalog = catalog;
    this.unplaced = unplaced;
  }

  /** The quoted SQL name of a logical column. */
  column(name: string): string {
    return identifier(this.names.of(name));
  }

  hidden(purpose: string): string {
    return identifier(this.names.hidden(purpose));
  }
}

/** `ORDER BY` items for a relation's order. */
export function orderItems(order: readonly OrderKey[]): string {
  return order
    .map(
      ({ sql, descending, nulls }) =>
        `${sql} ${descending ? 'DESC' : 'ASC'} NULLS ${nulls.toUpperCase()}`,
    )
    .join(', ');
}

/**
 * ` ORDER BY ...` for rows that are counted out or handed over; nothing where they come in that order by themselves: a
 * stored table is scanned in the order of its rows.
 */
export function inOrder({ order, base }: Query): string {
  const [only, second] = order;
  if (!only) return '';
  const stored = !second && !only.descending && only.sql === base?.row;
  return stored ? '' : ` ORDER BY ${orderItems(order)}`;
}

const BARE = /^"(?:[^"]|"")*"$/;

/** Whether a piece of SQL costs nothing to repeat. */
export function isBare(sql: string): boolean {
  return BARE.test(sql);
}
