// What Enterprise Security reads from a saved search: annotations, the finding (notable) and the risk of its entities.
// Without Enterprise Security nothing reads these keys.
import type { EntityMapping, Severity, Strategy } from '../../../strategy/index.ts';
import type { ConfSetting } from '../conf/conf.ts';
import { compactJson, type Json } from './json.ts';
import { oneLine } from './macros.ts';

const SEVERITY: Readonly<Record<Severity, string>> = {
  informational: 'informational',
  low: 'low',
  medium: 'medium',
  high: 'high',
};

/** A result column that names someone or something: what a finding is about, or what threatens it. */
interface Role {
  readonly column: string;
  readonly kind: 'user' | 'system' | 'threat';
  /** Enterprise Security's type of threat object; `user` or `system` for the others. */
  readonly type: string;
}

// Identifiers that name an entity by themselves; the others (a domain, a tenant id) only qualify a name.
const NAMING: ReadonlyMap<string, readonly [Role['kind'], string, readonly string[]]> = new Map([
  ['account', ['user', 'user', ['Name', 'FullName', 'UserPrincipalName', 'DisplayName', 'Sid']]],
  ['mailbox', ['user', 'user', ['MailboxPrimaryAddress', 'Upn']]],
  ['host', ['system', 'system', ['HostName', 'FullName', 'NetBiosName']]],
  ['ip', ['threat', 'ip_address', ['Address']]],
  ['url', ['threat', 'url', ['Url']]],
  ['dns', ['threat', 'domain', ['DomainName']]],
  ['file', ['threat', 'file_name', ['Name']]],
  ['filehash', ['threat', 'file_hash', ['Value']]],
  ['process', ['threat', 'process', ['CommandLine']]],
  ['registrykey', ['threat', 'registry_path', ['Key']]],
]);

/** The roles of a strategy's result columns, each column once, in document order. */
function rolesOf(entities: readonly EntityMapping[]): Role[] {
  const roles = new Map<string, Role>();
  for (const { type, columns } of entities) {
    const known = NAMING.get(type.toLowerCase());
    if (!known) continue;
    const [kind, name, identifiers] = known;
    const given = new Map(Object.entries(columns));
    const column = identifiers.map((each) => given.get(each)).find((each) => each !== undefined);
    if (column !== undefined && !roles.has(column)) roles.set(column, { column, kind, type: name });
  }
  return [...roles.values()];
}

/** The `action.*` settings, sorted by key. */
export function enterpriseSecurity(strategy: Strategy, name: string): ConfSetting[] {
  const roles = rolesOf(strategy.entities);
  const values: Record<string, string> = {
    'action.correlationsearch.enabled': '1',
    'action.correlationsearch.detection_type': 'ebd',
    'action.correlationsearch.label': name,
    'action.correlationsearch.annotations': compactJson(annotations(strategy)),
    ...notable(strategy, roles),
    ...risk(strategy, roles),
  };
  return Object.entries(values)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => ({ key, value }));
}

function annotations(strategy: Strategy): Json {
  const techniques = strategy.attack.flatMap(({ technique }) => technique ?? []);
  const sources = strategy.dataSources.map(({ provider, eventId }) =>
    eventId === undefined ? provider : `${provider} ${eventId}`,
  );
  return {
    ...(techniques.length > 0 && { mitre_attack: [...new Set(techniques)].sort() }),
    ...(sources.length > 0 && { data_source: [...new Set(sources)] }),
  };
}

function notable(strategy: Strategy, roles: readonly Role[]): Record<string, string> {
  const fields = Object.values(strategy.details);
  const steps = strategy.sections.find(({ kind }) => kind === 'response')?.body.trim() ?? '';
  const entities = roles
    .filter(({ kind }) => kind !== 'threat')
    .map(({ column, type }) => ({
      risk_object_field: column,
      risk_object_type: type,
      risk_score: 0,
    }));
  return {
    'action.notable': '1',
    'action.notable.param.rule_title': withoutTokens(strategy.title),
    'action.notable.param.rule_description': withoutTokens(strategy.description || strategy.title),
    'action.notable.param.security_domain': 'threat',
    'action.notable.param.severity': SEVERITY[strategy.severity],
    ...(fields.length > 0 && { 'action.notable.param.nes_fields': fields.join(',') }),
    ...(steps !== '' && {
      'action.notable.param.next_steps': compactJson({ version: 1, data: doubled(steps) }),
    }),
    ...(entities.length > 0 && { 'action.notable.param._entities': compactJson(entities) }),
  };
}

function risk({ risk: given }: Strategy, roles: readonly Role[]): Record<string, string> {
  const objects = roles.filter(({ kind }) => kind !== 'threat');
  if (!given || objects.length === 0) return {};
  const score = Math.min(100, Math.max(1, Math.round(given.score)));
  const entries = roles.map(({ column, kind, type }) =>
    kind === 'threat'
      ? { threat_object_field: column, threat_object_type: type }
      : { risk_object_field: column, risk_object_type: type, risk_score: score },
  );
  return {
    'action.risk': '1',
    'action.risk.param._risk': compactJson(entries),
    'action.risk.param._risk_message': message(given.message),
    'action.risk.param._risk_score': '0',
    'action.risk.param.verbose': '0',
  };
}

/** A document writes `{{column}}` for a value of the result, as Sentinel does; Splunk writes `$column$`. */
function message(text: string): string {
  const parts = oneLine(text).split(/(\{\{[^{}]{1,100}\}\}|\$[\w.]{1,100}\$)/u);
  return parts
    .map((part, index) => {
      if (index % 2 === 0) return doubled(part);
      return part.startsWith('$') ? part : `$${part.slice(2, -2).trim()}$`;
    })
    .join('');
}

function withoutTokens(text: string): string {
  return doubled(oneLine(text));
}

/** A dollar sign that stands for itself: Splunk would take `$x$` for a field. */
function doubled(text: string): string {
  return text.replaceAll('$', '$$$$');
}
