// Which files a recording consists of: one file, a folder, a pattern, or a folder that `record` wrote.
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
} from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import {
  placeOf,
  RECORDING_MANIFEST,
  readManifest,
  type ByteRange,
  type Problem,
  type ReadManifest,
} from '../events/index.ts';
import { MARKS_FILE } from './marks-file.ts';
import { UsageError } from './pack-folder.ts';

/** Side tables and papers that lie beside recordings. */
const NOT_RECORDINGS = new Set([RECORDING_MANIFEST, MARKS_FILE, 'file-profiles.json']);
const PAPERS = new Set(['.md', '.markdown', '.yaml', '.yml', '.html', '.pdf', '.png', '.toml']);

const MOST_FILES = 10_000;

/** Files in order, and whether they were found rather than named: one that is no recording is passed over then. */
export interface RecordingFiles {
  readonly paths: readonly string[];
  readonly found: boolean;
  /** What lies among them and is no file: links, pipes, devices. */
  readonly passedOver: readonly Problem[];
}

/**
 * The files of a recording. A folder means what is in it and below it, sorted, without names that begin with a dot; a
 * path with `*`, `?` or `**` that no file has means all files that match.
 * @throws UsageError when there is nothing.
 */
export function recordingFiles(path: string): RecordingFiles {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (entry?.isDirectory()) {
    const own = manifestIn(path)?.files;
    if (own) return named(own.map(({ name }) => join(path, name)));
    return found(path, path, () => true);
  }
  if (entry?.isFile()) return named([path]);
  if (entry || !/[*?]/.test(path)) throw new UsageError(`${path}: ${noFile(path)}`);
  const pattern = partsOf(path);
  return found(path, staticFolder(path), (file) => matches(pattern, partsOf(file)));
}

const named = (paths: readonly string[]): RecordingFiles => ({
  paths,
  found: false,
  passedOver: [],
});

const partsOf = (path: string): string[] =>
  path.split(/[\\/]/).filter((part) => part !== '' && part !== '.');

/** The files below a folder that are wanted. @throws UsageError when there is none, or too many. */
function found(shown: string, folder: string, wanted: (path: string) => boolean): RecordingFiles {
  const paths: string[] = [];
  const passedOver: Problem[] = [];
  for (const { path, kind } of entriesBelow(folder)) {
    if (!wanted(path)) continue;
    if (kind === 'file') paths.push(path);
    else passedOver.push(notFollowed(path, kind));
    if (paths.length + passedOver.length > MOST_FILES)
      throw new UsageError(`${shown}: more than ${String(MOST_FILES)} files`);
  }
  if (paths.length === 0) {
    const [first] = passedOver;
    const only = first ? `; ${placeOf(first)} is ${first.message}` : '';
    throw new UsageError(`${shown}: no recording there${only}`);
  }
  return { paths: paths.sort(), found: true, passedOver };
}

function notFollowed(file: string, kind: Entry['kind']): Problem {
  const message =
    kind === 'link'
      ? 'a link, which is not followed in a folder; name what it leads to'
      : 'a pipe or device, which is not read; save what comes out of it';
  return { file, code: 'EVT001', severity: 'note', message };
}

/** Why a path cannot be opened as a recording. */
function noFile(path: string): string {
  return existsSync(path)
    ? 'a pipe or device, and recordings are read more than once; save what comes out of it'
    : 'no such recording';
}

/** A recording's file, read range by range. */
export interface RecordingFile extends ByteRange {
  /** Of the whole file, in lower-case hexadecimal. */
  readonly sha256: string;
}

export interface OpenFile extends RecordingFile {
  close(): void;
}

/**
 * Opens a file, and closes it when it was used; where a manifest beside it vouches for it, it must be as it was then.
 * @throws UsageError when it is gone or another one.
 */
export function withRecording<T>(path: string, use: (file: RecordingFile) => T): T {
  const file = openVouched(path);
  try {
    return use(file);
  } finally {
    file.close();
  }
}

/** The same, for who closes it. */
export function openVouched(path: string): OpenFile {
  const file = openRecording(path);
  const vouched = manifestIn(dirname(path))?.files.find(({ name }) => name === basename(path));
  if (!vouched || vouched.sha256 === file.sha256) return file;
  file.close();
  throw new UsageError(
    `${path}: not the file that its ${RECORDING_MANIFEST} tells of (SHA-256 differs); record it again`,
  );
}

