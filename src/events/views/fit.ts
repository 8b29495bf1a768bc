// A value fitted to its column's type. What does not fit is null, and null text is empty, as Kusto stores it.
import { parseJson } from '../../plan/functions/dynamic.ts';
import { wholeOfText } from '../../plan/functions/event-text.ts';
import { call, text, type Expression } from '../../plan/index.ts';
import { scalarText } from '../scalar-text.ts';
import { TICKS_PER_SECOND, type Type, type Value } from '../../plan/types.ts';
import { ticksOfIso } from '../ticks.ts';

const INT_MAX = 2_147_483_647;
const LONG_MAX = 9_223_372_036_854_775_807n;

/** `value` is a scalar, ticks for a datetime, or a JSON value for a dynamic column. */
export function fit(value: unknown, type: Type): Value {
  switch (type) {
    case 'string':
    case 'guid':
      return scalarText(value);
    case 'int': {
      const whole = asWhole(value);
      return whole === undefined || whole > INT_MAX || whole < -INT_MAX - 1 ? null : Number(whole);
    }
    case 'long':
      return asWhole(value) ?? null;
    case 'timespan':
      return typeof value === 'bigint' ? value : asTimespan(scalarText(value));
    case 'datetime':
      return typeof value === 'bigint' ? value : (ticksOfIso(scalarText(value)) ?? null);
    case 'bool':
      return asBool(value);
    case 'real':
      return asReal(value);
    case 'decimal':
      return asReal(value) === null ? null : scalarText(value);
    case 'dynamic':
      return asDynamic(value);
    case 'strings':
      return Array.isArray(value) ? value.map(scalarText) : null;
  }
}

/** `fit` of a value that an expression gives, as an expression; undefined where there is none for the types. */
export function fitted(value: Expression, type: Type): Expression | undefined {
  switch (type) {
    case 'string':
    case 'guid':
      return value.type === 'string' ? call('coalesce', 'string', value, text('')) : undefined;
    case 'long':
      return whole(value);
    case 'int': {
      const long = whole(value);
      return long && call('int_of_long', 'int', long);
    }
    case 'datetime':
      if (value.type === 'datetime') return value;
      return value.type === 'string' ? call('event.time', 'datetime', value) : undefined;
    default:
      return undefined;
  }
}

function whole(value: Expression): Expression | undefined {
  if (value.type === 'long') return value;
  return value.type === 'string' ? call('event.long', 'long', value) : undefined;
}

/** A whole number, also as decimal or `0x` text. */
function asWhole(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return inRange(value);
  if (typeof value === 'number')
    return Number.isInteger(value) ? inRange(BigInt(value)) : undefined;
  return typeof value === 'string' ? wholeOfText(value) : undefined;
}

function inRange(value: bigint): bigint | undefined {
  return value > LONG_MAX || value < -LONG_MAX - 1n ? undefined : value;
}

function asBool(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value.toLowerCase() : '';
  return text === 'true' ? true : text === 'false' ? false : null;
}

/** Ticks of Kusto's `[-][d.]hh:mm:ss[.fffffff]`. */
function asTimespan(text: string): bigint | null {
  const found = /^(-?)(?:(\d{1,7})\.)?(\d\d):(\d\d):(\d\d)(?:\.(\d{1,7}))?$/.exec(text);
  if (!found) return null;
  const [days, hours, minutes, seconds] = found.slice(2, 6).map((part) => BigInt(part || 0));
  const whole =
    ((days ?? 0n) * 24n + (hours ?? 0n)) * 3600n + (minutes ?? 0n) * 60n + (seconds ?? 0n);
  const ticks = whole * TICKS_PER_SECOND + BigInt((found[6] ?? '').padEnd(7, '0'));
  return found[1] === '-' ? -ticks : ticks;
}

function asReal(value: unknown): number | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return null;
  const number = Number(value);
  return Number.isNaN(number) ? null : number;
}

/** Compact JSON text. Exports write dynamic columns as JSON inside a string; other text is a JSON string. */
function asDynamic(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string')
    return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
  return parseJson(value);
}
