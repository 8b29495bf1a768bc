// Winlogbeat: version 6 with `event_data` at the top, version 7 and later (ECS) under `winlog`; Elastic Agent too. Times are
// true UTC. Where the shipper kept the event's XML, that is the event.
import type { EventRecord, EventValue, XmlElement } from '../../record.ts';
import { ticksOfIso } from '../../ticks.ts';
import { channelName } from '../channel.ts';
import { parseXml } from '../parse-xml.ts';
import { recordOfTree } from '../record-of-tree.ts';
import { movedData } from './ecs-data.ts';
import { hasDatum, inEventOrder } from './field-order.ts';
import {
  datum,
  known,
  objectAt,
  own,
  tellOnce,
  textAt,
  unidentified,
  valueText,
  wholeAt,
} from './shape.ts';
import type { JsonContext, JsonObject, JsonShape } from './shape.ts';

export const winlogbeat: JsonShape = {
  name: 'winlogbeat',
  matches: (value) => {
    const inner = objectAt(value, 'winlog');
    if (inner) return Object.hasOwn(inner, 'event_id');
    return ['event_id', 'log_name', '@timestamp'].every((key) => Object.hasOwn(value, key));
  },
  read: (value, context) => ofXml(value, context) ?? read(value, context),
};

const MOVED =
  'a pipeline moved data of events to ECS fields; it is put back, but for what the pipeline only interpreted. `event.original` would hold the whole event';

const REMOVED =
  'documents that a pipeline has processed are without data of events; `event.original` would hold the whole event';

const levels: ReadonlyMap<string, number> = new Map([
  ['critical', 1],
  ['error', 2],
  ['warning', 3],
  ['information', 4],
  ['verbose', 5],
]);

/** The opcodes that Windows itself names. */
const opcodes: ReadonlyMap<string, number> = new Map([
  ['Info', 0],
  ['Start', 1],
  ['Stop', 2],
  ['DCStart', 3],
  ['DCStop', 4],
  ['Extension', 5],
  ['Reply', 6],
  ['Resume', 7],
  ['Suspend', 8],
  ['Send', 9],
  ['Receive', 240],
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
  const timeCreated = timeOf(value, part);
  if (eventId === undefined || timeCreated === undefined) {
    return unidentified(
      context,
      'no `event_id`, or neither `winlog.time_created` nor `@timestamp` that is a time',
    );
  }
  const provider = textAt(part, modern ? 'provider_name' : 'source_name') ?? '';
  const channel = channelName(textAt(part, modern ? 'channel' : 'log_name') ?? '');
  const data = objectAt(part, 'event_data');
  const userData = objectAt(part, 'user_data');
  const moved = modern ? movedData(value, provider, eventId, data) : [];
  if (moved.length > 0) tellOnce(context, MOVED);
  else if (!data && !userData && Object.hasOwn(value, 'ecs')) tellOnce(context, REMOVED);
  const hasName = (name: string): boolean => hasDatum(channel, eventId, name);
  const values = [...moved, ...eventData(data ?? {}, hasName)];
  const message = textAt(value, 'message');
  return [
    {
      system: {
        provider,
        eventId,
        ...systemOf(value, part, channel),
        timeCreated,
        channel,
        computer: textAt(part, 'computer_name') ?? '',
      },
      ...(data || moved.length > 0 ? { eventData: inEventOrder(channel, eventId, values) } : {}),
      ...(userData && !data ? { userData: element(userData) } : {}),
      ...(message === undefined ? {} : { message }),
      origin: context.input.origin(context.number),
    },
  ];
}

/** The event's own time, where the shipper kept it: a pipeline may set the document's to something else. */
function timeOf(value: JsonObject, part: JsonObject): bigint | undefined {
  const own = [textAt(part, 'time_created'), textAt(value, '@timestamp')];
  return own.map((text) => ticksOfIso(text ?? '')).find((ticks) => ticks !== undefined);
}

/** The event of the XML that stands in `event.original`, or `xml` in version 6; it must be one, and this one. */
function ofXml(value: JsonObject, context: JsonContext): readonly EventRecord[] | undefined {
  const text = textAt(objectAt(value, 'event') ?? {}, 'original') ?? textAt(value, 'xml') ?? '';
  if (!/^\s{0,100}<Event[\s>]/.test(text)) return undefined;
  const tree = parseXml(text.trim());
  if ('fault' in tree) return undefined;
  const outcome = recordOfTree(tree, context.input.origin(context.number));
  if ('missing' in outcome) return undefined;
  const { record } = outcome;
  const part = objectAt(value, 'winlog') ?? value;
  if (record.system.eventId !== wholeAt(part, 'event_id')) return undefined;
  const message = textAt(value, 'message');
  return [message === undefined || record.message !== undefined ? record : { ...record, message }];
}

function systemOf(
  value: JsonObject,
  part: JsonObject,
  channel: string,
): Partial<EventRecord['system']> {
  const process = objectAt(part, 'process');
  const thread = process && objectAt(process, 'thread');
  const recordId = textAt(part, 'record_id') ?? textAt(part, 'record_number');
  const level =
    textAt(part, 'level') ??
    textAt(objectAt(value, 'log') ?? {}, 'level') ??
    textAt(value, 'level');
  return known({
    providerGuid: textAt(part, 'provider_guid'),
    version: wholeAt(part, 'version'),
    level: channel === 'Security' ? 0 : levels.get(level?.toLowerCase() ?? ''),
    task: wholeAt(part, 'task'),
    opcode: opcodes.get(textAt(part, 'opcode') ?? '') ?? wholeAt(part, 'opcode'),
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

/** Unnamed data is named `param1`, `param2` by the shipper, as few events do; its own additions begin with `_`. */
function eventData(data: JsonObject, hasName: (name: string) => boolean): EventValue[] {
  return Object.entries(data)
    .filter(([name]) => !shipperNames.test(name))
    .map(([name, value]) => {
      if (name === 'Binary') return { ...datum(null, value), element: 'Binary' };
      const isUnnamed = /^param\d{1,4}$/.test(name) && !hasName(name);
      return datum(isUnnamed ? null : name, value);
    });
}

/** What the translation of SIDs adds. */
const shipperNames = /^_\w{1,60}(?:UserName|Domain|AccountType)$/;

function element(data: JsonObject): XmlElement {
  const children = Object.entries(data)
    .filter(([name]) => name !== 'xml_name')
    .map(([name, value]): XmlElement => {
      const text = valueText(value);
      return { name, attributes: [], children: text === null ? [] : [text] };
    });
  return { name: textAt(data, 'xml_name') ?? 'EventXML', attributes: [], children };
}
