// Defender's `Device*` tables, imitated from Windows events. Defender reports its own telemetry, so all of these are
// analogues: a verdict on them says that a query matches this shape, not that Defender would have reported the row.
import { call, isNull, text, when, type Expression } from '../../plan/index.ts';
import type { EventRecord } from '../record.ts';
import {
  device,
  hashes,
  initiator,
  ofField,
  security,
  subjectInitiator,
  sysmon,
} from './device-columns.ts';
import {
  dataField,
  defenderKey,
  domainOf,
  fileName,
  folderOf,
  hostedCommandLine,
  lower,
  oneOf,
  unlessDash,
  userOf,
} from './fields.ts';
import { elevations, integrityLevels, registryValue } from './renderings.ts';
import { constant, data, dataText, derived, ofData, shown, system } from './source.ts';
import type { ColumnSource } from './source.ts';
import type { TableMapping } from './table.ts';
import { taskContentJson } from './task-content.ts';

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
    {
      selection: sysmon(23, 26),
      columns: {
        ...device('DeviceFileEvents'),
        ...initiator(''),
        ...hashes(),
        ActionType: constant('FileDeleted'),
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
          defenderKey(folderOf(path)),
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
          defenderKey(when(deletesValue, folderOf(registryPath), registryPath)),
        ),
        RegistryValueName: shown(
          'last part of Data.TargetObject for deleted values',
          when(deletesValue, fileName(registryPath), text('')),
        ),
      },
    },
    {
      selection: sysmon(14),
      accepts: (record) => dataText(record, 'EventType') === 'RenameKey',
      columns: {
        ...device('DeviceRegistryEvents'),
        ...initiator(''),
        ActionType: constant('RegistryKeyRenamed'),
        RegistryKey: ofField('NewName', 'key, hive written out', defenderKey),
        PreviousRegistryKey: ofField('TargetObject', 'key, hive written out', defenderKey),
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
