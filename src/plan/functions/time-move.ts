// Relative times: `-7d@d+2h`, offsets and snaps applied from left to right in a zone's calendar.
import { civilOf, epochOf, FARTHEST, type Civil } from './zone.ts';

type Unit = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';

const units: ReadonlyMap<string, Unit> = new Map<string, Unit>([
  ...['s', 'sec', 'secs', 'second', 'seconds'].map((name) => [name, 'second'] as const),
  ...['m', 'min', 'mins', 'minute', 'minutes'].map((name) => [name, 'minute'] as const),
  ...['h', 'hr', 'hrs', 'hour', 'hours'].map((name) => [name, 'hour'] as const),
  ...['d', 'day', 'days'].map((name) => [name, 'day'] as const),
  ...['w', 'week', 'weeks'].map((name) => [name, 'week'] as const),
  ...['mon', 'month', 'months'].map((name) => [name, 'month'] as const),
  ...['q', 'qtr', 'qtrs', 'quarter', 'quarters'].map((name) => [name, 'quarter'] as const),
  ...['y', 'yr', 'yrs', 'year', 'years'].map((name) => [name, 'year'] as const),
]);

const fixed: Partial<Record<Unit, number>> = { second: 1, minute: 60, hour: 3600 };

/** A step of a modifier: an offset, or a snap to the start of a unit (`week` with the day that it starts on). */
export type TimeStep =
  | { readonly kind: 'offset'; readonly count: number; readonly unit: Unit }
  | { readonly kind: 'snap'; readonly unit: Unit; readonly weekDay: number };

/** The steps of a modifier; undefined when it is none. `now` and the empty text have no steps. */
export function readModifier(modifier: string): TimeStep[] | undefined {
  const text = modifier.trim().toLowerCase();
  const steps: TimeStep[] = [];
  let at = text.startsWith('now') ? 3 : 0;
  if (text.length > 200) return undefined;
  while (at < text.length) {
    const found = /^(?:([+-])(\d{0,9})([a-z]+)|@([a-z]+)([0-7])?)/.exec(text.slice(at));
    if (!found) return undefined;
    at += found[0].length;
    const unit = units.get(found[3] ?? found[4] ?? '');
    if (!unit) return undefined;
    if (found[4] === undefined) {
      const count = found[2] === '' ? 1 : Number(found[2]);
      steps.push({ kind: 'offset', count: found[1] === '-' ? -count : count, unit });
    } else {
      if (found[5] !== undefined && unit !== 'week') return undefined;
      steps.push({ kind: 'snap', unit, weekDay: Number(found[5] ?? 0) % 7 });
    }
  }
  return steps;
}

/** Epoch seconds moved by a modifier; null when the modifier cannot be read or leads beyond all dates. */
export function moveTime(time: number, modifier: string, zone: string): number | null {
  const steps = readModifier(modifier);
  if (!steps || !Number.isFinite(time)) return null;
  let moved = time;
  for (const step of steps) {
    moved = step.kind === 'offset' ? shifted(moved, step, zone) : snapped(moved, step, zone);
    if (!(Math.abs(moved) < FARTHEST)) return null;
  }
  return moved;
}

function shifted(time: number, step: Extract<TimeStep, { kind: 'offset' }>, zone: string): number {
  const seconds = fixed[step.unit];
  if (seconds !== undefined) return time + step.count * seconds;
  const whole = Math.floor(time);
  return epochOf(zone, addCalendar(civilOf(zone, whole), step.unit, step.count)) + (time - whole);
}

/** Days and weeks keep the clock; months and years keep the day, or take the month's last. */
function addCalendar(civil: Civil, unit: Unit, count: number): Civil {
  if (unit === 'day') return { ...civil, day: civil.day + count };
  if (unit === 'week') return { ...civil, day: civil.day + 7 * count };
  const months = unit === 'month' ? count : unit === 'quarter' ? 3 * count : 12 * count;
  const index = civil.year * 12 + civil.month - 1 + months;
  const [year, month] = [Math.floor(index / 12), (((index % 12) + 12) % 12) + 1];
  return { ...civil, year, month, day: Math.min(civil.day, daysIn(year, month)) };
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function snapped(time: number, step: Extract<TimeStep, { kind: 'snap' }>, zone: string): number {
  const whole = Math.floor(time);
  const civil = civilOf(zone, whole);
  switch (step.unit) {
    case 'second':
      return whole;
    case 'minute':
      return whole - civil.second;
    case 'hour':
      return whole - civil.second - 60 * civil.minute;
    case 'day':
    case 'week':
    case 'month':
    case 'quarter':
    case 'year':
      return epochOf(zone, { ...startOf(civil, step), hour: 0, minute: 0, second: 0 });
  }
}

function startOf(civil: Civil, step: Extract<TimeStep, { kind: 'snap' }>): Civil {
  switch (step.unit) {
    case 'week': {
      const date = new Date(Date.UTC(2000, civil.month - 1, civil.day));
      date.setUTCFullYear(civil.year, civil.month - 1, civil.day);
      return { ...civil, day: civil.day - ((date.getUTCDay() - step.weekDay + 7) % 7) };
    }
    case 'month':
      return { ...civil, day: 1 };
    case 'quarter':
      return { ...civil, month: civil.month - ((civil.month - 1) % 3), day: 1 };
    case 'year':
      return { ...civil, month: 1, day: 1 };
    case 'second':
    case 'minute':
    case 'hour':
    case 'day':
      return civil;
  }
}
