// `Get-WinEvent | ConvertTo-Json`: properties of .NET's event record. Data has values and no names: they are known by their
// place where the event's layout is. Events of the older log, told by their qualifiers, have no names to lose.
import type { EventRecord } from '../../record.ts';
import { hasZone, ticksOfIso } from '../../ticks.ts';
import { channelName } from '../channel.ts';
import { placed } from './placed.ts';
import { ticksOfJsonDate } from './record-time.ts';
import {
  braced,
  isObject,
  keywordsIn,
  known,
  objectAt,
  own,
  recordIdAt,
  textAt,
  unidentified,
  wholeAt,
} from './shape.ts';
import type { JsonContext, JsonObject, JsonShape } from './shape.ts';

export const getWinEvent: JsonShape = {
  name: 'get-winevent',
  matches: (value) =>
    ['Id', 'ProviderName', 'LogName', 'MachineName', 'TimeCreated'].every((key) =>
      Object.hasOwn(value, key),
    ),
  read,
};

function read(value: JsonObject, context: JsonContext): readonly EventRecord[] {
  const eventId = wholeAt(value, 'Id');
  const timeCreated = timeOf(value);
  if (eventId === undefined || timeCreated === undefined)
    return unidentified(context, 'no `Id`, or no `TimeCreated` that is a time');
  const channel = channelName(textAt(value, 'LogName') ?? '');
  const values = properties(value);
  if (!values)
    return unidentified(
      context,
      "the event's data is missing in `Properties`; export again with `ConvertTo-Json -Depth 4`",
    );
  const message = textAt(value, 'Message');
  return [
    {
      system: {
        provider: textAt(value, 'ProviderName') ?? '',
        eventId,
        ...systemOf(value, context),
        timeCreated,
        channel,
        computer: textAt(value, 'MachineName') ?? '',
      },
      ...placed(values, channel, eventId, {
        context,
        isNameless: wholeAt(value, 'Qualifiers') !== undefined,
      }),
      ...(message === undefined ? {} : { message }),
      origin: context.input.origin(context.number),
    },
  ];
}

function systemOf(value: JsonObject, context: JsonContext): Partial<EventRecord['system']> {
  return known({
    providerGuid: braced(textAt(value, 'ProviderId')),
    qualifiers: wholeAt(value, 'Qualifiers'),
    version: wholeAt(value, 'Version'),
    level: wholeAt(value, 'Level'),
    task: wholeAt(value, 'Task'),
    opcode: wholeAt(value, 'Opcode'),
    keywords: keywordsIn(context),
    recordId: recordIdAt(value, 'RecordId'),
    activityId: braced(textAt(value, 'ActivityId')),
    relatedActivityId: braced(textAt(value, 'RelatedActivityId')),
    processId: wholeAt(value, 'ProcessId'),
    threadId: wholeAt(value, 'ThreadId'),
    userId: textAt(
      objectAt(value, 'UserId') ?? value,
      objectAt(value, 'UserId') ? 'Value' : 'UserId',
    ),
  });
}

/** Windows PowerShell writes `/Date(1595374458918)/`, PowerShell 7 ISO 8601 with the zone. */
function timeOf(value: JsonObject): bigint | undefined {
  const found = own(value, 'TimeCreated');
  const text = isObject(found) ? textAt(found, 'value') : textAt(value, 'TimeCreated');
  const date = ticksOfJsonDate(text ?? '');
  if (date !== undefined) return date;
  // Without a zone it would be the local time of nobody knows where.
  return hasZone(text ?? '') ? ticksOfIso(text ?? '') : undefined;
}

/** Values in order; undefined where the export was too shallow for them. */
function properties(value: JsonObject): unknown[] | undefined {
  const list = own(value, 'Properties');
  if (!Array.isArray(list)) return undefined;
  const values: unknown[] = [];
  for (const each of list as unknown[]) {
    if (!isObject(each) || !Object.hasOwn(each, 'Value')) return undefined;
    const inner = own(each, 'Value');
    // A SID is an object of its own.
    values.push(isObject(inner) && Object.hasOwn(inner, 'Value') ? own(inner, 'Value') : inner);
  }
  return values;
}
