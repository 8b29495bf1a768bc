// One recording in the engine: its tables are made once, and cut to the window of each search.
import type { Engine, Range, Session, TableData } from '../engines/duckdb/index.ts';
import {
  asimViews,
  fileProfileColumns,
  exportView,
  rowsOf,
  splunkEvents,
  tableViews,
  usualContext,
  type TableView,
  type ViewContext,
} from '../events/index.ts';
import { productTable, type Held, type KqlColumn } from '../kql/index.ts';
import type { Column, Value } from '../plan/index.ts';
import type { StoredTable } from '../spl/index.ts';
import type { Expectation } from '../strategy/index.ts';
import type { LoadedRecording, StoredView } from './recordings.ts';

export type KustoPlatform = 'sentinel' | 'defender';

/** A span of time, end excluded, in the unit of the table's time column; either end may be open. */
export type Window = Omit<Range, 'column'>;

/** Bounds of a Splunk search on when an event happened and on when it was indexed. */
export interface SplunkWindow {
  readonly happened?: Window;
  readonly indexed?: Window;
}

/** The part of a table that is wanted: rows in all ranges, all columns or some. */
export interface Cut {
  readonly ranges?: readonly Range[];
  readonly wanted?: ReadonlySet<string>;
}

/** When events come in, and how often. */
export type Arrival = Pick<Expectation, 'delay' | 'repeat' | 'repeatAfter'>;

/** What loading a table came to. */
export interface Received {
  /** Rows in the whole recording, whatever the window. */
  readonly rows: number;
  /** Whether any of them lies in the window. */
  readonly inWindow: boolean;
  readonly analogue: boolean;
}

const EVENTS = 'events';
const FILE_PROFILES = '$FileProfiles';

export class RecordingSession {
  readonly session: Session;
  readonly #recording: LoadedRecording;
  readonly #loaded = new Map<string, Loaded>();
  readonly #views = new Map<KustoPlatform, ReadonlyMap<string, TableView>>();

  #hasProfiles = false;

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
    arrival: Arrival,
    { happened, indexed }: SplunkWindow,
  ): Promise<StoredTable & Received> {
    const base = `splunk, ${keyOf(arrival)}`;
    const { columns, rows } = await this.#once(base, () =>
      this.#load(base, splunkEvents(this.#recording.records, arrivalsOf(arrival))),
    );
    const ranges = [
      { column: '_time', ...happened },
      { column: '_indextime', ...indexed },
    ];
    const seen = await this.session.slice({ of: base, name: EVENTS, ranges });
    return { name: EVENTS, columns, rows, inWindow: seen > 0, analogue: false };
  }

  /** Columns of every table that the platform would have, by name. */
  kustoColumns(platform: KustoPlatform): ReadonlyMap<string, readonly KqlColumn[]> {
    return columnsOf(this.#viewsOf(platform).values());
  }

  /**
   * Loads a table that a query uses, cut to the ranges; undefined when the platform has no such view. With `wanted` only
   * these columns can be asked for afterwards.
   */
  async kustoTable(
    platform: KustoPlatform,
    name: string,
    arrival: Arrival,
    { ranges = [], wanted }: Cut,
  ): Promise<Received | undefined> {
    const whole =
      this.#viewsOf(platform).get(name) ?? asimViews().find((each) => each.name === name);
    if (!whole) return undefined;
    const view = wanted
      ? whole.only(new Set([...wanted, ...ranges.map(({ column }) => column)]))
      : whole;
    const base = JSON.stringify([platform, keyOf(arrival), name, wanted && namesOf(view)]);
    const { rows } = await this.#once(base, () =>
      this.#loadView({ name: base, view, arrivals: arrivalsOf(arrival) }),
    );
    const seen = await this.session.slice({ of: base, name, ranges });
    return { rows, inWindow: seen > 0, analogue: view.analogue && rows > 0 };
  }

  get hasFileProfiles(): boolean {
    return this.#recording.fileProfiles.length > 0;
  }

  /** The side table that `FileProfile()` reads. */
  async fileProfiles(): Promise<Held> {
    const columns = fileProfileColumns;
    if (!this.#hasProfiles) {
      await this.session.load({ name: FILE_PROFILES, columns, rows: this.#recording.fileProfiles });
      this.#hasProfiles = true;
    }
    return { table: FILE_PROFILES, columns: columns.map(kustoColumn) };
  }

  async #once(name: string, load: () => Promise<Loaded>): Promise<Loaded> {
    const known = this.#loaded.get(name);
    if (known) return known;
    const loaded = await load();
    this.#loaded.set(name, loaded);
    return loaded;
  }

  /** By the recording itself where it can, else record by record. */
  async #loadView(table: StoredView): Promise<Loaded> {
    const { name, view, arrivals } = table;
    const { records } = this.#recording;
    const { columns } = view;
    const rows = await records.store?.(this.session, table);
    if (rows !== undefined) return { columns, rows };
    return this.#load(name, { columns, rows: rowsOf(view, records, arrivals) });
  }

  async #load(name: string, { columns, rows }: Omit<TableData, 'name'>): Promise<Loaded> {
    let count = 0;
    const counted = function* (): Iterable<readonly Value[]> {
      for (const row of rows) {
        count += 1;
        yield row;
      }
    };
    await this.session.load({ name, columns, rows: counted() });
    return { columns, rows: count };
  }

  #viewsOf(platform: KustoPlatform): ReadonlyMap<string, TableView> {
    const known = this.#views.get(platform);
    if (known) return known;
    const views = new Map(tableViews(platform).map((view) => [view.name, view]));
    for (const view of exportedViews(platform, this.#recording.kinds)) {
      if (!views.has(view.name)) views.set(view.name, view);
    }
    this.#views.set(platform, views);
    return views;
  }
}

/** Columns of every table that a platform has whatever was recorded, by name. */
export function viewColumns(platform: KustoPlatform): ReadonlyMap<string, readonly KqlColumn[]> {
  return columnsOf(tableViews(platform));
}

function columnsOf(views: Iterable<TableView>): ReadonlyMap<string, readonly KqlColumn[]> {
  return new Map([...views].map(({ name, columns }) => [name, columns.map(kustoColumn)]));
}

/** A table that is in the engine, with the number of its rows. */
interface Loaded {
  readonly columns: readonly Column[];
  readonly rows: number;
}

/** Tables that were exported as such (Log Analytics, advanced hunting) and that no event log is mapped to. */
function exportedViews(platform: KustoPlatform, kinds: ReadonlySet<string>): TableView[] {
  return [...kinds].flatMap((kind) => {
    const columns = productTable(platform, kind);
    return columns ? [exportView(kind, platform, columns)] : [];
  });
}

/** Kusto knows no multivalue type, and no view has one. */
function kustoColumn({ name, type }: Column): KqlColumn {
  return { name, type: type === 'strings' ? 'dynamic' : type };
}

const namesOf = ({ columns }: TableView): string[] => columns.map(({ name }) => name);

const keyOf = ({ delay, repeat, repeatAfter }: Arrival): string =>
  JSON.stringify([delay, repeat, repeatAfter]);

/** A context for each time that all events come in. */
function arrivalsOf({ delay, repeat = 1, repeatAfter = 0 }: Arrival): ViewContext[] {
  const first = delay ?? usualContext.ingestionDelay;
  return Array.from({ length: repeat }, (_, at) => ({
    ...usualContext,
    ingestionDelay: first + at * repeatAfter,
  }));
}
