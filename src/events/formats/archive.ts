// Files inside gzip, zip and tar, unpacked within bounds. Member names are labels; nothing is ever written by them.
import { constants, crc32, gunzipSync, inflateRawSync } from 'node:zlib';
import type { Finding } from '../problem.ts';

/** `total`: bytes unpacked from one file at most; `ratio`: unpacked to packed beyond the first 16 MiB of a member. */
export interface UnpackLimits {
  readonly total: number;
  readonly ratio: number;
  readonly members: number;
}

export const usualLimits: UnpackLimits = { total: 2 ** 30, ratio: 200, members: 10_000 };

const ALWAYS_ALLOWED = 16 * 1024 * 1024;

export interface Member {
  readonly name: string;
  readonly bytes: Buffer;
}

/** What is left of the limits while one file is unpacked, through all its layers. */
export class UnpackAllowance {
  readonly limits: UnpackLimits;
  #left: number;

  constructor(limits: UnpackLimits) {
    this.limits = limits;
    this.#left = limits.total;
  }

  /** The most that `packed` bytes may become. */
  most(packed: number): number {
    return Math.max(1, Math.min(this.#left, Math.max(ALWAYS_ALLOWED, packed * this.limits.ratio)));
  }

  spend(bytes: number): void {
    this.#left -= bytes;
  }
}

type Report = (finding: Finding) => void;

export type Container = 'gzip' | 'zip' | 'tar';

/** The container a file is, by its signature. */
export function containerOf(bytes: Buffer): Container | undefined {
  if (bytes.length >= 4 && bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8) return 'gzip';
  if (bytes.length >= 22 && bytes.readUInt32LE(0) === LOCAL_HEADER) return 'zip';
  if (bytes.length >= 512 && bytes.toString('latin1', 257, 262) === 'ustar') return 'tar';
  return undefined;
}

/** The members of a container, AppleDouble entries and folders left out. */
export function* membersOf(
  container: Container,
  bytes: Buffer,
  allowance: UnpackAllowance,
  report: Report,
): Generator<Member> {
  switch (container) {
    case 'gzip':
      yield* gzipMember(bytes, allowance, report);
      break;
    case 'zip':
      yield* zipMembers(bytes, allowance, report);
      break;
    case 'tar':
      yield* tarMembers(bytes, allowance.limits, report);
  }
}

/**
 * Bytes behind the last member are ignored, as some archives carry a stray line end there. Of a file that was cut short
 * the part that is there is read, and the cut is told.
 */
function* gzipMember(bytes: Buffer, allowance: UnpackAllowance, report: Report): Generator<Member> {
  const maxOutputLength = allowance.most(bytes.length);
  const unpacked = inflate(report, 'gzip', () => {
    try {
      return gunzipSync(bytes, { maxOutputLength });
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'Z_BUF_ERROR') throw thrown;
      const there = gunzipSync(bytes, { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH });
      if (!hasTrailerOf(bytes, there)) {
        report({
          code: 'EVT003',
          severity: 'error',
          message: 'gzip cut short; its end is missing',
        });
      }
      return there;
    }
  });
  if (!unpacked) return;
  allowance.spend(unpacked.length);
  yield { name: '', bytes: unpacked };
}

/** Whether the checksum and length that close a gzip member stand near the file's end. */
function hasTrailerOf(bytes: Buffer, unpacked: Buffer): boolean {
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(unpacked), 0);
  trailer.writeUInt32LE(unpacked.length % 2 ** 32, 4);
  return bytes.subarray(-4096).includes(trailer);
}

function inflate(report: Report, name: string, unpack: () => Buffer): Buffer | undefined {
  try {
    return unpack();
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code ?? '';
    if (code === 'ERR_BUFFER_TOO_LARGE') {
      const message = `\`${name}\` unpacks to more than is allowed`;
      report({ code: 'EVT002', severity: 'error', message });
      return undefined;
    }
    if (!code.startsWith('Z_') && code !== 'ERR_TRAILING_JUNK_AFTER_STREAM_END') throw thrown;
    report({
      code: 'EVT003',
      severity: 'error',
      message: `\`${name}\` cannot be unpacked: ${code}`,
    });
    return undefined;
  }
}

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly packed: number;
  readonly offset: number;
}

