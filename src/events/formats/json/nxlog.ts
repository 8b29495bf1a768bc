// NXLog `im_msvistalog`: system keys and event data flattened into one object, every value but the message XML-escaped,
// empty values dropped, keywords a signed 64 bit number, event time local without a zone. From version 5 on some keys have
// other names, GUIDs no braces, keywords are text, and times have their zone.
import { roundToQuarter } from '../../../plan/functions/event-text.ts';
import type { EventRecord, EventValue } from '../../record.ts';
import { hasZone, ticksOfIso } from '../../ticks.ts';
import { unescapeXml } from '../../xml-text.ts';
import { channelName } from '../channel.ts';
import { inEventOrder } from './field-order.ts';
import { nxlogColumns } from './nxlog-columns.ts';
import { sysmonTime } from './powershell-export.ts';
import {
  braced,
  datum,
  keywordsIn,
  known,
  own,
  textAt,
  unidentified,
  valueText,
  wholeAt,
} from './shape.ts';
import type { JsonContext, JsonObject, JsonShape } from './shape.ts';

const systemKeys = new Set([
  '@timestamp',
  '@version',
  'AccountName',
  'AccountType',
  'ActivityID',
  'Category',
  'Channel',
  'Domain',
  'EventID',
  'EventReceivedTime',
  'EventTime',
  'EventTypeOrignal',
  'ExecutionProcessID',
  'ExecutionThreadID',
  'Hostname',
  'Keywords',
  'Message',
  'MessageSourceAddress',
  'Opcode',
  'OpcodeValue',
  'ProviderGuid',
  'RecordNumber',
  'RelatedActivityID',
  'Severity',
  'SeverityValue',
  'SourceModuleName',
  'SourceModuleType',
  'SourceName',
  'Task',
  'TaskValue',
  'ThreadID',
  'UserID',
  'Version',
  'host',
  'port',
  'tags',
]);

/** What NXLog itself writes to `EventType`; Sysmon has a field of the same name. */
const nxlogEventTypes = new Set([
  'AUDIT_FAILURE',
  'AUDIT_SUCCESS',
  'CRITICAL',
  'ERROR',
  'INFO',
  'VERBOSE',
  'WARNING',
]);

/** Level by `SeverityValue`; audit events have level 0 whatever their severity. */
const levels: readonly (number | undefined)[] = [undefined, 5, 4, 3, 2, 1];

export const nxlog: JsonShape = {
  name: 'nxlog',
  matches: (value) =>
    wholeAt(value, 'EventID') !== undefined &&
    typeof own(value, 'EventTime') === 'string' &&
    (Object.hasOwn(value, 'SeverityValue') ||
      own(value, 'SourceModuleType') === 'im_msvistalog' ||
      (Object.hasOwn(value, 'EventReceivedTime') && Object.hasOwn(value, 'SourceName'))),
  read,
  columns: nxlogColumns(new Set([...systemKeys, 'ProcessID', 'EventType'])),
};

function read(value: JsonObject, context: JsonContext): readonly EventRecord[] {
  const eventId = wholeAt(value, 'EventID');
  const timeCreated = eventTime(value, context);
  if (eventId === undefined || timeCreated === undefined) {
    return unidentified(context, 'no `EventID`, or no `EventTime` that is a time');
  }
  const channel = channelName(textAt(value, 'Channel') ?? '');
  const message = textAt(value, 'Message');
  const recordId = wholeAt(value, 'RecordNumber');
  const severity = wholeAt(value, 'SeverityValue');
  return [
    {
      system: {
        provider: textAt(value, 'SourceName') ?? '',
        eventId,
        ...known({
          providerGuid: braced(textAt(value, 'ProviderGuid')),
          version: wholeAt(value, 'Version'),
          level: channel === 'Security' ? 0 : levels[severity ?? 0],
          task: wholeAt(value, 'TaskValue') ?? wholeAt(value, 'Task'),
          opcode: wholeAt(value, 'OpcodeValue'),
          keywords: keywordsIn(context),
          recordId: recordId === undefined ? undefined : BigInt(recordId),
          activityId: textAt(value, 'ActivityID'),
          relatedActivityId: textAt(value, 'RelatedActivityID'),
          processId: wholeAt(value, 'ExecutionProcessID') ?? systemProcess(value),
          threadId: wholeAt(value, 'ExecutionThreadID') ?? wholeAt(value, 'ThreadID'),
          userId: textAt(value, 'UserID'),
        }),
        timeCreated,
        channel,
        computer: textAt(value, 'Hostname') ?? '',
      },
      eventData: inEventOrder(channel, eventId, eventData(value, message)),
      ...(message === undefined ? {} : { message }),
      origin: context.input.origin(context.number),
    },
  ];
}

/** `ProcessID` is the logging process when it is a number and no better key is there; else it is event data. */
function systemProcess(value: JsonObject): number | undefined {
  const found = own(value, 'ProcessID');
  return typeof found === 'number' && !Object.hasOwn(value, 'ExecutionProcessID')
    ? found
    : undefined;
}

function eventTime(value: JsonObject, { clock, number }: JsonContext): bigint | undefined {
  const text = textAt(value, 'EventTime') ?? '';
  const printed = ticksOfIso(text);
  if (hasZone(text)) return printed;
  const host = textAt(value, 'Hostname') ?? '';
  const utc = sysmonTime(value);
  if (utc !== undefined) {
    clock.learn(host, printed, utc);
    return utc;
  }
  if (printed === undefined) return undefined;
  // Receipt is given twice, in the collector's local time and in UTC: their difference is the zone.
  const receipt = textAt(value, 'EventReceivedTime') ?? '';
  const received = hasZone(receipt) ? undefined : ticksOfIso(receipt);
  const receivedUtc = ticksOfIso(textAt(value, '@timestamp') ?? '');
  if (received === undefined || receivedUtc === undefined)
    return clock.correct(host, printed, number);
  return printed + roundToQuarter(receivedUtc - received);
}

function eventData(value: JsonObject, message: string | undefined): EventValue[] {
  const values: EventValue[] = [];
  const systemProcessId = systemProcess(value) !== undefined;
  for (const [name, data] of Object.entries(value)) {
    if (systemKeys.has(name) || (name === 'ProcessID' && systemProcessId)) continue;
    if (name === 'EventType' && isNxlogEventType(value)) continue;
    const text = valueText(data);
    values.push(datum(name, text === null ? null : unescapeXml(text)));
  }
  const lost = Object.hasOwn(value, 'EventType') ? undefined : lostEventType(value, message);
  return lost === undefined ? values : [...values, { name: 'EventType', text: lost, type: 'text' }];
}

function isNxlogEventType(value: JsonObject): boolean {
  return (
    !Object.hasOwn(value, 'EventTypeOrignal') &&
    nxlogEventTypes.has(textAt(value, 'EventType') ?? '')
  );
}

/** Sysmon's `EventType`, overwritten by NXLog's, still stands in the rendered message. */
function lostEventType(value: JsonObject, message: string | undefined): string | undefined {
  if (textAt(value, 'SourceName') !== 'Microsoft-Windows-Sysmon') return undefined;
  return /^EventType: (\w{1,40})\r?$/m.exec(message ?? '')?.[1];
}
