// The canonical form: what `record` writes, one JSON object per line, UTF-8, LF. It keeps everything that a record has:
// reading what was written gives an equal record, with the origin that it had before.
//
//   Windows event   {"stratagem":1,"system":{...},"data":[...],"dataName":..,"userData":..,"extra":[...],"message":..,"raw":..,
//                   "origin":..}
//   anything else   {"stratagem":1,"kind":..,"time":..,"fields":{...},"raw":..,"origin":..}
//
//   system    the parts of `EventSystem` by name; `time` is ISO 8601 with seven digits, or the ticks as decimal text for
//             a time that has no such text; `recordId` is decimal text
//   data      `[name, text]`, or `[name, text, type]`, or `[name, text, type, element]`, or `[name, text, type, element or
//             null, [[attribute, value], ...]]`; without a type it is `text`, and `null` for a null
//   userData  an element: `[name, [[attribute, value], ...], [child or text, ...]]`
//   extra     such elements, of the event and in `system`
//   raw       the text, or `true`: for an event, what `toXml` makes of it; for others, `fields` as compact JSON
//   origin    `[number, file]` or `[number, file, member]`
//
// Absent parts are absent. A reader refuses lines whose number after "stratagem" it does not know. The same as columns is in
// `canonical-row.ts`; such rows, as JSON, are read here as well.
import {
  valueTypes,
  type EventRecord,
  type EventSystem,
  type EventValue,
  type NeutralRecord,
  type Origin,
  type ValueType,
  type XmlElement,
} from '../record.ts';
import { isoOfTicks, ticksOfIso } from '../ticks.ts';
import {
  elementPart,
  jsonText,
  numberParts,
  rawPart,
  textParts,
  usualType,
  VERSION,
} from './canonical-parts.ts';
import { isRow, lineOfRow, rowText } from './canonical-row.ts';
import type { AnyRecord, Format, Input } from './format.ts';
import { isDeep, isObject, own, type JsonObject } from './json/shape.ts';
import { toXml } from './to-xml.ts';
import { firstLines, linesOf, toUtf8, utf8Of } from './utf8.ts';

const START = '{"stratagem":';

/** The record's line, without a line end. */
export function toCanonical(record: AnyRecord): string {
  return 'system' in record ? eventLine(record) : neutralLine(record);
}

/** The record's row as a JSON object with `canonicalColumns`, for files of columns. */
export function toCanonicalRow(record: AnyRecord): string {
  return rowText(record, () => toCanonical(record));
}

function eventLine(record: EventRecord): string {
  const { eventData, eventDataName, userData, extra, message, origin } = record;
  return JSON.stringify({
    stratagem: VERSION,
    system: systemPart(record.system),
    data: eventData?.map(valuePart),
    dataName: eventDataName,
    userData: userData && elementPart(userData),
    extra: extra?.map(elementPart),
    message,
    raw: rawPart(record),
    origin: originPart(origin),
  });
}

function systemPart({
  timeCreated,
  recordId,
  extra,
  ...rest
}: EventSystem): Record<string, unknown> {
  const part: Record<string, unknown> = { time: timeText(timeCreated) };
  for (const name of [...textParts, ...numberParts]) part[name] = rest[name];
  if (recordId !== undefined) part['recordId'] = recordId.toString();
  if (extra) part['extra'] = extra.map(elementPart);
  return part;
}

function valuePart({ name, text, type, element, attributes }: EventValue): readonly unknown[] {
  if (attributes) return [name, text, type, element ?? null, attributes];
  if (element !== undefined) return [name, text, type, element];
  return type === usualType(text) ? [name, text] : [name, text, type];
}

function originPart({ number, file, member }: Origin): readonly unknown[] {
  return member === undefined ? [number, file] : [number, file, member];
}

