// Zip: its members, stored or deflated. The directory at the end is read first, so it takes a file or what is held.
import { crc32 } from 'node:zlib';
import type { ByteRange } from '../format.ts';
import { contentOf, Forward, partOf, type Content } from '../forward.ts';
import { inflated } from './inflate.ts';
import {
  damaged,
  isAppleDouble,
  otherChecksum,
  refused,
  type Member,
  type Report,
  type UnpackAllowance,
} from './limits.ts';
import { isLocalHeader, dataStart, zipDirectory, type Entry } from './zip-directory.ts';

interface Unpacking {
  readonly allowance: UnpackAllowance;
  readonly report: Report;
}

export function* zipMembers(
  bytes: ByteRange,
  allowance: UnpackAllowance,
  report: Report,
): Generator<Member> {
  for (const entry of zipDirectory(bytes, allowance.limits, report)) {
    if (entry.name.endsWith('/') || isAppleDouble(entry.name)) continue;
    const packed = packedBytes(bytes, entry, report);
    const content = packed && unpacked(packed, entry, { allowance, report });
    if (content) yield { name: entry.name, content };
  }
}

function unpacked(
  packed: ByteRange,
  { name, method, checksum, size }: Entry,
  { allowance, report }: Unpacking,
): Content | undefined {
  const content = contentOf(packed, allowance.limits);
  if (method !== 0) {
    const told = {
      ...(checksum !== undefined && { checksum }),
      ...(size !== undefined && { size }),
    };
    return inflated({ kind: 'raw', name, content, ...told }, allowance, report);
  }
  // Members that are not compressed count too: a directory can name the same bytes ten thousand times.
  if (packed.length > allowance.most(packed.length)) {
    refused(report, `\`${name}\` is beyond what is unpacked of one file`);
    return undefined;
  }
  allowance.spend(packed.length);
  if (checksum === undefined) return content;
  const bytes = new Forward(
    checked(content.bytes, checksum, () => {
      otherChecksum(report, name);
    }),
  );
  // What is held is checked before it is read.
  if (packed.length <= allowance.limits.held) bytes.peek(packed.length + 1);
  return { ...content, bytes };
}

/** The same pieces; `fault` is called behind the last one where they are not what the checksum tells. */
function* checked(
  pieces: Iterable<Buffer>,
  checksum: number,
  fault: () => void,
): Generator<Buffer> {
  let sum = 0;
  for (const piece of pieces) {
    sum = crc32(piece, sum);
    yield piece;
  }
  if (sum !== checksum) fault();
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

function packedBytes(bytes: ByteRange, entry: Entry, report: Report): ByteRange | undefined {
  const { name, method, offset } = entry;
  if (entry.encrypted || (method !== 0 && method !== 8)) {
    const packing = methods.get(method) ?? `compression method ${String(method)}`;
    const message = entry.encrypted
      ? `\`${name}\` is encrypted; unpack the archive with its password first`
      : `\`${name}\` is packed with ${packing}, which is not read; unpack the archive first`;
    refused(report, message);
    return undefined;
  }
  if (isLocalHeader(bytes, offset)) {
    const start = dataStart(bytes, offset);
    if (start + entry.packed <= bytes.length) return partOf(bytes, start, start + entry.packed);
  }
  damaged(report, `\`${name}\` is not where the directory says`, offset);
  return undefined;
}
