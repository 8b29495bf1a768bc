// Times as text and back, and moving a time by a modifier, as Splunk's strftime, strptime and relative_time do.
// (Splunk Search Reference, "Date and time format variables" and "Time modifiers")
import { define, type ScalarFunction } from './function.ts';
import { readTime } from './time-parse.ts';
import { moveTime } from './time-move.ts';
import {
  civilOf,
  DAYS,
  FARTHEST,
  MONTHS,
  offsetAt,
  utcSeconds,
  zoneName,
  type Civil,
} from './zone.ts';

interface Moment {
  readonly civil: Civil;
  readonly epoch: number;
  /** Nanoseconds within the second, nine digits. */
  readonly nanos: string;
  readonly zone: string;
}

const two = (value: number, fill = '0'): string => String(value).padStart(2, fill);
const three = (value: number): string => String(value).padStart(3, '0');

/** Day of the year from 0, day of the week from Sunday. */
function dayOf({ civil }: Moment): { yearDay: number; weekDay: number } {
  const days = (year: number, month: number, day: number): number =>
    utcSeconds({ year, month, day, hour: 0, minute: 0, second: 0 }) / 86_400;
  const today = days(civil.year, civil.month, civil.day);
  return {
    yearDay: today - days(civil.year, 1, 1),
    weekDay: (((today + 4) % 7) + 7) % 7,
  };
}

/** ISO 8601 week and the year that it belongs to. */
function isoWeek(moment: Moment): { year: number; week: number } {
  const { yearDay, weekDay } = dayOf(moment);
  const week = Math.floor((yearDay - ((weekDay + 6) % 7) + 10) / 7);
  const { year } = moment.civil;
  if (week < 1) return { year: year - 1, week: weeksIn(year - 1) };
  return week > weeksIn(year) ? { year: year + 1, week: 1 } : { year, week };
}

function weeksIn(year: number): number {
  const last = (at: number): number =>
    (at + Math.floor(at / 4) - Math.floor(at / 100) + Math.floor(at / 400)) % 7;
  return last(year) === 4 || last(year - 1) === 3 ? 53 : 52;
}

function offsetText(moment: Moment, colons: number): string {
  const offset = offsetAt(moment.zone, moment.epoch);
  const sign = offset < 0 ? '-' : '+';
  const minutes = Math.floor(Math.abs(offset) / 60);
  const parts = [two(Math.floor(minutes / 60)), two(minutes % 60)];
  if (colons === 2) parts.push(two(Math.abs(offset) % 60));
  return sign + parts.join(colons > 0 ? ':' : '');
}

const hour12 = ({ civil }: Moment): number => civil.hour % 12 || 12;
const clock = ({ civil }: Moment): string =>
  `${two(civil.hour)}:${two(civil.minute)}:${two(civil.second)}`;
const dayName = (moment: Moment): string => DAYS[dayOf(moment).weekDay] ?? '';
const monthName = ({ civil }: Moment): string => MONTHS[civil.month - 1] ?? '';
const dated = (moment: Moment, tail: string): string =>
  `${dayName(moment).slice(0, 3)} ${monthName(moment).slice(0, 3)} ${two(moment.civil.day, ' ')} ${clock(moment)} ${tail}`;

