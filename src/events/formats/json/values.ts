// Top-level JSON values of a text in which they are not one per line.
import { Begun, lineEnds, type Line } from '../utf8.ts';

interface Place {
  line: number;
  /** Whether an array around values is open; undefined where one may begin. */
  inArray: boolean | undefined;
}

/** Where in a value the bytes that were read end. */
interface Inside {
  depth: number;
  inString: boolean;
  escaped: boolean;
}

/**
 * Each value's text with the line on which it begins. An array around everything is opened, so that its items come
 * one by one, and so is another one behind it. Brackets are counted outside of strings only; what does not balance
 * comes as the last value.
 */
export function* valuesOf(pieces: Iterable<Buffer>): Generator<Line> {
  const place: Place = { line: 1, inArray: undefined };
  const begun = new Begun();
  let inside: Inside | undefined;
  let number = 1;
  for (const bytes of pieces) {
    for (let at = 0; at < bytes.length;) {
      if (!inside) {
        at = valueStart(bytes, at, place);
        if (at === bytes.length) break;
        inside = { depth: 0, inString: false, escaped: false };
        number = place.line;
      }
      const found = valueEnd(bytes, at, inside);
      const end = found < 0 ? bytes.length : found;
      if (found < 0) begun.add(bytes, at, end);
      else {
        yield { text: begun.finish(bytes, at, end).toString('utf8'), number };
        inside = undefined;
      }
      place.line += lineEnds(bytes, at, end);
      at = end;
    }
  }
  if (inside) yield { text: begun.finish().toString('utf8'), number };
}

/** Where the next value begins, past blanks, what separates values and the brackets around them. */
function valueStart(bytes: Buffer, from: number, place: Place): number {
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x0a) place.line += 1;
    else if (place.inArray === undefined && byte > 0x20) {
      place.inArray = byte === 0x5b;
      if (!place.inArray) return at;
    } else if (place.inArray === true && byte === 0x5d) place.inArray = undefined;
    else if (byte > 0x20 && byte !== 0x2c) return at;
  }
  return bytes.length;
}

/** Behind the value, -1 where it goes on; a bare word or stray bracket ends with its line. */
function valueEnd(bytes: Buffer, from: number, inside: Inside): number {
  let { depth, inString } = inside;
  const { length } = bytes;
  let at = inside.escaped ? from + 1 : from;
  for (; at < length; at++) {
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
  // Past the end by one: the last byte was a backslash.
  Object.assign(inside, { depth, inString, escaped: at > length });
  return -1;
}
