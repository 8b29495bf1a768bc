// Event types, and the tags that they carry, as the Windows, Sysmon and cloud add-ons set them for the CIM.

import type { DataModel } from '../environment.ts';
import { dataModel, dataModels } from './data-models.ts';

/** `search` is a search expression; `tags` are what its events are tagged with. */
export interface EventType {
  readonly name: string;
  readonly search: string;
  readonly tags: readonly string[];
}

/** Events of a Windows channel, in any of the forms that they are stored in. */
const from = (channel: string): string =>
  `(Channel="${channel}" OR source="*WinEventLog:${channel}" OR sourcetype="*WinEventLog:${channel}")`;

const SYSMON_CHANNEL = 'Microsoft-Windows-Sysmon/Operational';

/** Events of a channel with these codes. The codes come first: they are the cheaper and the sharper test. */
const coded = (channel: string, ...codes: readonly number[]): string =>
  `EventCode IN (${codes.join(', ')}) ${from(channel)}`;
const sysmon = (...codes: readonly number[]): string => coded(SYSMON_CHANNEL, ...codes);
const security = (...codes: readonly number[]): string => coded('Security', ...codes);
const system = (...codes: readonly number[]): string => coded('System', ...codes);

const type = (name: string, search: string, ...tags: readonly string[]): EventType => ({
  name,
  search,
  tags,
});

export const eventTypes: readonly EventType[] = [
  type('wineventlog_security', from('Security'), 'os', 'windows'),
  type('wineventlog_system', from('System'), 'os', 'windows'),
  type('wineventlog_application', from('Application'), 'os', 'windows'),
  type(
    'wineventlog_windows',
    'sourcetype="XmlWinEventLog*" OR sourcetype="WinEventLog*"',
    'os',
    'windows',
  ),
  type('wineventlog-ds', from('Directory Service'), 'os', 'windows'),
  type('ms-sysmon-process', sysmon(1, 5), 'process', 'report'),
  type('ms-sysmon-filemod', sysmon(2, 11, 15, 23, 26, 29), 'endpoint', 'filesystem'),
  type('ms-sysmon-regmod', sysmon(12, 13, 14), 'endpoint', 'registry'),
  type('ms-sysmon-network', sysmon(3), 'network', 'communicate'),
  type('ms-sysmon-dns', sysmon(22), 'network', 'resolution', 'dns'),
  type('ms-sysmon-service', sysmon(4, 16), 'service', 'report'),
  type('windows_process_new', security(4688), 'process', 'execute', 'start', 'report'),
  type('windows_process_terminated', security(4689), 'process', 'execute', 'terminated', 'report'),
  type('windows_registry_value', security(4657), 'endpoint', 'registry'),
  type(
    'windows_file_access',
    `${security(4663)} (ObjectType=File OR Object_Type=File)`,
    'endpoint',
    'filesystem',
  ),
  type(
    'windows_service_installed',
    `(${security(4697)}) OR (${system(7045, 7036, 7040)})`,
    'service',
    'report',
  ),
  type('windows_logon_success', security(4624), 'authentication'),
  type('windows_logon_failure', security(4625), 'authentication'),
  type('windows_logon_explicit', security(4648), 'authentication'),
  type('windows_auth_ticket', security(4768, 4769, 4771, 4776), 'authentication'),
  type('windows_logon_special', security(4672), 'authentication', 'privileged'),
  type('windows_account_created', security(4720, 4741), 'change', 'account', 'add'),
  type('windows_account_deleted', security(4726, 4743), 'change', 'account', 'delete'),
  type(
    'windows_account_modified',
    security(4722, 4723, 4724, 4725, 4738, 4742, 4767, 4781),
    'change',
    'account',
    'modify',
  ),
  type('windows_account_lockout', security(4740), 'change', 'account', 'lock'),
  type(
    'windows_group_changed',
    security(4727, 4728, 4729, 4730, 4731, 4732, 4733, 4734, 4754, 4756, 4757, 4758),
    'change',
    'account',
    'group',
  ),
  type('windows_audit_log_cleared', `(${security(1102)}) OR (${system(104)})`, 'change', 'audit'),
  type('windows_audit_policy_changed', security(4719), 'change', 'audit', 'policy'),
  type('windows_filtering_platform', security(5156, 5157), 'network', 'communicate'),
  type(
    'aws_cloudtrail_auth',
    'sourcetype="aws:cloudtrail" eventName IN (ConsoleLogin, AssumeRole, AssumeRoleWithSAML, GetSessionToken)',
    'authentication',
  ),
  type(
    'aws_cloudtrail_change',
    'sourcetype="aws:cloudtrail" NOT eventName IN (Get*, List*, Describe*, Head*, Lookup*, ConsoleLogin, AssumeRole*)',
    'change',
    'cloud',
  ),
  type(
    'o365_authentication',
    'sourcetype="o365:management:activity" Operation IN (UserLoggedIn, UserLoginFailed)',
    'authentication',
  ),
  type(
    'azure_aad_signin',
    'sourcetype="azure:monitor:aad" category IN (SignInLogs, NonInteractiveUserSignInLogs, ServicePrincipalSignInLogs)',
    'authentication',
  ),
  type('okta_log', 'sourcetype="OktaIM2:log"'),
  type(
    'okta_authentication',
    'sourcetype="OktaIM2:log" eventType="user.session.start"',
    'authentication',
  ),
  type(
    'osquery-process',
    'sourcetype="osquery:results" (name=*process* OR columns.cmdline=*)',
    'process',
    'report',
  ),
  type(
    'linux_audit_execve',
    'sourcetype="linux:audit" type IN (EXECVE, SYSCALL, PROCTITLE)',
    'process',
    'report',
  ),
  type('cisco_ios', 'sourcetype="cisco:ios"'),
  type(
    'web_access',
    'sourcetype IN ("access_combined*", "apache:access*", "iis", "ms:iis:*", "nginx:plus:*", "stream:http", "zscalernss-web", "aws:s3:accesslogs") OR (sourcetype=suricata event_type=http)',
    'web',
  ),
  type('web_proxy', 'sourcetype="zscalernss-web"', 'web', 'proxy'),
  type(
    'email_delivery',
    'sourcetype IN ("gsuite:gmail:bigquery", "ms:o365:reporting:messagetrace", "stream:smtp")',
    'email',
  ),
  type('suricata_alert', 'sourcetype=suricata event_type=alert', 'ids', 'attack'),
  type('suricata_flow', 'sourcetype=suricata event_type=flow', 'network', 'communicate'),
  type(
    'stream_dns',
    '(sourcetype="stream:dns") OR (sourcetype=suricata event_type=dns)',
    'network',
    'resolution',
    'dns',
  ),
  type(
    'zeek_conn',
    'sourcetype IN ("bro:conn:json", "zeek:conn:json", "bro:conn")',
    'network',
    'communicate',
  ),
  type(
    'zeek_dns',
    'sourcetype IN ("bro:dns:json", "zeek:dns:json", "bro:dns")',
    'network',
    'resolution',
    'dns',
  ),
  type(
    'stream_tls',
    '(sourcetype="stream:tcp" ssl_issuer=*) OR (sourcetype=suricata event_type=tls)',
    'certificate',
    'ssl',
  ),
  type(
    'cloud_security_alert',
    'sourcetype IN ("aws:securityhub:finding", "mscs:azure:security:alert", "ms365:defender:incident:alerts")',
    'alert',
  ),
];

