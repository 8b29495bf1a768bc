// Instants and durations: text, parts, arithmetic on the calendar, rounding.
import { row, type ScalarFunction } from './function.ts';
import {
  civilOf,
  daysOf,
  floorDivide,
  instant,
  parseInstant,
  parseSpan,
  printInstant,
  printSpan,
  TICKS,
} from './instant.ts';
import type { Type } from '../types.ts';
import { offsetAt } from './zone.ts';

const midnight = (year: number, month: number, day: number): bigint =>
  BigInt(daysOf(year, month, day)) * TICKS.day;

/** Months and years may run over; the day is held to the month's last. */
function addMonths(ticks: bigint, months: number): bigint | null {
  const { year, month, day } = civilOf(ticks);
  const whole = year * 12 + (month - 1) + months;
  const [toYear, toMonth] = [Math.floor(whole / 12), (((whole % 12) + 12) % 12) + 1];
  if (toYear < 1 || toYear > 9999) return null;
  const last = daysOf(toYear, toMonth + 1, 1) - daysOf(toYear, toMonth, 1);
  const inDay = ticks - floorDivide(ticks, TICKS.day) * TICKS.day;
  return instant(midnight(toYear, toMonth, Math.min(day, last)) + inDay);
}

const FIXED: Readonly<Record<string, bigint>> = {
  week: TICKS.day * 7n,
  day: TICKS.day,
  hour: TICKS.hour,
  minute: TICKS.minute,
  second: TICKS.second,
  millisecond: TICKS.millisecond,
  microsecond: TICKS.microsecond,
  nanosecond: 1n,
};
const MONTHS: Readonly<Record<string, number>> = { year: 12, quarter: 3, month: 1 };

function add(part: string, amount: bigint, ticks: bigint): bigint | null {
  const unit = part.toLowerCase();
  if (Object.hasOwn(MONTHS, unit)) {
    const months = amount * BigInt(MONTHS[unit] ?? 0);
    return months > 120_000n || months < -120_000n ? null : addMonths(ticks, Number(months));
  }
  if (unit === 'nanosecond') return instant(ticks + amount / 100n);
  const size = Object.hasOwn(FIXED, unit) ? FIXED[unit] : undefined;
  return size === undefined ? null : instant(ticks + amount * size);
}

/** How many boundaries of the unit lie between the two; weeks begin on Sunday. */
function difference(part: string, later: bigint, earlier: bigint): bigint | null {
  const unit = part.toLowerCase();
  if (Object.hasOwn(MONTHS, unit)) {
    const size = MONTHS[unit] ?? 1;
    const count = (ticks: bigint): number => {
      const { year, month } = civilOf(ticks);
      return Math.floor((year * 12 + month - 1) / size);
    };
    return BigInt(count(later) - count(earlier));
  }
  if (unit === 'nanosecond') return (later - earlier) * 100n;
  if (unit === 'week') return weekOf(later) - weekOf(earlier);
  const size = Object.hasOwn(FIXED, unit) ? FIXED[unit] : undefined;
  return size === undefined ? null : later / size - earlier / size;
}

/** 0001-01-01 was a Monday: the day before begins the first week. */
const weekOf = (ticks: bigint): bigint => (ticks + TICKS.day) / FIXED_WEEK;
const FIXED_WEEK = TICKS.day * 7n;

/** Sunday is 0. */
const weekday = (days: number): number => (days + 1) % 7;

/** ISO 8601: the week that holds the year's first Thursday is the first. */
function isoWeek(days: number): bigint {
  const thursday = days - (days % 7) + 3;
  const { year } = civilOf(BigInt(thursday) * TICKS.day);
  return BigInt(Math.floor((thursday - daysOf(year, 1, 1)) / 7) + 1);
}

function part(name: string, ticks: bigint): bigint | null {
  const at = civilOf(ticks);
  switch (name.toLowerCase()) {
    case 'year':
      return BigInt(at.year);
    case 'quarter':
      return BigInt(Math.ceil(at.month / 3));
    case 'month':
    case 'monthofyear':
      return BigInt(at.month);
    case 'week':
    case 'weekofyear':
    case 'week_of_year':
      return isoWeek(at.days);
    case 'day':
    case 'dayofmonth':
      return BigInt(at.day);
    case 'dayofyear':
      return BigInt(at.days - daysOf(at.year, 1, 1) + 1);
    case 'weekday':
      return BigInt(weekday(at.days));
    case 'hour':
      return BigInt(at.hour);
    case 'minute':
      return BigInt(at.minute);
    case 'second':
      return BigInt(at.second);
    case 'millisecond':
      return BigInt(Math.floor(at.fraction / 10_000));
    case 'microsecond':
      return BigInt(Math.floor(at.fraction / 10));
    case 'nanosecond':
      return BigInt(at.fraction) * 100n;
    default:
      return null;
  }
}

