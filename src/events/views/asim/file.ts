// ASIM file events: Sysmon 11, 23, 26.
import { constant, data, derived, ofData } from '../source.ts';
import type { ColumnSource } from '../source.ts';
import type { TableMapping } from '../table.ts';
import { guid, hashes, nameIn, shared, strongest, sysmon } from './columns.ts';

const hashOrder = ['SHA256', 'SHA1', 'MD5', 'IMPHASH'];

const windowsName: (column: string) => ColumnSource = (name) =>
  ofData(name, 'Windows where there is a name', (text) => (text === '' ? '' : 'Windows'), 'high');

const unlessDash = (text: string): string => (text === '-' ? '' : text);

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
        RuleName: ofData('RuleName', 'text', unlessDash, 'high'),
        Process: data('Image'),
        FilePath: data('TargetFilename'),
        FileName: nameIn('TargetFilename'),
        User: data('User'),
      },
    },
  ],
};
