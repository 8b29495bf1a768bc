// Results exported from a Splunk search: `{"preview":..,"result":{..}}` per line, `{"results":[..]}`, rows or columns of
// values, or bare rows; also events as they are sent to the HTTP event collector. Where `_raw` was exported and is a Windows
// event, the event is read from it; of a classic block the fields are those that the search head extracts.
import type { NeutralRecord } from '../../record.ts';
import { hasZone, ticksOfEpoch, ticksOfIso } from '../../ticks.ts';
import { classicFields, isClassicHeader, type ClassicFields } from '../classic.ts';
import type { AnyRecord, Input } from '../format.ts';
import { eventOfXml } from '../windows-text.ts';
import { isObject, objectAt, own, textAt } from './shape.ts';
import type { JsonContext, JsonObject, JsonShape } from './shape.ts';

export const splunkExport: JsonShape = {
  name: 'splunk-export',
  matches: (value) =>
    (Object.hasOwn(value, 'preview') && objectAt(value, 'result') !== undefined) ||
    Array.isArray(own(value, 'results')) ||
    (typeof own(value, '_raw') === 'string' && Object.hasOwn(value, '_time')) ||
    (Object.hasOwn(value, 'preview') && own(value, 'lastrow') === true) ||
    valueRows(value) !== undefined ||
    isSent(value),
  read,
};

/** `json_rows` and `json_cols`: names once, then values. */
function valueRows(value: JsonObject): readonly JsonObject[] | undefined {
  const fields = own(value, 'fields');
  const rows = own(value, 'rows') ?? own(value, 'columns');
  if (!isListOfLists(rows) || !Array.isArray(fields)) return undefined;
  const names = (fields as unknown[]).map((each) => (isObject(each) ? textAt(each, 'name') : each));
  if (!names.every((name) => typeof name === 'string')) return undefined;
  if (!names.includes('_raw') && !names.includes('_time')) return undefined;
  const byColumn = !Object.hasOwn(value, 'rows');
  const count = byColumn ? (rows[0]?.length ?? 0) : rows.length;
  return Array.from({ length: count }, (_, at) =>
    Object.fromEntries(names.map((name, of) => [name, byColumn ? rows[of]?.[at] : rows[at]?.[of]])),
  );
}

function isListOfLists(value: unknown): value is readonly (readonly unknown[])[] {
  return Array.isArray(value) && value.every((each) => Array.isArray(each));
}

function isSent(value: JsonObject): boolean {
  return typeof own(value, 'event') === 'string' && Object.hasOwn(value, 'sourcetype');
}

/** An event for the HTTP event collector, as the row that it becomes. */
function sentRow(value: JsonObject): JsonObject | undefined {
  if (!isSent(value)) return undefined;
  const { event, time, ...rest } = value;
  return { ...rest, _raw: event, ...(time !== undefined && { _time: time }) };
}

function read(value: JsonObject, { input, number }: JsonContext): readonly AnyRecord[] {
  const results = own(value, 'results');
  const single = objectAt(value, 'result');
  const rows: readonly unknown[] = Array.isArray(results)
    ? results
    : (valueRows(value) ?? [single ?? sentRow(value) ?? value]);
  return rows.flatMap((row) => {
    if (!isObject(row)) {
      const message = 'an object was expected as row of the results';
      input.report({ code: 'EVT302', severity: 'error', number, message });
      return [];
    }
    if (row === value && !Object.hasOwn(row, '_time')) return [];
    return splunkRecord(input, row, number) ?? [];
  });
}

/** One row of a Splunk result. */
export function splunkRecord(input: Input, row: JsonObject, number: number): AnyRecord | undefined {
  const raw = textAt(row, '_raw');
  if (raw !== undefined && /^\s{0,100}<Event[\s>]/.test(raw))
    return eventOfXml(input, raw.trim(), number);
  const classic = raw === undefined ? undefined : classicIn(raw);
  const time = splunkTime(input, row, number) ?? classic?.ticks;
  const record: NeutralRecord = {
    fields: classic ? { ...classic.fields, ...filled(row) } : row,
    ...(time === undefined ? {} : { time }),
    kind: textAt(row, 'sourcetype') ?? classic?.kind ?? 'splunk',
    raw: raw ?? JSON.stringify(row),
    origin: input.origin(number),
  };
  return record;
}

/** A classic block in `_raw`; its own time counts only where the row has none. */
function classicIn(
  raw: string,
): (Pick<ClassicFields, 'fields' | 'kind'> & { readonly ticks?: bigint }) | undefined {
  const [first = ''] = raw.split('\n', 1);
  if (!isClassicHeader(first)) return undefined;
  const { time, ...rest } = classicFields(raw);
  return typeof time === 'object' ? { ...rest, ticks: time.ticks } : rest;
}

/** What the row has a value of: an exported table has all columns of all events. */
function filled(row: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== '' && value !== null),
  );
}

const toldOfZone = new WeakSet<Input>();

/** `_time` as exported: seconds of the Unix epoch with a fraction, or ISO 8601; without a zone it is the user's. */
function splunkTime(input: Input, row: JsonObject, number: number): bigint | undefined {
  const text = textAt(row, '_time') ?? '';
  const seconds = ticksOfEpoch(text);
  const time = seconds ?? ticksOfIso(text);
  if (time !== undefined && seconds === undefined && !hasZone(text) && !toldOfZone.has(input)) {
    toldOfZone.add(input);
    const message =
      '`_time` has no zone, so that it is local time of whoever exported it; it is read as UTC';
    input.report({ code: 'EVT303', severity: 'warning', number, message });
  }
  return time;
}
