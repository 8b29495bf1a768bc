// One recording in the engine: its tables are made once, and cut to the window of each search.
import type { Engine, Session } from '../engines/duckdb/index.ts';
import {
  asimViews,
  fileProfileColumns,
  splunkEvents,
  tableOf,
  tableViews,
  exportView,
  usualContext,
  type AnyRecord,
  type TableView,
  type ViewContext,
  type ViewTable,
} from '../events/index.ts';
import { productTable, type Held, type KqlColumn } from '../kql/index.ts';
import type { Column } from '../plan/index.ts';
import type { StoredTable } from '../spl/index.ts';
import type { LoadedRecording } from './recordings.ts';

export type KustoPlatform = 'sentinel' | 'defender';

/** A span of time, end excluded, in the unit of the table's time column; either end may be open. */
export interface Window {
  readonly atLeast?: number | bigint;
  readonly below?: number | bigint;
}

export type TimedWindow = Window & { readonly column: string };

/** Bounds of a Splunk search on when an event happened and on when it was indexed. */
export interface SplunkWindow {
  readonly happened?: Window;
  readonly indexed?: Window;
}

/** What loading a table came to. */
export interface Received {
  /** Rows in the whole recording, whatever the window. */
  readonly rows: number;
  /** Whether any of them lies in the window. */
  readonly inWindow: boolean;
  readonly analogue: boolean;
}

const EVENTS = 'events';
const HAPPENED = '$events that happened in the window';
const FILE_PROFILES = '$FileProfiles';

export class RecordingSession {
  readonly session: Session;
  readonly #recording: LoadedRecording;
  readonly #loaded = new Map<string, ViewTable>();
  readonly #views = new Map<KustoPlatform, ReadonlyMap<string, TableView>>();

  private constructor(session: Session, recording: LoadedRecording) {
    this.session = session;
    this.#recording = recording;
  }

  static async open(engine: Engine, recording: LoadedRecording): Promise<RecordingSession> {
    return new RecordingSession(await engine.session(), recording);
  }

  close(): void {
    this.session.close();
  }

  /** Splunk's events in both windows (epoch seconds), newest and oldest as stored. */
  async splunkEvents(
    delay: number | undefined,
    { happened, indexed }: SplunkWindow,
  ): Promise<StoredTable & Received> {
    const base = `splunk, ${String(delay)}`;
    const table = await this.#load(base, () =>
      splunkEvents(this.#recording.records, contextOf(delay)),
    );
    const windows = [
      { column: '_time', ...happened },
      { column: '_indextime', ...indexed },
    ] as const;
    await this.session.slice({ of: base, name: HAPPENED, ...windows[0] });
    await this.session.slice({ of: HAPPENED, name: EVENTS, ...windows[1] });
    const inWindow = anyWithin(table, windows);
    const rows = table.rows.length;
    return { name: EVENTS, columns: table.columns, rows, inWindow, analogue: false };
  }

  /** Columns of every table that the platform would have, by name. */
  kustoColumns(platform: KustoPlatform): ReadonlyMap<string, readonly KqlColumn[]> {
    const views = this.#viewsOf(platform);
    return new Map([...views].map(([name, view]) => [name, view.columns.map(kustoColumn)]));
  }

  /** Loads a table that a query uses, cut to the window; undefined when the platform has no such view. */
  async kustoTable(
    platform: KustoPlatform,
    name: string,
    delay: number | undefined,
    window: TimedWindow,
  ): Promise<Received | undefined> {
    const view =
      this.#viewsOf(platform).get(name) ?? asimViews().find((each) => each.name === name);
    if (!view) return undefined;
    const base = `${platform}, ${String(delay)}, ${name}`;
    const table = await this.#load(base, () =>
      tableOf(view, this.#recording.records, contextOf(delay)),
    );
    await this.session.slice({ of: base, name, ...window });
    const inWindow = anyWithin(table, [window]);
    const rows = table.rows.length;
    return { rows, inWindow, analogue: table.analogue && rows > 0 };
  }

  get hasFileProfiles(): boolean {
    return this.#recording.fileProfiles.length > 0;
  }

  /** The side table that `FileProfile()` reads. */
  async fileProfiles(): Promise<Held> {
    const columns = fileProfileColumns;
    await this.session.load({ name: FILE_PROFILES, columns, rows: this.#recording.fileProfiles });
    return { table: FILE_PROFILES, columns: columns.map(kustoColumn) };
  }

  async #load(name: string, make: () => ViewTable): Promise<ViewTable> {
    const known = this.#loaded.get(name);
    if (known) return known;
    const table = make();
    await this.session.load({ name, columns: table.columns, rows: table.rows });
    this.#loaded.set(name, table);
    return table;
  }

  #viewsOf(platform: KustoPlatform): ReadonlyMap<string, TableView> {
    const known = this.#views.get(platform);
    if (known) return known;
    const views = new Map(tableViews(platform).map((view) => [view.name, view]));
    for (const view of exportedViews(platform, this.#recording.records)) {
      if (!views.has(view.name)) views.set(view.name, view);
    }
    this.#views.set(platform, views);
    return views;
  }
}

/** Whether any row lies in all windows. A row without a time is in every window, as in the engine. */
function anyWithin(table: ViewTable, windows: readonly TimedWindow[]): boolean {
  const placed = windows.map((window) => ({
    ...window,
    at: table.columns.findIndex(({ name }) => name === window.column),
  }));
  return table.rows.some((row) =>
    placed.every(({ at, atLeast, below }) => {
      const time = row[at];
      if (typeof time !== 'number' && typeof time !== 'bigint') return true;
      return (atLeast === undefined || time >= atLeast) && (below === undefined || time < below);
    }),
  );
}

/** Tables that were exported as such (Log Analytics, advanced hunting) and that no event log is mapped to. */
function exportedViews(platform: KustoPlatform, records: readonly AnyRecord[]): TableView[] {
  const kinds = new Set(records.flatMap((each) => ('kind' in each ? [each.kind] : [])));
  return [...kinds].flatMap((kind) => {
    const columns = productTable(platform, kind);
    return columns ? [exportView(kind, platform, columns)] : [];
  });
}

/** Kusto knows no multivalue type, and no view has one. */
function kustoColumn({ name, type }: Column): KqlColumn {
  return { name, type: type === 'strings' ? 'dynamic' : type };
}

function contextOf(delay: number | undefined): ViewContext {
  return delay === undefined ? usualContext : { ...usualContext, ingestionDelay: delay };
}
