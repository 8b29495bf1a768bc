// Wazuh: Windows events under `win`, with the first letter of each name in lower case; in alerts below `data`.
import type { EventRecord, EventValue } from '../../record.ts';
import { ticksOfIso } from '../../ticks.ts';
import { channelName } from '../channel.ts';
import { inEventOrder } from './field-order.ts';
import { datum, known, objectAt, recordIdAt, textAt, unidentified, wholeAt } from './shape.ts';
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
  // The message stands in quotes of its own.
  const message = textAt(system, 'message')?.replace(/^"|"$/g, '');
  return [
    {
      system: {
        provider: textAt(system, 'providerName') ?? '',
        eventId,
        ...known({
          providerGuid: textAt(system, 'providerGuid'),
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
      ...(message === undefined ? {} : { message }),
      origin: context.input.origin(context.number),
    },
  ];
}

function eventData(data: JsonObject): EventValue[] {
  return Object.entries(data).map(([name, value]) =>
    name === 'data'
      ? datum(null, value)
      : datum(name.charAt(0).toUpperCase() + name.slice(1), value),
  );
}
