// `evtx_dump -o json`: the event's XML as nested objects, attributes under `#attributes`, text under `#text`.
import type { EventRecord, EventValue, XmlElement } from '../../record.ts';
import { ticksOfIso } from '../../ticks.ts';
import { channelName } from '../channel.ts';
import {
  isObject,
  known,
  objectAt,
  own,
  textAt,
  unidentified,
  valueText,
  wholeAt,
} from './shape.ts';
import type { JsonContext, JsonObject, JsonShape } from './shape.ts';

export const evtxDump: JsonShape = {
  name: 'evtx-dump',
  matches: (value) => objectAt(objectAt(value, 'Event') ?? {}, 'System') !== undefined,
  read,
};

const bareGuid = /^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/;

function read(value: JsonObject, context: JsonContext): readonly EventRecord[] {
  const event = objectAt(value, 'Event') ?? {};
  const system = objectAt(event, 'System') ?? {};
  const idPart = objectAt(system, 'EventID');
  const eventId = idPart ? wholeAt(idPart, '#text') : wholeAt(system, 'EventID');
  const timeCreated = ticksOfIso(attributeOf(system, 'TimeCreated', 'SystemTime') ?? '');
  if (eventId === undefined || timeCreated === undefined) {
    return unidentified(context, 'no `EventID`, or no `SystemTime` that is a time');
  }
  const data = objectAt(event, 'EventData');
  const dataName = data && textAt(objectAt(data, '#attributes') ?? {}, 'Name');
  const userData = Object.entries(objectAt(event, 'UserData') ?? {}).find(isNoAttribute);
  const [userElement] = userData && !data ? elements(userData[0], userData[1]) : [];
  return [
    {
      system: {
        provider: attributeOf(system, 'Provider', 'Name') ?? '',
        eventId,
        ...systemOf(system),
        timeCreated,
        channel: channelName(textAt(system, 'Channel') ?? ''),
        computer: textAt(system, 'Computer') ?? '',
      },
      ...(data ? { eventData: eventData(data) } : {}),
      ...(dataName === undefined ? {} : { eventDataName: dataName }),
      ...(userElement ? { userData: userElement } : {}),
      origin: context.input.origin(context.number),
    },
  ];
}

function systemOf(system: JsonObject): Partial<EventRecord['system']> {
  const recordId = textAt(system, 'EventRecordID');
  const number = (part: string, name: string): number | undefined => {
    const text = attributeOf(system, part, name);
    return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined;
  };
  return known({
    providerGuid: braced(attributeOf(system, 'Provider', 'Guid')),
    eventSourceName: attributeOf(system, 'Provider', 'EventSourceName'),
    qualifiers: number('EventID', 'Qualifiers'),
    version: wholeAt(system, 'Version'),
    level: wholeAt(system, 'Level'),
    task: wholeAt(system, 'Task'),
    opcode: wholeAt(system, 'Opcode'),
    keywords: textAt(system, 'Keywords'),
    recordId: recordId !== undefined && /^\d{1,20}$/.test(recordId) ? BigInt(recordId) : undefined,
    activityId: braced(attributeOf(system, 'Correlation', 'ActivityID')),
    relatedActivityId: braced(attributeOf(system, 'Correlation', 'RelatedActivityID')),
    processId: number('Execution', 'ProcessID'),
    threadId: number('Execution', 'ThreadID'),
    userId: attributeOf(system, 'Security', 'UserID'),
  });
}

function attributeOf(system: JsonObject, part: string, name: string): string | undefined {
  const attributes = objectAt(objectAt(system, part) ?? {}, '#attributes');
  return attributes && textAt(attributes, name);
}

/** The dump leaves the braces of a GUID out; Windows prints them. */
function braced(guid: string | undefined): string | undefined {
  return guid !== undefined && bareGuid.test(guid) ? `{${guid}}` : guid;
}

function eventData(data: JsonObject): EventValue[] {
  return Object.entries(data)
    .filter(isNoAttribute)
    .flatMap(([name, value]) => (name === 'Data' ? unnamed(value) : [named(name, value)]));
}

function unnamed(value: unknown): EventValue[] {
  const inner = isObject(value) ? own(value, '#text') : value;
  const items: readonly unknown[] = Array.isArray(inner) ? inner : [inner];
  return items.map((item) => valueOf(null, item));
}

function named(name: string, value: unknown): EventValue {
  if (name === 'Binary') return { ...valueOf(null, value), element: 'Binary' };
  const { text, type } = valueOf(name, value);
  return { name, text: /Guid$/i.test(name) && text !== null ? (braced(text) ?? null) : text, type };
}

function valueOf(name: string | null, value: unknown): EventValue {
  const text = valueText(value);
  return { name, text, type: text === null ? 'null' : 'text' };
}

function isNoAttribute([name]: readonly [string, unknown]): boolean {
  return name !== '#attributes';
}

function elements(name: string, value: unknown): XmlElement[] {
  if (Array.isArray(value)) return value.flatMap((each: unknown) => elements(name, each));
  if (!isObject(value)) {
    const text = valueText(value);
    return [{ name, attributes: [], children: text === null ? [] : [text] }];
  }
  const attributes = Object.entries(objectAt(value, '#attributes') ?? {}).map(
    ([key, text]) => [key, valueText(text) ?? ''] as const,
  );
  const children = Object.entries(value)
    .filter(isNoAttribute)
    .flatMap(([key, each]): (XmlElement | string)[] =>
      key === '#text' ? [valueText(each) ?? ''] : elements(key, each),
    );
  return [{ name, attributes, children }];
}
