// ASIM registry events: Sysmon 12, 13, 14, Security 4657 and 4663 of keys.
import type { EventRecord } from '../../record.ts';
import { account, fileName, folderOf, registryKey } from '../renderings.ts';
import { constant, data, dataText, derived, ofData } from '../source.ts';
import type { ColumnSource, ColumnSources, RawValue } from '../source.ts';
import type { TableMapping } from '../table.ts';
import { decimal, guid, security, shared, sysmon } from './columns.ts';

const registryTypes: ReadonlyMap<string, string> = new Map([
  ['CreateKey', 'RegistryKeyCreated'],
  ['DeleteKey', 'RegistryKeyDeleted'],
  ['DeleteValue', 'RegistryValueDeleted'],
  ['SetValue', 'RegistryValueSet'],
  ['RenameKey', 'RegistryKeyRenamed'],
]);

function isAboutValue(record: EventRecord): boolean {
  return ['SetValue', 'DeleteValue'].includes(dataText(record, 'EventType') ?? '');
}

/** A rename's key is the new one. */
function asimKey(record: EventRecord): RawValue {
  const renamed = dataText(record, 'EventType') === 'RenameKey';
  const path = dataText(record, renamed ? 'NewName' : 'TargetObject') ?? '';
  return registryKey(isAboutValue(record) || renamed ? folderOf(path) : path);
}

/** Of 4663, by the right of access; several rights at once are `Other`. */
const keyAccess: ReadonlyMap<string, string> = new Map([
  ['0x1', 'RegistryValueRead'],
  ['0x2', 'RegistryValueSet'],
  ['0x8', 'RegistrySubkeyEnumerated'],
  ['0x10', 'RegistryKeyNotify'],
  ['0x10000', 'RegistryKeyDeleted'],
  ['0x20000', 'MetadataAccessed'],
  ['0x20006', 'RegistryValueSet'],
  ['0x40000', 'MetadataModified'],
]);

/** Of 4657: created, changed, deleted. */
const valueChanges: ReadonlyMap<string, string> = new Map([
  ['%%1904', 'RegistryValueSet'],
  ['%%1905', 'RegistryValueSet'],
  ['%%1906', 'RegistryValueDeleted'],
]);

const valueTypes: ReadonlyMap<string, string> = new Map([
  ['%%1872', 'REG_NONE'],
  ['%%1873', 'REG_SZ'],
  ['%%1874', 'REG_EXPAND_SZ'],
  ['%%1875', 'REG_BINARY'],
  ['%%1876', 'REG_DWORD'],
  ['%%1879', 'REG_MULTI_SZ'],
  ['%%1883', 'REG_QWORD'],
]);

const auditedKey = ofData(
  'ObjectName',
  'key, hive written out',
  (path) =>
    path.startsWith('\\REGISTRY\\MACHINE')
      ? path.replace('\\REGISTRY\\MACHINE', 'HKEY_LOCAL_MACHINE')
      : path.replace('\\REGISTRY\\USER', 'HKEY_USERS'),
  'high',
);

/** What a change of a value has of the value before it. */
function beforeChange(source: ColumnSource): ColumnSource {
  return derived(
    `${source.source}, of changed values`,
    (record) => (dataText(record, 'OperationType') === '%%1905' ? source.value(record) : ''),
    'high',
  );
}

const nobody = 'S-1-0-0';
const simpleAccounts = new Set([nobody, 'S-1-5-18', 'S-1-5-19', 'S-1-5-20']);
const auditedSubject = derived('DOMAIN\\user of the subject', (r) => account(r, 'Subject'), 'high');
const isFullName = (name: string): boolean => name.includes('.');