function neutralLine({ kind, time, fields, raw, origin }: NeutralRecord): string {
  const text = jsonText(fields);
  const parts = [
    `${START}${String(VERSION)},"kind":${JSON.stringify(kind)}`,
    ...(time === undefined ? [] : [`"time":${JSON.stringify(timeText(time))}`]),
    `"fields":${text}`,
    `"raw":${raw === text ? 'true' : JSON.stringify(raw)}`,
    `"origin":${JSON.stringify(originPart(origin))}}`,
  ];
  return parts.join(',');
}

function timeText(ticks: bigint): string {
  return isoOfTicks(ticks) ?? ticks.toString();
}

/** Files of canonical lines; a line that is none is reported and skipped. */
export const canonical: Format = { name: 'canonical', recognise, read };

function recognise(head: Buffer): number {
  const [first = ''] = firstLines(toUtf8(head), 1);
  return first.startsWith(START) ? 1 : 0;
}

function* read(input: Input): Generator<AnyRecord> {
  for (const { text, number } of linesOf(utf8Of(input))) {
    if (text.trim() === '') continue;
    const record = recordOfLine(text);
    if (typeof record === 'object') yield record;
    else {
      const code = record === NOT_JSON ? 'EVT301' : 'EVT304';
      input.report({ code, severity: 'error', number, message: record });
    }
  }
}

const NOT_JSON = 'not JSON';

/** The record of a line, or why it is none. */
function recordOfLine(text: string): AnyRecord | string {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch {
    return NOT_JSON;
  }
  if (isObject(line) && isRow(line)) line = lineOfRow(line);
  if (!isObject(line) || own(line, 'stratagem') !== VERSION) {
    return `no canonical record of form ${String(VERSION)}; a newer tool may have written it`;
  }
  try {
    return Object.hasOwn(line, 'system') ? eventOf(line) : neutralOf(line);
  } catch (thrown) {
    if (thrown instanceof Unfit) return thrown.message;
    throw thrown;
  }
}

/** A part that is not as the form says. */
class Unfit extends Error {
  constructor(part: string) {
    super(`no canonical record: \`${part}\` is missing or not as the form says`);
  }
}

function eventOf(line: JsonObject): EventRecord {
  const data = own(line, 'data');
  const userData = own(line, 'userData');
  if (data !== undefined && !Array.isArray(data)) throw new Unfit('data');
  const record: EventRecord = {
    system: systemOf(own(line, 'system')),
    ...(data && { eventData: data.map(valueOf) }),
    ...optionalText(line, 'dataName', 'eventDataName'),
    ...(userData !== undefined && { userData: elementOf(userData, 0) }),
    ...extraOf(line, 'extra'),
    ...optionalText(line, 'message', 'message'),
    origin: originOf(own(line, 'origin')),
  };
  const raw = own(line, 'raw');
  if (raw === undefined) return record;
  if (raw !== true && typeof raw !== 'string') throw new Unfit('raw');
  return { ...record, raw: raw === true ? toXml(record) : raw };
}

function optionalText<Name extends string>(
  line: JsonObject,
  key: string,
  name: Name,
): Partial<Record<Name, string>> {
  const text = own(line, key);
  if (text === undefined) return {};
  if (typeof text !== 'string') throw new Unfit(key);
  return { [name]: text } as Partial<Record<Name, string>>;
}

type Draft = { -readonly [Key in keyof EventSystem]?: EventSystem[Key] };

function systemOf(part: unknown): EventSystem {
  if (!isObject(part)) throw new Unfit('system');
  const draft: Draft = {};
  for (const name of textParts) {
    const text = own(part, name);
    if (text === undefined) continue;
    if (typeof text !== 'string') throw new Unfit(`system.${name}`);
    draft[name] = text;
  }
  for (const name of numberParts) {
    const number = own(part, name);
    if (number === undefined) continue;
    if (!isCount(number)) throw new Unfit(`system.${name}`);
    draft[name] = number;
  }
  const recordId = own(part, 'recordId');
  if (recordId !== undefined) {
    if (typeof recordId !== 'string' || !/^\d{1,20}$/.test(recordId))
      throw new Unfit('system.recordId');
    draft.recordId = BigInt(recordId);
  }
  const { provider, eventId, channel, computer } = draft;
  if (provider === undefined) throw new Unfit('system.provider');
  if (eventId === undefined) throw new Unfit('system.eventId');
  if (channel === undefined) throw new Unfit('system.channel');
  if (computer === undefined) throw new Unfit('system.computer');
  const timeCreated = timeOf(own(part, 'time'), 'system.time');
  const extra = extraOf(part, 'system.extra');
  return { ...draft, ...extra, provider, eventId, channel, computer, timeCreated };
}

