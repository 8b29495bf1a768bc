// The directory of a zip file, and what takes its place where a file was cut.
import type { ByteRange } from '../format.ts';
import { contentOf, partOf } from '../forward.ts';
import { damaged, refused, type Report, type UnpackLimits } from './limits.ts';

export const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;
const END_OF_DIRECTORY_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
/** What stands in a field of 32 bits whose value is in the 64-bit extension. */
const ELSEWHERE = 0xffffffff;

const LOCAL_LENGTH = 30;
const CENTRAL_LENGTH = 46;
const END_LENGTH = 22;
const LOCATOR_LENGTH = 20;
const END_LENGTH_64 = 56;

export interface Entry {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly packed: number;
  /** Of what comes out; undefined where a damaged file does not tell. */
  readonly checksum: number | undefined;
  readonly size: number | undefined;
  /** Of its own header. */
  readonly offset: number;
}

/** The entries by the directory; by their own headers where there is none. */
export function zipDirectory(bytes: ByteRange, limits: UnpackLimits, report: Report): Entry[] {
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
  const directory = contentOf(partOf(bytes, start, bytes.length), { held: 0, piece: BLOCK }).bytes;
  const entries: Entry[] = [];
  for (let at = start; entries.length < count;) {
    const header = directory.take(CENTRAL_LENGTH);
    if (header.length < CENTRAL_LENGTH || header.readUInt32LE(0) !== CENTRAL_HEADER) {
      damaged(report, 'zip directory damaged', at);
      break;
    }
    const name = directory.take(header.readUInt16LE(28)).toString('utf8', 0, LONGEST_NAME);
    const extra = directory.take(header.readUInt16LE(30));
    entries.push(centralEntry(header, name, extra));
    const comment = header.readUInt16LE(32);
    directory.skip(comment);
    at += CENTRAL_LENGTH + header.readUInt16LE(28) + extra.length + comment;
  }
  return entries;
}

const BLOCK = 64 * 1024;
/** Bytes of a name that are kept. */
const LONGEST_NAME = 4096;

function centralEntry(header: Buffer, name: string, extra: Buffer): Entry {
  const [packed, unpacked, offset] = [20, 24, 42].map((place) => header.readUInt32LE(place)) as [
    number,
    number,
    number,
  ];
  // The extension holds, in this order, only those values that do not stand in the header.
  const wide = extension64(extra);
  let next = 0;
  const valueOf = (value: number): number => {
    if (value !== ELSEWHERE || next + 8 > wide.length) return value;
    next += 8;
    return Number(wide.readBigUInt64LE(next - 8));
  };
  const size = valueOf(unpacked);
  return {
    name,
    method: header.readUInt16LE(10),
    encrypted: (header.readUInt16LE(8) & 1) === 1,
    checksum: header.readUInt32LE(16),
    size,
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
function extentOf(bytes: ByteRange, at: number): { count: number; start: number } {
  const end = bytes.subarray(at, at + END_LENGTH);
  const told = { count: end.readUInt16LE(10), start: end.readUInt32LE(16) };
  if (at < LOCATOR_LENGTH) return told;
  const locator = bytes.subarray(at - LOCATOR_LENGTH, at);
  if (locator.readUInt32LE(0) !== LOCATOR_64) return told;
  const wideAt = Number(locator.readBigUInt64LE(8));
  if (wideAt + END_LENGTH_64 > bytes.length) return told;
  const wide = bytes.subarray(wideAt, wideAt + END_LENGTH_64);
  if (wide.readUInt32LE(0) !== END_OF_DIRECTORY_64) return told;
  return { count: Number(wide.readBigUInt64LE(32)), start: Number(wide.readBigUInt64LE(48)) };
}

const LONGEST_COMMENT = 0xffff;

function endOfDirectory(bytes: ByteRange): number | undefined {
  const first = Math.max(0, bytes.length - END_LENGTH - LONGEST_COMMENT);
  const tail = bytes.subarray(first, bytes.length);
  for (let at = tail.length - END_LENGTH; at >= 0; at--) {
    if (tail.readUInt32LE(at) === END_OF_DIRECTORY) return first + at;
  }
  return undefined;
}

/** The entries of a file that was cut, by the headers before each member. */
function localEntries(bytes: ByteRange, limits: UnpackLimits): Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at + LOCAL_LENGTH <= bytes.length && entries.length < limits.members;) {
    const header = bytes.subarray(at, at + LOCAL_LENGTH);
    const flags = header.readUInt16LE(6);
    const data = dataStart(bytes, at);
    const next = nextHeader(bytes, data);
    // With this flag sizes and checksum follow the data.
    const isTold = (flags & 8) === 0 && header.readUInt32LE(18) > 0;
    const packed = isTold ? header.readUInt32LE(18) : next - data;
    const name = bytes.subarray(at + LOCAL_LENGTH, at + LOCAL_LENGTH + header.readUInt16LE(26));
    entries.push({
      name: name.toString('utf8', 0, LONGEST_NAME),
      method: header.readUInt16LE(8),
      encrypted: (flags & 1) === 1,
      packed: Math.max(0, Math.min(packed, bytes.length - data)),
      checksum: isTold ? header.readUInt32LE(14) : undefined,
      size: isTold ? header.readUInt32LE(22) : undefined,
      offset: at,
    });
    at = next;
  }
  return entries;
}

/** Where the next member or the directory begins; the end of what there is, where neither does. */
function nextHeader(bytes: ByteRange, from: number): number {
  for (let at = from; at < bytes.length; at += BLOCK - 3) {
    const block = bytes.subarray(at, at + BLOCK);
    for (let found = block.indexOf('PK'); found >= 0; found = block.indexOf('PK', found + 1)) {
      if (found + 4 > block.length) break;
      const signature = block.readUInt32LE(found);
      if (signature === LOCAL_HEADER) return at + found;
      if (signature === CENTRAL_HEADER) return bytes.length;
    }
  }
  return bytes.length;
}

export function isLocalHeader(bytes: ByteRange, at: number): boolean {
  if (at + LOCAL_LENGTH > bytes.length) return false;
  return bytes.subarray(at, at + 4).readUInt32LE(0) === LOCAL_HEADER;
}

/** Where the data of the member with that header begins. */
export function dataStart(bytes: ByteRange, at: number): number {
  const header = bytes.subarray(at, at + LOCAL_LENGTH);
  return at + LOCAL_LENGTH + header.readUInt16LE(26) + header.readUInt16LE(28);
}