const variables: Readonly<Record<string, (moment: Moment) => string>> = {
  a: (at) => dayName(at).slice(0, 3),
  A: dayName,
  b: (at) => monthName(at).slice(0, 3),
  B: monthName,
  c: (at) => dated(at, String(at.civil.year)),
  C: (at) => two(Math.floor(at.civil.year / 100)),
  d: (at) => two(at.civil.day),
  D: (at) => `${two(at.civil.month)}/${two(at.civil.day)}/${two(at.civil.year % 100)}`,
  e: (at) => two(at.civil.day, ' '),
  f: (at) => at.nanos.slice(0, 6),
  F: (at) => `${String(at.civil.year)}-${two(at.civil.month)}-${two(at.civil.day)}`,
  g: (at) => two(isoWeek(at).year % 100),
  G: (at) => String(isoWeek(at).year),
  h: (at) => monthName(at).slice(0, 3),
  H: (at) => two(at.civil.hour),
  I: (at) => two(hour12(at)),
  j: (at) => three(dayOf(at).yearDay + 1),
  k: (at) => two(at.civil.hour, ' '),
  l: (at) => two(hour12(at), ' '),
  m: (at) => two(at.civil.month),
  M: (at) => two(at.civil.minute),
  n: () => '\n',
  N: (at) => at.nanos,
  p: (at) => (at.civil.hour < 12 ? 'AM' : 'PM'),
  Q: (at) => at.nanos.slice(0, 3),
  r: (at) =>
    `${two(hour12(at))}:${two(at.civil.minute)}:${two(at.civil.second)} ${at.civil.hour < 12 ? 'AM' : 'PM'}`,
  R: (at) => `${two(at.civil.hour)}:${two(at.civil.minute)}`,
  s: (at) => String(at.epoch),
  S: (at) => two(at.civil.second),
  t: () => '\t',
  T: clock,
  u: (at) => String(dayOf(at).weekDay || 7),
  U: (at) => two(Math.floor((dayOf(at).yearDay + 7 - dayOf(at).weekDay) / 7)),
  V: (at) => two(isoWeek(at).week),
  w: (at) => String(dayOf(at).weekDay),
  W: (at) => two(Math.floor((dayOf(at).yearDay + 7 - ((dayOf(at).weekDay + 6) % 7)) / 7)),
  x: (at) => `${two(at.civil.month)}/${two(at.civil.day)}/${String(at.civil.year)}`,
  X: clock,
  y: (at) => two(at.civil.year % 100),
  Y: (at) => String(at.civil.year),
  z: (at) => offsetText(at, 0),
  Z: (at) => zoneName(at.zone, at.epoch),
  '+': (at) => dated(at, `${zoneName(at.zone, at.epoch)} ${String(at.civil.year)}`),
  '%': () => '%',
};

/** A time (epoch seconds) by a format; null beyond the years that a date can hold. Unknown variables stay as they are. */
export function formatTime(time: number, format: string, zone: string): string | null {
  if (!Number.isFinite(time) || Math.abs(time) >= FARTHEST) return null;
  const epoch = Math.floor(time);
  // A double holds an epoch to about 0.2 microseconds; digits below that would be noise.
  const micros = Math.min(999_999, Math.round((time - epoch) * 1e6));
  const nanos = `${String(micros).padStart(6, '0')}000`;
  const moment: Moment = { civil: civilOf(zone, epoch), epoch, nanos, zone };
  return format.replace(
    /%(?:(::?)z|Ez|([1-9])([NQ])|([A-Za-z+%]))/g,
    (all: string, colons?: string, digits?: string, _fraction?: string, name?: string) => {
      if (colons !== undefined) return offsetText(moment, colons.length);
      if (digits !== undefined) return nanos.slice(0, Number(digits));
      if (all === '%Ez') return String(offsetAt(zone, epoch) / 60);
      return Object.hasOwn(variables, name ?? '') ? (variables[name ?? '']?.(moment) ?? all) : all;
    },
  );
}

/** Seconds as `[days+]HH:MM:SS[.ffffff]`. */
function duration(seconds: number): string | null {
  if (!Number.isFinite(seconds)) return null;
  const whole = Math.floor(Math.abs(seconds));
  const micros = Math.round((Math.abs(seconds) - whole) * 1e6);
  const days = Math.floor(whole / 86_400);
  const rest = whole % 86_400;
  const time = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60].map((each) =>
    two(each),
  );
  const fraction = micros > 0 ? `.${String(micros).padStart(6, '0')}` : '';
  return `${seconds < 0 ? '-' : ''}${days > 0 ? `${String(days)}+` : ''}${time.join(':')}${fraction}`;
}

export const timeFormat: readonly ScalarFunction[] = [
  define<[number, string, string]>({
    name: 'time.format',
    takes: ['real', 'string', 'string'],
    returns: 'string',
    nulls: 'propagate',
    meaning: 'epoch seconds by a format of %-variables in a time zone',
    evaluate: formatTime,
  }),
  define<[string, string, string, number]>({
    name: 'time.parse',
    takes: ['string', 'string', 'string', 'real'],
    returns: 'real',
    nulls: 'propagate',
    meaning:
      'epoch seconds of a text by a format of %-variables; zone for texts without one, now for missing dates; null when the text does not begin as the format says',
    evaluate: readTime,
  }),
  define<[number, string, string]>({
    name: 'time.move',
    takes: ['real', 'string', 'string'],
    returns: 'real',
    nulls: 'propagate',
    meaning:
      'epoch seconds moved by a modifier (`-1d@d+2h`) in a time zone; null for a bad modifier',
    evaluate: moveTime,
  }),
  define<[number]>({
    name: 'time.duration',
    takes: ['real'],
    returns: 'string',
    nulls: 'propagate',
    meaning: 'seconds as `[days+]HH:MM:SS`, with six decimals when there is a fraction',
    evaluate: duration,
  }),
];
