// `Get-WinEvent` flattened by PowerShell, as the OTRF data sets from October 2020 on: system keys and event data in
// one object, values plain, all numbers text. Times are local and marked `Z`.
import type { EventRecord, EventValue } from '../../record.ts';
import { ticksOfIso } from '../../ticks.ts';
import { channelName } from '../channel.ts';
import { inEventOrder } from './field-order.ts';
import { known, own, textAt, unidentified, valueText, wholeAt } from './shape.ts';
import type { JsonContext, JsonObject, JsonShape } from './shape.ts';

const systemKeys = new Set([
  'SourceName',
  'ProviderGuid',
  'Level',
  'Keywords',
  'Channel',
  'Hostname',
  'TimeCreated',
  '@timestamp',
  'EventID',
  'Message',
  'Task',
]);

export const powershellExport: JsonShape = {
  name: 'powershell-export',
  matches: (value) =>
    wholeAt(value, 'EventID') !== undefined &&
    typeof own(value, 'Channel') === 'string' &&
    typeof own(value, 'SourceName') === 'string' &&
    (Object.hasOwn(value, 'TimeCreated') || Object.hasOwn(value, '@timestamp')),
  read,
};

function read(value: JsonObject, context: JsonContext): readonly EventRecord[] {
  const { number } = context;
  const eventId = wholeAt(value, 'EventID');
  const timeCreated = eventTime(value, context);
  if (eventId === undefined || timeCreated === undefined) {
    return unidentified(context, 'no `EventID`, or no `TimeCreated` that is a time');
  }
  const channel = channelName(textAt(value, 'Channel') ?? '');
  const message = textAt(value, 'Message');
  return [
    {
      system: {
        provider: textAt(value, 'SourceName') ?? '',
        eventId,
        ...known({
          providerGuid: textAt(value, 'ProviderGuid'),
          level: wholeAt(value, 'Level'),
          task: wholeAt(value, 'Task'),
          keywords: textAt(value, 'Keywords'),
        }),
        timeCreated,
        channel,
        computer: textAt(value, 'Hostname') ?? '',
      },
      eventData: inEventOrder(channel, eventId, eventData(value)),
      ...(message === undefined ? {} : { message }),
      origin: context.input.origin(number),
    },
  ];
}

function eventTime(value: JsonObject, { clock, number }: JsonContext): bigint | undefined {
  const printed = ticksOfIso(textAt(value, 'TimeCreated') ?? textAt(value, '@timestamp') ?? '');
  const host = textAt(value, 'Hostname') ?? '';
  const utc = sysmonTime(value);
  if (utc !== undefined) {
    clock.learn(host, printed, utc);
    return utc;
  }
  return printed === undefined ? undefined : clock.correct(host, printed, number);
}

/** Sysmon's own `UtcTime`, the one time in such exports that can be trusted. */
export function sysmonTime(value: JsonObject): bigint | undefined {
  return textAt(value, 'SourceName') === 'Microsoft-Windows-Sysmon'
    ? ticksOfIso(textAt(value, 'UtcTime') ?? '')
    : undefined;
}

function eventData(value: JsonObject): EventValue[] {
  return Object.entries(value)
    .filter(([name]) => !systemKeys.has(name))
    .map(([name, data]) => {
      const text = valueText(data);
      return { name, text, type: text === null ? 'null' : 'text' };
    });
}
