// Event XML flattened into one object, as Zircolite makes it of logs before it searches: parts of `System` under names of
// its mapping, data beside them, values that are null or empty left out.
import type { EventRecord, EventValue } from '../../record.ts';
import { ticksOfIso } from '../../ticks.ts';
import { channelName } from '../channel.ts';
import { inEventOrder } from './field-order.ts';
import { braced, datum, known, own, recordIdAt, textAt, unidentified, wholeAt } from './shape.ts';
import type { JsonContext, JsonObject, JsonShape } from './shape.ts';

export const flattened: JsonShape = {
  name: 'flattened',
  matches: (value) =>
    wholeAt(value, 'EventID') !== undefined &&
    ['Channel', 'Computer', 'SystemTime', 'Provider_Name'].every((key) =>
      Object.hasOwn(value, key),
    ),
  read,
};

const systemKeys = new Set([
  'ActivityID',
  'Channel',
  'Computer',
  'Correlation',
  'EventID',
  'EventRecordID',
  'EventSourceName',
  'Guid',
  'Keywords',
  'Level',
  'Opcode',
  'OriginalLogfile',
  'ProcessID',
  'Provider_Name',
  'Qualifiers',
  'Security',
  'SystemTime',
  'Task',
  'ThreadID',
  'UserID',
  'Version',
  'row_id',
]);

/** Names that the mapping spells otherwise than the event. */
const renamed: ReadonlyMap<string, string> = new Map([
  ['TargetFileName', 'TargetFilename'],
  ['SAMAccountName', 'SamAccountName'],
]);

/** Parts of `Hashes` that stand beside it. */
const hashes = new Set(['MD5', 'SHA1', 'SHA256', 'IMPHASH']);

function read(value: JsonObject, context: JsonContext): readonly EventRecord[] {
  const eventId = wholeAt(value, 'EventID');
  const timeCreated = ticksOfIso(textAt(value, 'SystemTime') ?? '');
  if (eventId === undefined || timeCreated === undefined)
    return unidentified(context, 'no `EventID`, or no `SystemTime` that is a time');
  const channel = channelName(textAt(value, 'Channel') ?? '');
  return [
    {
      system: {
        provider: textAt(value, 'Provider_Name') ?? '',
        eventId,
        ...known({
          providerGuid: braced(textAt(value, 'Guid')),
          eventSourceName: textAt(value, 'EventSourceName'),
          qualifiers: wholeAt(value, 'Qualifiers'),
          version: wholeAt(value, 'Version'),
          level: wholeAt(value, 'Level'),
          task: wholeAt(value, 'Task'),
          opcode: wholeAt(value, 'Opcode'),
          keywords: textAt(value, 'Keywords'),
          recordId: recordIdAt(value, 'EventRecordID'),
          activityId: braced(textAt(value, 'ActivityID')),
          processId: wholeAt(value, 'ProcessID'),
          threadId: wholeAt(value, 'ThreadID'),
          userId: textAt(value, 'UserID'),
        }),
        timeCreated,
        channel,
        computer: textAt(value, 'Computer') ?? '',
      },
      eventData: inEventOrder(channel, eventId, eventData(value)),
      origin: context.input.origin(context.number),
    },
  ];
}

function eventData(value: JsonObject): EventValue[] {
  const isSplit = typeof own(value, 'Hashes') === 'string';
  return Object.entries(value)
    .filter(([name]) => !systemKeys.has(name) && !(isSplit && hashes.has(name)))
    .map(([name, each]) => datum(renamed.get(name) ?? name, each));
}
