// Defender's tables of connections and logons, imitated from Windows events: analogues as the others are.
import type { EventRecord } from '../record.ts';
import {
  device,
  initiator,
  ofField,
  security,
  subjectInitiator,
  sysmon,
} from './device-columns.ts';
import { fileName, lower, oneOf, unlessDash } from './fields.ts';
import { ipType, logonTypes } from './renderings.ts';
import { data, dataText, derived, ofData } from './source.ts';
import type { ColumnSource } from './source.ts';
import type { TableMapping } from './table.ts';

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
        LocalIPType: derived('kind of LocalIP', (record) =>
          ipType(dataText(record, `${sides(record)[0]}Ip`) ?? ''),
        ),
        RemoteIP: otherSide('Ip'),
        RemoteIPType: derived('kind of RemoteIP', (record) =>
          ipType(dataText(record, `${sides(record)[1]}Ip`) ?? ''),
        ),
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

/** What Defender says of a logon with a name that is not, or with a wrong password. */
const unknownOrWrong = new Set(['0xc0000064', '0xc000006a']);

function failureReason(record: EventRecord): string {
  const status = dataText(record, 'SubStatus')?.toLowerCase() ?? '';
  return record.system.eventId === 4625 && unknownOrWrong.has(status)
    ? 'InvalidUserNameOrPassword'
    : '';
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
        RemoteIPType: ofData('IpAddress', 'kind', ipType),
        Protocol: ofField('AuthenticationPackageName', 'text', unlessDash),
        FailureReason: derived('of known names and wrong passwords', failureReason, 'low'),
        InitiatingProcessFileName: ofField('ProcessName', 'file name in lower case', (path) =>
          unlessDash(lower(fileName(path))),
        ),
        InitiatingProcessFolderPath: ofField('ProcessName', 'lower case', (path) =>
          unlessDash(lower(path)),
        ),
        InitiatingProcessId: data('ProcessId', 'medium'),
      },
    },
  ],
};
