// When a record happened, found under the names that are in common use.
import { ticksOfEpoch, ticksOfIso, ticksOfMilliseconds } from '../../ticks.ts';
import { own, textAt, type JsonObject } from './shape.ts';

/** Times without a zone are UTC: the Microsoft 365 API writes its `CreationTime` so. */
const timeNames = [
  'eventTime',
  '@timestamp',
  'timestamp',
  'TimeGenerated',
  'Timestamp',
  'createdDateTime',
  'activityDateTime',
  'CreationTime',
  'eventTimestamp',
  'requestReceivedTimestamp',
  'published',
  'CreatedDateTime',
  'ActivityDateTime',
  'Date (UTC)',
  'CreationDate',
  'EventTime',
  'eventtime',
  '_time',
  'time',
  'TimeCreated',
  'SystemTime',
  'UtcTime',
  'datetime',
  'ts',
];

/** The time of a record, in ticks; undefined where it has none that can be read. */
export function timeIn(fields: JsonObject): bigint | undefined {
  for (const name of timeNames) {
    const text = textAt(fields, name) ?? '';
    const time = ticksOfIso(text) ?? ticksOfUnix(own(fields, name)) ?? ticksOfJsonDate(text);
    if (time !== undefined) return time;
  }
  return undefined;
}

/** Digits of a whole number of seconds, milliseconds, microseconds or nanoseconds since the Unix epoch, after 2001. */
const digitsOfSecond: ReadonlyMap<number, number> = new Map([
  [10, 0],
  [13, 3],
  [16, 6],
  [19, 9],
]);

/** Ticks of a Unix time whose unit is told by its length: `1772442901`, `1772442901234`, `"1772442901.5"`. */
export function ticksOfUnix(value: unknown): bigint | undefined {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  const found = /^(\d{10,19})(\.\d{1,20})?$/.exec(text);
  if (!found) return undefined;
  const [, whole = '', fraction = ''] = found;
  const finer = digitsOfSecond.get(whole.length);
  if (finer === undefined || (finer > 0 && fraction !== '')) return undefined;
  if (finer === 0) return ticksOfEpoch(text);
  return ticksOfEpoch(`${whole.slice(0, -finer)}.${whole.slice(-finer)}`);
}

/** What Windows PowerShell makes of a time: `/Date(1595374458918)/`, milliseconds UTC whatever zone stands behind. */
export function ticksOfJsonDate(text: string): bigint | undefined {
  const milliseconds = /^\/Date\((\d{1,14})(?:[+-]\d{4})?\)\/$/.exec(text)?.[1];
  return milliseconds === undefined ? undefined : ticksOfMilliseconds(Number(milliseconds));
}
