// Text as UTF-8 bytes and as lines, piece by piece, without ever holding the whole text.
import type { Input } from './format.ts';
import { Forward } from './forward.ts';
import { checkedUtf8 } from './utf8-check.ts';

/** How much of a stream is looked at before its first record. */
export const BEGINNING = 16 * 1024 * 1024;
/** No record is longer; what is, is cut there and fails to parse, which is reported. */
export const LONGEST_TEXT = 64 * 1024 * 1024;

/**
 * The stream as UTF-8 without a byte order mark; UTF-16 (by its mark, or by its zero bytes) is converted. What is no UTF-8
 * stays as it is, and is reported.
 */
export function utf8Of({ bytes, report }: Pick<Input, 'bytes' | 'report'>): Forward {
  if (utf16Order(bytes.peek(4)) !== undefined) return converted(bytes);
  const start = skipMark(bytes);
  return new Forward(checkedUtf8(bytes, start, report));
}

/** The same without a word. */
function converted(bytes: Forward): Forward {
  const head = bytes.peek(4);
  const order = utf16Order(head);
  const [first] = head;
  if (order === undefined) {
    skipMark(bytes);
    return bytes;
  }
  if (first === 0xff || first === 0xfe) bytes.skip(2);
  return new Forward(fromUtf16(bytes, order));
}

/** Takes the byte order mark of UTF-8; answers how many bytes that were. */
function skipMark(bytes: Forward): number {
  const [first, second, third] = bytes.peek(3);
  return first === 0xef && second === 0xbb && third === 0xbf ? bytes.skip(3) : 0;
}

/** The same of a stream's beginning. */
export function toUtf8(bytes: Buffer): Buffer {
  return converted(new Forward([bytes])).peek(Infinity);
}

type ByteOrder = 'little' | 'big';

function utf16Order(bytes: Buffer): ByteOrder | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'little';
  if (first === 0xfe && second === 0xff) return 'big';
  // Markup and JSON begin with an ASCII character: one of its two bytes is zero.
  if (bytes.length < 4 || first === undefined || second === undefined) return undefined;
  if (first !== 0 && second === 0 && bytes[3] === 0 && bytes[2] !== 0) return 'little';
  if (first === 0 && second !== 0 && bytes[2] === 0 && bytes[3] !== 0) return 'big';
  return undefined;
}

/** A last byte without its pair is dropped. */
function* fromUtf16(pieces: Iterable<Buffer>, order: ByteOrder): Generator<Buffer> {
  let before: Buffer = Buffer.alloc(0);
  for (const piece of pieces) {
    const bytes = before.length > 0 ? Buffer.concat([before, piece]) : piece;
    const end = wholeUnits(bytes, order);
    before = bytes.subarray(end);
    yield utf8OfUnits(bytes.subarray(0, end), order);
  }
  yield utf8OfUnits(before.subarray(0, before.length & ~1), order);
}

/** The bytes before a unit that is cut, or that is the first of a pair whose second one comes with the next piece. */
function wholeUnits(bytes: Buffer, order: ByteOrder): number {
  const end = bytes.length - (bytes.length % 2);
  const high = bytes[order === 'little' ? end - 1 : end - 2] ?? 0;
  return (high & 0xfc) === 0xd8 ? end - 2 : end;
}

function utf8OfUnits(bytes: Buffer, order: ByteOrder): Buffer {
  const little = order === 'little' ? bytes : Buffer.from(bytes).swap16();
  return Buffer.from(little.toString('utf16le'), 'utf8');
}

export interface Line {
  readonly text: string;
  /** From 1; blank lines count. */
  readonly number: number;
}

/** Lines ended by LF or CR LF, without their end. */
export function* linesOf(pieces: Iterable<Buffer>): Generator<Line> {
  const begun = new Begun();
  let number = 0;
  for (const piece of pieces) {
    let start = 0;
    for (let end = piece.indexOf(0x0a); end >= 0; end = piece.indexOf(0x0a, start)) {
      number += 1;
      yield { text: lineText(begun.finish(piece, start, end)), number };
      start = end + 1;
    }
    begun.add(piece, start, piece.length);
  }
  if (begun.length > 0) yield { text: lineText(begun.finish()), number: number + 1 };
}

function lineText(bytes: Buffer): string {
  const { length } = bytes;
  return bytes.toString('utf8', 0, bytes[length - 1] === 0x0d ? length - 1 : length);
}

/** A text that goes on from piece to piece: as much of it as a record can have. */
export class Begun {
  #parts: Buffer[] = [];
  length = 0;

  add(piece: Buffer, from: number, to: number): void {
    const end = Math.min(to, from + LONGEST_TEXT - this.length);
    if (end <= from) return;
    this.#parts.push(piece.subarray(from, end));
    this.length += end - from;
  }

  /** All of it, with a last part; the next one begins. */
  finish(piece?: Buffer, from = 0, to = 0): Buffer {
    if (piece && this.length === 0) return piece.subarray(from, Math.min(to, from + LONGEST_TEXT));
    if (piece) this.add(piece, from, to);
    const whole = Buffer.concat(this.#parts, this.length);
    this.#parts = [];
    this.length = 0;
    return whole;
  }
}

/** The text of a range, cut at the longest length that a record can have. */
export function textBetween(bytes: Buffer, from: number, to: number): string {
  return bytes.toString('utf8', from, Math.min(to, from + LONGEST_TEXT));
}

/** How many line ends there are in a range. */
export function lineEnds(bytes: Buffer, from: number, to: number): number {
  const range = bytes.subarray(from, to);
  let count = 0;
  for (let at = range.indexOf(0x0a); at >= 0; at = range.indexOf(0x0a, at + 1)) count += 1;
  return count;
}

/** The first lines that are not blank, `most` of them. */
export function firstLines(bytes: Buffer, most: number): string[] {
  const lines: string[] = [];
  for (const { text } of linesOf([bytes])) {
    if (text.trim() !== '') lines.push(text);
    if (lines.length >= most) break;
  }
  return lines;
}
