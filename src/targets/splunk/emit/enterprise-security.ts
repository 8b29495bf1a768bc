// What Enterprise Security reads from a saved search: annotations, the finding (notable) and the risk of its entities.
// Without Enterprise Security nothing reads these keys.
import type { Pack, Severity, Strategy } from '../../../strategy/index.ts';
import { uuid5 } from '../../uuid5.ts';
import type { ConfSetting } from '../conf/conf.ts';
import { annotations, securityDomain, type DetectionType, type Filing } from './annotations.ts';
import { growingNumber } from './app-files.ts';
import { rolesOf, type Role } from './entity-roles.ts';
import { compactJson, type Json } from './json.ts';
import { oneLine } from './macros.ts';
import { securityGeneration, type SplunkTarget } from './target.ts';

const SEVERITY: Readonly<Record<Severity, string>> = {
  informational: 'informational',
  low: 'low',
  medium: 'medium',
  high: 'high',
};

const FINDS: ReadonlySet<DetectionType> = new Set(['TTP', 'Correlation']);
const RAISES_RISK: ReadonlySet<DetectionType> = new Set(['TTP', 'Anomaly']);

/** A saved search as far as Enterprise Security is told about it. */
export interface Detection {
  readonly pack: Pack;
  readonly strategy: Strategy;
  readonly name: string;
  readonly search: string;
  /** Tells a strategy's further searches apart. */
  readonly label: string | undefined;
  readonly filing: Filing;
}

/** The `action.*` settings, sorted by key. */
export function enterpriseSecurity(detection: Detection, target: SplunkTarget): ConfSetting[] {
  const { pack, strategy, name, filing } = detection;
  const { type } = filing;
  const roles = rolesOf(strategy.entities);
  const values: Record<string, string> = {
    'action.correlationsearch.enabled': '1',
    'action.correlationsearch.detection_type': 'ebd',
    'action.correlationsearch.label': name,
    'action.correlationsearch.annotations': annotations(pack, strategy, filing),
    'action.correlationsearch.metadata': compactJson(metadata(detection)),
    ...(FINDS.has(type) && notable(detection, roles)),
    ...(RAISES_RISK.has(type) && risk(strategy, roles, securityGeneration(target))),
  };
  return Object.entries(values)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => ({ key, value }));
}

/**
 * What Enterprise Security 8 tells versions of a detection apart by. The version is one growing number, and the time is
 * left out where the document's history has no date.
 */
function metadata({ pack, strategy, label = '' }: Detection): Json {
  const dates = strategy.history.map(({ date }) => Date.parse(date)).filter(Number.isFinite);
  return {
    deprecated: '0',
    detection_id: uuid5(`splunk/detections/${pack.id}/${strategy.id}/${label}`),
    detection_version: growingNumber(strategy.version),
    ...(dates.length > 0 && { publish_time: Math.max(...dates) / 1000 }),
  };
}

/** The rows of the finding's own entities, and what else raised their risk in the week before. */
function drilldowns({ search }: Detection, roles: readonly Role[]): Json {
  const about = roles.filter(({ kind }) => kind !== 'threat').map(({ column }) => column);
  const offsets = { earliest_offset: '$info_min_time$', latest_offset: '$info_max_time$' };
  const shown = about.map((column) => `$${column}$`).join(', ');
  const narrowed = about.map((column) => ` ${quotedField(column)}="$${column}$"`).join('');
  return [
    {
      name: shown === '' ? 'View the detection results' : `View the detection results for ${shown}`,
      search: narrowed === '' ? doubled(search) : `${doubled(search)} | search${narrowed}`,
      ...offsets,
    },
    ...(about.length > 0
      ? [
          {
            name: `View risk events of the last 7 days for ${shown}`,
            search: `| from datamodel:"Risk.All_Risk" | search normalized_risk_object IN (${about.map((column) => `"$${column}$"`).join(', ')}) starthoursago=168 | stats count min(_time) AS first_time max(_time) AS last_time values(search_name) AS search_name values(risk_message) AS risk_message values(annotations.mitre_attack) AS mitre_attack BY normalized_risk_object`,
            ...offsets,
          },
        ]
      : []),
  ];
}

function notable(detection: Detection, roles: readonly Role[]): Record<string, string> {
  const { strategy } = detection;
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
    'action.notable.param.security_domain': securityDomain(strategy),
    'action.notable.param.severity': SEVERITY[strategy.severity],
    'action.notable.param.drilldown_searches': compactJson(drilldowns(detection, roles)),
    ...(fields.length > 0 && { 'action.notable.param.nes_fields': fields.join(',') }),
    ...(steps !== '' && {
      'action.notable.param.next_steps': compactJson({ version: 1, data: doubled(steps) }),
    }),
    ...(entities.length > 0 && { 'action.notable.param._entities': compactJson(entities) }),
  };
}

/** Enterprise Security 8 wants the message with each entity, 7 once. */
function risk(
  { risk: given }: Strategy,
  roles: readonly Role[],
  generation: 7 | 8,
): Record<string, string> {
  const objects = roles.filter(({ kind }) => kind !== 'threat');
  if (!given || objects.length === 0) return {};
  const score = Math.min(100, Math.max(1, Math.round(given.score)));
  const entries = roles.map(({ column, kind, type }) =>
    kind === 'threat'
      ? { threat_object_field: column, threat_object_type: type }
      : {
          risk_object_field: column,
          risk_object_type: type,
          risk_score: score,
          ...(generation === 8 && { risk_message: message(given.message) }),
        },
  );
  return {
    'action.risk': '1',
    'action.risk.param._risk': compactJson(entries),
    ...(generation === 7 && { 'action.risk.param._risk_message': message(given.message) }),
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

/** A field name as `search` takes it. */
function quotedField(name: string): string {
  return /^\w+$/u.test(name) ? name : `"${name.replaceAll('"', '\\"')}"`;
}

function withoutTokens(text: string): string {
  return doubled(oneLine(text));
}

/** A dollar sign that stands for itself: Splunk would take `$x$` for a field. */
function doubled(text: string): string {
  return text.replaceAll('$', '$$$$');
}
