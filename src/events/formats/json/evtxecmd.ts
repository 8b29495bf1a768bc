// EvtxECmd's rows, as JSON lines or CSV: system parts under its own names, the event's data as JSON text in `Payload`.
import type { EventRecord } from '../../record.ts';
import { ticksOfIso } from '../../ticks.ts';
import { channelName } from '../channel.ts';
import { dataOf } from './evtx-dump.ts';
import { readJsonValue } from './read-json.ts';
import { isDeep, isObject, known, recordIdAt, textAt, unidentified, wholeAt } from './shape.ts';
import type { JsonContext, JsonObject, JsonShape } from './shape.ts';

export const evtxECmd: JsonShape = {
  name: 'evtxecmd',
  matches: (value) =>
    ['EventId', 'Channel', 'Provider', 'TimeCreated', 'Payload', 'EventRecordId'].every((key) =>
      Object.hasOwn(value, key),
    ),
  read: (value, context) => {
    const record = evtxECmdRecord(value, context);
    return record ? [record] : [];
  },
};

/** Level by its name; audit events have level 0. */
const levels: ReadonlyMap<string, number> = new Map([
  ['LogAlways', 0],
  ['Critical', 1],
  ['Error', 2],
  ['Warning', 3],
  ['Info', 4],
  ['Information', 4],
  ['Verbose', 5],
]);

/** Keywords as in the log, but for the audits' and the older log's, which are named. */
const keywords: ReadonlyMap<string, string> = new Map([
  ['Audit success', '0x8020000000000000'],
  ['Audit failure', '0x8010000000000000'],
  ['Classic', '0x80000000000000'],
]);

function keywordsOf(text: string): string | undefined {
  return text.startsWith('0x') ? text : keywords.get(text);
}

/** One row; reports one that cannot be told, or whose data is not there. */
export function evtxECmdRecord(
  row: JsonObject,
  context: Pick<JsonContext, 'input' | 'number'>,
): EventRecord | undefined {
  const eventId = wholeAt(row, 'EventId');
  const timeCreated = ticksOfIso(textAt(row, 'TimeCreated') ?? '');
  const payload = payloadOf(textAt(row, 'Payload') ?? '');
  if (eventId === undefined || timeCreated === undefined || !payload) {
    unidentified(context, 'no `EventId`, no `TimeCreated` that is a time, or no JSON in `Payload`');
    return undefined;
  }
  return {
    system: {
      provider: textAt(row, 'Provider') ?? '',
      eventId,
      ...known({
        level: levels.get(textAt(row, 'Level') ?? '') ?? wholeAt(row, 'Level'),
        keywords: keywordsOf(textAt(row, 'Keywords') ?? ''),
        recordId: recordIdAt(row, 'EventRecordId'),
        processId: wholeAt(row, 'ProcessId'),
        threadId: wholeAt(row, 'ThreadId'),
        userId: textAt(row, 'UserId'),
      }),
      timeCreated,
      channel: channelName(textAt(row, 'Channel') ?? ''),
      computer: textAt(row, 'Computer') ?? '',
    },
    ...dataOf(payload),
    origin: context.input.origin(context.number),
  };
}

function payloadOf(text: string): JsonObject | undefined {
  if (text === '') return {};
  const found = readJsonValue(text);
  return 'value' in found && isObject(found.value) && !isDeep(found.value)
    ? found.value
    : undefined;
}
