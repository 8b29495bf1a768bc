// ASIM registry events: Sysmon 12, 13, 14.
import type { EventRecord } from '../../record.ts';
import { fileName, folderOf, registryKey } from '../renderings.ts';
import { constant, data, dataText, derived, ofData } from '../source.ts';
import type { ColumnSource, RawValue } from '../source.ts';
import type { TableMapping } from '../table.ts';
import { guid, shared, sysmon } from './columns.ts';

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
