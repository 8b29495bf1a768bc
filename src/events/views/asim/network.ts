// ASIM network sessions: Sysmon 3, and what the filtering platform allows and blocks (Security 5152 to 5159).
import type { EventRecord } from '../../record.ts';
import { constant, data, dataText, derived, ofData } from '../source.ts';
import type { ColumnSource, ColumnSources, RawValue } from '../source.ts';
import type { TableMapping } from '../table.ts';
import { security, shared, sysmon, withoutBraces } from './columns.ts';

function isOutbound(record: EventRecord): boolean {
  return dataText(record, 'Initiated')?.toLowerCase() === 'true';
}

/** The process is at the source of what it initiated, at the destination of what came in. */
function sideOf(outbound: boolean, name: string, change = (text: string) => text): ColumnSource {
  return derived(
    `Data.${name} of ${outbound ? 'outbound' : 'inbound'} connections`,
    (record) => (isOutbound(record) === outbound ? change(dataText(record, name) ?? '') : ''),
    'high',
  );
}

function processSide(prefix: 'Src' | 'Dst'): ColumnSources {
  const outbound = prefix === 'Src';
  return {
    [`${prefix}Username`]: sideOf(outbound, 'User'),
    [`${prefix}UsernameType`]: derived('Simple where there is a process', (record) =>
      isOutbound(record) === outbound ? 'Simple' : '',
    ),
    [`${prefix}ProcessName`]: sideOf(outbound, 'Image'),
    [`${prefix}ProcessId`]: sideOf(outbound, 'ProcessId'),
    [`${prefix}ProcessGuid`]: sideOf(outbound, 'ProcessGuid', withoutBraces),
    [`${prefix}AppName`]: sideOf(outbound, 'Image'),
    [`${prefix}AppType`]: derived('Process where there is a process', (record) =>
      isOutbound(record) === outbound ? 'Process' : '',
    ),
  };
}

const protocols: ReadonlyMap<string, string> = new Map([
  ['1', 'ICMP'],
  ['3', 'GGP'],
  ['6', 'TCP'],
  ['8', 'EGP'],
  ['12', 'PUP'],
  ['17', 'UDP'],
  ['20', 'HMP'],
  ['27', 'RDP'],
  ['46', 'RSVP'],
  ['47', 'PPTP data over GRE'],
  ['50', 'ESP'],
  ['51', 'AH'],
  ['66', 'RVD'],
  ['88', 'IGMP'],
  ['89', 'OSPF'],
]);

const directions: ReadonlyMap<string, string> = new Map([
  ['%%14592', 'Inbound'],
  ['%%14593', 'Outbound'],
  ['%%14594', 'Forward'],
  ['%%14595', 'Bidirectional'],
]);

/** Listening and binding have no direction of their own. */
function filteredDirection(record: EventRecord): string {
  return directions.get(dataText(record, 'Direction') ?? '') ?? 'Listen';
}

const allowed = new Set([5154, 5156, 5158]);

function byOutcome(what: string, yes: string, no: string): ColumnSource {
  const value = ({ system: { eventId } }: EventRecord): string => (allowed.has(eventId) ? yes : no);
  return derived(`${what} by event id`, value, 'high');
}

/** A datum of the side at which this machine is, or the other side: sources are here where traffic goes out. */
function filteredSide(outbound: boolean, source: string, of: (record: EventRecord) => RawValue) {
  return derived(
    `${source} of ${outbound ? 'outbound' : 'other'} traffic`,
    (record) => ((filteredDirection(record) === 'Outbound') === outbound ? of(record) : ''),
    'high',
  );
}

const text = (name: string) => (record: EventRecord) => dataText(record, name);

function unlessNobody(name: string, shown: (sid: string) => string) {
  return (record: EventRecord): string => {
    const sid = dataText(record, name) ?? '';
    return ['', 'S-1-0-0'].includes(sid) ? '' : shown(sid);
  };
}

const remoteUser = unlessNobody('RemoteUserID', (sid) => sid);
const remoteUserType = unlessNobody('RemoteUserID', () => 'SID');

