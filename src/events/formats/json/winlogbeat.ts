// Winlogbeat: version 6 with `event_data` at the top, version 7 and later (ECS) under `winlog`. Times are true UTC.
import type { EventRecord, EventValue, XmlElement } from '../../record.ts';
import { ticksOfIso } from '../../ticks.ts';
import { channelName } from '../channel.ts';
import { inEventOrder } from './field-order.ts';
import { known, objectAt, own, textAt, unidentified, valueText, wholeAt } from './shape.ts';
import type { JsonContext, JsonObject, JsonShape } from './shape.ts';

export const winlogbeat: JsonShape = {
  name: 'winlogbeat',
  matches: (value) => {
    const inner = objectAt(value, 'winlog');
    if (inner) return Object.hasOwn(inner, 'event_id') && Object.hasOwn(value, '@timestamp');
    return ['event_id', 'log_name', '@timestamp'].every((key) => Object.hasOwn(value, key));
  },
  read,
};

const levels: ReadonlyMap<string, number> = new Map([
  ['critical', 1],
  ['error', 2],
  ['warning', 3],
  ['information', 4],
  ['verbose', 5],
]);

/** Keyword names with the bits they stand for; a list with any other name has no number. */
const keywordBits: ReadonlyMap<string, bigint> = new Map([
  ['Audit Success', 0x8020000000000000n],
  ['Audit Failure', 0x8010000000000000n],
  ['Classic', 0x80000000000000n],
]);

function read(value: JsonObject, context: JsonContext): readonly EventRecord[] {
  const modern = objectAt(value, 'winlog');
  const part = modern ?? value;
  const eventId = wholeAt(part, 'event_id');
  const timeCreated = ticksOfIso(textAt(value, '@timestamp') ?? '');
  if (eventId === undefined || timeCreated === undefined) {
    return unidentified(context, 'no `event_id`, or no `@timestamp` that is a time');
  }
  const channel = channelName(textAt(part, modern ? 'channel' : 'log_name') ?? '');
  const data = objectAt(part, 'event_data');
  const userData = objectAt(part, 'user_data');
  const message = textAt(value, 'message');
  return [
    {
      system: {
        provider: textAt(part, modern ? 'provider_name' : 'source_name') ?? '',
        eventId,
        ...systemOf(value, part, channel),
        timeCreated,
        channel,
        computer: textAt(part, 'computer_name') ?? '',
      },
      ...(data ? { eventData: inEventOrder(channel, eventId, eventData(data)) } : {}),
      ...(userData && !data ? { userData: element(userData) } : {}),
      ...(message === undefined ? {} : { message }),
      origin: context.input.origin(context.number),
    },
  ];
}

function systemOf(
  value: JsonObject,
  part: JsonObject,
  channel: string,
): Partial<EventRecord['system']> {
  const process = objectAt(part, 'process');
  const thread = process && objectAt(process, 'thread');
  const recordId = textAt(part, 'record_id') ?? textAt(part, 'record_number');
  const level = textAt(value, 'level') ?? textAt(objectAt(value, 'log') ?? {}, 'level');
  return known({
    providerGuid: textAt(part, 'provider_guid'),
    version: wholeAt(part, 'version'),
    level: channel === 'Security' ? 0 : levels.get(level?.toLowerCase() ?? ''),
    task: wholeAt(part, 'task'),
    opcode: textAt(part, 'opcode') === 'Info' ? 0 : wholeAt(part, 'opcode'),
    keywords: keywordsOf(own(part, 'keywords')),
    recordId: recordId !== undefined && /^\d{1,20}$/.test(recordId) ? BigInt(recordId) : undefined,
    activityId: textAt(part, 'activity_id'),
    relatedActivityId: textAt(part, 'related_activity_id'),
    processId: process ? wholeAt(process, 'pid') : wholeAt(part, 'process_id'),
    threadId: thread ? wholeAt(thread, 'id') : wholeAt(part, 'thread_id'),
    userId: textAt(objectAt(part, 'user') ?? {}, 'identifier'),
  });
}

function keywordsOf(names: unknown): string | undefined {
  if (!Array.isArray(names) || names.length === 0) return undefined;
  let bits = 0n;
  for (const name of names) {
    const bit = typeof name === 'string' ? keywordBits.get(name) : undefined;
    if (bit === undefined) return undefined;
    bits |= bit;
  }
  return `0x${bits.toString(16)}`;
}

/** Unnamed data is named `param1`, `param2` by the shipper. */
function eventData(data: JsonObject): EventValue[] {
  return Object.entries(data).map(([name, value]) => {
    const text = valueText(value);
    const unnamed = /^param\d{1,4}$/.test(name);
    return { name: unnamed ? null : name, text, type: text === null ? 'null' : 'text' };
  });
}

function element(data: JsonObject): XmlElement {
  const children = Object.entries(data)
    .filter(([name]) => name !== 'xml_name')
    .map(([name, value]): XmlElement => {
      const text = valueText(value);
      return { name, attributes: [], children: text === null ? [] : [text] };
    });
  return { name: textAt(data, 'xml_name') ?? 'EventXML', attributes: [], children };
}
