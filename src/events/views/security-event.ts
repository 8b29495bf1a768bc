// Sentinel's `SecurityEvent`: the Security log through the "Windows Security Events" connectors. A fixed, historic list
// of columns; each datum with a column goes there, and the whole data stands in `EventData` as XML. There are no columns
// for task names and contents: queries read them out of `EventData`.
import type { EventRecord } from '../record.ts';
import { account, agentEventData, fileName, logonTypeName } from './renderings.ts';
import { securityLogEvent } from './security-log.ts';
import { constant, dataText, derived, ofData, system, type ColumnSources } from './source.ts';
import type { TableMapping } from './table.ts';

/** Events seen in exported rows with all data in columns and `EventData` empty. Others seen carry both. */
const flatEvents = new Set([4624, 4662, 4688]);

/** Events seen in exported rows with all data in `EventData` and no column for any of it, the accounts' included. */
const xmlOnlyEvents = new Set([4656]);

/** Events about an account other than the one that acts; `Account` is the target there. */
const targetEvents = new Set([4624, 4625, 4634, 4647]);

/** `4688 - A new process has been created.` */
export function activity({ system: { eventId }, message }: EventRecord): string {
  const line = securityLogEvent(eventId)?.line ?? message?.split(/\r?\n/, 1)[0]?.trim() ?? '';
  return line === '' ? String(eventId) : `${String(eventId)} - ${line}`;
}

function mainActor({ system: { eventId } }: EventRecord): 'Subject' | 'Target' {
  return targetEvents.has(eventId) ? 'Target' : 'Subject';
}

const serviceAccounts = new Set(['S-1-5-18', 'S-1-5-19', 'S-1-5-20']);

/** `Machine` or `User`, by the account that the event's `Account` names. */
export function accountType(record: EventRecord): string | undefined {
  const who = mainActor(record);
  const user = dataText(record, `${who}UserName`);
  if (user === undefined) return undefined;
  const sid = dataText(record, `${who}UserSid`) ?? '';
  return user.endsWith('$') || serviceAccounts.has(sid) ? 'Machine' : 'User';
}

function processName(record: EventRecord): string | undefined {
  const path = dataText(record, 'NewProcessName') ?? dataText(record, 'ProcessName');
  return path === undefined ? undefined : fileName(path);
}

/** A datum by its exact name: 5156 has a decimal `ProcessID`, which is not what goes into `ProcessId`. */
function exactText({ eventData = [] }: EventRecord, name: string): string | undefined {
  return eventData.find((each) => each.name === name)?.text ?? undefined;
}

/** What every row has. */
const always: ColumnSources = {
  TimeGenerated: system('timeCreated'),
  SourceSystem: constant('OpsManager'),
  Type: constant('SecurityEvent'),
  Computer: system('computer'),
  Channel: system('channel'),
  EventSourceName: system('provider'),
  EventID: system('eventId'),
  Task: system('task'),
  Level: system('level'),
  Version: system('version'),
  Opcode: system('opcode'),
  Keywords: system('keywords'),
  Correlation: system('activityId', 'medium'),
  EventRecordId: system('recordId'),
  SystemProcessId: system('processId'),
  SystemThreadId: system('threadId'),
  SystemUserId: system('userId', 'medium'),
  Activity: derived('event id and first line of its message', activity, 'high'),
  EventData: derived(
    'all data as XML; empty for 4624, 4662 and 4688',
    (record) =>
      flatEvents.has(record.system.eventId) || !record.eventData
        ? undefined
        : agentEventData(record.eventData),
    'high',
  ),
};

const isSecurity = ({ system: { channel } }: EventRecord): boolean => channel === 'Security';

export const securityEvent: TableMapping = {
  name: 'SecurityEvent',
  analogue: false,
  events: [
    {
      accepts: (record) => isSecurity(record) && xmlOnlyEvents.has(record.system.eventId),
      columns: always,
    },
    {
      accepts: isSecurity,
      columns: {
        ...always,
        Account: derived('DOMAIN\\user of the target of logons, else of the subject', (record) =>
          account(record, mainActor(record)),
        ),
        AccountType: derived('Machine for names in $ and service accounts', accountType),
        SubjectAccount: derived('DOMAIN\\user of the subject', (r) => account(r, 'Subject')),
        TargetAccount: derived('DOMAIN\\user of the target', (r) => account(r, 'Target')),
        Process: derived(
          'file name of Data.NewProcessName or Data.ProcessName',
          processName,
          'high',
        ),
        LogonTypeName: ofData('LogonType', 'number and name', logonTypeName, 'high'),
        LogonGuid: ofData(
          'LogonGuid',
          'text without braces',
          (guid) => guid.replace(/[{}]/g, ''),
          'high',
        ),
        ProcessId: derived(
          'Data.ProcessId, hexadecimal as in the event',
          (record) => exactText(record, 'ProcessId'),
          'high',
        ),
      },
      more: dataText,
    },
  ],
};