/** The start of the unit that holds the instant, moved by so many units. */
function start(unit: string, ticks: bigint, offset: bigint): bigint | null {
  const { year, month, days } = civilOf(ticks);
  switch (unit) {
    case 'day':
      return add('day', offset, BigInt(days) * TICKS.day);
    case 'week':
      return days < weekday(days)
        ? null
        : add('week', offset, BigInt(days - weekday(days)) * TICKS.day);
    case 'month':
      return add('month', offset, midnight(year, month, 1));
    case 'year':
      return add('year', offset, midnight(year, 1, 1));
    default:
      return null;
  }
}

/** The last tick of the same. */
function end(unit: string, ticks: bigint, offset: bigint): bigint | null {
  const next = start(unit, ticks, offset + 1n);
  return next === null ? null : next - 1n;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** The parts of a format, by their letters; `f` keeps zeros, `F` drops them. */
const PARTS: readonly (readonly [
  RegExp,
  (at: ReturnType<typeof civilOf>, found: string) => string,
])[] = [
  [/^yyyy/, (at) => String(at.year).padStart(4, '0')],
  [/^yy/, (at) => two(at.year % 100)],
  [/^y/, (at) => String(at.year % 100)],
  [/^MM/, (at) => two(at.month)],
  [/^M/, (at) => String(at.month)],
  [/^dd/, (at) => two(at.day)],
  [/^d/, (at) => String(at.day)],
  [/^HH/, (at) => two(at.hour)],
  [/^H/, (at) => String(at.hour)],
  [/^hh/, (at) => two(at.hour % 12 === 0 ? 12 : at.hour % 12)],
  [/^h/, (at) => String(at.hour % 12 === 0 ? 12 : at.hour % 12)],
  [/^mm/, (at) => two(at.minute)],
  [/^m/, (at) => String(at.minute)],
  [/^ss/, (at) => two(at.second)],
  [/^s/, (at) => String(at.second)],
  [/^f{1,7}/, (at, found) => digits(at.fraction).slice(0, found.length)],
  [/^F{1,7}/, (at, found) => digits(at.fraction).slice(0, found.length).replace(/0+$/, '')],
  [/^tt/, (at) => (at.hour < 12 ? 'AM' : 'PM')],
];
const digits = (fraction: number): string => String(fraction).padStart(7, '0');
const SEPARATORS = /^[ /\-:,._[\]]/;

/** The instant in a format of these parts and separators; null when it holds anything else. */
function format(ticks: bigint, pattern: string): string | null {
  const at = civilOf(ticks);
  let out = '';
  for (let rest = pattern; rest !== '';) {
    const known = PARTS.find(([letters]) => letters.test(rest));
    const found = known?.[0].exec(rest)?.[0] ?? SEPARATORS.exec(rest)?.[0];
    if (found === undefined) return null;
    out += known ? known[1](at, found) : found;
    rest = rest.slice(found.length);
  }
  return out;
}

function formatSpan(ticks: bigint, pattern: string): string | null {
  const positive = ticks < 0n ? -ticks : ticks;
  const at = { ...civilOf(positive), days: Number(positive / TICKS.day) };
  let out = ticks < 0n ? '-' : '';
  for (let rest = pattern; rest !== '';) {
    const days = /^d{1,8}/.exec(rest)?.[0];
    const known = days === undefined ? PARTS.find(([letters]) => letters.test(rest)) : undefined;
    const found = days ?? known?.[0].exec(rest)?.[0] ?? SEPARATORS.exec(rest)?.[0];
    if (found === undefined || /^[yMt]/.test(found)) return null;
    out +=
      days === undefined
        ? known
          ? known[1](at, found)
          : found
        : String(at.days).padStart(days.length, '0');
    rest = rest.slice(found.length);
  }
  return out;
}

/** The largest multiple of the size not above the value; null unless the size is positive. */
const floorTo = (value: bigint, size: bigint): bigint | null =>
  size <= 0n ? null : floorDivide(value, size) * size;

function fromParts(...parts: bigint[]): bigint | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number);
  const text = [year, month, day].map((each) => String(each).padStart(2, '0'));
  const date = parseInstant(
    `${(text[0] ?? '').padStart(4, '0')}-${text[1] ?? ''}-${text[2] ?? ''}`,
  );
  if (date === undefined || hour < 0 || hour > 23 || minute < 0 || minute > 59) return null;
  if (second < 0 || second > 59) return null;
  return (
    date + BigInt(hour) * TICKS.hour + BigInt(minute) * TICKS.minute + BigInt(second) * TICKS.second
  );
}

