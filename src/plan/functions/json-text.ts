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
}

/** The value that a text is as a whole; undefined when it is no JSON, or nested beyond 500 levels. */
export function readJson(text: string): Json | undefined {
  const reading: Reading = { text, at: 0, depth: 0 };
  const value = readValue(reading);
  if (!value) return undefined;
  skipBlanks(reading);
  return reading.at === text.length ? value : undefined;
}

function skipBlanks(reading: Reading): void {
  for (;;) {
    const code = reading.text.charCodeAt(reading.at);
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
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
    if (value && !entries.has(key.value)) entries.set(key.value, value);
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
  skipBlanks(reading);
  if (reading.text[reading.at] === close) {
    reading.at++;
    return true;
  }
  for (;;) {
    if (!readItem()) return false;
    skipBlanks(reading);
    const next = reading.text[reading.at++];
    if (next === close) return true;
    if (next !== ',') return false;
  }
}

function readText(reading: Reading): Json | undefined {
  const { text, at: start } = reading;
  if (text[start] !== '"') return undefined;
  for (let end = start + 1; end < text.length; end++) {
    if (text[end] === '\\') end++;
    else if (text[end] === '"') {
      const raw = text.slice(start, end + 1);
      reading.at = end + 1;
      const value = unquoted(raw);
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

function readBare(reading: Reading): Json | undefined {
  const rest = reading.text.slice(reading.at, reading.at + 400);
  const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/.exec(rest);
  const found = number ?? /^(?:true|false|null)/.exec(rest);
  if (!found) return undefined;
  reading.at += found[0].length;
  return { kind: number ? 'number' : 'word', raw: found[0] };
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
