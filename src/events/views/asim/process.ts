// ASIM process events: Security 4688 and 4689, Sysmon 1 and 5.
import { account } from '../renderings.ts';
import { constant, data, dataText, derived, ofData } from '../source.ts';
import type { ColumnSource } from '../source.ts';
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

const hashOrder = ['SHA256', 'SHA1', 'IMPHASH', 'MD5'];

/** Names that the parser knows for accounts without one. */
const namelessAccounts: ReadonlyMap<string, string> = new Map([
  ['S-1-5-18', 'Local System'],
  ['S-1-0-0', 'Nobody'],
]);

function processAccount(who: 'Subject' | 'Target'): ColumnSource {
  return derived(
    `DOMAIN\\user of the ${who.toLowerCase()}; for - the name of a known SID`,
    (record) =>
      dataText(record, `${who}UserName`) === '-'
        ? (namelessAccounts.get(dataText(record, `${who}UserSid`) ?? '') ?? '')
        : account(record, who),
    'high',
  );
}

const endedBy = derived(
  'DOMAIN\\user of the subject, the user alone for -',
  (record) =>
    dataText(record, 'SubjectDomainName') === '-'
      ? dataText(record, 'SubjectUserName')
      : account(record, 'Subject'),
  'high',
);

export const processEvent: TableMapping = {
  name: 'AsimProcessEventView',
  analogue: false,
  events: [
    {
      accepts: security(4688),
      columns: {
        ...shared('Security Events'),
        Type: constant('SecurityEvent'),
        EventType: constant('ProcessCreated'),
        EventSchema: constant('ProcessEvent'),
        EventSchemaVersion: constant('0.1.3'),
        ActorUserId: data('SubjectUserSid'),
        ActorUserIdType: constant('SID'),
        ActorUsername: processAccount('Subject'),
        ActorUsernameType: ofData('SubjectUserName', 'Simple for -', typeOfName, 'high'),
        ActorSessionId: data('SubjectLogonId'),
        ActorUserType: subjectType,
        TargetUserId: data('TargetUserSid'),
        TargetUserIdType: constant('SID'),
        TargetUsername: processAccount('Target'),
        TargetUsernameType: ofData('TargetDomainName', 'Simple for -', typeOfName, 'high'),
        TargetUserSessionId: data('TargetLogonId'),
        User: processAccount('Target'),
        ActingProcessId: decimal('ProcessId'),
        ActingProcessName: data('ParentProcessName'),
        ActingProcessFilename: nameIn('ParentProcessName'),
        TargetProcessId: decimal('NewProcessId'),
        TargetProcessName: data('NewProcessName'),
        TargetProcessFilename: nameIn('NewProcessName'),
        TargetProcessCommandLine: data('CommandLine'),
        TargetProcessTokenElevation: data('TokenElevationType'),
        Process: data('NewProcessName'),
        CommandLine: data('CommandLine'),
      },
    },
    {
      accepts: sysmon(1),
      columns: {
        ...shared('Sysmon'),
        Type: constant('Event'),
        EventType: constant('ProcessCreated'),
        EventSchema: constant('ProcessEvent'),
        EventSchemaVersion: constant('0.1.0'),
        ActorUsername: data('ParentUser'),
        ActorUsernameType: constant('Windows'),
        TargetUsername: data('User'),
        TargetUsernameType: constant('Windows'),
        TargetUserSessionId: data('LogonId'),
        TargetUserSessionGuid: guid('LogonGuid'),
        User: data('User'),
        ActingProcessId: data('ParentProcessId'),
        ActingProcessGuid: guid('ParentProcessGuid'),
        ActingProcessName: data('ParentImage'),
        ActingProcessCommandLine: data('ParentCommandLine'),
        TargetProcessId: data('ProcessId'),
        TargetProcessGuid: guid('ProcessGuid'),
        TargetProcessName: data('Image'),
        TargetProcessFilename: data('OriginalFileName'),
        TargetProcessCommandLine: data('CommandLine'),
        TargetProcessCurrentDirectory: data('CurrentDirectory'),
        TargetProcessIntegrityLevel: data('IntegrityLevel'),
        TargetProcessFileCompany: data('Company'),
        TargetProcessFileDescription: data('Description'),
        TargetProcessFileProduct: data('Product'),
        TargetProcessFileVersion: data('FileVersion'),
        ...hashes('TargetProcess'),
        Hash: strongest(hashOrder, 'hash'),
        HashType: strongest(hashOrder, 'name'),
        Process: data('Image'),
        CommandLine: data('CommandLine'),
      },
    },
    {
      accepts: security(4689),
      columns: {
        ...shared('Security Events'),
        Type: constant('SecurityEvent'),
        EventType: constant('ProcessTerminated'),
        EventSchema: constant('ProcessEvent', 'medium'),
        EventSchemaVersion: constant('0.1.0'),
        EventResultDetails: data('Status'),
        EventOriginalResultDetails: data('Status'),
        ActorUserId: data('SubjectUserSid'),
        ActorUserIdType: constant('SID'),
        ActorUsername: endedBy,
        ActorUsernameType: ofData('SubjectDomainName', 'Simple for -', typeOfName, 'high'),
        ActorSessionId: data('SubjectLogonId'),
        User: endedBy,
        TargetProcessId: decimal('ProcessId'),
        TargetProcessName: data('ProcessName'),
        Process: data('ProcessName'),
      },
    },
    {
      accepts: sysmon(5),
      columns: {
        ...shared('Sysmon'),
        Type: constant('Event'),
        EventType: constant('ProcessTerminated'),
        EventSchema: constant('ProcessEvent'),
        EventSchemaVersion: constant('0.1.0'),
        ActorUsername: data('User'),
        ActorUsernameType: windowsName('User'),
        TargetUsername: data('User'),
        TargetUsernameType: windowsName('User'),
        User: data('User'),
        TargetProcessId: data('ProcessId'),
        TargetProcessGuid: guid('ProcessGuid'),
        TargetProcessName: data('Image'),
        Process: data('Image'),
      },
    },
  ],
};

function typeOfName(text: string): string {
  return text === '-' ? 'Simple' : 'Windows';
}