const EPOCH = 621_355_968_000_000_000n;

/** Seconds that a zone is ahead of UTC at an instant; null for an unknown zone. */
function ahead(ticks: bigint, zone: string): bigint | null {
  try {
    return BigInt(Math.round(offsetAt(zone, Number((ticks - EPOCH) / TICKS.second))));
  } catch {
    return null;
  }
}

function toZone(ticks: bigint, zone: string): bigint | null {
  const seconds = ahead(ticks, zone);
  return seconds === null ? null : instant(ticks + seconds * TICKS.second);
}

/**
 * The first guess takes the local time for UTC; the second the offset found there. A time that clocks skip fits neither,
 * and is read with the offset behind the gap.
 */
function fromZone(ticks: bigint, zone: string): bigint | null {
  const guess = ahead(ticks, zone);
  const seconds = guess === null ? null : ahead(ticks - guess * TICKS.second, zone);
  if (guess === null || seconds === null) return null;
  const fits = ahead(ticks - seconds * TICKS.second, zone) === seconds;
  const offset = fits || seconds > guess ? seconds : guess;
  return instant(ticks - offset * TICKS.second);
}

export const calendar: readonly ScalarFunction[] = [
  row('text_of_instant', ['datetime'], 'string', 'ISO 8601 with seven digits and Z', printInstant),
  row(
    'instant_of_text',
    ['string'],
    'datetime',
    'the instant that a text spells in ISO 8601 or RFC 822',
    (text: string) => parseInstant(text) ?? null,
  ),
  row(
    'text_of_span',
    ['timespan'],
    'string',
    '`d.hh:mm:ss.fffffff`, days and fraction only when there are any',
    printSpan,
  ),
  row(
    'span_of_text',
    ['string'],
    'timespan',
    'the duration that `d.hh:mm:ss`, `1.5h` or a number of days spells',
    (text: string) => parseSpan(text) ?? null,
  ),
  row(
    'instant_part',
    ['string', 'datetime'],
    'long',
    'a part of the date or the time of day; weeks by ISO 8601',
    part,
  ),
  row(
    'instant_add',
    ['string', 'long', 'datetime'],
    'datetime',
    'so many units later; the day is held to the month',
    add,
  ),
  row(
    'instant_difference',
    ['string', 'datetime', 'datetime'],
    'long',
    'boundaries of the unit between the two, positive when the first is later',
    difference,
  ),
  row(
    'instant_start',
    ['string', 'datetime', 'long'],
    'datetime',
    'the start of the day, week (Sunday), month or year, moved by so many',
    start,
  ),
  row('instant_end', ['string', 'datetime', 'long'], 'datetime', 'the last tick of the same', end),
  row(
    'instant_format',
    ['datetime', 'string'],
    'string',
    'the instant in a format of yyyy MM dd HH mm ss fff tt; null for any other letter',
    format,
  ),
  row(
    'span_format',
    ['timespan', 'string'],
    'string',
    'the duration in a format of d HH mm ss fff; null for any other letter',
    formatSpan,
  ),
  row(
    'instant_of_parts',
    Array<Type>(6).fill('long'),
    'datetime',
    'year, month, day, hour, minute, second; null when there is no such',
    fromParts,
  ),
  row(
    'instant_in_range',
    ['long'],
    'datetime',
    'the instant of so many ticks; null outside of the years 1 to 9999',
    instant,
  ),
  row(
    'instant_to_zone',
    ['datetime', 'string'],
    'datetime',
    'the local time of a zone at an instant; null for an unknown zone',
    toZone,
  ),
  row(
    'instant_from_zone',
    ['datetime', 'string'],
    'datetime',
    'the instant of a local time of a zone; null for an unknown zone',
    fromZone,
  ),
  row(
    'floor_to',
    ['long', 'long'],
    'long',
    'the largest multiple of the second number not above the first; null unless it is positive',
    floorTo,
  ),
];
