// Rows of separated values by RFC 4180: quoted fields hold separators, line ends and doubled quotes.
import { LONGEST_TEXT, lineEnds, textBetween } from './utf8.ts';
import type { Window } from './window.ts';

/** A row's fields beyond these are only counted. */
export const MOST_COLUMNS = 2000;

export interface Row {
  readonly fields: readonly string[];
  /** How many fields there are. */
  readonly count: number;
  /** The line on which the row begins. */
  readonly line: number;
  /** Why it is no row; nothing is read behind it. */
  readonly fault?: string;
}

/** The rows of a text that a window was not moved over yet; blank ones are left out. */
export function* rowsOf(window: Window, separator: number): Generator<Row> {
  const scan = new Scan(separator);
  let at = window.base;
  let line = 1;
  for (;;) {
    const { bytes, base, end, ended } = window;
    const isFound = at < end && scan.row(bytes, at - base, ended);
    if ((isFound ? base + scan.next : end) - at > LONGEST_TEXT) {
      const fault =
        'a row of more than 64 MiB, by a quote that is not closed? The rest is not read';
      yield { fields: [], count: 0, line, fault };
      return;
    }
    if (isFound) {
      const { count, fault } = scan;
      const fields = scan.fields(bytes, at - base);
      if (count > 1 || fields[0] !== '') yield { fields, count, line, ...(fault && { fault }) };
      line += scan.lines;
      at = base + scan.next;
    } else if (ended) return;
    else window.move(at);
  }
}

/** Looks for one row after another; what it found is overwritten by the next. */
class Scan {
  readonly #separator: number;
  /** Of each field where it begins, where it goes on behind quotes (or begins, without), and where it ends. */
  #marks: number[] = [];
  count = 0;
  /** How many lines the row takes. */
  lines = 0;
  /** Where the next one begins. */
  next = 0;
  fault: string | undefined;

  constructor(separator: number) {
    this.#separator = separator;
  }

  /** Finds the row that begins there; answers false where it may go on behind the bytes. */
  row(bytes: Buffer, start: number, isWhole: boolean): boolean {
    this.#marks = [];
    [this.count, this.lines, this.fault] = [0, 1, undefined];
    for (let at = start; ; at += 1) {
      const quote = bytes[at] === 0x22 ? quotedEnd(bytes, at) : at;
      const end = this.#plainEnd(bytes, quote);
      // The second half of a doubled quote or of a line end may follow.
      if (!isWhole && end >= bytes.length - 1) return false;
      this.count += 1;
      if (this.count <= MOST_COLUMNS) this.#marks.push(at, quote, end);
      if (quote > at) this.lines += lineEnds(bytes, at, quote);
      if (quote > bytes.length) this.fault = 'the text ends inside quotes';
      else if (bytes[end] === this.#separator) {
        at = end;
        continue;
      }
      this.next = bytes[end] === 0x0d ? end + 2 : end + 1;
      return true;
    }
  }

  /** Where a field without quotes ends: at a separator, at a line's end or with the bytes. */
  #plainEnd(bytes: Buffer, from: number): number {
    const { length } = bytes;
    for (let at = from; at < length; at++) {
      const byte = bytes[at];
      if (byte === this.#separator || byte === 0x0a) return at;
      if (byte === 0x0d && bytes[at + 1] === 0x0a) return at;
    }
    return Math.max(from, length);
  }

  /** The texts of the row that was found. What stands behind a closing quote belongs to the field. */
  fields(bytes: Buffer, start: number): string[] {
    const marks = this.#marks;
    const end = marks.at(-1) ?? start;
    const row = textBetween(bytes, start, end);
    // Where each character is one byte, places in the text are those in the bytes.
    const isAscii = row.length === end - start;
    const between = (from: number, to: number): string =>
      isAscii ? row.slice(from - start, to - start) : textBetween(bytes, from, to);
    const texts: string[] = [];
    for (let index = 0; index < marks.length; index += 3) {
      const [at = 0, quote = 0, last = 0] = [marks[index], marks[index + 1], marks[index + 2]];
      if (quote === at) texts.push(between(at, last));
      else {
        const inner = between(at + 1, quote - 1);
        const text = inner.includes('"') ? inner.replaceAll('""', '"') : inner;
        texts.push(last > quote ? text + between(quote, last) : text);
      }
    }
    return texts;
  }
}

/** Behind the closing quote; behind the end of the bytes where there is none. */
function quotedEnd(bytes: Buffer, start: number): number {
  for (let at = bytes.indexOf(0x22, start + 1); at >= 0; at = bytes.indexOf(0x22, at + 2)) {
    if (bytes[at + 1] !== 0x22) return at + 1;
  }
  return bytes.length + 1;
}
