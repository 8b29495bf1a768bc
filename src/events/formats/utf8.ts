// Text files as UTF-8 bytes and as lines, without ever holding the whole text as one string.

import type { ByteRange, Input } from './format.ts';

const MOST_UTF16 = 256 * 1024 * 1024;
/** No record is longer; a line that is, is cut there and fails to parse, which is reported. */
const LONGEST_TEXT = 64 * 1024 * 1024;

/** The bytes without a byte order mark; UTF-16 (by its mark, or by its zero bytes) is converted. */
export function toUtf8(bytes: Buffer): Buffer {
  if (bytes.length >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    return bytes.subarray(3);
  }
  const order = utf16Order(bytes);
  if (order === undefined || bytes.length > MOST_UTF16) return bytes;
  const marked = bytes[0] === 0xff || bytes[0] === 0xfe;
  const even = bytes.subarray(marked ? 2 : 0, bytes.length - (bytes.length % 2));
  const little = order === 'little' ? even : Buffer.from(even).swap16();
  return Buffer.from(little.toString('utf16le'), 'utf8');
}

/** Whether the bytes are UTF-16, which is converted as a whole only. */
export function isUtf16(bytes: Buffer): boolean {
  return utf16Order(bytes) !== undefined;
}

function utf16Order(bytes: Buffer): 'little' | 'big' | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'little';
  if (first === 0xfe && second === 0xff) return 'big';
  // Markup and JSON begin with an ASCII character: one of its two bytes is zero.
  if (bytes.length < 4 || first === undefined || second === undefined) return undefined;
  if (first !== 0 && second === 0 && bytes[3] === 0 && bytes[2] !== 0) return 'little';
  if (first === 0 && second !== 0 && bytes[2] === 0 && bytes[3] !== 0) return 'big';
  return undefined;
}

/** The lines of an input, whole or read block by block. */
export function linesOfInput({ bytes, file }: Input): Generator<Line> {
  return file ? linesOfFile(file) : linesOf(toUtf8(bytes));
}

export interface Line {
  readonly text: string;
  /** From 1; blank lines count. */
  readonly number: number;
}

/** How much of a large file is held at a time, at least. */
const BLOCK = 4 * 1024 * 1024;

/** The lines of a file that is read block by block; a line that is cut at the longest length is gone on with behind it. */
function* linesOfFile(file: ByteRange): Generator<Line> {
  let before = 0;
  for (let from = 0; from < file.length;) {
    const to = blockEnd(file, from);
    const block = file.subarray(from, to);
    const bytes = from === 0 ? toUtf8(block) : block;
    let count = 0;
    for (const { text, number } of linesOf(bytes)) {
      count = number;
      yield { text, number: before + number };
    }
    before += count;
    from = to;
  }
}

/** Behind the last line end of a block; behind the next one, for a line that is longer than a block. */
function blockEnd(file: ByteRange, from: number): number {
  for (let size = BLOCK; size <= LONGEST_TEXT; size *= 2) {
    const to = from + size;
    if (to >= file.length) return file.length;
    const last = file.subarray(from, to).lastIndexOf(0x0a);
    if (last >= 0) return from + last + 1;
  }
  return Math.min(file.length, from + LONGEST_TEXT);
}

/** Lines ended by LF or CR LF, without their end. */
export function* linesOf(bytes: Buffer): Generator<Line> {
  let number = 0;
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(0x0a, start);
    const end = found < 0 ? bytes.length : found;
    number += 1;
    const last = end > start && bytes[end - 1] === 0x0d ? end - 1 : end;
    yield { text: textBetween(bytes, start, last), number };
    start = end + 1;
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
  for (const { text } of linesOf(bytes)) {
    if (text.trim() !== '') lines.push(text);
    if (lines.length >= most) break;
  }
  return lines;
}
