// Tables that a pack declares beyond the products' own.
import type { KqlColumn } from '../kql/index.ts';
import type { Pack } from '../strategy/index.ts';
import { kustoColumns } from './json-table.ts';

export function kustoColumnsOf(pack: Pack): ReadonlyMap<string, readonly KqlColumn[]> {
  return new Map(
    Object.entries(pack.tables).map(([table, columns]) => [table, kustoColumns(columns)]),
  );
}
