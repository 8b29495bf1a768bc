// Recordings from disk: any readable file, with the side tables that lie beside it.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Session } from '../engines/duckdb/index.ts';
import {
  nothingRead,
  readEventsFrom,
  readFileProfiles,
  timeOf,
  type AnyRecord,
  type FileProfileRow,
  type Problem,
  type TableView,
  type ViewContext,
} from '../events/index.ts';
import { held, HeldRecords } from './held-records.ts';
import { linesOf } from './lines.ts';
import { UsageError } from './pack-folder.ts';
import { parquetRows, type ParquetRows } from './parquet-rows.ts';
import { isParquet, openRecording, recordingFiles, withRecording } from './recording-files.ts';

/** A table that a view makes of records, each record once for each of the arrivals. */
export interface StoredView {
  /** In the session. */
  readonly name: string;
  readonly view: TableView;
  readonly arrivals: readonly ViewContext[];
}

/** Can be walked through again and again; a large recording is read anew each time. */
export interface RecordedRecords extends Iterable<AnyRecord> {
  /**
   * Where records can become a table without a walk through them: stores what `rowsOf` would give, in its order, and
   * answers how many rows these are; undefined, with nothing stored, where the records have to be walked.
   */
  readonly store?: (into: Session, table: StoredView) => Promise<number | undefined>;
}

/** What is known of all records. */
export type RecordingFacts = Pick<
  LoadedRecording,
  'format' | 'count' | 'kinds' | 'problems' | 'first' | 'last'
>;

export interface LoadedRecording {
  readonly path: string;
  readonly format: string;
  readonly records: RecordedRecords;
  readonly count: number;
  /** Kinds of the records that are no Windows events. */
  readonly kinds: ReadonlySet<string>;
  readonly problems: readonly Problem[];
  /** Ticks of the first and the last event that have a time. */
  readonly first: bigint | undefined;
  readonly last: bigint | undefined;
  /** What `FileProfile()` answers, when `file-profiles.json` lies beside the recording. */
  readonly fileProfiles: readonly FileProfileRow[];
  /** Files that the engine must be allowed to read for `records.store`. */
  readonly files?: readonly string[];
  /** Afterwards the records are gone. */
  close(): void;
}

export interface LoadOptions {
  /** For one who wants tables of views: files that the engine can read by itself are not read record by record. */
  readonly forTables?: boolean;
}

const FILE_PROFILES = 'file-profiles.json';

/**
 * A file, a folder of files, a pattern such as `logs/*.evtx`, or a folder that `record` wrote, whose files must be as its
 * manifest says. What is no recording in a folder is passed over and told as a note.
 * @throws UsageError when there is nothing, or nothing that can be read as events.
 */
export async function loadRecording(
  path: string,
  { forTables = false }: LoadOptions = {},
): Promise<LoadedRecording> {
  const { paths, found, passedOver } = recordingFiles(path);
  const [file, another] = paths;
  const isOne = file !== undefined && another === undefined && passedOver.length === 0;
  const lines = forTables && isOne && (await linesOf(file));
  if (lines) {
    const { facts, files } = lines;
    const kept = held(() => readAgain([{ file }]));
    const records = { [Symbol.iterator]: () => kept[Symbol.iterator](), store: lines.store };
    const fileProfiles = profilesIn(dirname(file));
    return { path, ...facts, records, files, fileProfiles, close: () => undefined };
  }
  const sources: Source[] = [];
  const close = (): void => {
    for (const source of sources) source.rows?.close();
  };
  try {
    for (const file of paths) sources.push(await sourceOf(file));
    const intake = new Intake();
    intake.problems.push(...passedOver);
    for (const source of sources) take(intake, source, found);
    const why = intake.count === 0 ? nothingRead(intake.problems) : undefined;
    if (why !== undefined) throw new UsageError(why);
    const folders = new Set(paths.map((file) => dirname(file)));
    return {
      path,
      ...intake.facts,
      records: intake.held.orElse(() => readAgain(sources)),
      fileProfiles: [...folders].flatMap(profilesIn),
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** A file of the recording; Parquet comes with its rows. */
interface Source {
  readonly file: string;
  readonly rows?: ParquetRows;
}

async function sourceOf(file: string): Promise<Source> {
  return isParquet(file) ? { file, rows: await parquetRows(file) } : { file };
}

/** What is learnt of all records in the first walk through them. */
class Intake {
  readonly held = new HeldRecords();
  readonly kinds = new Set<string>();
  readonly formats = new Set<string>();
  readonly problems: Problem[] = [];
  count = 0;
  #first: bigint | undefined;
  #last: bigint | undefined;

  add(record: AnyRecord): void {
    this.count += 1;
    this.held.add(record);
    if ('kind' in record) this.kinds.add(record.kind);
    const time = timeOf(record);
    if (time === undefined) return;
    if (this.#first === undefined || time < this.#first) this.#first = time;
    if (this.#last === undefined || time > this.#last) this.#last = time;
  }

  get facts(): RecordingFacts {
    const { count, kinds, problems } = this;
    const format = [...this.formats].join(', ');
    return { format, count, kinds, problems, first: this.#first, last: this.#last };
  }
}

function take(intake: Intake, { file, rows }: Source, found: boolean): void {
  const before = intake.count;
  const { format, problems } = withRecording(rows?.path ?? file, (bytes) => {
    const opened = readEventsFrom(file, bytes);
    for (const record of opened.records) intake.add(record);
    return opened;
  });
  const isNone = intake.count === before && found;
  if (!isNone) intake.formats.add(rows ? `parquet: ${format}` : format);
  intake.problems.push(...(isNone ? passedOver(problems) : problems));
}

function* readAgain(sources: readonly Source[]): Generator<AnyRecord> {
  for (const { file, rows } of sources) {
    const bytes = openRecording(rows?.path ?? file);
    try {
      yield* readEventsFrom(file, bytes).records;
    } finally {
      bytes.close();
    }
  }
}

/** A file that was found in a folder and is none of the formats is no fault. */
function passedOver(problems: readonly Problem[]): Problem[] {
  return problems.map((each) =>
    each.code === 'EVT001'
      ? { ...each, severity: 'note', message: `passed over: ${each.message}` }
      : each,
  );
}

function profilesIn(folder: string): readonly FileProfileRow[] {
  const file = join(folder, FILE_PROFILES);
  if (!existsSync(file)) return [];
  const { rows, faults } = readFileProfiles(readFileSync(file, 'utf8'));
  if (faults[0] !== undefined) throw new UsageError(`${file}: ${faults[0]}`);
  return rows;
}
