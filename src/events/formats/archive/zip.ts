// Zip: members by the directory at the end, also in its 64-bit form; by their own headers where the end is missing.
import { crc32 } from 'node:zlib';
import type { Finding } from '../../problem.ts';
import { inflate } from './inflate.ts';
import {
  damaged,
  isAppleDouble,
  refused,
  type Member,
  type Report,
  type UnpackAllowance,
  type UnpackLimits,
} from './limits.ts';

export const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;
const END_OF_DIRECTORY_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
/** What stands in a field of 32 bits whose value is in the 64-bit extension. */
const ELSEWHERE = 0xffffffff;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly packed: number;
  /** Undefined where a damaged file does not tell. */
  readonly checksum: number | undefined;
  readonly offset: number;
}

export function* zipMembers(
  bytes: Buffer,
  allowance: UnpackAllowance,
  report: Report,
): Generator<Member> {
  for (const entry of zipDirectory(bytes, allowance.limits, report)) {
    if (entry.name.endsWith('/') || isAppleDouble(entry.name)) continue;
    const packed = packedBytes(bytes, entry, report);
    const unpacked = packed && unpack(packed, entry, { allowance, report });
    if (!unpacked) continue;
    allowance.spend(unpacked.length);
    yield { name: entry.name, bytes: unpacked };
  }
}

function unpack(
  packed: Buffer,
  { name, method, checksum }: Entry,
  { allowance, report }: { readonly allowance: UnpackAllowance; readonly report: Report },
): Buffer | undefined {
  const most = allowance.most(packed.length);
  // Members that are not compressed count too: a directory can name the same bytes ten thousand times.
  if (method === 0 && packed.length > most) {
    refused(report, `\`${name}\` is beyond what is unpacked of one file`);
    return undefined;
  }
  const faults: Finding[] = [];
  const tell: Report = (finding) => {
    faults.push(finding);
    report(finding);
  };
  const bytes = method === 0 ? packed : inflate('raw', packed, { name, most, report: tell });
  if (bytes && faults.length === 0 && checksum !== undefined && crc32(bytes) !== checksum)
    damaged(report, `\`${name}\` is damaged: its checksum is another one`);
  return bytes;
}

function zipDirectory(bytes: Buffer, limits: UnpackLimits, report: Report): Entry[] {
  const end = endOfDirectory(bytes);
  if (end === undefined) {
    damaged(report, 'zip without a directory (cut short?); its members are looked for one by one');
    return localEntries(bytes, limits);
  }
  const { count, start } = extentOf(bytes, end);
  if (count > limits.members) {
    refused(report, `zip with more than ${String(limits.members)} members is not read`);
    return [];
  }
  const entries: Entry[] = [];
  for (let index = 0, at = start; index < count; index++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== CENTRAL_HEADER) {
      damaged(report, 'zip directory damaged', at);
      break;
    }
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((place) =>
      bytes.readUInt16LE(at + place),
    ) as [number, number, number];
    const extra = bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
    entries.push(centralEntry(bytes, at, extra));
    at += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
}

function centralEntry(bytes: Buffer, at: number, extra: Buffer): Entry {
  const [packed, unpacked, offset] = [20, 24, 42].map((place) =>
    bytes.readUInt32LE(at + place),
  ) as [number, number, number];
  // The extension holds, in this order, only those values that do not stand in the header.
  const wide = extension64(extra);
  let next = unpacked === ELSEWHERE ? 8 : 0;
  const valueOf = (value: number): number => {
    if (value !== ELSEWHERE || next + 8 > wide.length) return value;
    next += 8;
    return Number(wide.readBigUInt64LE(next - 8));
  };
  return {
    name: bytes.toString('utf8', at + 46, at + 46 + bytes.readUInt16LE(at + 28)),
    method: bytes.readUInt16LE(at + 10),
    encrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
    checksum: bytes.readUInt32LE(at + 16),
    packed: valueOf(packed),
    offset: valueOf(offset),
  };
}

const EXTENSION_64 = 1;

