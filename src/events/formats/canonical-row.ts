// The canonical form as a row of columns, for files that other tools query: what the line nests stands side by side here.
// A row holds all that the line holds.
//
//   time, tenths   the time in whole microseconds, and the tenths of a microsecond beyond them
//   data           `name`, `text`, `type` of each value, in order
//   dataMore       of values that have more, `[index, element or null, [[attribute, value], ...]]`
//   userData, extra, systemExtra, fields
//                  as in the line; these and `dataMore` are JSON text
//   rawMade        `true` where `raw` is left out because it follows from the other columns (`"raw":true` in the line)
//   file, member, number
//                  the origin
//   canonical      the whole line, where the columns cannot hold it: text with a lone surrogate, a record's id beyond 2^53, a
//                  time outside the years 1 to 9999. The columns then say what they can.
import type { EventRecord, EventValue, NeutralRecord, Origin } from '../record.ts';
import { isoOfTicks } from '../ticks.ts';
import {
  elementPart,
  jsonText,
  numberParts,
  rawPart,
  textParts,
  usualType,
  VERSION,
} from './canonical-parts.ts';
import type { AnyRecord } from './format.ts';
import { own, type JsonObject } from './json/shape.ts';

/** The columns in order, by type: `[{...}]` is a list of groups. Every row has all of them, null where there is nothing. */
export const canonicalColumns = {
  stratagem: 'long',
  time: 'time',
  tenths: 'long',
  channel: 'text',
  provider: 'text',
  eventId: 'long',
  version: 'long',
  level: 'long',
  task: 'long',
  opcode: 'long',
  keywords: 'text',
  recordId: 'long',
  computer: 'text',
  userId: 'text',
  processId: 'long',
  threadId: 'long',
  activityId: 'text',
  relatedActivityId: 'text',
  providerGuid: 'text',
  eventSourceName: 'text',
  qualifiers: 'long',
  systemExtra: 'text',
  dataName: 'text',
  data: [{ name: 'text', text: 'text', type: 'text' }],
  dataMore: 'text',
  userData: 'text',
  extra: 'text',
  kind: 'text',
  fields: 'text',
  message: 'text',
  raw: 'text',
  rawMade: 'bool',
  file: 'text',
  member: 'text',
  number: 'long',
  canonical: 'text',
} as const;

type Row = Record<keyof typeof canonicalColumns, unknown>;

const nothing = Object.fromEntries(
  Object.keys(canonicalColumns).map((name) => [name, null]),
) as Row;

/** The record's row as a JSON object; `line` gives its line, for a record that the columns cannot hold. */
export function rowText(record: AnyRecord, line: () => string): string {
  const row = 'system' in record ? eventRow(record) : neutralRow(record);
  const text = JSON.stringify(row);
  const wellFormed = LONE_SURROGATE.test(text) ? JSON.stringify(row, replaced) : text;
  if (wellFormed === text && holdsNumbers(record, row)) return text;
  return JSON.stringify({ ...row, canonical: line() }, replaced);
}

/** How `JSON.stringify` writes one; it may also be text that looks so. */
const LONE_SURROGATE = /\\ud[89a-f]/;

function replaced(_: string, value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed() : value;
}

function holdsNumbers(record: AnyRecord, { time, recordId }: Row): boolean {
  if (!('system' in record)) return record.time === undefined || time !== null;
  return time !== null && (record.system.recordId === undefined || recordId !== null);
}

function eventRow(record: EventRecord): Row {
  const { system, eventData, eventDataName, userData, extra, message } = record;
  const row = { ...nothing, stratagem: VERSION };
  for (const name of textParts) row[name] = system[name] ?? null;
  for (const name of numberParts) row[name] = system[name] ?? null;
  setTime(row, system.timeCreated);
  row.recordId = idNumber(system.recordId);
  if (system.extra) row.systemExtra = JSON.stringify(system.extra.map(elementPart));
  if (eventData) setData(row, eventData);
  row.dataName = eventDataName ?? null;
  if (userData) row.userData = JSON.stringify(elementPart(userData));
  if (extra) row.extra = JSON.stringify(extra.map(elementPart));
  row.message = message ?? null;
  setRaw(row, rawPart(record));
  setOrigin(row, record.origin);
  return row;
}

function neutralRow({ kind, time, fields, raw, origin }: NeutralRecord): Row {
  const row = { ...nothing, stratagem: VERSION };
  if (time !== undefined) setTime(row, time);
  row.kind = kind;
  const text = jsonText(fields);
  row.fields = text;
  setRaw(row, raw === text ? true : raw);
  setOrigin(row, origin);
  return row;
}

function idNumber(id: bigint | undefined): number | null {
  const number = Number(id);
  return Number.isSafeInteger(number) ? number : null;
}

