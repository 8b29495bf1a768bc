// Defender's `Device*` tables, imitated from Windows events. Defender reports its own telemetry, so all of these are
// analogues: a verdict on them says that a query matches this shape, not that Defender would have reported the row.
import { call, isNull, text, when, type Expression } from '../../plan/index.ts';
import type { EventRecord } from '../record.ts';
import {
  dataField,
  deviceId,
  domainOf,
  fileName,
  folderOf,
  hashOf,
  hostedCommandLine,
  lower,
  oneOf,
  placeField,
  registryKey,
  systemField,
  unlessDash,
  userOf,
  type Selection,
} from './fields.ts';
import { elevations, integrityLevels, logonTypes, registryValue } from './renderings.ts';
import { constant, data, dataText, derived, ofData, shown, system } from './source.ts';
import type { ColumnSource, ColumnSources } from './source.ts';
import type { TableMapping } from './table.ts';
import { taskContentJson } from './task-content.ts';

const SYSMON = 'Microsoft-Windows-Sysmon/Operational';

const sysmon = (...ids: readonly number[]): Selection => ({ channel: SYSMON, ids });

const security = (...ids: readonly number[]): Selection => ({ channel: 'Security', ids });

/** What a function makes of one datum. */
const ofField = (
  name: string,
  what: string,
  change: (text: Expression) => Expression,
  confidence?: ColumnSource['confidence'],
): ColumnSource => shown(`${what} of Data.${name}`, change(dataField(name)), confidence);

const recordNumber = systemField('recordId');

function device(table: string): ColumnSources {
  return {
    TimeGenerated: system('timeCreated'),
    Timestamp: system('timeCreated'),
    Type: constant(table),
    DeviceName: shown('System.computer in lower case', lower(systemField('computer'))),
    DeviceId: shown('digest of the computer name', deviceId(systemField('computer'))),
    // Of the log, else of the file: stable and never null.
    ReportId: shown('record number', when(isNull(recordNumber), placeField, recordNumber)),
  };
}

/** The process that Sysmon names in `<prefix>Image`, as the one that initiated the row's action. */
function initiator(prefix: '' | 'Parent'): ColumnSources {
  const image = `${prefix}Image`;
  const user = `${prefix}User`;
  return {
    InitiatingProcessFileName: ofField(image, 'file name in lower case', (path) =>
      lower(fileName(path)),
    ),
    InitiatingProcessFolderPath: ofField(image, 'lower case', lower),
    InitiatingProcessId: data(`${prefix}ProcessId`, 'medium'),
    InitiatingProcessAccountName: ofField(user, 'user in lower case', (who) => lower(userOf(who))),
    InitiatingProcessAccountDomain: ofField(user, 'domain in lower case', (who) =>
      lower(domainOf(who)),
    ),
  };
}

function hashes(): ColumnSources {
  const column = (algorithm: string): ColumnSource =>
    ofField('Hashes', `${algorithm} in lower case`, (text) => hashOf(text, algorithm));
  return { MD5: column('MD5'), SHA1: column('SHA1'), SHA256: column('SHA256') };
}

/** The subject's part of a Security event as the account of the process that acted. */
const subjectInitiator: ColumnSources = {
  InitiatingProcessAccountSid: data('SubjectUserSid', 'medium'),
  InitiatingProcessAccountName: ofField('SubjectUserName', 'lower case', lower),
  InitiatingProcessAccountDomain: ofField('SubjectDomainName', 'lower case', lower),
};

/** Who a new process runs as: the target where one is named, else the subject. */
function newProcessAccount(part: 'UserName' | 'DomainName' | 'UserSid'): ColumnSource {
  const target = dataField(`Target${part}`);
  const unnamed = call('in', 'bool', target, text(''), text('-'), text('S-1-0-0'));
  const subject = dataField(`Subject${part}`);
  const named = when(call('coalesce', 'bool', unnamed, isNull(target)), subject, target);
  return shown(
    `target's ${part} unless - or S-1-0-0, else subject's`,
    part === 'UserSid' ? named : lower(named),
  );
}

export const deviceProcessEvents: TableMapping = {
  name: 'DeviceProcessEvents',
  analogue: true,
  events: [
    {
      selection: sysmon(1),
      columns: {
        ...device('DeviceProcessEvents'),
        ...initiator('Parent'),
        ...hashes(),
        ActionType: constant('ProcessCreated'),
        FileName: ofField('Image', 'file name', fileName),
        FolderPath: data('Image', 'medium'),
        ProcessId: data('ProcessId', 'medium'),
        ProcessCommandLine: shown(
          'Data.CommandLine, of svchost.exe without its folder',
          commandLineOf('Image', 'CommandLine'),
        ),
        ProcessCreationTime: data('UtcTime', 'medium'),
        ProcessIntegrityLevel: data('IntegrityLevel', 'medium'),
        InitiatingProcessCommandLine: shown(
          'Data.ParentCommandLine, of svchost.exe without its folder',
          commandLineOf('ParentImage', 'ParentCommandLine'),
        ),
        AccountName: ofField('User', 'user in lower case', (who) => lower(userOf(who))),
        AccountDomain: ofField('User', 'domain in lower case', (who) => lower(domainOf(who))),
        LogonId: data('LogonId', 'medium'),
        ProcessVersionInfoCompanyName: ofField('Company', 'text', unlessDash),
        ProcessVersionInfoProductName: ofField('Product', 'text', unlessDash),
        ProcessVersionInfoProductVersion: ofField('FileVersion', 'text', unlessDash),
        ProcessVersionInfoOriginalFileName: ofField('OriginalFileName', 'text', unlessDash),
        ProcessVersionInfoFileDescription: ofField('Description', 'text', unlessDash),
      },
    },
    {
      selection: security(4688),
      columns: {
        ...device('DeviceProcessEvents'),
        ...subjectInitiator,
        ActionType: constant('ProcessCreated'),
        FileName: ofField('NewProcessName', 'file name', fileName),
        FolderPath: data('NewProcessName', 'medium'),
        ProcessId: data('NewProcessId', 'medium'),
        ProcessCommandLine: shown(
          'Data.CommandLine, of svchost.exe without its folder',
          commandLineOf('NewProcessName', 'CommandLine'),
        ),
        ProcessCreationTime: system('timeCreated', 'medium'),
        ProcessIntegrityLevel: ofField('MandatoryLabel', 'level', (label) =>
          oneOf(label, integrityLevels),
        ),
        ProcessTokenElevation: ofField('TokenElevationType', 'name', (code) =>
          oneOf(code, elevations),
        ),
        InitiatingProcessFileName: ofField('ParentProcessName', 'file name in lower case', (path) =>
          lower(fileName(path)),
        ),
        InitiatingProcessFolderPath: ofField('ParentProcessName', 'lower case', lower),
        InitiatingProcessId: data('ProcessId', 'medium'),
        AccountName: newProcessAccount('UserName'),
        AccountDomain: newProcessAccount('DomainName'),
        AccountSid: newProcessAccount('UserSid'),
        LogonId: data('SubjectLogonId', 'medium'),
      },
    },
  ],
};