/** The content of the 64-bit extension among an entry's extra fields; empty where there is none. */
function extension64(extra: Buffer): Buffer {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) === EXTENSION_64)
      return extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
  }
  return Buffer.alloc(0);
}

/** How many entries the directory has and where it begins. */
function extentOf(bytes: Buffer, end: number): { count: number; start: number } {
  const count = bytes.readUInt16LE(end + 10);
  const start = bytes.readUInt32LE(end + 16);
  const locator = end - 20;
  if (locator < 0 || bytes.readUInt32LE(locator) !== LOCATOR_64) return { count, start };
  const at = Number(bytes.readBigUInt64LE(locator + 8));
  if (at + 56 > bytes.length || bytes.readUInt32LE(at) !== END_OF_DIRECTORY_64)
    return { count, start };
  return {
    count: Number(bytes.readBigUInt64LE(at + 32)),
    start: Number(bytes.readBigUInt64LE(at + 48)),
  };
}

function endOfDirectory(bytes: Buffer): number | undefined {
  const first = Math.max(0, bytes.length - 22 - 0xffff);
  for (let at = bytes.length - 22; at >= first; at--) {
    if (bytes.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  }
  return undefined;
}

/** The entries of a file that was cut, by the headers before each member. */
function localEntries(bytes: Buffer, limits: UnpackLimits): Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at + 30 <= bytes.length && entries.length < limits.members;) {
    const flags = bytes.readUInt16LE(at + 6);
    const data = dataStart(bytes, at);
    const next = nextHeader(bytes, data);
    // With this flag sizes and checksum follow the data.
    const isTold = (flags & 8) === 0 && bytes.readUInt32LE(at + 18) > 0;
    entries.push({
      name: bytes.toString('utf8', at + 30, at + 30 + bytes.readUInt16LE(at + 26)),
      method: bytes.readUInt16LE(at + 8),
      encrypted: (flags & 1) === 1,
      packed: Math.max(
        0,
        Math.min(isTold ? bytes.readUInt32LE(at + 18) : next - data, bytes.length - data),
      ),
      checksum: isTold ? bytes.readUInt32LE(at + 14) : undefined,
      offset: at,
    });
    at = next;
  }
  return entries;
}

/** Where the next member or the directory begins; the end of what there is, where neither does. */
function nextHeader(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf('PK', from); at >= 0; at = bytes.indexOf('PK', at + 1)) {
    if (at + 4 > bytes.length) break;
    const signature = bytes.readUInt32LE(at);
    if (signature === LOCAL_HEADER) return at;
    if (signature === CENTRAL_HEADER) break;
  }
  return bytes.length;
}

function dataStart(bytes: Buffer, header: number): number {
  return header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
}

/** Ways to pack a member that other tools write, by their numbers in PKWARE's APPNOTE (4.4.5). */
const methods: ReadonlyMap<number, string> = new Map([
  [1, 'Shrink'],
  [6, 'Implode'],
  [9, 'Deflate64'],
  [12, 'bzip2'],
  [14, 'LZMA'],
  [93, 'Zstandard'],
  [95, 'xz'],
  [98, 'PPMd'],
]);

function packedBytes(bytes: Buffer, entry: Entry, report: Report): Buffer | undefined {
  const { name, method, offset } = entry;
  if (entry.encrypted || (method !== 0 && method !== 8)) {
    const packing = methods.get(method) ?? `compression method ${String(method)}`;
    const message = entry.encrypted
      ? `\`${name}\` is encrypted; unpack the archive with its password first`
      : `\`${name}\` is packed with ${packing}, which is not read; unpack the archive first`;
    refused(report, message);
    return undefined;
  }
  if (offset + 30 <= bytes.length && bytes.readUInt32LE(offset) === LOCAL_HEADER) {
    const start = dataStart(bytes, offset);
    if (start + entry.packed <= bytes.length) return bytes.subarray(start, start + entry.packed);
  }
  damaged(report, `\`${name}\` is not where the directory says`, offset);
  return undefined;
}
