// A column of a product's table in the same table of another product.
import { productTable } from '../bridge/schemas.ts';
import type { KqlColumn, Product } from '../environment.ts';

/** The column of a table that a reference comes from. */
export interface Origin {
  readonly table: string;
  readonly column: KqlColumn;
}

export type Counterpart = KqlColumn;

/** The column by which each product dates an event and selects the window of a search. */
export const EVENT_TIME: Readonly<Record<Product, string>> = {
  sentinel: 'TimeGenerated',
  defender: 'Timestamp',
};

const TIMES = new Set(Object.values(EVENT_TIME));

/** The event's time for the event's time; any other column under its own name, or in other letter case. */
export function counterpartOf({ table, column }: Origin, to: Product): Counterpart | undefined {
  const columns = productTable(to, table);
  if (!columns) return undefined;
  const named = (name: string): KqlColumn | undefined => columns.find((each) => each.name === name);
  const time = TIMES.has(column.name) ? named(EVENT_TIME[to]) : undefined;
  const found = time ?? named(column.name);
  if (found) return found;
  const alike = columns.filter(({ name }) => name.toLowerCase() === column.name.toLowerCase());
  return alike.length === 1 ? alike[0] : undefined;
}
