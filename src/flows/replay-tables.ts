// The tables of a replay: what the artifacts bring along, and what each platform receives of a recording.
import type { Range, Session } from '../engines/duckdb/index.ts';
import type { Held } from '../kql/index.ts';
import type { Column } from '../plan/index.ts';
import type { Lookup } from '../spl/index.ts';
import type { Artifacts } from './artifacts.ts';
import type { Arrival, KustoPlatform, Received, RecordingSession } from './recording-session.ts';

const lookupsOf = new WeakMap<Session, Map<string, Lookup>>();
const watchlistsOf = new WeakMap<Session, Map<string, Held>>();

/** The app's lookups, by name. A session holds those of one build, once. */
export async function loadLookups(
  artifacts: Artifacts,
  session: Session,
): Promise<ReadonlyMap<string, Lookup>> {
  const known = lookupsOf.get(session);
  if (known) return known;
  const lookups = new Map<string, Lookup>();
  for (const { name, columns, rows, settings } of artifacts.lookups) {
    const table = `lookup ${name}`;
    const shape = columns.map((column): Column => ({ name: column, type: 'string' }));
    // An empty cell of a CSV lookup is no value.
    const cells = rows.map((row) => row.map((cell) => (cell === '' ? null : cell)));
    await session.load({ name: table, columns: shape, rows: cells });
    lookups.set(name, { table, columns: shape, ...settings });
  }
  lookupsOf.set(session, lookups);
  return lookups;
}

/** The workspace's watchlists, by alias, likewise. */
export async function loadWatchlists(
  artifacts: Artifacts,
  session: Session,
): Promise<ReadonlyMap<string, Held>> {
  const known = watchlistsOf.get(session);
  if (known) return known;
  const held = new Map<string, Held>();
  for (const { alias, columns, searchKey, rows } of artifacts.watchlists) {
    const table = `watchlist ${alias}`;
    // The service repeats the key column under a name of its own.
    const shape = ['SearchKey', ...columns].map((name) => ({ name, type: 'string' as const }));
    const cells = rows.map((row) => [
      row[searchKey] ?? '',
      ...columns.map((column) => row[column] ?? ''),
    ]);
    await session.load({ name: table, columns: shape, rows: cells });
    held.set(alias, { table, columns: shape });
  }
  watchlistsOf.set(session, held);
  return held;
}

export interface Reception {
  readonly platform: KustoPlatform;
  readonly recording: RecordingSession;
  /** What a row must lie in to be seen by the run. */
  readonly ranges: readonly Range[];
  readonly artifacts: Artifacts;
  readonly arrival: Arrival;
}

/** Loads the tables of a query, cut to its window, and tells what came of all of them together. */
export async function receiveTables(
  tables: readonly string[],
  { platform, recording, ranges, artifacts, arrival }: Reception,
): Promise<Received> {
  const all: Received[] = [];
  for (const name of tables) {
    const each = await recording.kustoTable(platform, name, arrival, { ranges });
    if (each) all.push(each);
    // What only the pack declares is there and empty: no recording is mapped to it.
    else {
      const columns = artifacts.tables.get(name) ?? [];
      await recording.session.load({ name, columns, rows: [] });
    }
  }
  return {
    rows: all.reduce((sum, { rows }) => sum + rows, 0),
    inWindow: all.some((each) => each.inWindow),
    analogue: all.some((each) => each.analogue),
  };
}
