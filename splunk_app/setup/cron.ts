// Cron schedules: whether one is valid, and when within a day it starts a search.

interface Field {
  readonly least: number;
  readonly most: number;
}

const FIELDS: readonly Field[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12 },
  { least: 0, most: 7 },
];

export const MINUTES_OF_DAY = 1440;

/** Why a text is no schedule, or undefined. */
export function cronProblem(text: string): string | undefined {
  const parts = text.trim().split(/\s+/u);
  if (parts.length !== FIELDS.length) {
    return 'Write five fields: minute, hour, day, month, weekday, such as 7 * * * *.';
  }
  const bad = parts.find((part, index) => valuesOf(part, FIELDS[index]) === undefined);
  return bad === undefined ? undefined : `${bad} is no value that this field of a schedule takes.`;
}

/** The minutes of a day, 0 to 1439, at which a schedule starts, on the days on which it does; none for an invalid one. */
export function startsInDay(cron: string): number[] {
  if (cronProblem(cron) !== undefined) return [];
  const [minute = '', hour = ''] = cron.trim().split(/\s+/u);
  const minutes = valuesOf(minute, FIELDS[0]) ?? [];
  const hours = valuesOf(hour, FIELDS[1]) ?? [];
  return hours.flatMap((each) => minutes.map((at) => each * 60 + at));
}

/** Seconds between two starts, where they are evenly spread over the day; a day where it starts once or less. */
export function intervalOf(cron: string): number {
  return (MINUTES_OF_DAY / Math.max(1, startsInDay(cron).length)) * 60;
}

/** Starts of all schedules in each of the 24 hours of a day. */
export function startsPerHour(crons: readonly string[]): number[] {
  const hours = Array.from({ length: 24 }, () => 0);
  for (const start of crons.flatMap(startsInDay)) {
    const hour = Math.floor(start / 60);
    hours[hour] = (hours[hour] ?? 0) + 1;
  }
  return hours;
}

/** How many searches start together in the busiest minute of a day. */
export function mostAtOnce(crons: readonly string[]): number {
  const minutes = new Map<number, number>();
  for (const start of crons.flatMap(startsInDay)) minutes.set(start, (minutes.get(start) ?? 0) + 1);
  return Math.max(0, ...minutes.values());
}

/** Every value that a field names, ascending; undefined when it is none. */
function valuesOf(text: string, field: Field | undefined): number[] | undefined {
  if (!field) return undefined;
  const values = new Set<number>();
  for (const item of text.split(',')) {
    const found = /^(\*|\d{1,2}(?:-\d{1,2})?)(?:\/(\d{1,2}))?$/u.exec(item);
    if (!found) return undefined;
    const [, range = '', step = '1'] = found;
    const [from, to] = range === '*' ? [field.least, field.most] : ends(range, found[2], field);
    if (Number(step) < 1 || from < field.least || to > field.most || from > to) return undefined;
    for (let at = from; at <= to; at += Number(step)) values.add(at);
  }
  return [...values].sort((a, b) => a - b);
}

/** `5` is itself, `5/10` goes on to the field's end, `5-20` says where it ends. */
function ends(range: string, step: string | undefined, field: Field): [number, number] {
  const [from = 0, to] = range.split('-').map(Number);
  return [from, to ?? (step === undefined ? from : field.most)];
}
