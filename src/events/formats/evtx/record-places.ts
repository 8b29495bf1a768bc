// Where the records of a chunk lie. The chunk's header tells where they end, but it may be wiped, lie, or be older than
// the last records, as in copies of a log that was open; and a record may be destroyed while those behind it are whole.

export const CHUNK_HEADER = 512;
export const RECORD_HEADER = 24;
const SIZE_AT_END = 4;
const SMALLEST = RECORD_HEADER + SIZE_AT_END;
const MAGIC = 0x2a2a;
const MAGIC_BYTES = Buffer.from([0x2a, 0x2a, 0, 0]);

/** A record, header and closing size included. */
export interface RecordPlace {
  readonly at: number;
  readonly size: number;
}

/** What is wrong with a chunk at an offset in it; `lost` tells whether bytes were skipped for it. */
export interface ChunkFault {
  readonly at: number;
  readonly message: string;
  readonly lost: boolean;
}

/** Of a chunk that may be cut short. */
export function* recordPlaces(chunk: Buffer): Generator<RecordPlace | ChunkFault> {
  const places = new Places(chunk);
  const stated = chunk.readUInt32LE(48);
  if (stated >= CHUNK_HEADER && stated <= chunk.length) {
    yield* places.until(stated);
    yield* places.newerThanHeader();
    return;
  }
  const isCut = stated > chunk.length && chunk.length < WHOLE_CHUNK;
  if (isCut) yield* places.until(chunk.length);
  else yield* places.successive();
  const where = stated < CHUNK_HEADER ? 'before its records' : 'beyond its end';
  const message = `chunk states its free space at ${String(stated)}, ${where}`;
  yield { at: 0, message, lost: isCut || !holdsRecords(chunk) };
}

const WHOLE_CHUNK = 0x10000;

/** Whether a record stands where the first one of a chunk does. */
export function holdsRecords(chunk: Buffer): boolean {
  return isSound(chunk, CHUNK_HEADER);
}

class Places {
  readonly #chunk: Buffer;
  #at = CHUNK_HEADER;
  #last: number | undefined;
  /** The first sound record from somewhere on, once it was looked for. */
  #sound = 0;

  constructor(chunk: Buffer) {
    this.#chunk = chunk;
  }

  /** All records before `end`; what is none is skipped up to the next sound record. */
  *until(end: number): Generator<RecordPlace | ChunkFault> {
    while (this.#at + SMALLEST <= end) {
      const fault = this.#fault();
      if (fault === undefined) yield this.#take();
      else {
        // Archived logs state their end at the end of the chunk, behind which nothing was written.
        if (isZero(this.#chunk, this.#at, end)) return;
        const next = this.#nextSound(this.#at + 1);
        const skipped = next < end ? `${String(next - this.#at)} bytes` : 'rest of the chunk';
        yield { at: this.#at, message: `${fault}; ${skipped} skipped`, lost: true };
        this.#at = next;
      }
    }
  }

  /** One record after another up to where none is: what is behind may be of an older use of the chunk. */
  *successive(): Generator<RecordPlace> {
    while (isSound(this.#chunk, this.#at)) yield this.#take();
  }

  /** Records behind the stated end that carry the next numbers and are not of an earlier time. */
  *newerThanHeader(): Generator<RecordPlace | ChunkFault> {
    const from = this.#at;
    let count = 0;
    for (; this.#isSuccessor(); count++) yield this.#take();
    if (count === 0) return;
    const message = `${String(count)} records stand behind the end that the chunk states; they are read`;
    yield { at: from, message, lost: false };
  }

  #take(): RecordPlace {
    const at = this.#at;
    const place = { at, size: this.#size(at) };
    this.#last = at;
    this.#at += place.size;
    return place;
  }

  /** As stated, unless it is stated otherwise at the record's end and a sound record begins before that. */
  #size(at: number): number {
    const size = this.#chunk.readUInt32LE(at + 4);
    if (isSound(this.#chunk, at)) return size;
    return Math.min(size, this.#nextSound(at + SMALLEST) - at);
  }

  #fault(): string | undefined {
    if (!hasMagic(this.#chunk, this.#at)) return 'no record signature';
    const size = this.#chunk.readUInt32LE(this.#at + 4);
    const fits = size >= SMALLEST && this.#at + size <= this.#chunk.length;
    return fits ? undefined : `record of ${String(size)} bytes does not fit`;
  }

  /** The place of the first sound record from `from` on, which never decreases; the chunk's end if there is none. */
  #nextSound(from: number): number {
    if (this.#sound >= from) return this.#sound;
    let at = from;
    do {
      at = this.#chunk.indexOf(MAGIC_BYTES, at);
      if (at < 0) at = this.#chunk.length;
      else if (!isSound(this.#chunk, at)) at += 1;
      else break;
    } while (at < this.#chunk.length);
    this.#sound = at;
    return at;
  }

  #isSuccessor(): boolean {
    const [chunk, at, last] = [this.#chunk, this.#at, this.#last];
    if (last === undefined || !isSound(chunk, at)) return false;
    return (
      chunk.readBigUInt64LE(at + 8) === chunk.readBigUInt64LE(last + 8) + 1n &&
      chunk.readBigUInt64LE(at + 16) >= chunk.readBigUInt64LE(last + 16)
    );
  }
}

/** A record whose size is possible and stands at its end as well. */
function isSound(chunk: Buffer, at: number): boolean {
  if (at + SMALLEST > chunk.length || !hasMagic(chunk, at)) return false;
  const size = chunk.readUInt32LE(at + 4);
  if (size < SMALLEST || at + size > chunk.length) return false;
  return chunk.readUInt32LE(at + size - SIZE_AT_END) === size;
}

function hasMagic(chunk: Buffer, at: number): boolean {
  return chunk.readUInt32LE(at) === MAGIC;
}

function isZero(chunk: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (chunk[at] !== 0) return false;
  return true;
}
