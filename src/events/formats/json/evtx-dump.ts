// The event's XML as nested objects, as several readers of EVTX print it. They differ in where attributes stand:
//
//   evtx_dump          "Provider": {"#attributes": {"Name": ..}}
//   its other form     "Provider_attributes": {"Name": ..}            also chainsaw
//   converted XML      "Provider": {"@Name": ..}                      xmltodict, Json.NET, EvtxECmd
//   Velociraptor       {"System": {"Provider": {"Name": ..}}}         without `Event`, times as seconds
import type { EventRecord, EventValue, XmlElement } from '../../record.ts';
import { ticksOfEpoch, ticksOfIso } from '../../ticks.ts';
import { channelName } from '../channel.ts';
import {
  braced,
  datum,
  isObject,
  known,
  objectAt,
  own,
  recordIdAt,
  textAt,
  unidentified,
  valueText,
} from './shape.ts';
import type { JsonContext, JsonObject, JsonShape } from './shape.ts';

export const evtxDump: JsonShape = {
  name: 'evtx-dump',
  matches: (value) => eventOf(value) !== undefined,
  read,
};

function eventOf(value: JsonObject): JsonObject | undefined {
  const event = objectAt(value, 'Event') ?? value;
  const system = objectAt(event, 'System');
  return system && (Object.hasOwn(system, 'EventID') || event !== value) ? event : undefined;
}

function read(value: JsonObject, context: JsonContext): readonly EventRecord[] {
  const event = eventOf(value) ?? {};
  const system = objectAt(event, 'System') ?? {};
  const eventId = wholeText(contentOf(system, 'EventID'));
  const time = attributeOf(system, 'TimeCreated', 'SystemTime') ?? '';
  const timeCreated = ticksOfIso(time) ?? ticksOfEpoch(time);
  if (eventId === undefined || timeCreated === undefined) {
    return unidentified(context, 'no `EventID`, or no `SystemTime` that is a time');
  }
  const message = textAt(event, 'Message');
  return [
    {
      system: {
        provider: attributeOf(system, 'Provider', 'Name') ?? '',
        eventId,
        ...systemOf(system),
        timeCreated,
        channel: channelName(contentOf(system, 'Channel') ?? ''),
        computer: contentOf(system, 'Computer') ?? '',
      },
      ...dataOf(event),
      ...(message === undefined ? {} : { message }),
      origin: context.input.origin(context.number),
    },
  ];
}

/** The data of an event in any of the forms: `EventData`, else the first element of `UserData`. */
export function dataOf(
  event: JsonObject,
): Pick<EventRecord, 'eventData' | 'eventDataName' | 'userData'> {
  const data = objectAt(event, 'EventData');
  if (data) {
    const name = attributeOf(event, 'EventData', 'Name');
    const isAttribute = name !== undefined && !Object.hasOwn(data, 'Name');
    return { eventData: eventData(data), ...(isAttribute && { eventDataName: name }) };
  }
  const [userData] = childrenOf(objectAt(event, 'UserData') ?? {});
  return typeof userData === 'object' ? { userData } : {};
}

function systemOf(system: JsonObject): Partial<EventRecord['system']> {
  const number = (part: string, name: string): number | undefined =>
    wholeText(attributeOf(system, part, name));
  const whole = (part: string): number | undefined => wholeText(contentOf(system, part));
  return known({
    providerGuid: braced(attributeOf(system, 'Provider', 'Guid')),
    eventSourceName: attributeOf(system, 'Provider', 'EventSourceName'),
    qualifiers: number('EventID', 'Qualifiers'),
    version: whole('Version'),
    level: whole('Level'),
    task: whole('Task'),
    opcode: whole('Opcode'),
    keywords: hexadecimal(contentOf(system, 'Keywords')),
    recordId: recordIdAt(system, 'EventRecordID'),
    activityId: braced(attributeOf(system, 'Correlation', 'ActivityID')),
    relatedActivityId: braced(attributeOf(system, 'Correlation', 'RelatedActivityID')),
    processId: number('Execution', 'ProcessID'),
    threadId: number('Execution', 'ThreadID'),
    userId: attributeOf(system, 'Security', 'UserID'),
  });
}

