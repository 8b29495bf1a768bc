// Instants and durations as text: the ISO 8601 family that both languages read, and the one form that is printed.
// Calendar arithmetic on ticks (100 ns since 0001-01-01T00:00Z), proleptic Gregorian, years 1 to 9999.

export const TICKS = {
  microsecond: 10n,
  millisecond: 10_000n,
  second: 10_000_000n,
  minute: 600_000_000n,
  hour: 36_000_000_000n,
  day: 864_000_000_000n,
} as const;

export const MAX_INSTANT = 3_155_378_975_999_999_999n;

/** Days since 0001-01-01 of a civil date; month from 1. Months beyond the year are carried over. */
export function daysOf(year: number, month: number, day: number): number {
  const carried = year + Math.floor((month - 1) / 12);
  const inYear = ((((month - 1) % 12) + 12) % 12) + 1;
  // Counting the year from March puts the leap day at its end.
  const shifted = inYear > 2 ? carried : carried - 1;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (inYear + (inYear > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 306;
}

/** Year, month (from 1) and day of a number of days since 0001-01-01. */
export function dateOf(days: number): { year: number; month: number; day: number } {
  const shifted = days + 306;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return { year, month, day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1 };
}

export interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Ticks within the second. */
  readonly fraction: number;
  /** Since 0001-01-01, which was a Monday. */
  readonly days: number;
}

export function civilOf(ticks: bigint): Civil {
  const days = Number(floorDivide(ticks, TICKS.day));
  const inDay = Number(ticks - BigInt(days) * TICKS.day);
  return {
    ...dateOf(days),
    hour: Math.floor(inDay / 36_000_000_000),
    minute: Math.floor(inDay / 600_000_000) % 60,
    second: Math.floor(inDay / 10_000_000) % 60,
    fraction: inDay % 10_000_000,
    days,
  };
}

export function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

/** The instant in range, or null. */
export function instant(ticks: bigint): bigint | null {
  return ticks < 0n || ticks > MAX_INSTANT ? null : ticks;
}

const DATE = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?|\/(\d{1,2})\/(\d{1,2}))/;
const COMPACT_DATE = /^(\d{4})(\d{2})(\d{2})(?=$|T|\s)/;
const SLASH_DATE = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})/;
const NAMED_DATE = /^(?:[a-z]{3,9},? +)?(\d{1,2})[ -]([a-z]{3})[a-z]{0,6}[ -](\d{4}|\d{2})/i;
const NAMED_DATE_US = /^(?:[a-z]{3,9},? +)?([a-z]{3})[a-z]{0,6} (\d{1,2}),? (\d{4})/i;
const TIME = /^[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(AM|PM)?/i;
const ZONE = /^\s*(?:(Z|UTC|GMT)|([+-])(\d{2}):?(\d{2})?)?\s*$/i;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * Ticks of a text in ISO 8601 (date alone, with `T` or blank, fraction of any length cut to 100 ns, zone or none: UTC),
 * RFC 822/850 (`Sat, 8 Nov 2014 15:05:02 GMT`), `Nov 8 2014`, `M/d/yyyy` or `yyyy/M/d`; undefined for any other.
 */
export function parseInstant(text: string): bigint | undefined {
  const trimmed = text.trim();
  if (trimmed.length > 64) return undefined;
  const date = dateIn(trimmed);
  if (!date) return undefined;
  const { year, month, day } = date;
  const lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > (lengths[month - 1] ?? 0)) {
    return undefined;
  }
  const time = timeIn(trimmed.slice(date.length));
  if (time === undefined) return undefined;
  const ticks = BigInt(daysOf(year, month, day)) * TICKS.day + time;
  return instant(ticks) ?? undefined;
}

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

function dateIn(
  text: string,
): { year: number; month: number; day: number; length: number } | undefined {
  const iso = DATE.exec(text) ?? COMPACT_DATE.exec(text);
  if (iso) {
    const [whole, year, month = iso[4], day = iso[5] ?? '1'] = iso;
    return { year: Number(year), month: Number(month), day: Number(day), length: whole.length };
  }
  const slash = SLASH_DATE.exec(text);
  if (slash) {
    const [whole, month, day, year] = slash;
    return { year: Number(year), month: Number(month), day: Number(day), length: whole.length };
  }
  const named = NAMED_DATE.exec(text);
  const us = named ? null : NAMED_DATE_US.exec(text);
  const found = named ?? us;
  if (!found) return undefined;
  const [whole, first = '', second = '', year = ''] = found;
  const month = MONTHS.indexOf((named ? second : first).toLowerCase()) + 1;
  const full = year.length === 2 ? Number(year) + (Number(year) < 50 ? 2000 : 1900) : Number(year);
  return { year: full, month, day: Number(named ? first : second), length: whole.length };
}

