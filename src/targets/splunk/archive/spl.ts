// A Splunk package (.spl): a gzip'd tar of one app folder. Equal trees give equal bytes on any machine.
import { Gunzip, gzipSync } from 'fflate';
import {
  bytesOf,
  type Diagnostic,
  type FileTree,
  type Outcome,
  type Source,
} from '../../../text/index.ts';
import { diagnose } from '../messages.ts';
import { pathProblem, readTar, writeTar, type Modes, type TarEntry } from './tar.ts';

/** Bounds for archives from strangers. */
interface Limits {
  /** Bytes after decompression, headers included. */
  readonly size: number;
  readonly entries: number;
}

const LIMITS: Limits = { size: 512 * 1024 * 1024, entries: 50_000 };
const CHUNK = 64 * 1024;

/**
 * Packs a tree: entries sorted by path, each folder before what is in it, time 0, owner 0, modes 644 and 755, a gzip
 * header without time or name. The tree comes from `emit`, so a path that a package cannot hold is a fault of ours: it
 * throws; for other trees ask `packObstacles` first.
 */
export function pack(tree: FileTree): Uint8Array {
  const entries = new Map<string, TarEntry>();
  for (const [path, content] of tree) {
    const problem = pathProblem(path);
    if (problem !== undefined) throw new Error(`cannot pack ${path}: ${problem}`);
    entries.set(path, { path, content: bytesOf(content) });
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
      const folder = path.slice(0, at + 1);
      entries.set(folder, { path: folder });
    }
  }
  const sorted = [...entries.keys()].sort().flatMap((path) => entries.get(path) ?? []);
  return gzipSync(writeTar(sorted), { level: 9, mtime: 0 });
}

/** What keeps a tree from being packed. */
export function packObstacles(tree: FileTree): Diagnostic[] {
  return [...tree.keys()].sort().flatMap((path) => {
    const reason = pathProblem(path);
    const source = { name: path, text: '' };
    return reason === undefined ? [] : [diagnose('TSP1203', source, undefined, { path, reason })];
  });
}

/**
 * The files of a package. Links, devices, and paths that lead out of the folder are refused one by one; an archive that
 * is damaged or larger than the limits gives what was read before, and an error.
 */
export function unpack(
  bytes: Uint8Array,
  name: string,
  limits = LIMITS,
): Outcome<FileTree> & { readonly modes: Modes } {
  const source: Source = { name, text: '' };
  const diagnostics: Diagnostic[] = [];
  const tree = new Map<string, Uint8Array>();
  const modes = new Map<string, number>();
  const fail = (reason: string): void => {
    diagnostics.push(diagnose('TSP1201', source, undefined, { reason }));
  };
  const tar = gunzip(bytes, limits.size);
  if (typeof tar === 'string') {
    fail(tar);
    return { value: tree, diagnostics, modes };
  }
  let count = 0;
  for (const item of readTar(tar)) {
    count += 1;
    if (count > limits.entries) {
      fail(`it has more than ${String(limits.entries)} entries`);
      break;
    }
    if (item.kind === 'broken') {
      fail(item.reason);
      continue;
    }
    const { path } = item;
    const reason = item.kind === 'refused' ? item.reason : escapeProblem(path);
    const twice = item.kind === 'file' && tree.has(path) ? 'it is there twice' : undefined;
    if (reason !== undefined || twice !== undefined) {
      const parameters = { path, reason: reason ?? twice ?? '' };
      diagnostics.push(diagnose('TSP1202', source, undefined, parameters));
    } else if (item.kind === 'file') {
      tree.set(path, item.content);
      modes.set(path, item.mode);
    } else if (item.kind === 'directory') {
      modes.set(path.endsWith('/') ? path : `${path}/`, item.mode);
    }
  }
  return { value: tree, diagnostics, modes };
}

/** Hidden names are the checks' business; leaving the folder is refused here. */
function escapeProblem(path: string): string | undefined {
  if (path.startsWith('/') || path.includes('\\') || /^[A-Za-z]:/u.test(path)) {
    return 'its path is absolute or holds a backslash';
  }
  if (path.includes('\0')) return 'its path holds a NUL character';
  return path.split('/').includes('..') ? 'its path leads out of the folder' : undefined;
}

/** The decompressed bytes, or why there are none. */
function gunzip(bytes: Uint8Array, most: number): Uint8Array | string {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return 'it is not compressed with gzip';
  const chunks: Uint8Array[] = [];
  let size = 0;
  const state = { ended: false };
  const stream = new Gunzip((chunk, final) => {
    size += chunk.length;
    state.ended = final;
    if (size <= most) chunks.push(chunk);
  });
  try {
    for (let at = 0; at < bytes.length && size <= most; at += CHUNK) {
      stream.push(bytes.subarray(at, at + CHUNK), at + CHUNK >= bytes.length);
    }
  } catch {
    return 'its compressed data is damaged or cut short';
  }
  if (size > most) return `it unpacks to more than ${String(most)} bytes`;
  if (!state.ended) return 'its compressed data is cut short';
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
