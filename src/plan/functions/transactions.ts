// Which events make up a transaction, as Splunk's command of that name decides it: a sequence function, which sees all
// rows at once. (Splunk Search Reference, transaction)
import { define, type ScalarFunction } from './function.ts';

/** Settings as JSON, alike in every row. Spans in seconds, null for none. */
interface Settings {
  readonly maxspan: number | null;
  readonly maxpause: number | null;
  readonly maxevents: number;
  readonly connected: boolean;
  readonly starts: boolean;
  readonly ends: boolean;
}

interface Open {
  readonly number: number;
  readonly newest: number;
  oldest: number;
  count: number;
  readonly begun: boolean;
  /** Values by field; an empty list where no event had the field yet. */
  readonly values: Set<string>[];
  closed: boolean;
}

/** Transactions that may be open at once (limits.conf, maxopentxn); the oldest is given up. */
const MOST_OPEN = 5000;

function valuesOf(text: string): string[] {
  if (text === '') return [];
  const parsed: unknown = JSON.parse(text);
  return Array.isArray(parsed) ? parsed.map(String) : [];
}

/** Whether the event's values meet the transaction's: no field apart, and at least one in common. */
function consistent(
  open: Open,
  fields: readonly (readonly string[])[],
  connected: boolean,
): boolean {
  let common = fields.length === 0;
  for (const [index, values] of fields.entries()) {
    const known = open.values[index];
    if (!known || known.size === 0 || values.length === 0) continue;
    if (!values.some((each) => known.has(each))) return false;
    common = true;
  }
  return common || !connected;
}

function expired(open: Open, time: number, { maxspan, maxpause, maxevents }: Settings): boolean {
  if (maxspan !== null && open.newest - time > maxspan) return true;
  if (maxpause !== null && open.oldest - time > maxpause) return true;
  return open.count >= maxevents;
}

interface Event {
  readonly time: number;
  readonly starts: boolean;
  readonly ends: boolean;
  readonly fields: readonly (readonly string[])[];
}

/** Events come newest first: an end begins a transaction, a start completes it. */
function assign(events: readonly Event[], settings: Settings): (Open | undefined)[] {
  let open: Open[] = [];
  let made = 0;
  return events.map((event) => {
    if (event.fields.length > 0 && event.fields.every((each) => each.length === 0))
      return undefined;
    let current = open.findLast((each) => consistent(each, event.fields, settings.connected));
    if (current && expired(current, event.time, settings)) {
      if (!settings.starts && !settings.ends) current.closed = true;
      open = open.filter((each) => each !== current);
      current = undefined;
    }
    if (current && settings.ends && event.ends) {
      if (!settings.starts) current.closed = current.begun;
      open = open.filter((each) => each !== current);
      current = undefined;
    }
    if (!current) {
      current = {
        number: made++,
        newest: event.time,
        oldest: event.time,
        count: 0,
        begun: event.ends,
        values: event.fields.map(() => new Set<string>()),
        closed: settings.ends && !settings.starts && event.ends,
      };
      open.push(current);
      if (open.length > MOST_OPEN) open.shift();
    }
    join(current, event);
    if (settings.starts && event.starts) {
      current.closed = !settings.ends || current.begun;
      open = open.filter((each) => each !== current);
    }
    return current;
  });
}

function join(current: Open, event: Event): void {
  current.count++;
  current.oldest = Math.min(current.oldest, event.time);
  for (const [index, values] of event.fields.entries()) {
    for (const each of values) current.values[index]?.add(each);
  }
}

export const transactions: readonly ScalarFunction[] = [
  define<(readonly string[])[]>({
    name: 'transactions',
    takes: ['strings'],
    repeats: true,
    returns: 'strings',
    nulls: 'propagate',
    meaning:
      'for rows newest first: settings (JSON), time, whether it starts and ends one (`1`), then JSON lists of field values; gives `number` and `+` (complete) or `-`, empty for a row in none',
    evaluate: (settings = [], times = [], starts = [], ends = [], ...fields) => {
      const events = times.map((time, index): Event => ({
        time: Number(time),
        starts: starts[index] === '1',
        ends: ends[index] === '1',
        fields: fields.map((each) => valuesOf(each[index] ?? '')),
      }));
      const found = assign(events, JSON.parse(settings[0] ?? '{}') as Settings);
      return found.map((each) => (each ? `${String(each.number)}${each.closed ? '+' : '-'}` : ''));
    },
  }),
];
