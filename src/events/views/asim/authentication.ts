// ASIM authentication: Security 4624, 4625, 4634, 4647.
import type { EventRecord } from '../../record.ts';
import { account, logonType } from '../renderings.ts';
import { activity } from '../security-event.ts';
import { constant, data, dataText, derived, ofData, system } from '../source.ts';
import type { ColumnSource } from '../source.ts';
import type { TableMapping } from '../table.ts';
import { computer, security, shared } from './columns.ts';

/** What a logon's status means to the schema; others are `Other`, and a success has none. */
const logonFailures: ReadonlyMap<string, string> = new Map([
  ['0xc0000064', 'No such user or password'],
  ['0xc000006a', 'Incorrect password'],
  ['0xc000006e', 'Logon violates policy'],
  ['0xc000006f', 'Logon violates policy'],
  ['0xc0000070', 'Logon violates policy'],
  ['0xc0000071', 'Password expired'],
  ['0xc0000072', 'User disabled'],
  ['0xc000010b', 'Logon violates policy'],
  ['0xc000015b', 'Logon violates policy'],
  ['0xc0000193', 'Account expired'],
  ['0xc0000234', 'User locked'],
]);

function logonStatus(record: EventRecord): string {
  const sub = dataText(record, 'SubStatus') ?? '';
  return sub === '0x0' ? (dataText(record, 'Status') ?? '') : sub;
}

function logonDetails(record: EventRecord): string {
  if (record.system.eventId !== 4625) return '';
  return logonFailures.get(logonStatus(record).toLowerCase()) ?? 'Other';
}

function logonAccount(who: 'Subject' | 'Target'): ColumnSource {
  return derived(
    `DOMAIN\\user of the ${who.toLowerCase()}, the user alone where the domain is -`,
    (record) =>
      ['-', ''].includes(dataText(record, `${who}DomainName`) ?? '')
        ? dataText(record, `${who}UserName`)
        : account(record, who),
    'high',
  );
}

const isLogoff = ({ system: { eventId } }: EventRecord): boolean =>
  eventId === 4634 || eventId === 4647;

/** A name without a domain is simple. */
function nameType(domain: string): ColumnSource {
  return derived(
    `Simple where Data.${domain} is - or empty`,
    (record) => (['-', ''].includes(dataText(record, domain) ?? '') ? 'Simple' : 'Windows'),
    'high',
  );
}

export const authentication: TableMapping = {
  name: 'AsimAuthenticationView',
  analogue: false,
  events: [
    {
      accepts: security(4624, 4625, 4634, 4647),
      columns: {
        ...shared('Security Events'),
        Type: constant('SecurityEvent'),
        EventType: derived('by event id', (r) => (isLogoff(r) ? 'Logoff' : 'Logon'), 'high'),
        EventSubType: ofData('LogonType', 'name', logonType),
        EventResult: derived(
          'by event id',
          ({ system: { eventId } }) => (eventId === 4625 ? 'Failure' : 'Success'),
          'high',
        ),
        EventResultDetails: derived('meaning of the status', logonDetails),
        EventMessage: derived('event id and first line of its message', activity, 'high'),
        EventStatus: derived('Data.SubStatus, for 0x0 Data.Status', logonStatus, 'high'),
        EventSchema: constant('Authentication'),
        EventSchemaVersion: constant('0.1.0'),
        ActorUserId: data('SubjectUserSid'),
        ActorUserIdType: constant('SID'),
        ActorUsername: logonAccount('Subject'),
        ActorUsernameType: nameType('SubjectDomainName'),
        ActorSessionId: data('SubjectLogonId'),
        TargetUserId: data('TargetUserSid'),
        TargetUserIdType: constant('SID'),
        TargetUsername: logonAccount('Target'),
        TargetUsernameType: nameType('TargetDomainName'),
        TargetSessionId: data('TargetLogonId'),
        TargetHostname: system('computer', 'medium'),
        TargetDvcHostname: computer,
        LogonTarget: computer,
        LogonProtocol: data('AuthenticationPackageName'),
        SrcIpAddr: data('IpAddress', 'medium'),
        SrcDvcIpAddr: data('IpAddress'),
        SrcHostname: data('WorkstationName', 'medium'),
        SrcDvcHostname: data('WorkstationName'),
        SrcDvcOs: constant('Windows'),
        User: logonAccount('Target'),
        Dvc: data('WorkstationName'),
        Src: data('IpAddress', 'medium'),
      },
    },
  ],
};
