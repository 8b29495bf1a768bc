// Defender's `Device*` tables, imitated from Windows events. Defender reports its own telemetry, so all of these are
// analogues: a verdict on them says that a query matches this shape, not that Defender would have reported the row.
import type { EventRecord } from '../record.ts';
import {
  deviceId,
  domainOf,
  elevationOf,
  fileName,
  folderOf,
  hashOf,
  hostedCommandLine,
  integrityOf,
  logonType,
  registryKey,
  registryValue,
  reportId,
  userOf,
} from './renderings.ts';
import { constant, data, dataText, derived, ofData, system } from './source.ts';
import type { ColumnSource, ColumnSources } from './source.ts';
import type { TableMapping } from './table.ts';
import { taskContentJson } from './task-content.ts';

const SYSMON = 'Microsoft-Windows-Sysmon/Operational';

function sysmon(...ids: readonly number[]): (record: EventRecord) => boolean {
  return ({ system: { channel, eventId } }) => channel === SYSMON && ids.includes(eventId);
}

function security(...ids: readonly number[]): (record: EventRecord) => boolean {
  return ({ system: { channel, eventId } }) => channel === 'Security' && ids.includes(eventId);
}

const lower = (text: string): string => text.toLowerCase();

/** `-` is how events say "nothing"; Defender leaves the column empty. */
const unlessDash = (text: string): string => (text === '-' ? '' : text);

function device(table: string): ColumnSources {
  return {
    TimeGenerated: system('timeCreated'),
    Timestamp: system('timeCreated'),
    Type: constant(table),
    DeviceName: derived('System.computer in lower case', ({ system: { computer } }) =>
      lower(computer),
    ),
    DeviceId: derived('digest of the computer name', ({ system: { computer } }) =>
      deviceId(computer),
    ),
    ReportId: derived('record number', reportId),
  };
}

/** The process that Sysmon names in `<prefix>Image`, as the one that initiated the row's action. */
function initiator(prefix: '' | 'Parent'): ColumnSources {
  const image = `${prefix}Image`;
  const user = `${prefix}User`;
  return {
    InitiatingProcessFileName: ofData(image, 'file name in lower case', (path) =>
      lower(fileName(path)),
    ),
    InitiatingProcessFolderPath: ofData(image, 'lower case', lower),
    InitiatingProcessId: data(`${prefix}ProcessId`, 'medium'),
    InitiatingProcessAccountName: ofData(user, 'user in lower case', (who) => lower(userOf(who))),
    InitiatingProcessAccountDomain: ofData(user, 'domain in lower case', (who) =>
      lower(domainOf(who)),
    ),
  };
}

function hashes(): ColumnSources {
  const column = (algorithm: string): ColumnSource =>
    ofData('Hashes', `${algorithm} in lower case`, (text) => hashOf(text, algorithm));
  return { MD5: column('MD5'), SHA1: column('SHA1'), SHA256: column('SHA256') };
}

/** The subject's part of a Security event as the account of the process that acted. */
const subjectInitiator: ColumnSources = {
  InitiatingProcessAccountSid: data('SubjectUserSid', 'medium'),
  InitiatingProcessAccountName: ofData('SubjectUserName', 'lower case', lower),
  InitiatingProcessAccountDomain: ofData('SubjectDomainName', 'lower case', lower),
};

/** Who a new process runs as: the target where one is named, else the subject. */
function newProcessAccount(part: 'UserName' | 'DomainName' | 'UserSid'): ColumnSource {
  return derived(`target's ${part} unless - or S-1-0-0, else subject's`, (record) => {
    const target = dataText(record, `Target${part}`);
    const named = target !== undefined && !['', '-', 'S-1-0-0'].includes(target);
    const text = named ? target : dataText(record, `Subject${part}`);
    return part === 'UserSid' ? text : text?.toLowerCase();
  });
}

