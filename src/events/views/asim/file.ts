// ASIM file events: Sysmon 11, 23, 26, Security 4663 of files.
import { account } from '../renderings.ts';
import { dataField, unlessDash } from '../fields.ts';
import { constant, data, dataText, derived, ofData, shown } from '../source.ts';
import type { TableMapping } from '../table.ts';
import {
  decimal,
  guid,
  hashes,
  nameIn,
  security,
  shared,
  strongest,
  subjectType,
  sysmon,
  windowsName,
} from './columns.ts';

const hashOrder = ['SHA256', 'SHA1', 'MD5', 'IMPHASH'];

/** What one right of access stands for; several rights at once have no type. */
const accessTypes: ReadonlyMap<string, string> = new Map([
  ['0x1', 'ObjectAccessed'],
  ['0x2', 'ObjectModified'],
  ['0x4', 'ObjectModified'],
  ['0x6', 'ObjectModified'],
  ['0x8', 'MetadataAccessed'],
  ['0x10', 'MetadataModified'],
  ['0x40', 'ObjectDeleted'],
  ['0x80', 'MetadataAccessed'],
  ['0x100', 'MetadataModified'],
  ['0x10000', 'ObjectDeleted'],
  ['0x20000', 'MetadataAccessed'],
  ['0x40000', 'MetadataModified'],
  ['0x80000', 'MetadataModified'],
]);

const subject = derived('DOMAIN\\user of the subject', (r) => account(r, 'Subject'), 'high');

export const fileEvent: TableMapping = {
  name: 'AsimFileEventView',
  analogue: false,
  events: [
    {
      accepts: sysmon(11, 23, 26),
      columns: {
        ...shared('Sysmon', data('UtcTime')),
        Type: constant('Event'),
        EventType: derived(
          'by event id',
          ({ system: { eventId } }) => (eventId === 11 ? 'FileCreated' : 'FileDeleted'),
          'high',
        ),
        EventSeverity: constant('Informational'),
        EventSchema: constant('FileEvent'),
        EventSchemaVersion: constant('0.2.1'),
        ActingProcessGuid: guid('ProcessGuid'),
        ActingProcessId: data('ProcessId'),
        ActingProcessName: data('Image'),
        ActorUsername: data('User'),
        ActorUsernameType: windowsName('User'),
        ActorWindowsUsername: data('User'),
        TargetFilePath: data('TargetFilename'),
        TargetFilePathType: constant('Windows'),
        TargetFileName: nameIn('TargetFilename'),
        TargetFileCreationTime: data('CreationUtcTime'),
        ...hashes('TargetFile'),
        Hash: strongest(hashOrder, 'hash'),
        HashType: strongest(hashOrder, 'name'),
        RuleName: shown('text of Data.RuleName', unlessDash(dataField('RuleName')), 'high'),
        Process: data('Image'),
        FilePath: data('TargetFilename'),
        FileName: nameIn('TargetFilename'),
        User: data('User'),
      },
    },
    {
      accepts: (record) =>
        security(4663)(record) &&
        dataText(record, 'ObjectType') === 'File' &&
        dataText(record, 'ObjectName')?.startsWith('\\Device\\') === false,
      columns: {
        ...shared('Security Events'),
        Type: constant('SecurityEvent'),
        EventType: ofData('AccessMask', 'access', (mask) => accessTypes.get(mask), 'high'),
        EventSchema: constant('FileEvent'),
        EventSchemaVersion: constant('0.1.1'),
        ActingProcessId: decimal('ProcessId'),
        ActingProcessName: data('ProcessName'),
        ActorUserId: data('SubjectUserSid'),
        ActorUserIdType: constant('SID'),
        ActorUserSid: data('SubjectUserSid'),
        ActorSessionId: data('SubjectLogonId'),
        ActorUsername: subject,
        ActorUsernameType: windowsName('SubjectUserName'),
        ActorUserType: subjectType,
        TargetFilePath: data('ObjectName'),
        TargetFilePathType: constant('Windows Local'),
        Process: data('ProcessName'),
        FilePath: data('ObjectName'),
        User: subject,
      },
    },
  ],
};
