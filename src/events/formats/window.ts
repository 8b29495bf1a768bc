// A window that moves over a stream of bytes, for readers that look for something behind what they are at.
import type { Forward } from './forward.ts';
import { textBetween } from './utf8.ts';

/** All places count from the beginning of the stream. */
export class Window {
  /** What is held. */
  bytes: Buffer = Buffer.alloc(0);
  /** Where that begins. */
  base = 0;
  /** Whether it goes to the end of the stream. */
  ended = false;
  readonly #stream: Forward;

  constructor(stream: Forward) {
    this.#stream = stream;
  }

  get end(): number {
    return this.base + this.bytes.length;
  }

  /**
   * Lets go of what lies before a place and reads as much again as is kept, at least: whoever then looks through all
   * of it again takes no longer than in proportion to what was read.
   */
  move(to: number): void {
    const kept = this.bytes.subarray(to - this.base);
    const parts = [kept];
    for (let more = 0; more <= kept.length && !this.ended;) {
      const piece = this.#stream.next();
      if (piece) {
        parts.push(piece);
        more += piece.length;
      } else this.ended = true;
    }
    const [first, second] = parts;
    if (parts.length === 2 && second && first?.length === 0) this.bytes = second;
    else this.bytes = parts.length === 1 ? kept : Buffer.concat(parts);
    this.base = to;
  }

  indexOf(byte: number, from: number): number {
    const found = this.bytes.indexOf(byte, Math.max(0, from - this.base));
    return found < 0 ? -1 : this.base + found;
  }

  /** The text of a range, cut at the longest length that a record can have. */
  text(from: number, to: number): string {
    return textBetween(this.bytes, from - this.base, to - this.base);
  }
}

/** Where something begins in a window's bytes from an index on; -1 where it does not. */
export type Find = (bytes: Buffer, from: number) => number;

/**
 * Looks for one thing again and again, from places that only grow; nothing is looked through twice. `longest` is how
 * many bytes it takes to tell that it is there.
 */
export class Finder {
  readonly #window: Window;
  readonly #find: Find;
  readonly #longest: number;
  #found = -1;
  #without = 0;

  constructor(window: Window, find: Find, longest: number) {
    this.#window = window;
    this.#find = find;
    this.#longest = longest;
  }

  /** The first place from `from` on; -1 where there is none in the window. */
  next(from: number): number {
    if (this.#found >= from) return this.#found;
    const { base, bytes, end } = this.#window;
    const first = Math.max(from, this.#without, base);
    const found = this.#find(bytes, first - base);
    if (found >= 0) return (this.#found = base + found);
    this.#without = Math.max(first, end - this.#longest);
    return -1;
  }
}
