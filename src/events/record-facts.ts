// What one can ask of a record of any kind: when, where, which event.
import type { AnyRecord } from './formats/format.ts';
import type { EventRecord, EventSystem } from './record.ts';

/** The instant of a record, in ticks; undefined for one whose time was not recognised. */
export function timeOf(record: AnyRecord): bigint | undefined {
  return 'system' in record ? record.system.timeCreated : record.time;
}

const hostFields = [
  'Computer',
  'ComputerName',
  'DeviceName',
  'host',
  'Host',
  'hostname',
  'Hostname',
  'HostName',
  'computer_name',
  'node',
];

/** The machine that a record is about; undefined where it names none. */
export function hostOf(record: AnyRecord): string | undefined {
  if ('system' in record) return record.system.computer === '' ? undefined : record.system.computer;
  return firstText(record.fields, hostFields);
}

const eventIdFields = ['EventID', 'EventCode', 'event_id', 'EventId'];

/** The event id, as text; of other records what stands in a field of that meaning. */
export function eventIdOf(record: AnyRecord): string | undefined {
  if ('system' in record) return String(record.system.eventId);
  return firstText(record.fields, eventIdFields);
}

/** The channel of an event, the kind of anything else. */
export function channelOf(record: AnyRecord): string {
  return 'system' in record ? record.system.channel : record.kind;
}

function firstText(
  fields: Readonly<Record<string, unknown>>,
  names: readonly string[],
): string | undefined {
  for (const name of names) {
    const found = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (typeof found === 'string' && found !== '') return found;
    if (typeof found === 'number') return String(found);
  }
  return undefined;
}

/** The text of the first datum of that name, else of one that differs in case; undefined when absent or null. */
export function dataText(record: EventRecord, name: string): string | undefined {
  const values = record.eventData ?? [];
  for (const each of values) if (each.name === name) return each.text ?? undefined;
  const wanted = name.toLowerCase();
  for (const each of values) {
    // Names asked for are ASCII, and no other text of another length becomes ASCII in lower case.
    if (each.name?.length === name.length && each.name.toLowerCase() === wanted)
      return each.text ?? undefined;
  }
  return undefined;
}

const systemTexts = new Map<string, (system: EventSystem) => string | number | undefined>([
  ['eventid', ({ eventId }) => eventId],
  ['eventrecordid', ({ recordId }) => recordId?.toString()],
  ['channel', ({ channel }) => channel],
  ['computer', ({ computer }) => computer],
  ['provider', ({ provider }) => provider],
]);

/**
 * What stands in a field of a record, as text: of an event `EventID`, `EventRecordID`, `Channel`, `Computer`, `Provider`
 * or a datum; of anything else a member, `outer.inner` for one inside. Names in any case.
 */
export function fieldText(record: AnyRecord, name: string): string | undefined {
  if ('system' in record) {
    const part = systemTexts.get(name.toLowerCase());
    return part ? part(record.system)?.toString() : dataText(record, name);
  }
  const whole = memberOf(record.fields, name);
  const found = whole ?? name.split('.').reduce<unknown>(memberOf, record.fields);
  return typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean'
    ? String(found)
    : undefined;
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const wanted = name.toLowerCase();
  return Object.entries(value).find(([key]) => key.toLowerCase() === wanted)?.[1];
}
