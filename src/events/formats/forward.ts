// Bytes that are read once, front to back: of a file, or of what comes out of a packed one while it is unpacked.
import type { ByteRange } from './format.ts';

const NONE: Buffer = Buffer.alloc(0);

/** A stream of bytes. What was taken is gone; what was only looked at stays. */
export class Forward {
  readonly #pieces: Iterator<Buffer>;
  #ahead = NONE;

  constructor(pieces: Iterable<Buffer>) {
    this.#pieces = pieces[Symbol.iterator]();
  }

  /** The next `most` bytes, fewer at the end, without taking them. */
  peek(most: number): Buffer {
    const parts = [this.#ahead];
    let { length } = this.#ahead;
    while (length < most) {
      const piece = this.#read();
      if (!piece) break;
      parts.push(piece);
      length += piece.length;
    }
    if (parts.length > 1) this.#ahead = Buffer.concat(parts, length);
    return this.#ahead.subarray(0, most);
  }

  /** The next `count` bytes, fewer at the end. */
  take(count: number): Buffer {
    const taken = this.peek(count);
    this.#ahead = this.#ahead.subarray(taken.length);
    return taken;
  }

  /** Some of the next bytes, `most` of them at most; undefined at the end. */
  next(most = Infinity): Buffer | undefined {
    if (this.#ahead.length === 0) this.#ahead = this.#read() ?? NONE;
    const piece = this.#ahead.subarray(0, most);
    this.#ahead = this.#ahead.subarray(piece.length);
    return piece.length > 0 ? piece : undefined;
  }

  /** Bytes that were taken too many come next again. */
  putBack(bytes: Buffer): void {
    this.#ahead = this.#ahead.length > 0 ? Buffer.concat([bytes, this.#ahead]) : bytes;
  }

  /** Passes over `count` bytes; answers how many there were. */
  skip(count: number): number {
    let left = count;
    while (left > 0) {
      const piece = this.next(left);
      if (!piece) break;
      left -= piece.length;
    }
    return count - left;
  }

  *[Symbol.iterator](): Generator<Buffer> {
    for (let piece = this.next(); piece; piece = this.next()) yield piece;
  }

  #read(): Buffer | undefined {
    for (;;) {
      const piece = this.#pieces.next();
      if (piece.done === true) return undefined;
      if (piece.value.length > 0) return piece.value;
    }
  }
}

/** What is opened: forward in any case, and in any order where it is held or lies in a file. */
export interface Content {
  readonly bytes: Forward;
  readonly range?: ByteRange;
  /** How many bytes there should be, where that is known. */
  readonly length?: number;
}

/** `held`: bytes up to which something is held as a whole; `piece`: how much of anything larger is read at a time. */
export interface PieceSizes {
  readonly held: number;
  readonly piece: number;
}

/** Some of a range, as one of its own. */
export function partOf(range: ByteRange, from: number, to: number): ByteRange {
  const length = Math.max(0, to - from);
  return {
    length,
    subarray: (first, last) => range.subarray(from + first, from + Math.min(last, length)),
  };
}

export function contentOf(range: ByteRange, sizes: PieceSizes): Content {
  return { bytes: new Forward(piecesOf(range, sizes)), range, length: range.length };
}

function* piecesOf(range: ByteRange, { held, piece }: PieceSizes): Generator<Buffer> {
  const size = range.length <= held ? range.length : piece;
  for (let at = 0; at < range.length; at += size)
    yield range.subarray(at, Math.min(at + size, range.length));
}
