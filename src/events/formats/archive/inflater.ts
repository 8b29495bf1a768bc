// Deflated data (RFC 1951) inflated piece by piece: Node's own does that with callbacks only, and readers wait for none.
import type { Forward } from '../forward.ts';
import { codeOf, lookUp, type Code } from './huffman.ts';

/** How far back data may be repeated. */
const REACH = 32 * 1024;
/** How much comes out at a time. */
const PIECE = 256 * 1024;
const LONGEST_MATCH = 258;
/** From here on it pays to have it copied. */
const LONG_MATCH = 48;
const END_OF_BLOCK = 256;
const MOST_LITERALS = 286;
const MOST_DISTANCES = 30;

/** How the data ended: as it should, with the bytes, or by something that no deflated data holds. */
export type Ending = 'end' | 'cut' | 'damaged';

interface Codes {
  readonly literals: Code;
  readonly distances: Code;
}

/** Inflates what stands in a stream, one deflated data behind another. */
export class Inflater {
  readonly #input: Forward;
  /** A piece of the input and how much of it was taken. */
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  /** Bits that were taken and not used, the first one lowest; of the last ones, how many stand behind the input's end. */
  #hold = 0;
  #count = 0;
  #lacking = 0;
  /** What came out, where what may be repeated begins, what was not given yet, and what is to come. */
  #out: Buffer = Buffer.allocUnsafe(REACH + PIECE);
  #first = 0;
  #given = 0;
  #to = 0;

  constructor(input: Forward) {
    this.#input = input;
  }

