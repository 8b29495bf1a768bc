// JSON read so that every part can be given back as it was written: large numbers keep their digits.

export type Json =
  | { readonly kind: 'object'; readonly entries: ReadonlyMap<string, Json>; readonly raw: string }
  | { readonly kind: 'array'; readonly items: readonly Json[]; readonly raw: string }
  | { readonly kind: 'text'; readonly value: string; readonly raw: string }
  | { readonly kind: 'number' | 'word'; readonly raw: string };

const DEEPEST = 500;

interface Reading {
  readonly text: string;
  at: number;
  depth: number;
  /** Where names that come again are told; with it, spellings are read that some writers use and JSON has not. */
  readonly onRepeated?: (name: string) => void;
}

/** The value that a text is as a whole; undefined when it is no JSON, or nested beyond 500 levels. */
export function readJson(text: string): Json | undefined {
  return readWhole({ text, at: 0, depth: 0 });
}

/**
 * The same of a text that a program wrote which knows JSON by half: a comma before a closing bracket, control characters
 * inside of texts, those that move down a line or a page as blanks, and `NaN` and infinities, in any letter case, which are numbers by their raw text. Each name that comes
 * again in its object is told.
 */
export function readLooseJson(text: string, onRepeated: (name: string) => void): Json | undefined {
  return readWhole({ text, at: 0, depth: 0, onRepeated });
}

function readWhole(reading: Reading): Json | undefined {
  const { text } = reading;
  const value = readValue(reading);
  if (!value) return undefined;
  skipBlanks(reading);
  return reading.at === text.length ? value : undefined;
}

function skipBlanks(reading: Reading): void {
  for (;;) {
    const code = reading.text.charCodeAt(reading.at);
    const isBlank = code === 32 || code === 10 || code === 13 || code === 9;
    if (!isBlank && (!reading.onRepeated || (code !== 11 && code !== 12))) return;
    reading.at++;
  }
}

function readValue(reading: Reading): Json | undefined {
  skipBlanks(reading);
  switch (reading.text[reading.at]) {
    case '{':
      return nested(reading, readObject);
    case '[':
      return nested(reading, readArray);
    case '"':
      return readText(reading);
    default:
      return readBare(reading);
  }
}

function nested(reading: Reading, read: (reading: Reading) => Json | undefined): Json | undefined {
  if (reading.depth >= DEEPEST) return undefined;
  reading.depth++;
  const value = read(reading);
  reading.depth--;
  return value;
}

function readObject(reading: Reading): Json | undefined {
  const start = reading.at++;
  const entries = new Map<string, Json>();
  const done = readItems(reading, '}', () => {
    skipBlanks(reading);
    const key = readText(reading);
    skipBlanks(reading);
    if (key?.kind !== 'text' || reading.text[reading.at] !== ':') return false;
    reading.at++;
    const value = readValue(reading);
    // Of equal names the first counts, as for the engine's own reader.
    if (entries.has(key.value)) reading.onRepeated?.(key.value);
    else if (value) entries.set(key.value, value);
    return value !== undefined;
  });
  return done ? { kind: 'object', entries, raw: reading.text.slice(start, reading.at) } : undefined;
}

function readArray(reading: Reading): Json | undefined {
  const start = reading.at++;
  const items: Json[] = [];
  const done = readItems(reading, ']', () => {
    const value = readValue(reading);
    if (value) items.push(value);
    return value !== undefined;
  });
  return done ? { kind: 'array', items, raw: reading.text.slice(start, reading.at) } : undefined;
}

/** Items between commas up to the closing sign. */
function readItems(reading: Reading, close: string, readItem: () => boolean): boolean {
  if (closes(reading, close)) return true;
  for (;;) {
    if (!readItem()) return false;
    if (closes(reading, close)) return true;
    if (reading.text[reading.at++] !== ',') return false;
    if (reading.onRepeated && closes(reading, close)) return true;
  }
}

function closes(reading: Reading, close: string): boolean {
  skipBlanks(reading);
  if (reading.text[reading.at] !== close) return false;
  reading.at++;
  return true;
}

function readText(reading: Reading): Json | undefined {
  const { text, at: start } = reading;
  if (text[start] !== '"') return undefined;
  for (let end = start + 1; end < text.length; end++) {
    if (text[end] === '\\') end++;
    else if (text[end] === '"') {
      const raw = text.slice(start, end + 1);
      reading.at = end + 1;
      const value = unquoted(reading.onRepeated ? withoutControls(raw) : raw);
      return value === undefined ? undefined : { kind: 'text', value, raw };
    }
  }
  return undefined;
}

function unquoted(raw: string): string | undefined {
  if (!raw.includes('\\')) return raw.slice(1, -1);
  try {
    return String(JSON.parse(raw));
  } catch {
    return undefined;
  }
}

/** Control characters as escapes, which is what they should have been. */
function withoutControls(raw: string): string {
  // eslint-disable-next-line no-control-regex -- these are meant
  return raw.replace(/\\.|[\0-\x1f]/gs, (each) =>
    each.length > 1 ? each : JSON.stringify(each).slice(1, -1),
  );
}

const numberForm = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const looseNumberForm = /-?(?:nan|inf(?:inity)?)/iy;
const wordForm = /true|false|null/y;

function readBare(reading: Reading): Json | undefined {
  const number =
    bare(reading, numberForm) ?? (reading.onRepeated && bare(reading, looseNumberForm));
  if (number !== undefined) return { kind: 'number', raw: number };
  const word = bare(reading, wordForm);
  return word === undefined ? undefined : { kind: 'word', raw: word };
}

function bare(reading: Reading, form: RegExp): string | undefined {
  form.lastIndex = reading.at;
  const found = form.exec(reading.text)?.[0];
  if (found !== undefined) reading.at += found.length;
  return found;
}

/** A value as a field holds it: text without quotes, everything else as written. */
export const fieldText = (json: Json): string => (json.kind === 'text' ? json.value : json.raw);

export const textJson = (value: string): Json => ({
  kind: 'text',
  value,
  raw: JSON.stringify(value),
});

export function arrayJson(items: readonly Json[]): Json {
  return { kind: 'array', items, raw: `[${items.map((each) => each.raw).join(',')}]` };
}

export function objectJson(entries: ReadonlyMap<string, Json>): Json {
  const parts = [...entries].map(([key, value]) => `${JSON.stringify(key)}:${value.raw}`);
  return { kind: 'object', entries, raw: `{${parts.join(',')}}` };
}