/** Ticks since midnight UTC of a time with zone; may be negative or beyond a day by the zone. */
function timeIn(text: string): bigint | undefined {
  const time = TIME.exec(text);
  const zone = ZONE.exec(text.slice(time?.[0].length ?? 0));
  if (!zone) return undefined;
  const [, , sign, zoneHour = '0', zoneMinute = '0'] = zone;
  const offset = (Number(zoneHour) * 60 + Number(zoneMinute)) * (sign === '-' ? -1 : 1);
  if (!time) return -BigInt(offset) * TICKS.minute;
  const [, hourText, minute, second = '0', fraction = '', half] = time;
  let hour = Number(hourText);
  if (half !== undefined) hour = (hour % 12) + (half.toUpperCase() === 'PM' ? 12 : 0);
  if (hour > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const ticks =
    BigInt(hour) * TICKS.hour +
    BigInt(Number(minute) - offset) * TICKS.minute +
    BigInt(second) * TICKS.second +
    BigInt(fraction.padEnd(7, '0').slice(0, 7));
  return ticks;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `2024-01-02T03:04:05.0000000Z`. */
export function printInstant(ticks: bigint): string {
  const at = civilOf(ticks);
  const date = `${String(at.year).padStart(4, '0')}-${two(at.month)}-${two(at.day)}`;
  const fraction = String(at.fraction).padStart(7, '0');
  return `${date}T${two(at.hour)}:${two(at.minute)}:${two(at.second)}.${fraction}Z`;
}

const CLOCK_SPAN = /^(-)?(?:(\d{1,9})[.:])?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?$/;
const UNIT_SPAN =
  /^(-)?(\d{1,15}(?:\.\d{0,15})?) ?(d|days?|h|hours?|hrs?|m|min|minutes?|s|sec|seconds?|ms|millis?|milliseconds?|micros?|microseconds?|nanos?|nanoseconds?|ticks?)$/i;
const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^d/, 864e9],
  [/^h/, 36e9],
  [/^(ms|milli)/, 1e4],
  [/^micro/, 10],
  [/^nano/, 0.01],
  [/^m/, 6e8],
  [/^s/, 1e7],
  [/^t/, 1],
];

/** Ticks of `1.02:03:04.5`, `03:04`, `1.5d`, `10s`, or a bare number of days; undefined for any other text. */
export function parseSpan(text: string): bigint | undefined {
  const trimmed = text.trim();
  const clock = CLOCK_SPAN.exec(trimmed);
  if (clock) {
    const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = clock;
    if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
    const ticks =
      BigInt(days) * TICKS.day +
      BigInt(hours) * TICKS.hour +
      BigInt(minutes) * TICKS.minute +
      BigInt(seconds) * TICKS.second +
      BigInt(fraction.padEnd(7, '0'));
    return sign ? -ticks : ticks;
  }
  const unit = UNIT_SPAN.exec(trimmed);
  if (unit) return unitSpan(unit);
  return /^-?\d{1,8}$/.test(trimmed) ? BigInt(trimmed) * TICKS.day : undefined;
}

function unitSpan(match: RegExpExecArray): bigint | undefined {
  const [, sign, amount = '', name = ''] = match;
  const factor = UNITS.find(([pattern]) => pattern.test(name.toLowerCase()))?.[1];
  if (factor === undefined) return undefined;
  const ticks =
    amount.includes('.') || factor < 1
      ? BigInt(Math.round(Number(amount) * factor))
      : BigInt(amount) * BigInt(factor);
  return sign ? -ticks : ticks;
}

/** `1.02:03:04.5000000`; no days when none, no fraction when none. */
export function printSpan(ticks: bigint): string {
  const positive = ticks < 0n ? -ticks : ticks;
  const days = positive / TICKS.day;
  const rest = Number(positive % TICKS.day);
  const fraction = rest % 10_000_000;
  const clock = [36e9, 6e8, 1e7].map((unit, index) =>
    two(index === 0 ? Math.floor(rest / unit) : Math.floor(rest / unit) % 60),
  );
  const lead = days > 0n ? `${days.toString()}.` : '';
  const tail = fraction > 0 ? `.${String(fraction).padStart(7, '0')}` : '';
  return `${ticks < 0n ? '-' : ''}${lead}${clock.join(':')}${tail}`;
}
