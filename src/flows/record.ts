// `stratagem record`: events from files of any format into a recording that can be shared and replayed.
import { createHash } from 'node:crypto';
import { statSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import {
  IdentityCollector,
  inSlice,
  Marks,
  nothingRead,
  problemLines,
  readEventsFrom,
  readMark,
  RECORDING_MANIFEST,
  RecordingSummary,
  Redactor,
  shiftTimes,
  timeOf,
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
import { earlierMarks, type EarlierMarks } from './earlier-marks.ts';
import { UsageError } from './pack-folder.ts';
import { parquetRows, type ParquetRows } from './parquet-rows.ts';
import { parseInstant } from './query-command.ts';
import {
  isParquet,
  openRecording,
  openVouched,
  recordingFiles,
  type OpenFile,
} from './recording-files.ts';
import { replaceRecording, refuseForeign } from './recording-folder.ts';
import { writeParquetFiles } from './recording-parquet.ts';
import { writeLineFiles } from './recording-writer.ts';

/** How a recording's files are written; both hold the same. */
export const recordingFormats = ['jsonl', 'parquet'] as const;
export type RecordingFormat = (typeof recordingFormats)[number];

export interface RecordOptions {
  /** Files, folders, patterns. */
  readonly inputs: readonly string[];
  /** The recording's folder; it must be new, empty, or a recording. */
  readonly out: string;
  /** JSON lines in gzip unless told otherwise. */
  readonly format?: RecordingFormat;
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
  /** What was met while reading, a line each. */
  readonly notices: readonly string[];
}

interface Input {
  readonly path: string;
  /** The name under which records remember the file: no folders of this machine. */
  readonly name: string;
  readonly found: boolean;
  /** What was said of its records before. */
  readonly earlier?: EarlierMarks;
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
  const listed = options.inputs.map(listedIn);
  const named = listed
    .flatMap((each) => each.files)
    .filter(({ path, found }) => !found || !resolve(path).startsWith(own));
  const earlier = earlierMarks(named.map(({ path }) => path));
  const passedOver = listed.flatMap((each) => each.passedOver);
  const marks = options.malicious.map(markOf);
  refuseForeign(options.out);
  const inputs: Input[] = [];
  try {
    for (const [at, each] of named.entries()) inputs.push(await withRows(each, earlier[at]));
    const plan = planOf(inputs, options);
    return await replaceRecording(options.out, (folder) =>
      writeRecording(folder, inputs, { options, plan, marks: new Marks(marks), passedOver }),
    );
  } finally {
    for (const { rows } of inputs) rows?.close();
  }
}

type NamedFile = Pick<Input, 'path' | 'name' | 'found'>;

interface Listed {
  readonly files: readonly NamedFile[];
  readonly passedOver: readonly Problem[];
}

function listedIn(path: string): Listed {
  const { paths, found, passedOver } = recordingFiles(path);
  const base = statSync(path, { throwIfNoEntry: false })?.isDirectory() ? path : undefined;
  const files = paths.map((file) => ({
    path: file,
    name: base === undefined ? basename(file) : relative(base, file).split(sep).join('/'),
    found,
  }));
  return { files, passedOver };
}

async function withRows(file: NamedFile, earlier: EarlierMarks | undefined): Promise<Input> {
  const input = { ...file, ...(earlier && { earlier }) };
  return isParquet(file.path) ? { ...input, rows: await parquetRows(file.path) } : input;
}

/** The file, open, and what is read of it or, of Parquet, of its rows. */
interface OpenInput {
  readonly recording: Recording;
  readonly sha256: string;
  close(): void;
}

function open({ path, name, rows }: Input): OpenInput {
  const file = openVouched(path);
  let lines: OpenFile | undefined;
  const close = (): void => {
    lines?.close();
    file.close();
  };
  try {
    lines = rows && openRecording(rows.path);
    return { recording: readEventsFrom(name, lines ?? file), sha256: file.sha256, close };
  } catch (error) {
    close();
    throw error;
  }
}

function markOf(text: string): Mark {
  const mark = readMark(text);
  if (!mark)
    throw new UsageError(
      `--malicious ${text}: write \`1169,1170: why\`, \`log.evtx#12: why\` or \`EventID=4698, TaskName="\\\\Up*": why\``,
    );
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
    const file = open(input);
    try {
      digest.update(file.sha256);
      for (const each of file.recording.records) {
        if (!inSlice(each, options.slice)) continue;
        if (redact) collector.add(each);
        const time = timeOf(each);
        if (time !== undefined && (last === undefined || time > last)) last = time;
      }
    } finally {
      file.close();
    }
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
  /** What lies among the inputs and is no file. */
  readonly passedOver: readonly Problem[];
}

async function writeRecording(
  folder: string,
  inputs: readonly Input[],
  work: Work,
): Promise<RecordResult> {
  const told: Told = {
    summary: new RecordingSummary(),
    sources: [],
    problems: [...work.passedOver],
  };
  const records = copiedRecords(inputs, work, told);
  const files =
    work.options.format === 'parquet'
      ? await writeParquetFiles(folder, records)
      : writeLineFiles(folder, records);
  const [fault] = work.marks.faults;
  if (fault !== undefined) throw new UsageError(`--malicious ${fault}`);
  if (told.summary.records === 0) {
    const why = nothingRead(told.problems);
    throw new UsageError(`no record is left to write${why === undefined ? '' : `; ${why}`}`);
  }
  const manifest = manifestOf({ ...work, inputs }, files, told);
  writeFileSync(join(folder, RECORDING_MANIFEST), `${JSON.stringify(manifest, undefined, 2)}\n`);
  return { manifest, notices: problemLines(told.problems) };
}

/** What is learnt while records are copied. */
interface Told {
  readonly summary: RecordingSummary;
  readonly sources: RecordedSource[];
  readonly problems: Problem[];
}

/** The records that are written, as they are written. */
function* copiedRecords(inputs: readonly Input[], work: Work, told: Told): Generator<AnyRecord> {
  for (const input of inputs) {
    work.options.progress?.(`recording ${input.path}`);
    const file = open(input);
    try {
      yield* copiedFrom(input, file, { ...work, ...told });
    } finally {
      file.close();
    }
  }
}

/** A file that was found in a folder and is no recording is no source. */
function* copiedFrom(
  input: Input,
  { recording: { format, records, problems }, sha256 }: OpenInput,
  { options, plan, marks, ...told }: Work & Told,
): Generator<AnyRecord> {
  let [read, kept] = [0, 0];
  const whyOf = (record: AnyRecord): string | undefined => {
    const reasons = [input.earlier?.why(record, read), marks.why(record)];
    const why = [...new Set(reasons.filter((each) => each !== undefined))].join('; ');
    return reasons.every((each) => each === undefined) ? undefined : shareable(why, plan);
  };
  for (const each of records) {
    read += 1;
    if (!inSlice(each, options.slice)) continue;
    kept += 1;
    const made = changed(each, plan);
    told.summary.add(made, whyOf(each));
    yield made;
  }
  if (input.found && read === 0 && problems.every(({ code }) => code === 'EVT001')) return;
  const name = shareable(input.name, plan);
  const kind = input.rows ? `parquet: ${format}` : format;
  const digest = plan.redactor ? {} : { sha256 };
  told.sources.push({ name, ...digest, format: kind, read, kept, problems: countsOf(problems) });
  told.problems.push(...problems);
}

/** A text for the manifest: it names nobody either. */
function shareable(text: string, { redactor }: Plan): string {
  return redactor ? redactor.name(text) : text;
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

function manifestOf(
  { options, plan, inputs }: Work & { readonly inputs: readonly Input[] },
  files: readonly RecordedFile[],
  { summary, sources }: Told,
): RecordingManifest {
  const before = earlierManifest(inputs);
  const [origin, licence] = [
    options.origin ?? before.origin,
    options.licence ?? before.licence,
  ].map((text) => (text === undefined ? undefined : shareable(text, plan)));
  const redacted = plan.names ?? before.redacted;
  const shiftedBy = Number(plan.shiftBy) + (before.shiftedBy ?? 0);
  return {
    stratagem: 1,
    ...(origin !== undefined && { origin }),
    ...(licence !== undefined && { licence }),
    files,
    ...summary.summary,
    sources,
    ...(redacted && { redacted }),
    ...(shiftedBy !== 0 && { shiftedBy }),
  };
}

type Passed = Pick<RecordingManifest, 'origin' | 'licence' | 'redacted' | 'shiftedBy'>;

/** What the manifest of the one recording that everything comes from passes on. */
function earlierManifest(inputs: readonly Input[]): Passed {
  const [first, ...others] = inputs.map(({ earlier }) => earlier?.manifest);
  if (!first || others.some((each) => each !== first)) return {};
  return first;
}
