// Velociraptor's hunts through event logs: a row per event, some system parts under its own names, data as an object.
import type { EventRecord } from '../../record.ts';
import { ticksOfEpoch, ticksOfIso } from '../../ticks.ts';
import { channelName } from '../channel.ts';
import { dataOf } from './evtx-dump.ts';
import { known, recordIdAt, textAt, unidentified, wholeAt } from './shape.ts';
import type { JsonContext, JsonObject, JsonShape } from './shape.ts';

export const velociraptor: JsonShape = {
  name: 'velociraptor',
  matches: (value) =>
    ['EventTime', 'EventID', 'Channel', 'EventData'].every((key) => Object.hasOwn(value, key)) &&
    typeof value['EventData'] === 'object',
  read,
};

function read(value: JsonObject, context: JsonContext): readonly EventRecord[] {
  const eventId = wholeAt(value, 'EventID');
  const time = textAt(value, 'EventTime') ?? '';
  const timeCreated = ticksOfIso(time) ?? ticksOfEpoch(time);
  if (eventId === undefined || timeCreated === undefined)
    return unidentified(context, 'no `EventID`, or no `EventTime` that is a time');
  const message = textAt(value, 'Message');
  return [
    {
      system: {
        provider: textAt(value, 'Provider') ?? '',
        eventId,
        ...known({
          recordId: recordIdAt(value, 'EventRecordID'),
          userId: textAt(value, 'UserSID'),
        }),
        timeCreated,
        channel: channelName(textAt(value, 'Channel') ?? ''),
        computer: textAt(value, 'Computer') ?? '',
      },
      ...dataOf(value),
      ...(message === undefined ? {} : { message }),
      origin: context.input.origin(context.number),
    },
  ];
}
