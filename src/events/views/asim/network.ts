// ASIM network sessions: Sysmon 3.
import type { EventRecord } from '../../record.ts';
import { constant, data, dataText, derived, ofData } from '../source.ts';
import type { ColumnSource, ColumnSources } from '../source.ts';
import type { TableMapping } from '../table.ts';
import { shared, sysmon, withoutBraces } from './columns.ts';

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
  ],
};
