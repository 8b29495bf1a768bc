// Top-level JSON values of a text in which they are not one per line.
import { lineEnds, textBetween, type Line } from '../utf8.ts';

/**
 * Each value's text with the line on which it begins. An array around everything is opened, so that its items come
 * one by one. Brackets are counted outside of strings only; what does not balance comes as the last value.
 */
export function* valuesOf(bytes: Buffer): Generator<Line> {
  let number = 1;
  let at = skipBlank(bytes, 0);
  number += lineEnds(bytes, 0, at);
  const opened = bytes[at] === 0x5b;
  if (opened) at += 1;
  for (;;) {
    const start = skipBlank(bytes, at, opened);
    number += lineEnds(bytes, at, start);
    if (start >= bytes.length || (opened && bytes[start] === 0x5d)) return;
    const end = valueEnd(bytes, start);
    yield { text: textBetween(bytes, start, end), number };
    number += lineEnds(bytes, start, end);
    at = end;
  }
}

function skipBlank(bytes: Buffer, from: number, commas = false): number {
  let at = from;
  while (at < bytes.length && ((bytes[at] ?? 0) <= 0x20 || (commas && bytes[at] === 0x2c))) at += 1;
  return at;
}

/** Behind the value that begins at `start`; a bare word or stray bracket ends with its line. */
function valueEnd(bytes: Buffer, start: number): number {
  let depth = 0;
  let inString = false;
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at];
    if (inString) {
      if (byte === 0x5c) at += 1;
      else if (byte === 0x22) inString = false;
    } else if (byte === 0x22) inString = true;
    else if (byte === 0x7b || byte === 0x5b) depth += 1;
    else if (byte === 0x7d || byte === 0x5d) {
      depth -= 1;
      if (depth <= 0) return at + 1;
    } else if (byte === 0x0a && depth === 0) return at;
  }
  return bytes.length;
}
