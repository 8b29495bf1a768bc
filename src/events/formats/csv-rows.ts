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

interface Scan {
  readonly bytes: Buffer;
  readonly separator: number;
  /** Whether more may come behind the bytes. */
  readonly goesOn: boolean;
}

interface Scanned extends Omit<Row, 'line'> {
  /** How many lines it takes. */
  readonly lines: number;
  /** Where the next one begins. */
  readonly next: number;
}

/** The rows of a text that a window was not moved over yet; blank ones are left out. */
export function* rowsOf(window: Window, separator: number): Generator<Row> {
  let at = window.base;
  let line = 1;
  for (;;) {
    const { bytes, base, end, ended } = window;
    const row = at < end ? rowAt({ bytes, separator, goesOn: !ended }, at - base) : undefined;
    if (row) {
      const { lines, next, ...rest } = row;
      if (rest.count > 1 || rest.fields[0] !== '') yield { ...rest, line };
      line += lines;
      at = base + next;
    } else if (ended) return;
    else if (end - at > LONGEST_TEXT) {
      const fault =
        'a row of more than 64 MiB, by a quote that is not closed? The rest is not read';
      yield { fields: [], count: 0, line, fault };
      return;
    } else window.move(at);
  }
}

/** The row that begins there; undefined where it may go on behind the bytes. */
function rowAt(scan: Scan, start: number): Scanned | undefined {
  const { bytes, separator, goesOn } = scan;
  const fields: string[] = [];
  let [count, lines] = [0, 1];
  for (let at = start; ; at += 1) {
    const quote = bytes[at] === 0x22 ? quotedEnd(bytes, at) : at;
    const end = plainEnd(scan, quote);
    // The second half of a doubled quote or of a line end may follow.
    if (goesOn && end >= bytes.length - 1) return undefined;
    count += 1;
    if (count <= MOST_COLUMNS) fields.push(fieldText(bytes, { at, quote, end }));
    if (quote > at) lines += lineEnds(bytes, at, quote);
    at = end;
    if (quote > bytes.length) {
      const fault = 'the text ends inside quotes';
      return { fields, count, lines, next: bytes.length, fault };
    }
    if (bytes[at] === separator) continue;
    const next = bytes[at] === 0x0d ? at + 2 : at + 1;
    return { fields, count, lines, next };
  }
}

/** Behind the closing quote; behind the end of the bytes where there is none. */
function quotedEnd(bytes: Buffer, start: number): number {
  for (let at = bytes.indexOf(0x22, start + 1); at >= 0; at = bytes.indexOf(0x22, at + 2)) {
    if (bytes[at + 1] !== 0x22) return at + 1;
  }
  return bytes.length + 1;
}

/** Where the field ends: at a separator, at a line's end or with the bytes. */
function plainEnd({ bytes, separator }: Scan, from: number): number {
  let at = from;
  for (; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === separator || byte === 0x0a || (byte === 0x0d && bytes[at + 1] === 0x0a)) break;
  }
  return at;
}

/** What stands behind a closing quote belongs to the field. */
function fieldText(
  bytes: Buffer,
  { at, quote, end }: { readonly at: number; readonly quote: number; readonly end: number },
): string {
  if (quote === at) return textBetween(bytes, at, end);
  const inner = textBetween(bytes, at + 1, quote - 1);
  const text = inner.includes('"') ? inner.replaceAll('""', '"') : inner;
  return end > quote ? text + textBetween(bytes, quote, end) : text;
}
