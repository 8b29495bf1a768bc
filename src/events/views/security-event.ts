// Sentinel's `SecurityEvent`: the Security log through the "Windows Security Events" connectors. A fixed, historic list
// of columns; each datum with a column goes there, and the whole data stands in `EventData` as XML. There are no columns
// for task names and contents: queries read them out of `EventData`.
import type { EventRecord } from '../record.ts';
import { account, agentEventData, fileName, logonTypeName } from './renderings.ts';
import { constant, data, dataText, derived, ofData, system } from './source.ts';
import type { TableMapping } from './table.ts';

/** Events seen in exported rows with all data in columns and `EventData` empty. Others seen carry both. */
const flatEvents = new Set([4624, 4662, 4688]);

/** Events about an account other than the one that acts; `Account` is the target there. */
const targetEvents = new Set([4624, 4625, 4634, 4647]);

/** First lines of the messages, for recordings that hold no message. */
const activities: ReadonlyMap<number, string> = new Map([
  [1102, 'The audit log was cleared.'],
  [4624, 'An account was successfully logged on.'],
  [4625, 'An account failed to log on.'],
  [4634, 'An account was logged off.'],
  [4648, 'A logon was attempted using explicit credentials.'],
  [4656, 'A handle to an object was requested.'],
  [4657, 'A registry value was modified.'],
  [4662, 'An operation was performed on an object.'],
  [4663, 'An attempt was made to access an object.'],
  [4670, 'Permissions on an object were changed.'],
  [4672, 'Special privileges assigned to new logon.'],
  [4688, 'A new process has been created.'],
  [4689, 'A process has exited.'],
  [4697, 'A service was installed in the system.'],
  [4698, 'A scheduled task was created.'],
  [4699, 'A scheduled task was deleted.'],
  [4700, 'A scheduled task was enabled.'],
  [4701, 'A scheduled task was disabled.'],
  [4702, 'A scheduled task was updated.'],
  [4719, 'System audit policy was changed.'],
  [4720, 'A user account was created.'],
  [5140, 'A network share object was accessed.'],
  [5145, 'A network share object was checked to see whether client can be granted desired access.'],
  [5156, 'The Windows Filtering Platform has permitted a connection.'],
  [5158, 'The Windows Filtering Platform has permitted a bind to a local port.'],
]);

function activity({ system: { eventId }, message }: EventRecord): string {
  const line = activities.get(eventId) ?? message?.split(/\r?\n/, 1)[0]?.trim() ?? '';
  return line === '' ? String(eventId) : `${String(eventId)} - ${line}`;
}

function mainActor({ system: { eventId } }: EventRecord): 'Subject' | 'Target' {
  return targetEvents.has(eventId) ? 'Target' : 'Subject';
}

const serviceAccounts = new Set(['S-1-5-18', 'S-1-5-19', 'S-1-5-20']);

function accountType(record: EventRecord): string | undefined {
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

export const securityEvent: TableMapping = {
  name: 'SecurityEvent',
  analogue: false,
  events: [
    {
      accepts: (record) => record.system.channel === 'Security',
      columns: {
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
        ProcessId: data('ProcessId'),
      },
      more: dataText,
    },
  ],
};