export const deviceProcessEvents: TableMapping = {
  name: 'DeviceProcessEvents',
  analogue: true,
  events: [
    {
      accepts: sysmon(1),
      columns: {
        ...device('DeviceProcessEvents'),
        ...initiator('Parent'),
        ...hashes(),
        ActionType: constant('ProcessCreated'),
        FileName: ofData('Image', 'file name', fileName),
        FolderPath: data('Image', 'medium'),
        ProcessId: data('ProcessId', 'medium'),
        ProcessCommandLine: derived(
          'Data.CommandLine, of svchost.exe without its folder',
          commandLineOf('Image', 'CommandLine'),
        ),
        ProcessCreationTime: data('UtcTime', 'medium'),
        ProcessIntegrityLevel: data('IntegrityLevel', 'medium'),
        InitiatingProcessCommandLine: derived(
          'Data.ParentCommandLine, of svchost.exe without its folder',
          commandLineOf('ParentImage', 'ParentCommandLine'),
        ),
        AccountName: ofData('User', 'user in lower case', (who) => lower(userOf(who))),
        AccountDomain: ofData('User', 'domain in lower case', (who) => lower(domainOf(who))),
        LogonId: data('LogonId', 'medium'),
        ProcessVersionInfoCompanyName: ofData('Company', 'text', unlessDash),
        ProcessVersionInfoProductName: ofData('Product', 'text', unlessDash),
        ProcessVersionInfoProductVersion: ofData('FileVersion', 'text', unlessDash),
        ProcessVersionInfoOriginalFileName: ofData('OriginalFileName', 'text', unlessDash),
        ProcessVersionInfoFileDescription: ofData('Description', 'text', unlessDash),
      },
    },
    {
      accepts: security(4688),
      columns: {
        ...device('DeviceProcessEvents'),
        ...subjectInitiator,
        ActionType: constant('ProcessCreated'),
        FileName: ofData('NewProcessName', 'file name', fileName),
        FolderPath: data('NewProcessName', 'medium'),
        ProcessId: data('NewProcessId', 'medium'),
        ProcessCommandLine: derived(
          'Data.CommandLine, of svchost.exe without its folder',
          commandLineOf('NewProcessName', 'CommandLine'),
        ),
        ProcessCreationTime: system('timeCreated', 'medium'),
        ProcessIntegrityLevel: ofData('MandatoryLabel', 'level', integrityOf),
        ProcessTokenElevation: ofData('TokenElevationType', 'name', elevationOf),
        InitiatingProcessFileName: ofData('ParentProcessName', 'file name in lower case', (path) =>
          lower(fileName(path)),
        ),
        InitiatingProcessFolderPath: ofData('ParentProcessName', 'lower case', lower),
        InitiatingProcessId: data('ProcessId', 'medium'),
        AccountName: newProcessAccount('UserName'),
        AccountDomain: newProcessAccount('DomainName'),
        AccountSid: newProcessAccount('UserSid'),
        LogonId: data('SubjectLogonId', 'medium'),
      },
    },
  ],
};

function commandLineOf(image: string, line: string): (record: EventRecord) => string | undefined {
  return (record) => {
    const text = dataText(record, line);
    return text === undefined ? undefined : hostedCommandLine(dataText(record, image), text);
  };
}

export const deviceFileEvents: TableMapping = {
  name: 'DeviceFileEvents',
  analogue: true,
  events: [
    {
      accepts: sysmon(11),
      columns: {
        ...device('DeviceFileEvents'),
        ...initiator(''),
        ActionType: constant('FileCreated'),
        FileName: ofData('TargetFilename', 'file name', fileName),
        FolderPath: data('TargetFilename', 'medium'),
      },
    },
  ],
};

const registryActions: ReadonlyMap<string, string> = new Map([
  ['CreateKey', 'RegistryKeyCreated'],
  ['DeleteKey', 'RegistryKeyDeleted'],
  ['DeleteValue', 'RegistryValueDeleted'],
]);

function deletesValue(record: EventRecord): boolean {
  return dataText(record, 'EventType') === 'DeleteValue';
}

export const deviceRegistryEvents: TableMapping = {
  name: 'DeviceRegistryEvents',
  analogue: true,
  events: [
    {
      accepts: sysmon(13),
      columns: {
        ...device('DeviceRegistryEvents'),
        ...initiator(''),
        ActionType: constant('RegistryValueSet'),
        RegistryKey: ofData('TargetObject', 'key, hive written out', (path) =>
          registryKey(folderOf(path)),
        ),
        RegistryValueName: ofData('TargetObject', 'last part', fileName),
        RegistryValueData: ofData('Details', 'data', (text) => registryValue(text).data),
        RegistryValueType: ofData('Details', 'type', (text) => registryValue(text).type),
      },
    },
    {
      // Without `EventType` (some exporters lose it) a creation cannot be told from a deletion.
      accepts: (record) =>
        sysmon(12)(record) && registryActions.has(dataText(record, 'EventType') ?? ''),
      columns: {
        ...device('DeviceRegistryEvents'),
        ...initiator(''),
        ActionType: ofData('EventType', 'action', (type) => registryActions.get(type)),
        RegistryKey: derived('key of Data.TargetObject, hive written out', (record) => {
          const path = dataText(record, 'TargetObject') ?? '';
          return registryKey(deletesValue(record) ? folderOf(path) : path);
        }),
        RegistryValueName: derived('last part of Data.TargetObject for deleted values', (record) =>
          deletesValue(record) ? fileName(dataText(record, 'TargetObject') ?? '') : '',
        ),
      },
    },
  ],
};

