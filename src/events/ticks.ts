// Times as 100 ns ticks since 0001-01-01T00:00Z, the unit of every time in the tool.
import { dateOf, daysOf } from '../plan/functions/instant.ts';
import { millisecondsOfCalendar, ticksOfMilliseconds } from '../plan/functions/iso-instant.ts';
import { UNIX_EPOCH_TICKS } from '../plan/types.ts';

export { hasZone, ticksOfIso, ticksOfMilliseconds } from '../plan/functions/iso-instant.ts';

/** Ticks at 1601-01-01T00:00Z, where FILETIME begins. */
export const FILETIME_EPOCH_TICKS = 504_911_232_000_000_000n;

const TICKS_PER_MILLISECOND = 10_000n;

/** Ticks of `[year, month, day, hour, minute, second]`, UTC; undefined for a day or hour that does not exist. */
export function ticksOfCalendar(parts: readonly number[]): bigint | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  const milliseconds = millisecondsOfCalendar(year, month, day, hour, minute, second);
  return milliseconds === undefined ? undefined : ticksOfMilliseconds(milliseconds);
}

/** Ticks of decimal seconds since the Unix epoch, `1772442901.234`; undefined for anything else. */
export function ticksOfEpoch(text: string): bigint | undefined {
  const found = /^(\d{1,11})(?:\.(\d{1,20}))?$/.exec(text);
  if (!found) return undefined;
  const fraction = (found[2] ?? '').slice(0, 7).padEnd(7, '0');
  return BigInt(`${found[1] ?? ''}${fraction}`) + UNIX_EPOCH_TICKS;
}

/** Whole Unix milliseconds, towards the past. */
export function millisecondsOfTicks(ticks: bigint): number {
  const unix = ticks - UNIX_EPOCH_TICKS;
  const cut = unix / TICKS_PER_MILLISECOND;
  return Number(unix < 0n && cut * TICKS_PER_MILLISECOND !== unix ? cut - 1n : cut);
}

const TICKS_OF_YEAR_10000 = BigInt(daysOf(10_000, 1, 1)) * 864_000_000_000n;

/** `2023-06-01T14:03:26.6399884Z`; years before 1 and after 9999 have no such text and give undefined. */
export function isoOfTicks(ticks: bigint): string | undefined {
  if (ticks < 0n || ticks >= TICKS_OF_YEAR_10000) return undefined;
  const milliseconds = ticks / TICKS_PER_MILLISECOND;
  return isoText(Number(milliseconds), Number(ticks - milliseconds * TICKS_PER_MILLISECOND));
}

const FILETIME_EPOCH_MILLISECONDS = Number(FILETIME_EPOCH_TICKS / TICKS_PER_MILLISECOND);
const YEAR_10000_MILLISECONDS = Number(TICKS_OF_YEAR_10000 / TICKS_PER_MILLISECOND);

/** The same of a FILETIME in its two halves, each a whole number of 32 bits. */
export function isoOfFiletime(low: number, high: number): string | undefined {
  const rest = (high % 10_000) * 0x1_0000_0000 + low;
  const milliseconds =
    Math.floor(high / 10_000) * 0x1_0000_0000 +
    Math.floor(rest / 10_000) +
    FILETIME_EPOCH_MILLISECONDS;
  return milliseconds < YEAR_10000_MILLISECONDS ? isoText(milliseconds, rest % 10_000) : undefined;
}

/** Of milliseconds since 0001-01-01 and of ticks beyond them. */
function isoText(milliseconds: number, ticks: number): string {
  const days = Math.floor(milliseconds / 86_400_000);
  const { year, month, day } = dateOf(days);
  const seconds = Math.floor(milliseconds / 1000) - days * 86_400;
  const minutes = Math.floor(seconds / 60);
  const fraction = (milliseconds % 1000) * 10_000 + ticks;
  const date = `${String(year).padStart(4, '0')}-${digits(month)}-${digits(day)}`;
  const time = `${digits(Math.floor(minutes / 60))}:${digits(minutes % 60)}:${digits(seconds % 60)}`;
  return `${date}T${time}.${String(fraction).padStart(7, '0')}Z`;
}

const digits = (below100: number): string =>
  below100 < 10 ? `0${String(below100)}` : String(below100);
