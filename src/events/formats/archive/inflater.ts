// Deflated data (RFC 1951) inflated piece by piece. Node's own zlib does that with callbacks only, and readers wait for none.
import {
  Z_DATA_ERROR,
  Z_NO_FLUSH,
  Z_STREAM_END,
  zlibInflate,
  zlibInflateInit2,
  zlibInflateReset,
  ZStream,
} from 'pako';
import type { Forward } from '../forward.ts';

/** How much comes out at a time. */
const PIECE = 256 * 1024;
/** The largest window; the sign says that there is no header around the data. */
const BARE = -15;

const NONE: Buffer = Buffer.alloc(0);

/** How the data ended: as it should, with the bytes, or by something that no deflated data holds. */
export type Ending = 'end' | 'cut' | 'damaged';

/** Inflates what stands in a stream, one deflated data behind another. */
export class Inflater {
  readonly #input: Forward;
  readonly #stream = new ZStream();
  /** Room for what comes out; small data behind one another share it. */
  #room = Buffer.allocUnsafeSlow(0);

  constructor(input: Forward) {
    this.#input = input;
    zlibInflateInit2(this.#stream, BARE);
  }

  /** The pieces of the deflated data that is next; afterwards the input goes on behind it. */
  *pieces(): Generator<Buffer, Ending> {
    const stream = this.#stream;
    zlibInflateReset(stream);
    for (let piece = NONE; ;) {
      if (stream.avail_in === 0) piece = this.#feed();
      const { status, made } = this.#inflate();
      if (made.length > 0) yield made;
      if (status === Z_STREAM_END) {
        this.#input.putBack(piece.subarray(stream.next_in));
        stream.avail_in = 0;
        return 'end';
      }
      if (status === Z_DATA_ERROR) return 'damaged';
      if (piece.length === 0 && made.length === 0) return 'cut';
    }
  }

  /** More input, none at its end. */
  #feed(): Buffer {
    const piece = this.#input.next() ?? NONE;
    const stream = this.#stream;
    [stream.input, stream.next_in, stream.avail_in] = [piece, 0, piece.length];
    return piece;
  }

  #inflate(): { readonly status: number; readonly made: Buffer } {
    const stream = this.#stream;
    if (this.#room.length === 0) this.#room = Buffer.allocUnsafeSlow(PIECE);
    stream.output = this.#room;
    [stream.next_out, stream.avail_out] = [0, this.#room.length];
    const status = zlibInflate(stream, Z_NO_FLUSH);
    const made = this.#room.subarray(0, stream.next_out);
    this.#room = this.#room.subarray(stream.next_out);
    return { status, made };
  }
}