function* zipMembers(bytes: Buffer, allowance: UnpackAllowance, report: Report): Generator<Member> {
  const entries = zipDirectory(bytes, allowance.limits, report);
  for (const entry of entries) {
    if (entry.name.endsWith('/') || isAppleDouble(entry.name)) continue;
    const packed = packedBytes(bytes, entry, report);
    if (!packed) continue;
    const unpacked =
      entry.method === 0
        ? stored(packed, entry.name, allowance, report)
        : inflate(report, entry.name, () =>
            inflateRawSync(packed, { maxOutputLength: allowance.most(packed.length) }),
          );
    if (!unpacked) continue;
    allowance.spend(unpacked.length);
    yield { name: entry.name, bytes: unpacked };
  }
}

/** Members that are not compressed count too: a directory can name the same bytes ten thousand times. */
function stored(
  bytes: Buffer,
  name: string,
  allowance: UnpackAllowance,
  report: Report,
): Buffer | undefined {
  if (bytes.length <= allowance.most(bytes.length)) return bytes;
  const message = `\`${name}\` is beyond what is unpacked of one file`;
  report({ code: 'EVT002', severity: 'error', message });
  return undefined;
}

function zipDirectory(bytes: Buffer, limits: UnpackLimits, report: Report): Entry[] {
  const end = endOfDirectory(bytes);
  if (end === undefined) {
    report({ code: 'EVT003', severity: 'error', message: 'zip without a directory (cut short?)' });
    return [];
  }
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  if (count === 0xffff || at === 0xffffffff || count > limits.members) {
    const message = `zip with more than ${String(limits.members)} members, or in ZIP64 form, is not read`;
    report({ code: 'EVT002', severity: 'error', message });
    return [];
  }
  const entries: Entry[] = [];
  for (let index = 0; index < count; index++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== CENTRAL_HEADER) {
      report({ code: 'EVT003', severity: 'error', offset: at, message: 'zip directory damaged' });
      break;
    }
    const nameLength = bytes.readUInt16LE(at + 28);
    entries.push({
      name: bytes.toString('utf8', at + 46, at + 46 + nameLength),
      method: bytes.readUInt16LE(at + 10),
      encrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
      packed: bytes.readUInt32LE(at + 20),
      offset: bytes.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

function endOfDirectory(bytes: Buffer): number | undefined {
  const first = Math.max(0, bytes.length - 22 - 0xffff);
  for (let at = bytes.length - 22; at >= first; at--) {
    if (bytes.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  }
  return undefined;
}

function packedBytes(bytes: Buffer, entry: Entry, report: Report): Buffer | undefined {
  const { name, method, offset } = entry;
  if (entry.encrypted || (method !== 0 && method !== 8)) {
    const what = entry.encrypted ? 'is encrypted' : `uses compression method ${String(method)}`;
    report({ code: 'EVT002', severity: 'error', message: `\`${name}\` ${what}` });
    return undefined;
  }
  if (offset + 30 <= bytes.length && bytes.readUInt32LE(offset) === LOCAL_HEADER) {
    const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
    if (start + entry.packed <= bytes.length) return bytes.subarray(start, start + entry.packed);
  }
  const message = `\`${name}\` is not where the directory says`;
  report({ code: 'EVT003', severity: 'error', offset, message });
  return undefined;
}

function* tarMembers(bytes: Buffer, limits: UnpackLimits, report: Report): Generator<Member> {
  let count = 0;
  for (let at = 0; at + 512 <= bytes.length && bytes[at] !== 0;) {
    const size = Number.parseInt(bytes.toString('latin1', at + 124, at + 136).trim(), 8);
    const kind = bytes[at + 156];
    count += 1;
    if (!Number.isSafeInteger(size) || at + 512 + size > bytes.length || count > limits.members) {
      const message = 'tar entry that does not fit; the rest is skipped';
      report({ code: 'EVT003', severity: 'error', offset: at, message });
      return;
    }
    const name = textUntilZero(bytes, at, 100);
    // Only regular files; links, devices and long-name entries hold no recording.
    if ((kind === 0x30 || kind === 0) && !isAppleDouble(name)) {
      yield { name, bytes: bytes.subarray(at + 512, at + 512 + size) };
    }
    at += 512 + 512 * Math.ceil(size / 512);
  }
}

function textUntilZero(bytes: Buffer, at: number, most: number): string {
  const end = bytes.subarray(at, at + most).indexOf(0);
  return bytes.toString('utf8', at, at + (end < 0 ? most : end));
}

/** What macOS adds to archives beside the real files. */
function isAppleDouble(name: string): boolean {
  return name.startsWith('__MACOSX/') || (name.split('/').at(-1) ?? '').startsWith('._');
}
