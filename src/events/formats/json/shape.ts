// What the readers of JSON shapes share.
import { isNumber } from '../../../plan/functions/event-text.ts';
import { scalarText } from '../../scalar-text.ts';
import type { EventValue } from '../../record.ts';
import type { AnyRecord, Input } from '../format.ts';
import type { HostClock } from './host-clock.ts';
import type { LineColumns } from './line-columns.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** One JSON value of the file, and what is known around it. */
export interface JsonContext {
  readonly input: Input;
  readonly number: number;
  /** The value's text as in the file; `int64` numbers are read from it, because doubles lose digits. */
  readonly raw: string;
  /** Whether `raw` is the file's own text; what was around the value may have been taken off. */
  readonly exact: boolean;
  readonly clock: HostClock;
  /** What has been said of the file and needs no second time. */
  readonly told: Set<string>;
}

/** A note on how events are read that holds for the file: said at its first occasion. */
export function tellOnce({ input, number, told }: JsonContext, message: string): void {
  if (told.has(message)) return;
  told.add(message);
  input.report({ code: 'EVT205', severity: 'note', number, message });
}

/** A way in which some product writes events as JSON; `matches` sees the keys, `read` gives the records. */
export interface JsonShape {
  readonly name: string;
  matches(value: JsonObject): boolean;
  read(value: JsonObject, context: JsonContext): readonly AnyRecord[];
  /** The same said of columns, for engines that read files of one object per line by themselves. */
  readonly columns?: LineColumns;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Deeper values would overflow whoever walks them. */
export const MOST_NESTED = 100;

/** Whether a value is nested deeper than is read. */
export function isDeep(value: unknown, left = MOST_NESTED): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (left === 0) return true;
  for (const key in value) {
    const inner = (value as JsonObject)[key];
    if (typeof inner === 'object' && isDeep(inner, left - 1)) return true;
  }
  return false;
}

export function own(value: JsonObject, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

/** A text or a number as text; undefined for anything else. */
export function textAt(value: JsonObject, key: string): string | undefined {
  const found = own(value, key);
  if (typeof found === 'string') return found;
  return typeof found === 'number' ? String(found) : undefined;
}

/** A whole number, also written as text. */
export function wholeAt(value: JsonObject, key: string): number | undefined {
  const text = textAt(value, key);
  return text !== undefined && isNumber(text) ? Number(text) : undefined;
}

export function objectAt(value: JsonObject, key: string): JsonObject | undefined {
  const found = own(value, key);
  return isObject(found) ? found : undefined;
}

/** A JSON value as the text an event would hold; null stays null. */
export function valueText(value: unknown): string | null {
  return value === null || value === undefined ? null : scalarText(value);
}

const KEYWORDS = '"Keywords"';
const number64 = /\s*:\s*("?)(-?\d{1,20}|0x[\da-f]{1,16})(?![\da-f])/iy;

/**
 * `Keywords`, a number of 64 bits, signed or not, or hexadecimal, from the file's text: as a double it would lose its last
 * digits. What a writer has already rounded is not told.
 */
export function keywordsIn({ raw, exact }: JsonContext): string | undefined {
  let at = raw.indexOf(KEYWORDS);
  while (at > 0 && raw[at - 1] === '\\') at = raw.indexOf(KEYWORDS, at + 1);
  if (at < 0) return undefined;
  number64.lastIndex = at + KEYWORDS.length;
  const [, quote, digits] = number64.exec(raw) ?? [];
  if (digits === undefined) return undefined;
  const isPlain = exact || quote !== '' || Number.isSafeInteger(Number(digits));
  return isPlain ? hexOfDigits(digits) : undefined;
}

const MOST_KNOWN = 1000;
const hexByDigits = new Map<string, string | undefined>();

/** A log has few different keywords. */
function hexOfDigits(digits: string): string | undefined {
  if (digits.startsWith('0x')) return digits;
  if (hexByDigits.has(digits)) return hexByDigits.get(digits);
  if (hexByDigits.size >= MOST_KNOWN) hexByDigits.clear();
  const isRounded = !Number.isSafeInteger(Number(digits)) && String(Number(digits)) === digits;
  const hex = isRounded ? undefined : `0x${BigInt.asUintN(64, BigInt(digits)).toString(16)}`;
  hexByDigits.set(digits, hex);
  return hex;
}

const bareGuid = /^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/;

/** Some exporters leave the braces of a GUID out; Windows prints them. */
export function braced(guid: string | undefined): string | undefined {
  return guid !== undefined && bareGuid.test(guid) ? `{${guid}}` : guid;
}

/** Asked of every datum: most names are told by their last letter. */
function endsInGuid(name: string): boolean {
  const last = name.charCodeAt(name.length - 1);
  return (last === 0x64 || last === 0x44) && /Guid$/i.test(name);
}

/** A named datum; a GUID, told by its name, in braces. */
export function datum(name: string | null, value: unknown): EventValue {
  const text = valueText(value);
  if (text === null) return { name, text, type: 'null' };
  const isGuid = name !== null && endsInGuid(name);
  return { name, text: isGuid ? (braced(text) ?? text) : text, type: 'text' };
}

/** A record id: a whole number of up to 64 bits, as number or text. */
export function recordIdAt(value: JsonObject, key: string): bigint | undefined {
  const text = textAt(value, key);
  return text !== undefined && /^\d{1,20}$/.test(text) ? BigInt(text) : undefined;
}

/** The event cannot be told: says so and gives nothing. */
export function unidentified(
  { input, number }: Pick<JsonContext, 'input' | 'number'>,
  missing: string,
): readonly [] {
  input.report({ code: 'EVT304', severity: 'error', number, message: missing });
  return [];
}

/** `System` parts that may be missing in a shape: kept where they are known. */
export function known<T extends object>(parts: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const made: Partial<T> = {};
  for (const key of Object.keys(parts) as (keyof T)[]) {
    if (parts[key] !== undefined && parts[key] !== '') made[key] = parts[key];
  }
  return made as { [K in keyof T]: Exclude<T[K], undefined> };
}
