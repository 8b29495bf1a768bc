// Wazuh: Windows events under `win`, with the first letter of each name in lower case; in alerts below `data`. Backslashes in
// the event's data are doubled. User data stands under the name of its element.
import type { EventRecord, EventValue, XmlElement } from '../../record.ts';
import { ticksOfIso } from '../../ticks.ts';
import { channelName } from '../channel.ts';
import { inEventOrder } from './field-order.ts';
import {
  datum,
  isObject,
  known,
  objectAt,
  recordIdAt,
  textAt,
  unidentified,
  valueText,
  wholeAt,
} from './shape.ts';
import type { JsonContext, JsonObject, JsonShape } from './shape.ts';

export const wazuh: JsonShape = {
  name: 'wazuh',
  matches: (value) => windowsPart(value) !== undefined,
  read,
};

function windowsPart(value: JsonObject): JsonObject | undefined {
  const win = objectAt(objectAt(value, 'data') ?? value, 'win');
  return win && objectAt(win, 'system') ? win : undefined;
}

function read(value: JsonObject, context: JsonContext): readonly EventRecord[] {
  const win = windowsPart(value) ?? {};
  const system = objectAt(win, 'system') ?? {};
  const eventId = wholeAt(system, 'eventID');
  const timeCreated = ticksOfIso(textAt(system, 'systemTime') ?? '');
  if (eventId === undefined || timeCreated === undefined)
    return unidentified(context, 'no `eventID`, or no `systemTime` that is a time');
  const channel = channelName(textAt(system, 'channel') ?? '');
  const data = objectAt(win, 'eventdata');
  const userData = data ? undefined : userDataOf(win);
  // The message stands in quotes of its own.
  const message = textAt(system, 'message')?.replace(/^"|"$/g, '');
  return [
    {
      system: {
        provider: textAt(system, 'providerName') ?? '',
        eventId,
        ...known({
          providerGuid: textAt(system, 'providerGuid'),
          eventSourceName: textAt(system, 'eventSourceName'),
          version: wholeAt(system, 'version'),
          level: wholeAt(system, 'level'),
          task: wholeAt(system, 'task'),
          opcode: wholeAt(system, 'opcode'),
          keywords: textAt(system, 'keywords'),
          recordId: recordIdAt(system, 'eventRecordID'),
          processId: wholeAt(system, 'processID'),
          threadId: wholeAt(system, 'threadID'),
        }),
        timeCreated,
        channel,
        computer: textAt(system, 'computer') ?? '',
      },
      ...(data && { eventData: inEventOrder(channel, eventId, eventData(data)) }),
      ...(userData && { userData }),
      ...(message === undefined ? {} : { message }),
      origin: context.input.origin(context.number),
    },
  ];
}

function eventData(data: JsonObject): EventValue[] {
  const plain = undoubled(data);
  return Object.entries(plain).map(([name, value]) => {
    if (name === 'data') return datum(null, value);
    if (name === 'binary') return { ...datum(null, value), element: 'Binary' };
    return datum(capital(name), value);
  });
}

/** The first member that is neither the system part nor event data: an element of user data with its children. */
function userDataOf(win: JsonObject): XmlElement | undefined {
  for (const [name, value] of Object.entries(win)) {
    if (name === 'system' || !isObject(value)) continue;
    const children = Object.entries(undoubled(value)).map(([child, each]): XmlElement => {
      const text = valueText(each);
      return { name: capital(child), attributes: [], children: text === null ? [] : [text] };
    });
    return { name: capital(name), attributes: [], children };
  }
  return undefined;
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Whether all runs of backslashes are even is asked of all values together: one path can have such runs by itself. */
function undoubled(data: JsonObject): JsonObject {
  const isDoubled = Object.values(data).every(
    (value) => typeof value !== 'string' || !/(?<!\\)(?:\\\\)*\\(?!\\)/.test(value),
  );
  if (!isDoubled) return data;
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replaceAll('\\\\', '\\') : value,
    ]),
  );
}
