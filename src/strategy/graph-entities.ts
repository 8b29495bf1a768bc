// Sentinel's entity types and identifiers as Microsoft Graph names them in a custom detection.
// https://learn.microsoft.com/graph/api/resources/security-entitymappingconfiguration

/** A group of mappings, and for each of Sentinel's identifiers the property that names its column. */
export interface GraphEntity {
  readonly name: string;
  readonly columns: Readonly<Record<string, string>>;
}

export const graphEntities: ReadonlyMap<string, GraphEntity> = new Map([
  [
    'Account',
    {
      name: 'accounts',
      columns: {
        Sid: 'sidColumn',
        Name: 'nameColumn',
        AadUserId: 'aadUserIdColumn',
        NTDomain: 'ntDomainColumn',
        DnsDomain: 'dnsDomainColumn',
        UPNSuffix: 'upnSuffixColumn',
      },
    },
  ],
  [
    'Host',
    {
      name: 'hosts',
      columns: {
        HostName: 'nameColumn',
        // Defender names a device by its full name.
        FullName: 'nameColumn',
        NetBiosName: 'netBiosNameColumn',
        DnsDomain: 'dnsDomainColumn',
        NTDomain: 'ntDomainColumn',
      },
    },
  ],
  ['File', { name: 'files', columns: { Name: 'nameColumn' } }],
  ['IP', { name: 'ips', columns: { Address: 'addressColumn', AddressScope: 'scopeColumn' } }],
  ['URL', { name: 'urls', columns: { Url: 'addressColumn' } }],
  ['DNS', { name: 'dns', columns: { DomainName: 'domainNameColumn' } }],
  ['RegistryKey', { name: 'registryValues', columns: { Key: 'keyColumn' } }],
  ['RegistryValue', { name: 'registryValues', columns: { Name: 'valueNameColumn' } }],
  [
    'SecurityGroup',
    {
      name: 'securityGroups',
      columns: {
        SID: 'sidColumn',
        ObjectGuid: 'objectIdColumn',
        DistinguishedName: 'distinguishedNameColumn',
      },
    },
  ],
]);
