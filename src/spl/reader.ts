// A place in the expanded text, and the reading of blanks, words and quoted strings from there on.
import { span, type Span } from '../text/index.ts';
import type { Report } from './messages.ts';
import type { Name } from './tree.ts';

export interface Reader {
  readonly text: string;
  at: number;
  readonly report: Report;
  /** How deep subsearches and parentheses are nested here. */
  depth: number;
}

/** Nesting beyond this is refused: the parsers are recursive. */
export const DEEPEST = 60;

/** Thrown inside the parser at a syntax error that was reported; caught where the command ends. */
export class Abandon extends Error {}

export function skipBlanks(reader: Reader): void {
  while (reader.at < reader.text.length && isBlank(reader.text.charCodeAt(reader.at))) reader.at++;
}

export function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0xfeff;
}

/** Blanks and commas: most lists take either. */
export function skipSeparators(reader: Reader): void {
  skipBlanks(reader);
  while (reader.text[reader.at] === ',') {
    reader.at++;
    skipBlanks(reader);
  }
}

export function peek(reader: Reader): string {
  return reader.text[reader.at] ?? '';
}

/** Whether a command ends here: a pipe, the end of the subsearch, or the end of the text. */
export function atEnd(reader: Reader): boolean {
  const next = peek(reader);
  return next === '' || next === '|' || next === ']';
}

export function fail(reader: Reader, expected: string, at: Span = here(reader)): never {
  const found = reader.at >= reader.text.length ? 'the end of the search' : quoteWord(reader, at);
  reader.report('SPL1001', `expected ${expected}, found ${found}`, at);
  throw new Abandon();
}

function quoteWord(reader: Reader, at: Span): string {
  return `\`${reader.text.slice(at.start, Math.min(at.end, at.start + 40))}\``;
}

/** The word here, for a message. */
export function here(reader: Reader): Span {
  let end = reader.at;
  while (end < reader.text.length && /[\w.*{}-]/.test(reader.text[end] ?? '')) end++;
  return span(reader.at, Math.max(end, Math.min(reader.at + 1, reader.text.length)));
}

/** Goes one level down; refuses what is nested without reason. */
export function descend<T>(reader: Reader, inner: () => T): T {
  if (reader.depth >= DEEPEST) {
    reader.report('SPL1005', `nested more than ${String(DEEPEST)} deep`, here(reader));
    throw new Abandon();
  }
  reader.depth++;
  try {
    return inner();
  } finally {
    reader.depth--;
  }
}

/**
 * A string in double (or single) quotes, the reader standing on the opening one. `\"`, `\\` and `\|` lose their
 * backslash; any other pair stays as it is, for the regular expressions that come after.
 */
export function readQuoted(reader: Reader, keepPipe = false): Name {
  const start = reader.at;
  const quote = reader.text[start] ?? '"';
  let value = '';
  let at = start + 1;
  for (; at < reader.text.length; at++) {
    const next = reader.text[at] ?? '';
    if (next === quote) {
      reader.at = at + 1;
      return { text: value, quoted: true, span: span(start, reader.at) };
    }
    if (next === '\\') {
      const escaped = reader.text[++at] ?? '';
      const bare = escaped === quote || escaped === '\\' || (escaped === '|' && !keepPipe);
      value += bare ? escaped : `\\${escaped}`;
    } else value += next;
  }
  reader.report('SPL1002', `the quote ${quote} is not closed`, span(start, start + 1));
  reader.at = reader.text.length;
  throw new Abandon();
}

/** The end of what is quoted or bracketed from `at` on, which stands on the opening character; the text's end if open. */
export function balancedEnd(text: string, at: number): number {
  const closers: string[] = [];
  for (let i = at; i < text.length; i++) {
    const next = text[i] ?? '';
    if (next === '\\') i++;
    else if (next === '"') {
      i = quoteEnd(text, i) - 1;
    } else if (next === '(') closers.push(')');
    else if (next === '[') closers.push(']');
    else if (next === closers[closers.length - 1]) {
      closers.pop();
      if (closers.length === 0) return i + 1;
    }
  }
  return text.length;
}

/** Just past the closing quote of the string that opens at `at`. */
export function quoteEnd(text: string, at: number): number {
  const quote = text[at];
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === quote) return i + 1;
  }
  return text.length;
}

/** A case-insensitive keyword that stands alone here; consumed. */
export function takeKeyword(reader: Reader, words: readonly string[]): Name | undefined {
  const found = keywordHere(reader, words);
  if (found) reader.at = found.span.end;
  return found;
}

export function keywordHere(reader: Reader, words: readonly string[]): Name | undefined {
  for (const word of words) {
    const end = reader.at + word.length;
    if (
      reader.text.slice(reader.at, end).toUpperCase() === word &&
      !/[\w.*{}:=-]/.test(reader.text[end] ?? '')
    ) {
      return {
        text: reader.text.slice(reader.at, end),
        quoted: false,
        span: span(reader.at, end),
      };
    }
  }
  return undefined;
}

/** A bare word of an argument list: up to a blank, comma, quote, bracket, pipe or `=`; `f(x)` is one word. */
export function readBareWord(reader: Reader, stop = BARE_STOP): Name {
  const start = reader.at;
  while (reader.at < reader.text.length) {
    const next = reader.text[reader.at] ?? '';
    if (next === '(' && reader.at > start) {
      reader.at = balancedEnd(reader.text, reader.at);
      continue;
    }
    if (stop.has(next) || isBlank(next.charCodeAt(0))) break;
    if (next === '!' && reader.text[reader.at + 1] === '=') break;
    reader.at++;
  }
  return { text: reader.text.slice(start, reader.at), quoted: false, span: span(start, reader.at) };
}

const BARE_STOP: ReadonlySet<string> = new Set([',', '"', '(', ')', '[', ']', '|', '=', '<', '>']);

/** A name: bare, or in double or single quotes. */
export function readName(reader: Reader, expected: string): Name {
  const next = peek(reader);
  if (next === '"' || next === "'") return readQuoted(reader);
  const word = readBareWord(reader);
  if (word.text === '') fail(reader, expected);
  return word;
}
