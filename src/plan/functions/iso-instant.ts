// ISO 8601 as logs print it, read without a `Date`, which is slow and reads more than that.
import { TICKS_PER_SECOND, UNIX_EPOCH_TICKS } from '../types.ts';
import { dateOf, daysOf } from './instant.ts';

const TICKS_PER_MILLISECOND = 10_000n;
const isoForm =
  /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.(\d{1,9}))?(?: ?(Z|UTC|[+-]\d\d(?::?\d\d)?))?$/;

/**
 * Ticks of an ISO 8601 instant with up to nine fraction digits (digits beyond 100 ns are cut). `T` may be a blank, the zone
 * may stand behind one and be called `UTC`. Without a zone the text is read as UTC. Undefined for anything else and for days
 * that do not exist.
 */
export function ticksOfIso(text: string): bigint | undefined {
  const found = isoForm.exec(text);
  if (!found) return undefined;
  const fraction = (found[1] ?? '').slice(0, 7).padEnd(7, '0');
  const ticks = ticksOfDigits(text, fraction);
  const zone = found[2];
  return ticks === undefined || zone === undefined || zone === 'Z' || zone === 'UTC'
    ? ticks
    : ticks - zoneTicks(zone);
}

/** Of a text that begins with `yyyy-mm-dd hh:mm:ss`, with seven digits of a second's fraction. */
function ticksOfDigits(text: string, fraction: string): bigint | undefined {
  const milliseconds = millisecondsOfCalendar(
    Number(text.slice(0, 4)),
    twoDigits(text, 5),
    twoDigits(text, 8),
    twoDigits(text, 11),
    twoDigits(text, 14),
    twoDigits(text, 17),
  );
  if (milliseconds === undefined) return undefined;
  const whole = milliseconds + Number(fraction.slice(0, 3));
  return ticksOfMilliseconds(whole) + BigInt(Number(fraction.slice(3)));
}

const ZERO = 0x30;
const twoDigits = (text: string, at: number): number =>
  (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;

const DAYS_TO_UNIX_EPOCH = daysOf(1970, 1, 1);

/** Unix milliseconds of a day and a time of it; undefined for a day or hour that does not exist. */
export function millisecondsOfCalendar(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number | undefined {
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59)
    return undefined;
  const days = daysOf(year, month, day);
  if (day > 28 && dateOf(days).day !== day) return undefined;
  return ((((days - DAYS_TO_UNIX_EPOCH) * 24 + hour) * 60 + minute) * 60 + second) * 1000;
}

/** Ticks of a Unix time in whole milliseconds. */
export function ticksOfMilliseconds(milliseconds: number): bigint {
  return BigInt(milliseconds) * TICKS_PER_MILLISECOND + UNIX_EPOCH_TICKS;
}

function zoneTicks(zone: string): bigint {
  const minutes = Number(zone.slice(1, 3)) * 60 + (zone.length > 3 ? Number(zone.slice(-2)) : 0);
  return BigInt(zone.startsWith('-') ? -minutes : minutes) * 60n * TICKS_PER_SECOND;
}

/** Whether a time tells its zone, so that it needs no correction. */
export function hasZone(text: string): boolean {
  return /(?:Z|UTC|[+-]\d\d(?::?\d\d)?)$/.test(text) && text.length > 10;
}