/** What the rows of both audit events have. */
const audited: ColumnSources = {
  ...shared('Security Events'),
  Type: constant('SecurityEvent'),
  EventSchema: constant('RegistryEvent'),
  EventSchemaVersion: constant('0.1'),
  DvcHostname: derived(
    'first part of System.computer',
    ({ system }) => system.computer.split('.', 1)[0],
    'high',
  ),
  Dvc: derived(
    'System.computer where it is a full name',
    ({ system }) => (isFullName(system.computer) ? system.computer : ''),
    'high',
  ),
  ActingProcessId: decimal('ProcessId'),
  ActingProcessName: data('ProcessName'),
  ActorUsername: auditedSubject,
  ActorUsernameType: ofData(
    'SubjectUserSid',
    'Simple for service accounts, else Windows,',
    (sid) => (simpleAccounts.has(sid) ? 'Simple' : 'Windows'),
    'high',
  ),
  ActorUserId: ofData('SubjectUserSid', 'SID but for nobody', withoutNobody, 'high'),
  ActorUserIdType: ofData(
    'SubjectUserSid',
    'SID but for nobody, type',
    (sid) => (sid === nobody ? '' : 'SID'),
    'high',
  ),
  ActorSessionId: data('SubjectLogonId'),
  RegistryKey: auditedKey,
  User: auditedSubject,
  Process: data('ProcessName'),
};

function withoutNobody(sid: string): string {
  return sid === nobody ? '' : sid;
}

export const registryEvent: TableMapping = {
  name: 'AsimRegistryEventView',
  analogue: false,
  events: [
    {
      accepts: sysmon(12, 13, 14),
      columns: {
        ...shared('Sysmon'),
        Type: constant('Event'),
        EventType: ofData('EventType', 'action', (type) => registryTypes.get(type), 'high'),
        EventOriginalSubType: data('EventType'),
        EventSchema: constant('RegistryEvent'),
        EventSchemaVersion: constant('0.1.0'),
        EventMessage: derived('the message, where recorded', (record) => record.message),
        ActingProcessId: data('ProcessId'),
        ActingProcessGuid: guid('ProcessGuid'),
        ActingProcessName: data('Image'),
        // The parser finds the user behind `Details` only, which events 12 and 14 do not have.
        ActorUsername: userOfValueSet(),
        ActorUsernameType: derived(
          'Windows where there is a name',
          (record) => (isUserKnown(record) ? 'Windows' : ''),
          'high',
        ),
        RegistryKey: derived('key of Data.TargetObject, hive written out', asimKey, 'high'),
        RegistryValue: derived(
          'last part of Data.TargetObject for values',
          (record) =>
            isAboutValue(record) ? fileName(dataText(record, 'TargetObject') ?? '') : '',
          'high',
        ),
        RegistryValueData: data('Details'),
        User: userOfValueSet(),
        Process: data('Image'),
        RuleName: data('RuleName'),
        Rule: data('RuleName'),
      },
    },
    {
      accepts: (record) => security(4663)(record) && dataText(record, 'ObjectType') === 'Key',
      columns: {
        ...audited,
        EventType: ofData('AccessMask', 'access', (mask) => keyAccess.get(mask) ?? 'Other', 'high'),
      },
    },
    {
      accepts: security(4657),
      columns: {
        ...audited,
        EventType: ofData(
          'OperationType',
          'change',
          (operation) => valueChanges.get(operation) ?? 'Other',
          'high',
        ),
        RegistryValue: data('ObjectValueName'),
        RegistryValueType: ofData('NewValueType', 'name', (code) => valueTypes.get(code), 'high'),
        RegistryValueData: derived(
          'Data.NewValue, of deleted values Data.OldValue',
          (record) =>
            dataText(
              record,
              dataText(record, 'OperationType') === '%%1906' ? 'OldValue' : 'NewValue',
            ),
          'high',
        ),
        RegistryPreviousKey: beforeChange(auditedKey),
        RegistryPreviousValue: beforeChange(data('ObjectValueName')),
        RegistryPreviousValueData: beforeChange(data('OldValue')),
        RegistryPreviousValueType: ofData(
          'OldValueType',
          'name',
          (code) => valueTypes.get(code),
          'high',
        ),
      },
    },
  ],
};

function isUserKnown(record: EventRecord): boolean {
  return record.system.eventId === 13 && (dataText(record, 'User') ?? '') !== '';
}

function userOfValueSet(): ColumnSource {
  return derived(
    'Data.User of value sets',
    (record) => (isUserKnown(record) ? dataText(record, 'User') : ''),
    'high',
  );
}
