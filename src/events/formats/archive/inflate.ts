// Deflated data, in gzip or bare: all of it or, where it is cut or damaged, what comes before the damage.
import { crc32, gunzipSync, inflateRawSync } from 'node:zlib';
import { Gunzip, Inflate } from 'fflate';
import { damaged, refused, type Report } from './limits.ts';

type Deflated = 'gzip' | 'raw';

interface Task {
  readonly name: string;
  /** Bytes that may come out. */
  readonly most: number;
  readonly report: Report;
}

/**
 * The data, or undefined where nothing of it can be had; what is missing is reported under the name. Bytes behind the
 * end are ignored, as some archives carry a stray line end there.
 */
export function inflate(kind: Deflated, bytes: Buffer, task: Task): Buffer | undefined {
  const unpack = kind === 'gzip' ? gunzipSync : inflateRawSync;
  try {
    return unpack(bytes, { maxOutputLength: task.most });
  } catch (thrown) {
    const { code = '' } = thrown as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') {
      refused(task.report, `\`${task.name}\` unpacks to more than is allowed`);
      return undefined;
    }
    if (!code.startsWith('Z_') && code !== 'ERR_TRAILING_JUNK_AFTER_STREAM_END') throw thrown;
    const there = beforeDamage(kind, bytes, task.most);
    return hasTrailerOf(kind, bytes, there) ? there : incomplete(there, code, task);
  }
}

function incomplete(there: Buffer, code: string, { name, report }: Task): Buffer | undefined {
  if (there.length === 0) {
    damaged(report, `\`${name}\` cannot be unpacked: ${code}`);
    return undefined;
  }
  const how = code === 'Z_BUF_ERROR' ? 'is cut short' : 'is damaged';
  damaged(report, `\`${name}\` ${how}; ${String(there.length)} bytes of it could be unpacked`);
  return there;
}

const PIECE = 16 * 1024;

/** What can be unpacked, piece by piece, until something is wrong. */
function beforeDamage(kind: Deflated, bytes: Buffer, most: number): Buffer {
  const pieces: Buffer[] = [];
  let length = 0;
  const take = (piece: Uint8Array): void => {
    pieces.push(Buffer.from(piece));
    length += piece.length;
  };
  try {
    const stream = kind === 'gzip' ? new Gunzip(take) : new Inflate(take);
    for (let at = 0; at < bytes.length && length < most; at += PIECE) {
      const isLast = at + PIECE >= bytes.length;
      // Without an end more is given of a stream that was cut.
      if (isLast) stream.push(bytes.subarray(at), false);
      stream.push(isLast ? new Uint8Array(0) : bytes.subarray(at, at + PIECE), isLast);
    }
  } catch {
    // The damage: what came before it is what there is.
  }
  return Buffer.concat(pieces).subarray(0, most);
}

/** Whether the checksum and length that close a gzip member stand near the file's end. */
function hasTrailerOf(kind: Deflated, bytes: Buffer, unpacked: Buffer): boolean {
  if (kind === 'raw') return false;
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(unpacked), 0);
  trailer.writeUInt32LE(unpacked.length % 2 ** 32, 4);
  return bytes.subarray(-4096).includes(trailer);
}
