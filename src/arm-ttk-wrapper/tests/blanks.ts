/** Finding blank values in text, as both tests on blanks do: strings inside strings are seen too. */
import { lastBelow } from '../expressions/scan.ts';

/** A blank value behind a colon and the nearest property name before it. */
export interface Blank {
  readonly text: string;
  /** Offset of the blank itself in the text. */
  readonly at: number;
  readonly property: string;
}

/** `{}`, `[]`, `""` and `null` behind a colon, in reading order. */
export function blanks(text: string): Blank[] {
  const names = propertyNames(text);
  const found: Blank[] = [];
  for (let colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', colon + 1)) {
    const start = skipSpace(text, colon + 1);
    const blank = blankAt(text, start);
    const end = blank === undefined ? undefined : lastBelow(names.ends, colon + 1);
    const property = end === undefined ? undefined : names.at.get(end);
    if (blank !== undefined && property !== undefined)
      found.push({ text: blank, at: start, property });
  }
  return found;
}

const closers: Readonly<Record<string, string>> = { '{': '}', '[': ']', '"': '"' };

function blankAt(text: string, start: number): string | undefined {
  if (text.startsWith('null', start)) return 'null';
  const open = text.charAt(start);
  const close = Object.hasOwn(closers, open) ? closers[open] : undefined;
  if (close === undefined) return undefined;
  const end = skipSpace(text, start + 1);
  return text[end] === close ? text.slice(start, end + 1) : undefined;
}

/** What stands in quotes before each colon, by the colon's offset. */
function propertyNames(text: string): { ends: number[]; at: Map<number, string> } {
  const ends: number[] = [];
  const at = new Map<number, string>();
  let before = -1;
  for (let quote = text.indexOf('"'); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    const colon = skipSpace(text, quote + 1);
    if (text[colon] === ':' && before >= 0 && quote - before > 1) {
      ends.push(colon);
      at.set(colon, text.slice(before + 1, quote));
    }
    before = quote;
  }
  return { ends, at };
}

function skipSpace(text: string, from: number): number {
  const blank = /\s*/y;
  blank.lastIndex = from;
  blank.exec(text);
  return blank.lastIndex;
}
