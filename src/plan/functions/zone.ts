// Civil time in a named zone. Zone rules are those of the ICU data that Node brings.

export interface Civil {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const formats = new Map<string, Intl.DateTimeFormat | null>();

function formatOf(zone: string): Intl.DateTimeFormat | null {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  let made: Intl.DateTimeFormat | null = null;
  try {
    made = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      timeZoneName: 'short',
    });
  } catch {
    // An unknown zone counts as UTC; whoever sets the zone has checked it.
  }
  if (formats.size > 100) formats.clear();
  formats.set(zone, made);
  return made;
}

const isUtc = (zone: string): boolean => zone === 'UTC' || zone === 'Etc/UTC' || zone === 'GMT';

/** The largest distance from 1970 that a JavaScript date can hold, in seconds. */
export const FARTHEST = 8.64e12;

/** Seconds that the zone is ahead of UTC at an instant (whole epoch seconds). */
export function offsetAt(zone: string, epoch: number): number {
  if (isUtc(zone) || Math.abs(epoch) > FARTHEST) return 0;
  const format = formatOf(zone);
  if (!format) return 0;
  const found: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(new Date(epoch * 1000))) {
    found[type] = Number(value);
  }
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = found;
  return utcSeconds({ year, month, day, hour, minute, second }) - epoch;
}

/** The zone's short name at an instant: `UTC`, `PDT`, `GMT+2`. */
export function zoneName(zone: string, epoch: number): string {
  if (isUtc(zone) || Math.abs(epoch) > FARTHEST) return 'UTC';
  const parts = formatOf(zone)?.formatToParts(new Date(epoch * 1000)) ?? [];
  return parts.find((each) => each.type === 'timeZoneName')?.value ?? 'UTC';
}

/** Civil time read as UTC. Parts beyond their range carry over. */
export function utcSeconds(civil: Civil): number {
  const date = new Date(0);
  date.setUTCFullYear(civil.year, civil.month - 1, civil.day);
  date.setUTCHours(civil.hour, civil.minute, civil.second);
  return date.getTime() / 1000;
}

export function civilOf(zone: string, epoch: number): Civil {
  const date = new Date((epoch + offsetAt(zone, epoch)) * 1000);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  };
}

/**
 * The instant of a civil time. Where clocks were turned back, the first of the two; where they were put forward, a time
 * that never was counts on from before.
 */
export function epochOf(zone: string, civil: Civil): number {
  const asUtc = utcSeconds(civil);
  const before = offsetAt(zone, asUtc - 86_400);
  const after = offsetAt(zone, asUtc + 86_400);
  const fits = [before, after].find((offset) => offsetAt(zone, asUtc - offset) === offset);
  return asUtc - (fits ?? before);
}

export const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