const filteredTraffic: ColumnSources = {
  ...shared('Windows Firewall'),
  Type: constant('SecurityEvent'),
  EventType: constant('NetworkSession'),
  EventSchema: constant('NetworkSession'),
  EventSchemaVersion: constant('0.2.0'),
  EventResult: byOutcome('Success or Failure', 'Success', 'Failure'),
  EventSeverity: byOutcome('severity', 'Informational', 'Low'),
  DvcAction: byOutcome('Allow or Deny', 'Allow', 'Deny'),
  NetworkDirection: derived('name of Data.Direction, else Listen', filteredDirection, 'high'),
  NetworkProtocol: ofData('Protocol', 'name', (number) => protocols.get(number), 'high'),
  NetworkRuleNumber: data('FilterRTID'),
  SrcIpAddr: data('SourceAddress'),
  SrcPortNumber: data('SourcePort'),
  SrcHostname: filteredSide(true, 'System.computer', ({ system }) => system.computer),
  SrcAppName: filteredSide(true, 'Data.Application', text('Application')),
  SrcAppType: constant('Process'),
  SrcProcessId: filteredSide(true, 'Data.ProcessId', text('ProcessId')),
  SrcUserId: filteredSide(false, 'Data.RemoteUserID', remoteUser),
  SrcUserIdType: filteredSide(false, 'SID where there is a user', remoteUserType),
  SrcDvcId: filteredSide(true, 'Data.RemoteMachineID', text('RemoteMachineID')),
  DstIpAddr: data('DestAddress'),
  DstPortNumber: data('DestPort'),
  DstHostname: filteredSide(false, 'System.computer', ({ system }) => system.computer),
  DstAppName: filteredSide(false, 'Data.Application', text('Application')),
  DstAppType: constant('Process'),
  DstProcessId: filteredSide(false, 'Data.ProcessId', text('ProcessId')),
  DstUserId: filteredSide(true, 'Data.RemoteUserID', remoteUser),
  DstUserIdType: filteredSide(true, 'SID where there is a user', remoteUserType),
  DstDvcId: filteredSide(false, 'Data.RemoteMachineID', text('RemoteMachineID')),
  Hostname: filteredSide(false, 'System.computer', ({ system }) => system.computer),
  IpAddr: data('SourceAddress'),
  Src: data('SourceAddress'),
  Dst: data('DestAddress'),
};

export const networkSession: TableMapping = {
  name: 'AsimNetworkSessionView',
  analogue: false,
  events: [
    {
      accepts: sysmon(3),
      columns: {
        ...shared('Sysmon', data('UtcTime')),
        ...processSide('Src'),
        ...processSide('Dst'),
        Type: constant('Event'),
        EventType: constant('EndpointNetworkSession'),
        EventSeverity: constant('Informational'),
        EventSchema: constant('NetworkSession'),
        EventSchemaVersion: constant('0.2.4'),
        NetworkDirection: derived(
          'Outbound where this machine initiated it',
          (record) => (isOutbound(record) ? 'Outbound' : 'Inbound'),
          'high',
        ),
        NetworkProtocol: ofData('Protocol', 'upper case', (text) => text.toUpperCase(), 'high'),
        NetworkProtocolVersion: ofData(
          'SourceIsIpv6',
          'version',
          (text) => (text.toLowerCase() === 'true' ? 'IPv6' : 'IPv4'),
          'high',
        ),
        NetworkRuleName: data('RuleName'),
        SrcIpAddr: data('SourceIp'),
        SrcPortNumber: data('SourcePort'),
        SrcHostname: data('SourceHostname'),
        DstIpAddr: data('DestinationIp'),
        DstPortNumber: data('DestinationPort'),
        DstHostname: data('DestinationHostname'),
        DvcIpAddr: data('SourceIp'),
        IpAddr: data('SourceIp'),
        Src: data('SourceIp'),
        Dst: data('DestinationIp'),
        Hostname: derived(
          'Data.SourceHostname, for - Data.DestinationHostname',
          (record) =>
            dataText(
              record,
              dataText(record, 'SourceHostname') === '-' ? 'DestinationHostname' : 'SourceHostname',
            ),
          'high',
        ),
        SrcDomainType: constant('Windows'),
        DstDomainType: constant('Windows'),
        DvcDomainType: constant('Windows'),
      },
    },
    {
      accepts: security(5152, 5154, 5155, 5156, 5157, 5158, 5159),
      columns: filteredTraffic,
    },
  ],
};