/**
 * Opens a file, whatever a manifest says of it.
 * @throws UsageError when it is gone.
 */
export function openRecording(path: string): OpenFile {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (!entry?.isFile()) throw new UsageError(`${path}: ${noFile(path)}`);
  const descriptor = openSync(path, 'r');
  const close = (): void => {
    closeSync(descriptor);
  };
  return fileOf(descriptor, entry.size, close);
}

/** Whether a file is Parquet, by its signature. */
export function isParquet(path: string): boolean {
  return withRecording(path, (file) => file.subarray(0, 4).toString('latin1') === 'PAR1');
}

const PIECE = 8 * 1024 * 1024;

function fileOf(descriptor: number, length: number, close: () => void): OpenFile {
  const subarray = (from: number, to: number): Buffer => {
    const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(to, length) - from));
    let done = 0;
    while (done < bytes.length) {
      const read = readSync(descriptor, bytes, done, bytes.length - done, from + done);
      if (read === 0) break;
      done += read;
    }
    return bytes.subarray(0, done);
  };
  let known: string | undefined;
  const digest = (): string => {
    const hash = createHash('sha256');
    for (let at = 0; at < length; at += PIECE) hash.update(subarray(at, at + PIECE));
    return hash.digest('hex');
  };
  return {
    length,
    subarray,
    close,
    get sha256() {
      return (known ??= digest());
    },
  };
}

/** The manifest in a folder; undefined when there is none of ours. */
export function manifestIn(folder: string): ReadManifest | undefined {
  const file = join(folder, RECORDING_MANIFEST);
  if (!existsSync(file) || !statSync(file).isFile()) return undefined;
  const manifest = readManifest(readFileSync(file, 'utf8'));
  return typeof manifest === 'string' ? undefined : manifest;
}

interface Entry {
  readonly path: string;
  readonly kind: 'file' | 'link' | 'device';
}

/** All that lies in a folder and below it and may be a recording; links are not followed. */
function* entriesBelow(folder: string): Generator<Entry> {
  if (!existsSync(folder)) return;
  for (const each of readdirSync(folder, { withFileTypes: true })) {
    if (each.name.startsWith('.') || isBeside(each.name)) continue;
    const path = join(folder, each.name);
    if (each.isDirectory()) yield* entriesBelow(path);
    else if (each.isFile()) yield { path, kind: 'file' };
    else yield { path, kind: each.isSymbolicLink() ? 'link' : 'device' };
  }
}

function isBeside(name: string): boolean {
  return NOT_RECORDINGS.has(name) || PAPERS.has(extname(name).toLowerCase());
}

/** The part of a pattern before its first wildcard, as a folder. */
function staticFolder(pattern: string): string {
  const parts = pattern.split(/(?<=[\\/])/);
  const first = parts.findIndex((part) => /[*?]/.test(part));
  const folder = parts.slice(0, first).join('');
  return folder === '' ? '.' : folder;
}

/** Whether a path's parts match a pattern's: `**` stands for any number of folders. */
function matches(pattern: readonly string[], path: readonly string[]): boolean {
  let reachable = new Set([0]);
  const across = (at: ReadonlySet<number>): Set<number> => {
    const all = new Set(at);
    for (const each of all) if (pattern[each] === '**') all.add(each + 1);
    return all;
  };
  for (const part of path) {
    const next = new Set<number>();
    for (const each of across(reachable)) {
      const wanted = pattern[each];
      if (wanted === '**') next.add(each);
      else if (wanted !== undefined && partMatches(wanted, part)) next.add(each + 1);
    }
    reachable = next;
  }
  return across(reachable).has(pattern.length);
}

/** `*` for any characters, `?` for one; goes back to the last star only, so that it takes no longer than m times n. */
function partMatches(pattern: string, text: string): boolean {
  let [at, here, star, mark] = [0, 0, -1, 0];
  while (here < text.length) {
    if (pattern[at] === '*') [star, mark, at] = [at, here, at + 1];
    else if (pattern[at] === '?' || pattern[at] === text[here]) [at, here] = [at + 1, here + 1];
    else if (star >= 0) [mark, here, at] = [mark + 1, mark + 1, star + 1];
    else return false;
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