  /** The pieces of the deflated data that is next; afterwards the input goes on behind it. */
  *pieces(): Generator<Buffer, Ending> {
    this.#first = this.#to;
    let ending: Ending | undefined;
    while (!ending) {
      const isLast = this.#bits(1) === 1;
      const fault = yield* this.#block(this.#bits(2));
      if (fault || isLast) ending = fault ?? 'end';
    }
    if (this.#isCut) ending = 'cut';
    this.#giveBack();
    this.#input.putBack(this.#bytes.subarray(this.#at));
    this.#bytes = this.#bytes.subarray(0, 0);
    this.#at = 0;
    yield* this.#give();
    return ending;
  }

  *#block(kind: number): Generator<Buffer, Ending | undefined> {
    if (this.#isCut) return 'cut';
    if (kind === 0) return yield* this.#stored();
    const codes = kind === 1 ? fixedCodes() : kind === 2 ? this.#codes() : undefined;
    if (!codes) return this.#fault();
    for (;;) {
      const ending = this.#run(codes);
      if (ending !== 'full') return ending === 'end' ? undefined : ending;
      yield* this.#makeRoom();
    }
  }

  *#stored(): Generator<Buffer, Ending | undefined> {
    this.#bits(this.#count % 8);
    const length = this.#bits(16);
    const isSure = (length ^ this.#bits(16)) === 0xffff;
    if (this.#isCut) return 'cut';
    if (!isSure) return 'damaged';
    this.#giveBack();
    for (let left = length; left > 0;) {
      if (this.#at === this.#bytes.length && !this.#read()) return 'cut';
      if (this.#to === this.#out.length) yield* this.#makeRoom();
      const end = Math.min(this.#at + left, this.#bytes.length);
      const copied = this.#bytes.copy(this.#out, this.#to, this.#at, end);
      this.#at += copied;
      this.#to += copied;
      left -= copied;
    }
    return undefined;
  }

  /** The codes at a block's beginning, themselves in a code; undefined where they are none. */
  #codes(): Codes | undefined {
    const literals = this.#bits(5) + 257;
    const distances = this.#bits(5) + 1;
    const known = this.#bits(4) + 4;
    const lengths = new Uint8Array(lengthOrder.length);
    for (const place of lengthOrder.subarray(0, known)) lengths[place] = this.#bits(3);
    const code = codeOf(lengths);
    if (!code || literals > MOST_LITERALS || distances > MOST_DISTANCES) return undefined;
    const all = this.#lengths(code, literals + distances);
    if (!all || all[END_OF_BLOCK] === 0) return undefined;
    const [first, second] = [codeOf(all.subarray(0, literals)), codeOf(all.subarray(literals))];
    return first && second && { literals: first, distances: second };
  }

  #lengths(code: Code, count: number): Uint8Array | undefined {
    const lengths = new Uint8Array(count);
    for (let at = 0; at < count;) {
      const symbol = this.#symbol(code);
      const [extra, least] = repeats[symbol] ?? [0, 1];
      const end = at + least + this.#bits(extra);
      if (symbol < 0 || end > count || (symbol === REPEAT && at === 0)) return undefined;
      const length = symbol < REPEAT ? symbol : symbol === REPEAT ? (lengths[at - 1] ?? 0) : 0;
      lengths.fill(length, at, end);
      at = end;
    }
    return lengths;
  }

  /** Goes on with a block until it ends or the output is full. */
  #run(codes: Codes): Ending | 'full' {
    for (;;) {
      const why = this.#runFast(codes);
      if (why) return why;
      if (this.#to > this.#out.length - LONGEST_MATCH) return 'full';
      const fault = this.#one(codes);
      if (fault) return fault;
    }
  }

  /** The same while there is enough input and room for whatever comes; all that changes is in variables. */
  #runFast({ literals, distances }: Codes): Ending | undefined {
    const [bytes, out, first] = [this.#bytes, this.#out, this.#first];
    const [lastAt, lastTo] = [bytes.length - 8, out.length - LONGEST_MATCH];
    let [at, to, hold, count] = [this.#at, this.#to, this.#hold, this.#count];
    let why: Ending | undefined;
    while (at <= lastAt && to <= lastTo) {
      if (count < 16) {
        hold |= ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)) << count;
        at += 2;
        count += 16;
      }
      const literal = lookUp(literals, hold);
      hold >>>= literal & 15;
      count -= literal & 15;
      const symbol = literal >> 4;
      if (symbol < END_OF_BLOCK) {
        if (literal < 0) {
          why = 'damaged';
          break;
        }
        out[to++] = symbol;
        continue;
      }
      if (symbol === END_OF_BLOCK) {
        why = 'end';
        break;
      }
      if (count < 16) {
        hold |= ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)) << count;
        at += 2;
        count += 16;
      }
      const lengthBits = lengthExtras[symbol - FIRST_LENGTH] ?? 0;
      const length = (lengthBases[symbol - FIRST_LENGTH] ?? 0) + (hold & ((1 << lengthBits) - 1));
      hold >>>= lengthBits;
      count -= lengthBits;
      if (count < 16) {
        hold |= ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)) << count;
        at += 2;
        count += 16;
      }
      const code = lookUp(distances, hold);
      hold >>>= code & 15;
      count -= code & 15;
      if (count < 16) {
        hold |= ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)) << count;
        at += 2;
        count += 16;
      }
      const distanceBits = distanceExtras[code >> 4] ?? 0;
      const distance = (distanceBases[code >> 4] ?? 0) + (hold & ((1 << distanceBits) - 1));
      hold >>>= distanceBits;
      count -= distanceBits;
      if (code < 0 || length === 0 || distance === 0 || distance > to - first) {
        why = 'damaged';
        break;
      }
      if (length > LONG_MATCH && distance >= length) {
        out.copyWithin(to, to - distance, to - distance + length);
        to += length;
      } else for (let end = to + length; to < end; to++) out[to] = out[to - distance] ?? 0;
    }
    [this.#at, this.#to, this.#hold, this.#count] = [at, to, hold, count];
    return why;
  }

  /** One symbol, or one repetition, wherever the input ends. */
  #one({ literals, distances }: Codes): Ending | undefined {
    const symbol = this.#symbol(literals);
    if (symbol === END_OF_BLOCK) return 'end';
    if (symbol < 0) return this.#fault();
    if (symbol < END_OF_BLOCK) {
      this.#out[this.#to] = symbol;
      this.#to += 1;
      return undefined;
    }
    const place = symbol - FIRST_LENGTH;
    const length = (lengthBases[place] ?? 0) + this.#bits(lengthExtras[place] ?? 0);
    const code = this.#symbol(distances);
    const distance = (distanceBases[code] ?? 0) + this.#bits(distanceExtras[code] ?? 0);
    if (length === 0 || distance === 0 || distance > this.#to - this.#first || this.#isCut)
      return this.#fault();
    for (let left = length; left > 0; left--) {
      this.#out[this.#to] = this.#out[this.#to - distance] ?? 0;
      this.#to += 1;
    }
    return undefined;
  }

  /** The next symbol of a code; -1 where there is none. */
  #symbol(code: Code): number {
    this.#fill(15);
    const found = lookUp(code, this.#hold);
    if (found < 0) return -1;
    this.#bits(found & 15);
    return this.#isCut ? -1 : found >> 4;
  }

  /** Whether bits behind the input's end were used. */
  get #isCut(): boolean {
    return this.#lacking > this.#count;
  }

  /** Why what was read means nothing: behind the end of the input anything may. */
  #fault(): Ending {
    return this.#lacking > 0 ? 'cut' : 'damaged';
  }

  #bits(count: number): number {
    this.#fill(count);
    const bits = this.#hold & ((1 << count) - 1);
    this.#hold >>>= count;
    this.#count -= count;
    return bits;
  }

  /** At least so many bits, 16 at most; behind the input's end they are zero. */
  #fill(count: number): void {
    while (this.#count < count) {
      if (this.#at < this.#bytes.length || this.#read())
        this.#hold |= (this.#bytes[this.#at++] ?? 0) << this.#count;
      else this.#lacking += 8;
      this.#count += 8;
    }
  }

  #read(): boolean {
    const piece = this.#input.next();
    if (!piece) return false;
    [this.#bytes, this.#at] = [piece, 0];
    return true;
  }

  /** Whole bytes among the bits go back to the input; the rest of the byte that was begun is dropped. */
  #giveBack(): void {
    const there = Math.max(0, this.#count - this.#lacking) >> 3;
    const bits = this.#hold >>> (this.#count % 8);
    if (this.#at < there) {
      const bytes = Buffer.from([bits, bits >> 8, bits >> 16, bits >> 24].slice(0, there));
      this.#bytes = Buffer.concat([bytes, this.#bytes.subarray(this.#at)]);
      this.#at = 0;
    } else this.#at -= there;
    [this.#hold, this.#count, this.#lacking] = [0, 0, 0];
  }

  *#give(): Generator<Buffer> {
    if (this.#to > this.#given) yield this.#out.subarray(this.#given, this.#to);
    this.#given = this.#to;
  }

  *#makeRoom(): Generator<Buffer> {
    yield* this.#give();
    const dropped = this.#to - REACH;
    const out = Buffer.allocUnsafe(REACH + PIECE);
    this.#out.copy(out, 0, dropped, this.#to);
    this.#out = out;
    this.#first = Math.max(0, this.#first - dropped);
    [this.#given, this.#to] = [REACH, REACH];
  }
}