const byName = new Map(eventTypes.map((each) => [each.name.toLowerCase(), each]));

/** The search of an event type, by name in any case. */
export function eventTypeSearch(name: string): string | undefined {
  return byName.get(name.toLowerCase())?.search;
}

/** Tags that the Common Information Model speaks of, whether or not an event type here carries them. */
const modelTags: ReadonlySet<string> = new Set(
  dataModels.flatMap((model) =>
    model.datasets.flatMap((each) =>
      [...each.constraint.matchAll(/\btag=(\w+)/g)].map((found) => found[1] ?? ''),
    ),
  ),
);

/** The search for events that carry all of these tags: of the event types that do; `()`, no event, if none does. */
export function taggedSearch(tags: readonly string[]): string {
  const searches = eventTypes
    .filter((each) => tags.every((tag) => each.tags.includes(tag)))
    .map((each) => each.search);
  return searches.length === 0 ? '()' : searches.map((each) => `(${each})`).join(' OR ');
}

/** The search for what carries a tag; undefined for an unknown tag. */
export function tagSearch(tag: string): string | undefined {
  const lower = tag.toLowerCase();
  const known = modelTags.has(lower) || eventTypes.some((each) => each.tags.includes(lower));
  return known ? taggedSearch([lower]) : undefined;
}

export const eventTypeNames = (): readonly string[] => eventTypes.map((each) => each.name);

/** Tags that an event type here carries, by name. */
export const tagNames = (): readonly string[] =>
  [...new Set(eventTypes.flatMap((each) => each.tags))].sort();

const withSearch = new Map<string, DataModel>();

/**
 * A data model by its name in any case. Where a dataset asks for several tags at once, its constraint is written as the
 * event types that carry them all, which is one test instead of one for each tag.
 */
export function dataModelByTags(name: string): DataModel | undefined {
  const key = name.toLowerCase();
  const known = withSearch.get(key);
  const model = known ?? dataModel(name);
  if (known || !model) return known;
  const datasets = model.datasets.map((each) => ({
    ...each,
    constraint: plainSearch(each.constraint),
  }));
  const made = { ...model, datasets };
  withSearch.set(key, made);
  return made;
}

/** The leading `tag=a tag=b` of a constraint, spelled out; the rest as it is. */
function plainSearch(constraint: string): string {
  const words = constraint.split(' ');
  const rest = words.findIndex((each) => !/^tag=\w+$/.test(each));
  const count = rest < 0 ? words.length : rest;
  if (count === 0 || /^OR$/.test(words[count] ?? '')) return constraint;
  const tags = words.slice(0, count).map((each) => each.slice('tag='.length));
  return [`(${taggedSearch(tags)})`, ...words.slice(count)].join(' ');
}