/** Windows prints keywords in hexadecimal; a decimal number beyond what a double holds has lost digits and is left out. */
function hexadecimal(text: string | undefined): string | undefined {
  if (text === undefined || !/^\d{1,20}$/.test(text)) return text;
  const value = BigInt(text);
  const isExact = value % 2048n === 0n || value <= BigInt(Number.MAX_SAFE_INTEGER);
  return isExact ? `0x${value.toString(16)}` : undefined;
}

function wholeText(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}

/** An element's text: itself, or what stands under `#text` or, in Velociraptor's form, `Value`. */
function contentOf(parent: JsonObject, part: string): string | undefined {
  const inner = objectAt(parent, part);
  return inner ? (textAt(inner, '#text') ?? textAt(inner, 'Value')) : textAt(parent, part);
}

function attributeOf(parent: JsonObject, part: string, name: string): string | undefined {
  const inner = objectAt(parent, part) ?? {};
  const apart = objectAt(inner, '#attributes') ?? objectAt(parent, `${part}_attributes`);
  return (apart && textAt(apart, name)) ?? textAt(inner, `@${name}`) ?? textAt(inner, name);
}

function eventData(data: JsonObject): EventValue[] {
  return Object.entries(data)
    .filter(isElement)
    .flatMap(([name, value]) => {
      if (name === 'Data') return dataElements(value);
      return name === 'Binary'
        ? [{ ...datum(null, value), element: 'Binary' }]
        : [datum(name, value)];
    });
}

/** `Data` as such: with names as attributes, or without. */
function dataElements(value: unknown): EventValue[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.flatMap((item) => {
    if (!isObject(item)) return [datum(null, item)];
    const name = attributeOf({ item }, 'item', 'Name') ?? null;
    const text = own(item, '#text');
    const texts: readonly unknown[] = Array.isArray(text) ? text : [text];
    return texts.map((each) => datum(name, each));
  });
}

/** Whether a member is an element, and no attribute. */
function isElement([name]: readonly [string, unknown]): boolean {
  return name !== '#attributes' && !isAttribute(name) && !name.endsWith(apartSuffix);
}

/** `@Name`; namespaces stand without a mark. */
function isAttribute(name: string): boolean {
  return name.startsWith('@') || /^xmlns(?::|$)/.test(name);
}

/** The element or elements under a name; `apart` has attributes that stand beside it. */
function elements(name: string, value: unknown, apart?: JsonObject): XmlElement[] {
  if (Array.isArray(value)) return value.flatMap((each: unknown) => elements(name, each));
  const beside = plainAttributes(Object.entries(apart ?? {}));
  if (!isObject(value)) {
    const text = valueText(value);
    return [{ name, attributes: beside, children: text === null ? [] : [text] }];
  }
  return [{ name, attributes: [...beside, ...attributesOf(value)], children: childrenOf(value) }];
}

const apartSuffix = '_attributes';

/** Members as elements; one of which only the attributes are there is empty. A name with a number repeats the plain name. */
function childrenOf(value: JsonObject): (XmlElement | string)[] {
  const members = Object.entries(value).flatMap(([key, each]): (XmlElement | string)[] => {
    if (key === '#text') return [valueText(each) ?? ''];
    const base = key.endsWith(apartSuffix) ? key.slice(0, -apartSuffix.length) : undefined;
    if (base !== undefined && isObject(each))
      return Object.hasOwn(value, base) ? [] : elements(base, null, each);
    if (!isElement([key, each])) return [];
    return elements(nameOf(key, value), each, objectAt(value, `${key}${apartSuffix}`));
  });
  return members;
}

/** `Header_1`, `Header_2` beside `Header` are its repetitions; JSON has each name once. */
function nameOf(key: string, value: JsonObject): string {
  const base = /^(.{1,200})_\d{1,5}$/.exec(key)?.[1];
  return base !== undefined && Object.hasOwn(value, base) && Object.hasOwn(value, `${base}_1`)
    ? base
    : key;
}

function attributesOf(value: JsonObject): (readonly [string, string])[] {
  const apart = Object.entries(objectAt(value, '#attributes') ?? {});
  const marked = Object.entries(value)
    .filter(([name]) => isAttribute(name))
    .map(([name, text]): [string, unknown] => [name.replace(/^@/, ''), text]);
  return plainAttributes([...apart, ...marked]);
}

function plainAttributes(pairs: readonly (readonly [string, unknown])[]): [string, string][] {
  return pairs.map(([name, text]) => [name, valueText(text) ?? '']);
}
