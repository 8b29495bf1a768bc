// Which events make up a transaction, as Splunk's command of that name decides it: a sequence function, which sees all
// rows at once. (Splunk Search Reference, transaction)
import { define, type ScalarFunction } from './function.ts';

/** Settings as JSON, alike in every row. Spans in seconds, null for none. */
interface Settings {
  readonly maxspan: number | null;
  readonly maxpause: number | null;
  readonly maxevents: number;
  /** Transactions that may be open at once. */
  readonly maxopentxn: number;
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
  /** Values by field; an empty set where no event had the field yet. */
  readonly values: Set<string>[];
  closed: boolean;
  /** Given up because too many were open. */
  evicted: boolean;
  /** The one value of every field as one text; null when a field has none or several. */
  key: string | null;
}

/** Stands between the parts of a row: a private character, which no part may hold. */
export const TRANSACTION_SEPARATOR = '\uE001';

/** A field of a row: empty for none, `=` and the value, or a JSON list of values. */
function valuesOf(text: string): string[] {
  if (text === '') return [];
  if (text.startsWith('=')) return [text.slice(1)];
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

/**
 * Transactions that are still open, in the order in which they were begun. Those with one value in every field are found
 * by these values; the others are looked through one by one.
 */
class OpenOnes {
  private readonly settings: Settings;
  private readonly all = new Set<Open>();
  /** The same, the one that has gone longest without an event first. */
  private readonly byUse = new Set<Open>();
  private readonly byKey = new Map<string, Open[]>();
  private readonly others = new Set<Open>();

  constructor(settings: Settings) {
    this.settings = settings;
  }

  /** Closes what no event of this time or before can join. Both orders are also orders in time. */
  expire(time: number): void {
    const { maxspan, maxpause } = this.settings;
    if (maxpause !== null) {
      for (const each of this.byUse) {
        if (each.oldest - time <= maxpause) break;
        this.close(each);
      }
    }
    if (maxspan === null) return;
    for (const each of this.all) {
      if (each.newest - time <= maxspan) break;
      this.close(each);
    }
  }

  /** The one begun last that an event can join. */
  find(event: Event, connected: boolean): Open | undefined {
    if (event.key === null) return latest(this.all, event, connected);
    const exact = this.byKey.get(event.key)?.at(-1);
    const other = this.others.size === 0 ? undefined : latest(this.others, event, connected);
    if (!exact || !other) return exact ?? other;
    return exact.number > other.number ? exact : other;
  }

  add(open: Open): void {
    this.all.add(open);
    this.byUse.add(open);
    this.file(open);
    if (this.all.size <= this.settings.maxopentxn) return;
    const [unused] = this.byUse;
    if (!unused) return;
    unused.evicted = true;
    this.remove(unused);
  }

  remove(open: Open): void {
    if (!this.all.delete(open)) return;
    this.byUse.delete(open);
    this.unfile(open);
  }

  /** A limit is met: the transaction is complete, unless its start or end had to be seen. */
  private close(open: Open): void {
    if (!this.settings.starts && !this.settings.ends) open.closed = true;
    this.remove(open);
  }

  /** Takes an event's values in. */
  join(open: Open, event: Event): void {
    open.count++;
    open.oldest = Math.min(open.oldest, event.time);
    if (this.byUse.delete(open)) this.byUse.add(open);
    let grown = false;
    for (const [index, values] of event.fields.entries()) {
      const known = open.values[index];
      for (const each of values) {
        if (!known || known.has(each)) continue;
        known.add(each);
        grown = true;
      }
    }
    if (!this.all.has(open)) return;
    if (open.count >= this.settings.maxevents) this.close(open);
    else if (grown) this.refile(open);
  }

  private refile(open: Open): void {
    this.unfile(open);
    open.key = keyOf(open.values.map((each) => [...each]));
    this.file(open);
  }

  private file(open: Open): void {
    if (open.key === null) {
      this.others.add(open);
      return;
    }
    const same = this.byKey.get(open.key);
    if (!same) this.byKey.set(open.key, [open]);
    else {
      same.push(open);
      if (same.length > 1) same.sort((a, b) => a.number - b.number);
    }
  }

  private unfile(open: Open): void {
    this.others.delete(open);
    if (open.key === null) return;
    const same = this.byKey.get(open.key) ?? [];
    if (same.length > 1) same.splice(same.indexOf(open), 1);
    else this.byKey.delete(open.key);
  }
}

/** Null when a field has no value or several. Without fields everything belongs together. */
function keyOf(fields: readonly (readonly string[])[]): string | null {
  let key = '';
  for (const values of fields) {
    const [value = ''] = values;
    if (values.length !== 1) return null;
    key += `${String(value.length)}:${value}`;
  }
  return key;
}

function latest(among: Iterable<Open>, event: Event, connected: boolean): Open | undefined {
  let found: Open | undefined;
  for (const each of among) {
    const later = !found || each.number > found.number;
    if (later && consistent(each, event.fields, connected)) found = each;
  }
  return found;
}

interface Event {
  readonly time: number;
  readonly starts: boolean;
  readonly ends: boolean;
  readonly fields: readonly (readonly string[])[];
  /** As for an open transaction. */
  readonly key: string | null;
}

/** Events come newest first: an end begins a transaction, a start completes it. */
function assign(events: readonly Event[], settings: Settings): (Open | undefined)[] {
  const open = new OpenOnes(settings);
  let made = 0;
  return events.map((event) => {
    open.expire(event.time);
    if (event.fields.length > 0 && event.fields.every((each) => each.length === 0)) {
      return undefined;
    }
    let current = open.find(event, settings.connected);
    if (current && settings.ends && event.ends) {
      if (!settings.starts) current.closed = current.begun;
      open.remove(current);
      current = undefined;
    }
    if (!current) {
      current = begun(event, made++, settings);
      open.add(current);
    }
    open.join(current, event);
    if (settings.starts && event.starts) {
      current.closed = !settings.ends || current.begun;
      open.remove(current);
    }
    return current;
  });
}

const begun = (event: Event, number: number, settings: Settings): Open => ({
  number,
  newest: event.time,
  oldest: event.time,
  count: 0,
  begun: event.ends,
  values: event.fields.map((each) => new Set(each)),
  closed: settings.ends && !settings.starts && event.ends,
  evicted: false,
  key: event.key,
});

const stateOf = ({ closed, evicted }: Open): string => (closed ? '+' : evicted ? 'x' : '-');

export const transactions: readonly ScalarFunction[] = [
  define<[readonly string[], readonly string[]]>({
    name: 'transactions',
    takes: ['strings', 'strings'],
    returns: 'strings',
    nulls: 'propagate',
    meaning:
      'for rows newest first: settings (JSON, once), and for each row its time and marks (`12.5 10`: starts one, ends none) and the values of each field (empty, `=` and one value, or a JSON list), with U+E001 between them; gives `number` and `+` (complete), `x` (given up) or `-` (open to the end), empty for a row in none',
    evaluate: ([settings = '{}'], rows) => {
      const events = rows.map((row): Event => {
        const [head = '', ...written] = row.split(TRANSACTION_SEPARATOR);
        const fields = written.map(valuesOf);
        return {
          time: Number.parseFloat(head),
          starts: head.at(-2) === '1',
          ends: head.at(-1) === '1',
          fields,
          key: keyOf(fields),
        };
      });
      const found = assign(events, JSON.parse(settings) as Settings);
      return found.map((each) => (each ? `${String(each.number)}${stateOf(each)}` : ''));
    },
  }),
];
