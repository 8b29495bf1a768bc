// `stratagem record`: events from files of any format into a recording that can be shared and replayed.
import { createHash } from 'node:crypto';
import { statSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import {
  IdentityCollector,
  inSlice,
  Marks,
  readEventsFrom,
  readMark,
  RECORDING_MANIFEST,
  RecordingSummary,
  Redactor,
  shiftTimes,
  timeOf,
  toCanonical,
  type AnyRecord,
  type Mark,
  type Problem,
  type RecordedFile,
  type Recording,
  type RecordedSource,
  type RecordingManifest,
  type Slice,
} from '../events/index.ts';
import { TICKS_PER_SECOND, UNIX_EPOCH_TICKS } from '../plan/index.ts';
import { UsageError } from './pack-folder.ts';
import { parquetRows, type ParquetRows } from './parquet-rows.ts';
import { parseInstant } from './query-command.ts';
import { isParquet, recordingFiles, withRecording, type RecordingFile } from './recording-files.ts';
import { replaceRecording, refuseForeign } from './recording-folder.ts';
import { RecordWriter } from './recording-writer.ts';

export interface RecordOptions {
  /** Files, folders, patterns. */
  readonly inputs: readonly string[];
  /** The recording's folder; it must be new, empty, or a recording. */
  readonly out: string;
  readonly slice: Slice;
  /** `1169,1170: reason`. */
  readonly malicious: readonly string[];
  readonly redact: boolean;
  /** Keys the pseudonyms; without it they are keyed by the contents of the files. */
  readonly seed?: string;
  /** Where the last event goes, in ticks. */
  readonly shiftTo?: bigint;
  readonly origin?: string;
  readonly licence?: string;
  readonly progress?: (text: string) => void;
}

export interface RecordResult {
  readonly manifest: RecordingManifest;
  readonly problems: readonly Problem[];
}

interface Input {
  readonly path: string;
  /** The name under which records remember the file: no folders of this machine. */
  readonly name: string;
  readonly found: boolean;
  /** Of a Parquet file, its rows. */
  readonly rows?: ParquetRows;
}

/** For an option's text: `now`, or an instant. @throws UsageError */
export function parseShiftTarget(text: string): bigint {
  if (text !== 'now') return parseInstant(text);
  return UNIX_EPOCH_TICKS + (BigInt(Date.now()) * TICKS_PER_SECOND) / 1000n;
}

/** @throws UsageError for files that are not there, marks that name nothing, a folder that is not ours. */
export async function record(options: RecordOptions): Promise<RecordResult> {
  // The recording that this run replaces may lie in a folder that is read.
  const own = resolve(options.out) + sep;
  const paths = options.inputs.flatMap(inputsOf);
  const others = paths.filter(({ path, found }) => !found || !resolve(path).startsWith(own));
  const marks = options.malicious.map(markOf);
  refuseForeign(options.out);
  const inputs: Input[] = [];
  try {
    for (const each of others) inputs.push(await withRows(each));
    const plan = planOf(inputs, options);
    return replaceRecording(options.out, (folder) =>
      writeRecording(folder, inputs, { options, plan, marks: new Marks(marks) }),
    );
  } finally {
    for (const { rows } of inputs) rows?.close();
  }
}

function inputsOf(path: string): Input[] {
  const { paths, found } = recordingFiles(path);
  const base = statSync(path, { throwIfNoEntry: false })?.isDirectory() ? path : undefined;
  return paths.map((file) => ({
    path: file,
    name: base === undefined ? basename(file) : relative(base, file).split(sep).join('/'),
    found,
  }));
}

async function withRows(input: Input): Promise<Input> {
  return isParquet(input.path) ? { ...input, rows: await parquetRows(input.path) } : input;
}

/** Opens the file and reads it or, of Parquet, its rows. */
function opened<T>(
  { path, name, rows }: Input,
  use: (recording: Recording, file: RecordingFile) => T,
): T {
  return withRecording(path, (file) =>
    rows
      ? withRecording(rows.path, (lines) => use(readEventsFrom(name, lines), file))
      : use(readEventsFrom(name, file), file),
  );
}

function markOf(text: string): Mark {
  const mark = readMark(text);
  if (!mark)
    throw new UsageError(`--malicious ${text}: write \`1169,1170: why\` or \`log.evtx#12: why\``);
  return mark;
}

/** What must be known of all records before the first one is written. */
interface Plan {
  readonly shiftBy: bigint;
  readonly redactor?: Redactor;
  readonly names?: NonNullable<RecordingManifest['redacted']>;
}

function planOf(inputs: readonly Input[], options: RecordOptions): Plan {
  const { redact, shiftTo } = options;
  if (!redact && shiftTo === undefined) return { shiftBy: 0n };
  const collector = new IdentityCollector();
  const digest = createHash('sha256');
  let last: bigint | undefined;
  for (const input of inputs) {
    options.progress?.(`looking through ${input.path}`);
    opened(input, ({ records }, file) => {
      digest.update(file.sha256);
      for (const each of records) {
        if (!inSlice(each, options.slice)) continue;
        if (redact) collector.add(each);
        const time = timeOf(each);
        if (time !== undefined && (last === undefined || time > last)) last = time;
      }
    });
  }
  // Whole seconds, so that printed fractions stay; towards the past, so that nothing lies after the moment asked for.
  const distance = shiftTo === undefined || last === undefined ? 0n : shiftTo - last;
  const shiftBy = distance / TICKS_PER_SECOND - (distance % TICKS_PER_SECOND < 0n ? 1n : 0n);
  if (!redact) return { shiftBy };
  const { user, host, domain } = collector.found;
  return {
    shiftBy,
    redactor: new Redactor(collector.found, options.seed ?? digest.digest('hex')),
    names: { users: user.size, hosts: host.size, domains: domain.size },
  };
}

interface Work {
  readonly options: RecordOptions;
  readonly plan: Plan;
  readonly marks: Marks;
}

function writeRecording(folder: string, inputs: readonly Input[], work: Work): RecordResult {
  const { options, marks } = work;
  const summary = new RecordingSummary();
  const writer = new RecordWriter(folder);
  const sources: RecordedSource[] = [];
  const problems: Problem[] = [];
  try {
    for (const input of inputs) {
      options.progress?.(`recording ${input.path}`);
      const { source, found } = opened(input, (recording, file) =>
        copyRecords(input, { ...recording, sha256: file.sha256 }, { ...work, summary, writer }),
      );
      if (!source) continue;
      problems.push(...found);
      sources.push(source);
    }
  } finally {
    writer.close();
  }
  const [fault] = marks.faults;
  if (fault !== undefined) throw new UsageError(`--malicious ${fault}`);
  if (summary.records === 0) throw new UsageError('no record is left to write');
  const manifest = manifestOf(work, { summary, files: writer.files, sources });
  writeFileSync(join(folder, RECORDING_MANIFEST), `${JSON.stringify(manifest, undefined, 2)}\n`);
  return { manifest, problems };
}

interface Copying extends Work {
  readonly summary: RecordingSummary;
  readonly writer: RecordWriter;
}

/** Without a source for a file that was found in a folder and is no recording. */
function copyRecords(
  input: Input,
  { format, records, problems, sha256 }: Recording & { readonly sha256: string },
  { options, plan, marks, summary, writer }: Copying,
): { readonly source?: RecordedSource; readonly found: readonly Problem[] } {
  let [read, kept] = [0, 0];
  for (const each of records) {
    read += 1;
    if (!inSlice(each, options.slice)) continue;
    kept += 1;
    const made = changed(each, plan);
    summary.add(made, marks.why(each));
    writer.write(toCanonical(made));
  }
  if (input.found && read === 0 && problems.every(({ code }) => code === 'EVT001'))
    return { found: problems };
  const name = plan.redactor ? plan.redactor.name(input.name) : input.name;
  const counted = countsOf(problems);
  const kind = input.rows ? `parquet: ${format}` : format;
  const source = { name, sha256, format: kind, read, kept, problems: counted };
  return { source, found: problems };
}

function changed(record: AnyRecord, { shiftBy, redactor }: Plan): AnyRecord {
  const moved = shiftTimes(record, shiftBy);
  return redactor ? redactor.redact(moved) : moved;
}

function countsOf(problems: readonly Problem[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { code } of problems) counts.set(code, (counts.get(code) ?? 0) + 1);
  return Object.fromEntries([...counts].sort());
}

interface Contents {
  readonly summary: RecordingSummary;
  readonly files: readonly RecordedFile[];
  readonly sources: readonly RecordedSource[];
}

function manifestOf(
  { options: { origin, licence }, plan: { shiftBy, names } }: Work,
  { summary, files, sources }: Contents,
): RecordingManifest {
  return {
    stratagem: 1,
    ...(origin !== undefined && { origin }),
    ...(licence !== undefined && { licence }),
    files,
    ...summary.summary,
    sources,
    ...(names && { redacted: names }),
    ...(shiftBy !== 0n && { shiftedBy: Number(shiftBy) }),
  };
}
