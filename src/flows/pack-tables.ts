// Tables that a pack declares beyond the products' own.
import { kustoType, type KqlColumn } from '../kql/index.ts';
import type { Pack } from '../strategy/index.ts';

export function kustoColumnsOf(pack: Pack): ReadonlyMap<string, readonly KqlColumn[]> {
  return new Map(
    Object.entries(pack.tables).map(([table, columns]) => [
      table,
      Object.entries(columns).map(([name, type]) => ({ name, type: kustoType(type) ?? 'string' })),
    ]),
  );
}
