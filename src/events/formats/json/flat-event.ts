// The parts of `System` side by side under their own names: Fluent Bit (`winevtlog`), Fluentd (`windows_eventlog2`),
// OpenTelemetry's receiver, Sumo Logic. They differ in how they write the provider, the time and the event's data.
import type { EventRecord, EventValue } from '../../record.ts';
import { hasZone, ticksOfEpoch, ticksOfIso } from '../../ticks.ts';
import { channelName } from '../channel.ts';
import { dataOf } from './evtx-dump.ts';
import { inEventOrder } from './field-order.ts';
import { placed } from './placed.ts';
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
  wholeAt,
} from './shape.ts';
import type { JsonContext, JsonObject, JsonShape } from './shape.ts';

export const flatEvent: JsonShape = {
  name: 'flat-event',
  matches: (value) => isFluent(value) || isOpenTelemetry(value),
  read: (value, context) =>
    read(isOpenTelemetry(value) ? fromOpenTelemetry(value) : value, context),
};

function isFluent(value: JsonObject): boolean {
  const data = own(value, 'EventData') ?? own(value, 'StringInserts');
  return (
    ['Channel', 'Computer', 'TimeCreated', 'EventRecordID'].every((key) =>
      Object.hasOwn(value, key),
    ) &&
    wholeAt(value, 'EventID') !== undefined &&
    (Object.hasOwn(value, 'ProviderName') || objectAt(value, 'Provider') !== undefined) &&
    (data === undefined || typeof data === 'object')
  );
}

function isOpenTelemetry(value: JsonObject): boolean {
  return (
    objectAt(value, 'event_id') !== undefined &&
    objectAt(value, 'provider') !== undefined &&
    ['channel', 'computer', 'system_time'].every((key) => Object.hasOwn(value, key))
  );
}

function read(value: JsonObject, context: JsonContext): readonly EventRecord[] {
  const eventId = wholeAt(value, 'EventID');
  const timeCreated = timeOf(textAt(value, 'TimeCreated') ?? '', value);
  if (eventId === undefined || timeCreated === undefined)
    return unidentified(context, 'no `EventID`, or no `TimeCreated` that is a time with its zone');
  const provider = objectAt(value, 'Provider') ?? {};
  const channel = channelName(textAt(value, 'Channel') ?? '');
  const message = textAt(value, 'Message') ?? textAt(value, 'Description');
  return [
    {
      system: {
        provider: textAt(value, 'ProviderName') ?? textAt(provider, 'Name') ?? '',
        eventId,
        ...systemOf(value),
        timeCreated,
        channel,
        computer: textAt(value, 'Computer') ?? '',
      },
      ...valuesOf(value, channel, eventId, context),
      ...(message === undefined ? {} : { message }),
      origin: context.input.origin(context.number),
    },
  ];
}

const levels: ReadonlyMap<string, number> = new Map([
  ['Critical', 1],
  ['Error', 2],
  ['Warning', 3],
  ['Information', 4],
  ['Informational', 4],
  ['Verbose', 5],
]);

function systemOf(value: JsonObject): Partial<EventRecord['system']> {
  const provider = objectAt(value, 'Provider') ?? {};
  const execution = objectAt(value, 'Execution') ?? value;
  const guid =
    textAt(value, 'ProviderGuid') ?? textAt(value, 'ProviderGUID') ?? textAt(provider, 'Guid');
  const keywords = textAt(value, 'Keywords');
  return known({
    providerGuid: braced(guid),
    eventSourceName: textAt(provider, 'EventSourceName'),
    qualifiers: wholeAt(value, 'Qualifiers'),
    version: wholeAt(value, 'Version'),
    level: wholeAt(value, 'Level') ?? levels.get(textAt(value, 'Level') ?? ''),
    task: wholeAt(value, 'Task'),
    opcode: wholeAt(value, 'Opcode'),
    keywords: keywords?.startsWith('0x') === true ? keywords : undefined,
    recordId: recordIdAt(value, 'EventRecordID'),
    activityId: braced(textAt(value, 'ActivityID')),
    relatedActivityId: braced(textAt(value, 'RelatedActivityID')),
    processId: wholeAt(execution, 'ProcessID'),
    threadId: wholeAt(execution, 'ThreadID'),
    userId: textAt(value, 'UserID') ?? textAt(objectAt(value, 'Security') ?? {}, 'UserID'),
  });
}

/**
 * Fluent Bit prints local time with its zone, to the second; the collector's own `date` has the fraction of receipt and is no
 * help. Fluentd's and others' are UTC. A fraction may stand behind a `+`, nine digits long.
 */
function timeOf(text: string, value: JsonObject): bigint | undefined {
  const plain = text.replace(/\+(\d{9})Z$/, '.$1Z').replaceAll('/', '-');
  // Fluent Bit always writes the zone; without one it was another tool's local time.
  if (Object.hasOwn(value, 'StringInserts') && !hasZone(plain)) return undefined;
  return ticksOfIso(plain) ?? ticksOfEpoch(plain);
}

/** Data by name, or in order without names: those are known by their place where the layout is. */
function valuesOf(
  value: JsonObject,
  channel: string,
  eventId: number,
  context: JsonContext,
): Pick<EventRecord, 'eventData' | 'userData'> {
  const data = own(value, 'EventData') ?? own(value, 'StringInserts');
  if (!Array.isArray(data)) {
    const { eventData, ...rest } = dataOf(value);
    const isUserData = eventData?.length === 0 && objectAt(value, 'UserData') !== undefined;
    if (isUserData) return dataOf({ UserData: own(value, 'UserData') });
    return eventData ? { eventData: inEventOrder(channel, eventId, eventData) } : rest;
  }
  const items: readonly unknown[] = data;
  if (items.some(isObject)) return { eventData: items.flatMap(namedItem) };
  const isNameless = (wholeAt(value, 'Qualifiers') ?? 0) !== 0;
  return placed(items, channel, eventId, { context, isNameless });
}

/** `{"TaskName": "x"}`, one member each; an empty name is none. */
function namedItem(item: unknown): EventValue[] {
  if (!isObject(item)) return [datum(null, item)];
  return Object.entries(item).map(([name, value]) => datum(name === '' ? null : name, value));
}

/** The receiver's body under the names of the event's XML. */
function fromOpenTelemetry(value: JsonObject): JsonObject {
  const id = objectAt(value, 'event_id') ?? {};
  const provider = objectAt(value, 'provider') ?? {};
  const execution = objectAt(value, 'execution') ?? {};
  const data = objectAt(value, 'event_data') ?? {};
  return {
    EventID: own(id, 'id'),
    Qualifiers: own(id, 'qualifiers'),
    Provider: {
      Name: own(provider, 'name'),
      Guid: own(provider, 'guid'),
      EventSourceName: own(provider, 'event_source'),
    },
    TimeCreated: own(value, 'system_time'),
    EventRecordID: own(value, 'record_id'),
    Channel: own(value, 'channel'),
    Computer: own(value, 'computer'),
    Level: own(value, 'level'),
    Version: own(value, 'version'),
    Execution: { ProcessID: own(execution, 'process_id'), ThreadID: own(execution, 'thread_id') },
    Security: { UserID: own(objectAt(value, 'security') ?? {}, 'user_id') },
    Message: own(value, 'message'),
    EventData: own(data, 'data') ?? data,
  };
}
