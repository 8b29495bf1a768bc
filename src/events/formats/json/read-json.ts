// JSON as writers of logs spell it. `JSON.parse` keeps the last of equal names in silence; searches take the first.
import { readLooseJson, type Json } from '../../../plan/functions/json-text.ts';
import { MOST_NESTED } from './shape.ts';

/** Names that came again in their object, with how often; a hostile text's are counted only, beyond some. */
export type Repeated = ReadonlyMap<string, number>;

/** The value, of names given again the first one; or what keeps the text from being JSON. */
export type JsonReading =
  { readonly value: unknown; readonly repeated?: Repeated } | { readonly fault: string };

/**
 * Reads JSON, and what falls short of it without doubt about its meaning: a comma before a closing bracket, control
 * characters in texts. `NaN` and infinities become text, spelled as they are.
 */
export function readJsonValue(text: string): JsonReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    // V8 quotes the text in its message; its beginning is enough.
    const reason = thrown instanceof Error ? thrown.message.split('\n', 1)[0]?.slice(0, 120) : '';
    return readLoosely(text) ?? { fault: reason ?? '' };
  }
  return hasNamesOnce(text, value) ? { value } : (readLoosely(text) ?? { value });
}

/** Whether each name of the text is in its value: a name that comes again is in the text twice and in the value once. */
function hasNamesOnce(text: string, value: unknown): boolean {
  const inValue = namesIn(value, 2 * MOST_NESTED);
  return namesAtMost(text) === inValue || namesInText(text) === inValue;
}

/**
 * A quick count that is right or too high: texts that begin with a colon count as well. A blank before a colon would hide a
 * name; of such texts nothing is known.
 */
function namesAtMost(text: string): number | undefined {
  for (const each of blanksBeforeColon) if (text.includes(each)) return undefined;
  let count = 0;
  for (let at = text.indexOf('":'); at >= 0; at = text.indexOf('":', at + 2)) {
    if (text.charCodeAt(at - 1) !== 0x5c || !isEscaped(text, at)) count += 1;
  }
  return count;
}

const blanksBeforeColon = [' :', '\t:', '\n:', '\r:'];

/** The exact count, string by string. */
function namesInText(text: string): number {
  let count = 0;
  for (let start = text.indexOf('"'); start >= 0;) {
    let end = text.indexOf('"', start + 1);
    while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
    if (end < 0) return Number.NaN;
    let next = end + 1;
    while (text.charCodeAt(next) <= 0x20) next += 1;
    if (text.charCodeAt(next) === 0x3a) count += 1;
    start = text.indexOf('"', next);
  }
  return count;
}

/** Whether an odd number of backslashes stands before a place. */
function isEscaped(text: string, place: number): boolean {
  let at = place;
  while (text.charCodeAt(at - 1) === 0x5c) at -= 1;
  return (place - at) % 2 === 1;
}

function namesIn(value: unknown, left: number): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (left === 0) return Number.NaN;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) count += namesIn(item, left - 1);
    return count;
  }
  for (const name in value) {
    const inner = (value as Record<string, unknown>)[name];
    count += 1;
    if (typeof inner === 'object') count += namesIn(inner, left - 1);
  }
  return count;
}

const MOST_NAMES = 100;
/** Stands for the names beyond those that are kept. */
const OTHERS = 'others';

function readLoosely(text: string): JsonReading | undefined {
  const repeated = new Map<string, number>();
  const json = readLooseJson(text, (name) => {
    const kept = repeated.has(name) || repeated.size < MOST_NAMES ? name : OTHERS;
    repeated.set(kept, (repeated.get(kept) ?? 0) + 1);
  });
  if (!json) return undefined;
  return { value: plain(json), ...(repeated.size > 0 && { repeated }) };
}

function plain(json: Json): unknown {
  switch (json.kind) {
    case 'object':
      return Object.fromEntries([...json.entries].map(([name, each]) => [name, plain(each)]));
    case 'array':
      return json.items.map(plain);
    case 'text':
      return json.value;
    case 'number':
      return /\d/.test(json.raw) ? Number(json.raw) : json.raw;
    case 'word':
      return JSON.parse(json.raw) as boolean | null;
  }
}

const MOST_SHOWN = 5;

/** `1 of \`a\`, 2 of \`b\``. */
export function repeatedText(repeated: Repeated): string {
  const shown = [...repeated].slice(0, MOST_SHOWN);
  const rest = [...repeated.values()].slice(MOST_SHOWN).reduce((sum, each) => sum + each, 0);
  const parts = shown.map(([name, count]) => `${String(count)} of \`${name.slice(0, 60)}\``);
  return [...parts, ...(rest > 0 ? [`${String(rest)} of others`] : [])].join(', ');
}