/** `2026-03-02T09:15:01.2345678Z` in whole microseconds and seven tenths. */
function setTime(row: Row, ticks: bigint): void {
  const iso = isoOfTicks(ticks);
  if (iso === undefined) return;
  row.time = `${iso.slice(0, -2)}Z`;
  row.tenths = Number(iso.at(-2));
}

function setData(row: Row, values: readonly EventValue[]): void {
  row.data = values.map(({ name, text, type }) => ({ name, text, type }));
  const more = values.flatMap(({ element = null, attributes }, at) => {
    if (attributes) return [[at, element, attributes]];
    return element === null ? [] : [[at, element]];
  });
  if (more.length > 0) row.dataMore = JSON.stringify(more);
}

function setRaw(row: Row, raw: string | true | undefined): void {
  row.raw = typeof raw === 'string' ? raw : null;
  row.rawMade = raw === true;
}

function setOrigin(row: Row, { file, member, number }: Origin): void {
  row.file = file;
  row.member = member ?? null;
  row.number = number;
}

/** Whether a line of JSON that says `stratagem` is a row. */
export function isRow(line: JsonObject): boolean {
  return Object.hasOwn(line, 'canonical');
}

/**
 * A row, as JSON of whatever tool reads such files, as the line that it stands for; what is not as the form says stays so.
 * Undefined where a column's JSON text is none.
 */
export function lineOfRow(row: JsonObject): unknown {
  try {
    const line = own(row, 'canonical');
    if (typeof line === 'string') return JSON.parse(line);
    return typeof own(row, 'kind') === 'string' ? neutralLine(row) : eventLine(row);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function eventLine(row: JsonObject): JsonObject {
  const system: Record<string, unknown> = { time: timeText(row) };
  for (const name of textParts) put(system, name, own(row, name));
  for (const name of numberParts) put(system, name, own(row, name));
  const recordId = own(row, 'recordId');
  put(system, 'recordId', typeof recordId === 'number' ? String(recordId) : recordId);
  put(system, 'extra', parsed(own(row, 'systemExtra')));
  const line: Record<string, unknown> = { stratagem: own(row, 'stratagem'), system };
  put(line, 'data', dataOf(row));
  put(line, 'dataName', own(row, 'dataName'));
  put(line, 'userData', parsed(own(row, 'userData')));
  put(line, 'extra', parsed(own(row, 'extra')));
  put(line, 'message', own(row, 'message'));
  put(line, 'raw', rawOf(row));
  line['origin'] = originOf(row);
  return line;
}

function neutralLine(row: JsonObject): JsonObject {
  const line: Record<string, unknown> = {
    stratagem: own(row, 'stratagem'),
    kind: own(row, 'kind'),
    fields: parsed(own(row, 'fields')),
    origin: originOf(row),
  };
  put(line, 'time', timeText(row));
  put(line, 'raw', rawOf(row));
  return line;
}

function put(line: Record<string, unknown>, name: string, value: unknown): void {
  if (value !== null && value !== undefined) line[name] = value;
}

function parsed(text: unknown): unknown {
  return typeof text === 'string' ? JSON.parse(text) : text;
}

const printedTime = /^(\S{10})[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-][\d:]{2,5})?$/;

/** The time with its tenths, in whatever of the usual ways a tool prints it; UTC where it prints no zone. */
function timeText(row: JsonObject): unknown {
  const time = own(row, 'time');
  if (typeof time !== 'string') return time;
  const [, day = '', clock = '', fraction = '', zone = 'Z'] = printedTime.exec(time) ?? [];
  const micros = fraction.slice(0, 6).padEnd(6, '0');
  return `${day}T${clock}.${micros}${String(own(row, 'tenths'))}${zone}`;
}

/** Stands where data should, so that it is told. */
const NO_SUCH_VALUE = 'more of a value that is not there';

function dataOf(row: JsonObject): unknown {
  const data = own(row, 'data');
  const more = parsed(own(row, 'dataMore')) ?? [];
  if (!Array.isArray(data)) return data;
  if (!Array.isArray(more)) return more;
  const parts: unknown[] = data.map(valuePart);
  for (const each of more) {
    const [at, ...rest] = Array.isArray(each) ? (each as unknown[]) : [];
    const part = parts[Number(at)];
    if (!Array.isArray(part)) return NO_SUCH_VALUE;
    part.push(...rest);
  }
  return parts;
}

function valuePart(value: unknown): unknown[] {
  const { name, text, type } = (value ?? {}) as Record<string, unknown>;
  return [name, text, type ?? usualType(text as string | null)];
}

function rawOf(row: JsonObject): unknown {
  return own(row, 'rawMade') === true ? true : own(row, 'raw');
}

function originOf(row: JsonObject): readonly unknown[] {
  return [own(row, 'number'), own(row, 'file'), own(row, 'member') ?? undefined];
}
