// Records as the tables of one platform, loaded where a search asks for them.
import type { Session } from '../engines/duckdb/index.ts';
import {
  exportView,
  fileProfileColumns,
  splunkEvents,
  tableOf,
  tableViews,
  type AnyRecord,
  type FileProfileRow,
  type TableView,
  type ViewContext,
  type ViewTable,
} from '../events/index.ts';
import type { Held, KqlColumn } from '../kql/index.ts';
import type { Column } from '../plan/index.ts';
import type { StoredTable } from '../spl/index.ts';

/** A span of time in ticks, end excluded; either end may be open. */
export interface Window {
  readonly from?: bigint;
  readonly to?: bigint;
}

/** The Kusto tables that the records fill, by name. Nothing is computed before `table` asks. */
export interface KustoTables {
  readonly columns: ReadonlyMap<string, readonly KqlColumn[]>;
  readonly table: (name: string) => ViewTable | undefined;
}

export function kustoTables(
  platform: 'sentinel' | 'defender',
  records: readonly AnyRecord[],
  context: ViewContext,
): KustoTables {
  const views = new Map<string, TableView>(tableViews(platform).map((view) => [view.name, view]));
  const made = new Map<string, ViewTable>();
  for (const table of exportedTables(platform, records, context)) made.set(table.name, table);
  const columns = new Map<string, readonly KqlColumn[]>();
  for (const [name, view] of views) columns.set(name, view.columns.map(kustoColumn));
  for (const [name, table] of made) columns.set(name, table.columns.map(kustoColumn));
  return {
    columns,
    table: (name) => {
      const known = made.get(name);
      if (known) return known;
      const view = views.get(name);
      if (!view) return undefined;
      const table = tableOf(view, records, context);
      made.set(name, table);
      return table;
    },
  };
}

/** Tables that were exported as such (Log Analytics, advanced hunting): their rows stand as they are. */
function exportedTables(
  platform: 'sentinel' | 'defender',
  records: readonly AnyRecord[],
  context: ViewContext,
): ViewTable[] {
  const kinds = new Set(records.flatMap((each) => ('kind' in each ? [each.kind] : [])));
  return [...kinds].flatMap((kind) => {
    const view = exportView(kind, platform);
    return view ? [tableOf(view, records, context)] : [];
  });
}

/** Kusto knows no multivalue type, and no view has one. */
function kustoColumn({ name, type }: Column): KqlColumn {
  return { name, type: type === 'strings' ? 'dynamic' : type };
}

/** Loads the rows of a table that lie in the window by the given time column; returns how many there are in all. */
export async function loadWindow(
  session: Session,
  table: ViewTable,
  window: Window,
  timeColumn: string,
): Promise<number> {
  const at = table.columns.findIndex(({ name }) => name === timeColumn);
  const rows = table.rows.filter((row) => {
    const time = row[at];
    if (typeof time !== 'bigint') return at < 0;
    return (
      (window.from === undefined || time >= window.from) &&
      (window.to === undefined || time < window.to)
    );
  });
  await session.load({ name: table.name, columns: table.columns, rows });
  return table.rows.length;
}

/** Splunk's events with `_time` in a window of epoch seconds. */
export async function loadSplunkEvents(
  session: Session,
  records: readonly AnyRecord[],
  context: ViewContext,
  window: { readonly from?: number; readonly to?: number } = {},
): Promise<StoredTable & { readonly received: number }> {
  const table = splunkEvents(records, context);
  const at = table.columns.findIndex(({ name }) => name === '_time');
  const rows = table.rows.filter((row) => {
    const time = row[at];
    if (typeof time !== 'number') return true;
    return (
      (window.from === undefined || time >= window.from) &&
      (window.to === undefined || time < window.to)
    );
  });
  await session.load({ name: table.name, columns: table.columns, rows });
  return { name: table.name, columns: table.columns, received: table.rows.length };
}

const FILE_PROFILES = '$FileProfiles';

/** The side table that `FileProfile()` reads. */
export async function loadFileProfiles(
  session: Session,
  rows: readonly FileProfileRow[],
): Promise<Held> {
  await session.load({ name: FILE_PROFILES, columns: fileProfileColumns, rows });
  return { table: FILE_PROFILES, columns: fileProfileColumns.map(kustoColumn) };
}