function extraOf(part: JsonObject, shown: string): { readonly extra?: readonly XmlElement[] } {
  const extra = own(part, 'extra');
  if (extra === undefined) return {};
  if (!Array.isArray(extra)) throw new Unfit(shown);
  return { extra: extra.map((each: unknown) => elementOf(each, 0, shown)) };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function timeOf(value: unknown, part: string): bigint {
  if (typeof value !== 'string') throw new Unfit(part);
  const ticks = /^-?\d{1,20}$/.test(value) ? BigInt(value) : ticksOfIso(value);
  if (ticks === undefined) throw new Unfit(part);
  return ticks;
}

const types: ReadonlySet<unknown> = new Set(valueTypes);

function valueOf(value: unknown): EventValue {
  if (!Array.isArray(value)) throw new Unfit('data');
  const [name, text, type = usualType(text as string | null), element, attributes] =
    value as unknown[];
  if (!isTextOrNull(name) || !isTextOrNull(text) || !types.has(type)) throw new Unfit('data');
  if (element !== undefined && !isTextOrNull(element)) throw new Unfit('data');
  if (attributes !== undefined && !Array.isArray(attributes)) throw new Unfit('data');
  return {
    name,
    text,
    type: type as ValueType,
    ...(typeof element === 'string' && { element }),
    ...(attributes && { attributes: attributes.map((each) => attributeOf(each, 'data')) }),
  };
}

function isTextOrNull(value: unknown): value is string | null {
  return typeof value === 'string' || value === null;
}

const DEEPEST = 100;

function elementOf(value: unknown, depth: number, part = 'userData'): XmlElement {
  if (!Array.isArray(value) || depth > DEEPEST) throw new Unfit(part);
  const [name, attributes, children] = value as unknown[];
  if (typeof name !== 'string' || !Array.isArray(attributes) || !Array.isArray(children))
    throw new Unfit(part);
  return {
    name,
    attributes: attributes.map((each) => attributeOf(each, part)),
    children: children.map((each: unknown) =>
      typeof each === 'string' ? each : elementOf(each, depth + 1, part),
    ),
  };
}

function attributeOf(value: unknown, part: string): readonly [string, string] {
  const [name, text] = Array.isArray(value) ? (value as unknown[]) : [];
  if (typeof name !== 'string' || typeof text !== 'string') throw new Unfit(part);
  return [name, text];
}

function originOf(value: unknown): Origin {
  const [number, file, member] = Array.isArray(value) ? (value as unknown[]) : [];
  if (!isCount(number) || typeof file !== 'string') throw new Unfit('origin');
  if (member === undefined) return { file, number };
  if (typeof member !== 'string') throw new Unfit('origin');
  return { file, member, number };
}

function neutralOf(line: JsonObject): NeutralRecord {
  const [kind, fields, raw] = ['kind', 'fields', 'raw'].map((key) => own(line, key));
  if (typeof kind !== 'string') throw new Unfit('kind');
  if (!isObject(fields) || isDeep(fields)) throw new Unfit('fields');
  if (raw !== true && typeof raw !== 'string') throw new Unfit('raw');
  const time = own(line, 'time');
  return {
    fields,
    ...(time !== undefined && { time: timeOf(time, 'time') }),
    kind,
    raw: raw === true ? jsonText(fields) : raw,
    origin: originOf(own(line, 'origin')),
  };
}