function commandLineOf(image: string, line: string): Expression {
  return hostedCommandLine(dataField(image), dataField(line));
}

export const deviceFileEvents: TableMapping = {
  name: 'DeviceFileEvents',
  analogue: true,
  events: [
    {
      selection: sysmon(11),
      columns: {
        ...device('DeviceFileEvents'),
        ...initiator(''),
        ActionType: constant('FileCreated'),
        FileName: ofField('TargetFilename', 'file name', fileName),
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

const deletesValue = call('eq', 'bool', dataField('EventType'), text('DeleteValue'));
const registryPath = call('coalesce', 'string', dataField('TargetObject'), text(''));

export const deviceRegistryEvents: TableMapping = {
  name: 'DeviceRegistryEvents',
  analogue: true,
  events: [
    {
      selection: sysmon(13),
      columns: {
        ...device('DeviceRegistryEvents'),
        ...initiator(''),
        ActionType: constant('RegistryValueSet'),
        RegistryKey: ofField('TargetObject', 'key, hive written out', (path) =>
          registryKey(folderOf(path)),
        ),
        RegistryValueName: ofField('TargetObject', 'last part', fileName),
        RegistryValueData: ofData('Details', 'data', (details) => registryValue(details).data),
        RegistryValueType: ofData('Details', 'type', (details) => registryValue(details).type),
      },
    },
    {
      // Without `EventType` (some exporters lose it) a creation cannot be told from a deletion.
      selection: sysmon(12),
      accepts: (record) => registryActions.has(dataText(record, 'EventType') ?? ''),
      columns: {
        ...device('DeviceRegistryEvents'),
        ...initiator(''),
        ActionType: ofData('EventType', 'action', (type) => registryActions.get(type)),
        RegistryKey: shown(
          'key of Data.TargetObject, hive written out',
          registryKey(when(deletesValue, folderOf(registryPath), registryPath)),
        ),
        RegistryValueName: shown(
          'last part of Data.TargetObject for deleted values',
          when(deletesValue, fileName(registryPath), text('')),
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
      selection: sysmon(7),
      columns: {
        ...device('DeviceImageLoadEvents'),
        ...initiator(''),
        ...hashes(),
        ActionType: constant('ImageLoaded'),
        FileName: ofField('ImageLoaded', 'file name', fileName),
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
      selection: sysmon(3),
      columns: {
        ...device('DeviceNetworkEvents'),
        ...initiator(''),
        ActionType: ofData('Initiated', 'outgoing or incoming', (initiated) =>
          initiated.toLowerCase() === 'true' ? 'ConnectionSuccess' : 'InboundConnectionAccepted',
        ),
        Protocol: ofData(
          'Protocol',
          'capitalised',
          (name) => name.charAt(0).toUpperCase() + name.slice(1),
        ),
        LocalIP: ownSide('Ip'),
        LocalPort: ownSide('Port'),
        RemoteIP: otherSide('Ip'),
        RemotePort: otherSide('Port'),
        RemoteUrl: derived('name of the other side', (record) =>
          withoutDash(dataText(record, `${sides(record)[1]}Hostname`) ?? ''),
        ),
      },
    },
  ],
};

const withoutDash = (name: string): string => (name === '-' ? '' : name);

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

const logonNames = logonTypes.map(([number, , name]) => [number, name] as const);

export const deviceLogonEvents: TableMapping = {
  name: 'DeviceLogonEvents',
  analogue: true,
  events: [
    {
      selection: security(4624, 4625),
      columns: {
        ...device('DeviceLogonEvents'),
        ...subjectInitiator,
        ActionType: derived('by event id', ({ system: { eventId } }) =>
          eventId === 4624 ? 'LogonSuccess' : 'LogonFailed',
        ),
        LogonType: ofField('LogonType', 'name', (type) => oneOf(type, logonNames)),
        AccountName: ofField('TargetUserName', 'lower case', lower),
        AccountDomain: ofField('TargetDomainName', 'lower case', lower),
        AccountSid: data('TargetUserSid', 'medium'),
        LogonId: data('TargetLogonId', 'medium'),
        RemoteIP: ofField('IpAddress', 'text', unlessDash),
        RemotePort: data('IpPort', 'medium'),
        RemoteDeviceName: ofField('WorkstationName', 'text', unlessDash),
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
      selection: security(...taskActions.keys()),
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
