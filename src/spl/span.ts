// Lengths of time and number, and values put into intervals of such a length.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Bin
import { call, long, real, text, type Expression } from '../plan/index.ts';
import { any, asNumber, number, type Typed } from './shape.ts';

/** A number of seconds, a snap of the calendar (`1d@d` as modifier), a plain number, or a logarithmic base. */
export type Length =
  | {
      readonly kind: 'seconds';
      readonly seconds: number;
      /** A time at which an interval begins; without, the epoch. */
      readonly align?: number;
    }
  | {
      readonly kind: 'calendar';
      readonly count: number;
      readonly unit: 'd' | 'w' | 'mon' | 'q' | 'y';
      /** The day that weeks begin with, where it is not Sunday: `w1` is Monday. */
      readonly snap?: string;
    }
  | { readonly kind: 'number'; readonly size: number };

const SECONDS: ReadonlyMap<string, number> = new Map<string, number>([
  ...['us'].map((name) => [name, 1e-6] as const),
  ...['ms'].map((name) => [name, 1e-3] as const),
  ...['cs'].map((name) => [name, 1e-2] as const),
  ...['ds'].map((name) => [name, 1e-1] as const),
  ...['s', 'sec', 'secs', 'second', 'seconds'].map((name) => [name, 1] as const),
  ...['m', 'min', 'mins', 'minute', 'minutes'].map((name) => [name, 60] as const),
  ...['h', 'hr', 'hrs', 'hour', 'hours'].map((name) => [name, 3600] as const),
]);

const CALENDAR: ReadonlyMap<string, 'd' | 'w' | 'mon' | 'q' | 'y'> = new Map([
  ...['d', 'day', 'days'].map((name) => [name, 'd'] as const),
  ...['w', 'week', 'weeks'].map((name) => [name, 'w'] as const),
  ...['mon', 'month', 'months'].map((name) => [name, 'mon'] as const),
  ...['q', 'qtr', 'qtrs', 'quarter', 'quarters'].map((name) => [name, 'q'] as const),
  ...['y', 'yr', 'yrs', 'year', 'years'].map((name) => [name, 'y'] as const),
]);

/** What a calendar length snaps to. */
export const snapOf = ({ unit, snap }: Extract<Length, { kind: 'calendar' }>): string =>
  snap ?? unit;

/** `5m`, `1d`, `10`, `1w@w1`; undefined for what is no length. */
export function spanOf(written: string): Length | undefined {
  const [length = '', snap, ...more] = written.trim().split('@');
  const plain = plainSpan(length);
  if (snap === undefined || !plain) return plain;
  const weekday = /^w[0-7]$/i.exec(snap)?.[0].toLowerCase();
  if (more.length > 0 || plain.kind === 'number') return undefined;
  if (weekday !== undefined && plain.kind === 'calendar' && plain.unit === 'w') {
    return { ...plain, snap: weekday };
  }
  const base = plainSpan(snap);
  // Intervals begin at multiples of their unit as they are; any other beginning is not told by a unit's name.
  const own = base?.kind === 'calendar' && plain.kind === 'calendar' && base.unit === plain.unit;
  const clock =
    base?.kind === 'seconds' && plain.kind === 'seconds' && 86_400 % plain.seconds === 0;
  return own || (clock && plain.seconds % base.seconds === 0) ? plain : undefined;
}

function plainSpan(written: string): Length | undefined {
  const found = /^(\d{0,12}(?:\.\d{1,6})?)([a-z]*)$/i.exec(written.trim());
  if (!found || written.trim() === '') return undefined;
  const [, digits = '', unit = ''] = found;
  const count = digits === '' ? 1 : Number(digits);
  if (!(count > 0)) return undefined;
  if (unit === '') return { kind: 'number', size: count };
  // `M` is months in no list of units; Splunk's units are lower case.
  const seconds = SECONDS.get(unit.toLowerCase());
  if (seconds !== undefined) return { kind: 'seconds', seconds: count * seconds };
  const calendar = CALENDAR.get(unit.toLowerCase());
  return calendar && Number.isInteger(count)
    ? { kind: 'calendar', count, unit: calendar }
    : undefined;
}

/** How many seconds a length is; undefined for months and longer, which differ among themselves, and for numbers. */
export function secondsIn(length: Length): number | undefined {
  if (length.kind === 'seconds') return length.seconds;
  if (length.kind === 'number') return undefined;
  if (length.unit === 'd') return length.count * 86_400;
  return length.unit === 'w' ? length.count * 7 * 86_400 : undefined;
}

/** The start of the interval for a time; `low-high` for any other number. What is no number stays as it is. */
export function binned(value: Typed, length: Length, isTime: boolean, timezone: string): Typed {
  const size = asNumber(value);
  if (length.kind !== 'number') return number(timeFloor(size, length, timezone));
  if (isTime) return number(floorTo(size, length.size));
  const start = rounded(floorTo(size, length.size), length.size);
  const end = rounded(call('add', 'real', start, real(length.size)), length.size);
  const label = call(
    'concat',
    'string',
    call('text_of_real', 'string', start),
    text('-'),
    call('text_of_real', 'string', end),
  );
  return any(value.shape === 'any' ? call('coalesce', 'string', label, value.expression) : label);
}

/** Multiples of a fraction have noise in their last digits, which no label shows. */
function rounded(value: Expression, size: number): Expression {
  if (Number.isInteger(size)) return value;
  const digits = Math.min(15, Math.max(1, Math.ceil(-Math.log10(size)) + 2));
  return call('round', 'real', value, long(digits));
}

function floorTo(value: Expression, size: number): Expression {
  return call(
    'multiply',
    'real',
    call('floor', 'real', call('divide', 'real', value, real(size))),
    real(size),
  );
}

/** Below a day intervals count from the epoch, days and longer from the calendar of the search's zone. */
export function timeFloor(time: Expression, length: Length, timezone: string): Expression {
  switch (length.kind) {
    case 'number':
      return floorTo(time, length.size);
    case 'seconds': {
      const { seconds, align = 0 } = length;
      if (align % seconds === 0) return floorTo(time, seconds);
      const since = call('subtract', 'real', time, real(align));
      return call('add', 'real', floorTo(since, seconds), real(align));
    }
    case 'calendar': {
      const snapped = call('time.move', 'real', time, text(`@${snapOf(length)}`), text(timezone));
      return length.count === 1 || length.unit !== 'd'
        ? snapped
        : severalDays(snapped, length.count, timezone);
    }
  }
}

/** Several days at once: counted in local days from the epoch's. */
function severalDays(midnight: Expression, count: number, timezone: string): Expression {
  const days = call(
    'floor',
    'real',
    call('divide', 'real', call('add', 'real', midnight, real(43_200)), real(86_400)),
  );
  const over = call('subtract', 'real', days, floorTo(days, count));
  const back = call('multiply', 'real', over, real(-86_400));
  const moved = call('add', 'real', call('add', 'real', midnight, back), real(43_200));
  return call('time.move', 'real', moved, text('@d'), text(timezone));
}