/** The order in which a block tells the lengths of the code of its codes. */
const lengthOrder = Uint8Array.of(16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15);

/** The symbol that repeats the length before; those behind it repeat zero. */
const REPEAT = 16;
/** Extra bits and the least repetitions. */
const repeats: Readonly<Record<number, readonly [number, number]>> = {
  16: [2, 3],
  17: [3, 3],
  18: [7, 11],
};

const FIRST_LENGTH = 257;
const lengthExtras = Uint8Array.from([
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
]);
const lengthBases = basesOf(lengthExtras, 3);
// The longest has a symbol of its own.
lengthBases[lengthBases.length - 1] = LONGEST_MATCH;
const distanceExtras = Uint8Array.from({ length: MOST_DISTANCES }, (_, code) =>
  Math.max(0, (code >> 1) - 1),
);
const distanceBases = basesOf(distanceExtras, 1);

function basesOf(extras: Uint8Array, first: number): Uint16Array {
  const bases = new Uint16Array(extras.length);
  let base = first;
  for (const [at, extra] of extras.entries()) {
    bases[at] = base;
    base += 1 << extra;
  }
  return bases;
}

let fixed: Codes | undefined;

/** What blocks without codes of their own use. */
function fixedCodes(): Codes | undefined {
  if (!fixed) {
    const lengths = new Uint8Array(288).fill(8).fill(9, 144, 256).fill(7, 256, 280);
    const [literals, distances] = [codeOf(lengths), codeOf(new Uint8Array(32).fill(5))];
    if (literals && distances) fixed = { literals, distances };
  }
  return fixed;
}
