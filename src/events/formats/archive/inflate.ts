// Deflated data, in gzip or bare: all of it or, where it is cut or damaged, what comes before the damage.
import { crc32, gunzipSync, inflateRawSync } from 'node:zlib';
import type { Finding } from '../../problem.ts';
import { contentOf, Forward, type Content } from '../forward.ts';
import { gunzip } from './gunzip.ts';
import { Inflater, type Ending } from './inflater.ts';
import { damaged, otherChecksum, refused, type Report, type UnpackAllowance } from './limits.ts';

/** `checksum` and `size` are of what comes out, where they are told. */
export interface Packed {
  readonly kind: 'gzip' | 'raw';
  /** Under which problems are told. */
  readonly name: string;
  readonly content: Content;
  readonly checksum?: number;
  readonly size?: number;
}

interface Task {
  readonly packed: Packed;
  readonly report: Report;
  readonly allowance: UnpackAllowance;
  /** Bytes that may come out. */
  readonly most: number;
}

/**
 * What comes out: as a whole where it and what it comes from are small, else piece by piece, problems being told as
 * they are met. Nothing where more would come out than is allowed, or nothing can be had. Bytes behind the end are
 * ignored.
 */
export function inflated(
  packed: Packed,
  allowance: UnpackAllowance,
  report: Report,
): Content | undefined {
  const { limits } = allowance;
  const { bytes, length = 0 } = packed.content;
  const start = length > limits.held ? undefined : bytes.peek(limits.held + 1);
  const most = allowance.most(Math.max(length, start?.length ?? 0));
  const task: Task = { packed, report, allowance, most };
  // A stated size may lie: it only tells what to try first.
  const isSmall = (packed.size ?? 0) <= limits.held || most <= limits.held;
  const whole = start && start.length <= limits.held && isSmall ? atOnce(task, start) : LARGER;
  if (whole !== LARGER) {
    if (whole) allowance.spend(whole.length);
    return whole && contentOf(whole, limits);
  }
  if (most <= limits.held || isBeyond(task)) {
    refused(report, `\`${packed.name}\` unpacks to more than is allowed`);
    return undefined;
  }
  const told: Finding[] = [];
  const tell: Report = (finding) => {
    told.push(finding);
    report(finding);
  };
  const content = new Forward(pieceByPiece({ ...task, report: tell }));
  const isNothing = content.peek(1).length === 0 && told.length > 0;
  return isNothing ? undefined : { bytes: content };
}

const LARGER = 'larger';
type Whole = Buffer | undefined | typeof LARGER;

function atOnce(task: Task, bytes: Buffer): Whole {
  const { packed, most, allowance, report } = task;
  const unpack = packed.kind === 'gzip' ? gunzipSync : inflateRawSync;
  const maxOutputLength = Math.max(1, Math.min(most, allowance.limits.held));
  try {
    const whole = unpack(bytes, { maxOutputLength, chunkSize: CHUNK });
    if (packed.checksum !== undefined && crc32(whole) !== packed.checksum)
      otherChecksum(report, packed.name);
    return whole;
  } catch (thrown) {
    const { code = '' } = thrown as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') return LARGER;
    if (!code.startsWith('Z_') && code !== 'ERR_TRAILING_JUNK_AFTER_STREAM_END') throw thrown;
  }
  const findings: Finding[] = [];
  const tell = { ...task, report: (finding: Finding) => findings.push(finding) };
  const there = beforeDamage(tell, bytes, maxOutputLength);
  if (there !== LARGER) findings.forEach(report);
  return there;
}

/** How much comes out of Node's inflating at a time: with less it takes twice as long. */
const CHUNK = 64 * 1024;

function beforeDamage(task: Task, bytes: Buffer, most: number): Whole {
  const pieces: Buffer[] = [];
  let length = 0;
  for (const piece of unpack(task, new Forward([bytes]))) {
    pieces.push(piece);
    length += piece.length;
    if (length > most) return LARGER;
  }
  return length > 0 ? Buffer.concat(pieces, length) : undefined;
}

/** Whether more would come out than is allowed, where its size says so and it can be looked through beforehand. */
function isBeyond({ packed, most }: Task): boolean {
  const { range } = packed.content;
  if (!range || (packed.size ?? 0) <= most) return false;
  const { bytes } = contentOf(range, { held: 0, piece: CHUNK });
  const pieces = packed.kind === 'gzip' ? gunzip(bytes) : new Inflater(bytes).pieces();
  let length = 0;
  for (const piece of pieces) {
    length += piece.length;
    if (length > most) return true;
  }
  return false;
}

function* pieceByPiece(task: Task): Generator<Buffer> {
  const { packed, most, allowance, report } = task;
  let length = 0;
  for (const piece of unpack(task, packed.content.bytes)) {
    if (length + piece.length > most || !allowance.spend(piece.length)) {
      const read = `the first ${String(length)} bytes are read`;
      refused(report, `\`${packed.name}\` unpacks to more than is allowed; ${read}`);
      return;
    }
    length += piece.length;
    yield piece;
  }
}

/** What comes out; at its end what is wrong with it is told. */
function* unpack(task: Task, bytes: Forward): Generator<Buffer> {
  const { kind, name, checksum } = task.packed;
  const pieces = kind === 'gzip' ? gunzip(bytes) : new Inflater(bytes).pieces();
  let [length, sum] = [0, 0];
  for (;;) {
    const { done, value } = pieces.next();
    if (done === true) {
      if (value !== 'end') incomplete(task, value, length);
      else if (checksum !== undefined && sum !== checksum) otherChecksum(task.report, name);
      return;
    }
    length += value.length;
    if (checksum !== undefined) sum = crc32(value, sum);
    yield value;
  }
}

function incomplete(
  { packed, report }: Task,
  ending: Exclude<Ending, 'end'>,
  length: number,
): void {
  const how = ending === 'cut' ? 'is cut short' : 'is damaged';
  const had = length === 0 ? 'nothing' : `${String(length)} bytes`;
  damaged(report, `\`${packed.name}\` ${how}; ${had} of it could be unpacked`);
}