export const deviceImageLoadEvents: TableMapping = {
  name: 'DeviceImageLoadEvents',
  analogue: true,
  events: [
    {
      accepts: sysmon(7),
      columns: {
        ...device('DeviceImageLoadEvents'),
        ...initiator(''),
        ...hashes(),
        ActionType: constant('ImageLoaded'),
        FileName: ofData('ImageLoaded', 'file name', fileName),
        FolderPath: data('ImageLoaded', 'medium'),
      },
    },
  ],
};

export const deviceNetworkEvents: TableMapping = {
  name: 'DeviceNetworkEvents',
  analogue: true,
  events: [
    {
      accepts: sysmon(3),
      columns: {
        ...device('DeviceNetworkEvents'),
        ...initiator(''),
        ActionType: ofData('Initiated', 'outgoing or incoming', (initiated) =>
          initiated.toLowerCase() === 'true' ? 'ConnectionSuccess' : 'InboundConnectionAccepted',
        ),
        Protocol: ofData(
          'Protocol',
          'capitalised',
          (text) => text.charAt(0).toUpperCase() + text.slice(1),
        ),
        LocalIP: ownSide('Ip'),
        LocalPort: ownSide('Port'),
        RemoteIP: otherSide('Ip'),
        RemotePort: otherSide('Port'),
        RemoteUrl: derived('name of the other side', (record) =>
          unlessDash(dataText(record, `${sides(record)[1]}Hostname`) ?? ''),
        ),
      },
    },
  ],
};

/** Sysmon names source and destination; this machine is the source of connections that it initiated. */
function sides(record: EventRecord): readonly ['Source' | 'Destination', 'Source' | 'Destination'] {
  const initiated = dataText(record, 'Initiated')?.toLowerCase() === 'true';
  return initiated ? ['Source', 'Destination'] : ['Destination', 'Source'];
}

function ownSide(part: 'Ip' | 'Port'): ColumnSource {
  return derived(`${part} of this machine`, (record) => dataText(record, sides(record)[0] + part));
}

function otherSide(part: 'Ip' | 'Port'): ColumnSource {
  return derived(`${part} of the other side`, (record) =>
    dataText(record, sides(record)[1] + part),
  );
}

export const deviceLogonEvents: TableMapping = {
  name: 'DeviceLogonEvents',
  analogue: true,
  events: [
    {
      accepts: security(4624, 4625),
      columns: {
        ...device('DeviceLogonEvents'),
        ...subjectInitiator,
        ActionType: derived('by event id', ({ system: { eventId } }) =>
          eventId === 4624 ? 'LogonSuccess' : 'LogonFailed',
        ),
        LogonType: ofData('LogonType', 'name', logonType),
        AccountName: ofData('TargetUserName', 'lower case', lower),
        AccountDomain: ofData('TargetDomainName', 'lower case', lower),
        AccountSid: data('TargetUserSid', 'medium'),
        LogonId: data('TargetLogonId', 'medium'),
        RemoteIP: ofData('IpAddress', 'text', unlessDash),
        RemotePort: data('IpPort', 'medium'),
        RemoteDeviceName: ofData('WorkstationName', 'text', unlessDash),
      },
    },
  ],
};

const taskActions: ReadonlyMap<number, string> = new Map([
  [4698, 'ScheduledTaskCreated'],
  [4699, 'ScheduledTaskDeleted'],
  [4700, 'ScheduledTaskEnabled'],
  [4701, 'ScheduledTaskDisabled'],
  [4702, 'ScheduledTaskUpdated'],
]);

/** `TaskName`, the definition as JSON inside a text, and who did it. */
function taskFields(record: EventRecord): string {
  const content = dataText(record, 'TaskContent') ?? dataText(record, 'TaskContentNew');
  const members: Record<string, string> = { TaskName: dataText(record, 'TaskName') ?? '' };
  const json = content === undefined ? undefined : taskContentJson(content);
  if (json !== undefined) members['TaskContent'] = json;
  const user = dataText(record, 'SubjectUserName');
  if (user !== undefined) members['SubjectUserName'] = user;
  return JSON.stringify(members);
}

export const deviceEvents: TableMapping = {
  name: 'DeviceEvents',
  analogue: true,
  events: [
    {
      accepts: security(...taskActions.keys()),
      columns: {
        ...device('DeviceEvents'),
        ...subjectInitiator,
        ActionType: derived(
          'by event id',
          ({ system: { eventId } }) => taskActions.get(eventId),
          'low',
        ),
        AdditionalFields: derived('TaskName, TaskContent, SubjectUserName', taskFields, 'low'),
      },
    },
  ],
};
