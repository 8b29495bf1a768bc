// Lookups that Enterprise Security, the CIM and the security content bring without rows, for an installation to fill: what
// its assets and identities are, which exceptions it makes. Those that come with rows have to be given.
// https://docs.splunk.com/Documentation/ES/latest/Admin/Formatassetoridentitylist
import type { KnownLookup } from '../environment.ts';

const ASSET = [
  'asset',
  'ip',
  'mac',
  'nt_host',
  'dns',
  'owner',
  'priority',
  'lat',
  'long',
  'city',
  'country',
  'bunit',
  'category',
  'pci_domain',
  'is_expected',
  'should_timesync',
  'should_update',
  'requires_av',
  'cim_entity_zone',
];

const IDENTITY = [
  'identity',
  'prefix',
  'nick',
  'first',
  'last',
  'suffix',
  'email',
  'phone',
  'managedBy',
  'priority',
  'bunit',
  'category',
  'watchlist',
  'startDate',
  'endDate',
  'work_city',
  'work_country',
  'work_lat',
  'work_long',
  'cim_entity_zone',
];

const caseless = { case_sensitive_match: false } as const;
const flagged = { min_matches: 1, default_match: 'false' } as const;

const lookups = new Map<string, KnownLookup>([
  ['asset_lookup_by_str', { columns: ASSET, ...caseless }],
  ['asset_lookup_by_cidr', { columns: ASSET, match_type: 'CIDR(asset)', ...caseless }],
  ['identity_lookup_expanded', { columns: IDENTITY, ...caseless }],
  ['cim_corporate_email_domain_lookup', { columns: ['domain'], match_type: 'WILDCARD(domain)' }],
  ['cim_corporate_web_domain_lookup', { columns: ['domain'], match_type: 'WILDCARD(domain)' }],
  [
    'brandMonitoring_lookup',
    { columns: ['domain', 'domain_abuse'], match_type: 'WILDCARD(domain)', ...flagged },
  ],
  ['domains', { columns: ['domain', 'isValidDomain'] }],
  [
    'dynamic_dns_providers_local',
    {
      columns: ['dynamic_dns_domains', 'isDynDNS_local'],
      match_type: 'WILDCARD(dynamic_dns_domains)',
      ...caseless,
    },
  ],
  [
    'lookup_rare_process_allow_list_local',
    {
      columns: ['process', 'allow_list'],
      match_type: 'WILDCARD(process)',
      ...caseless,
      ...flagged,
    },
  ],
  [
    'remote_access_software_exceptions',
    {
      columns: [
        'asset',
        'software',
        'exception_date',
        'exception_ttl_days',
        'exception',
        'comment',
      ],
    },
  ],
]);

export const knownLookup = (name: string): KnownLookup | undefined => lookups.get(name);
