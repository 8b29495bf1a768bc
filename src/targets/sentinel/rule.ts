// A strategy and its search as an analytics rule, with everything checked that the service would refuse.
import type { Pack, Severity } from '../../strategy/index.ts';
import type { Diagnostic } from '../../text/index.ts';
import { isoDuration } from '../duration.ts';
import { findingsFor, type Findings } from '../findings.ts';
import * as problems from './messages.ts';
import { queryOf, type KqlInput } from '../search-facts.ts';
import { settingsFor, type Settings } from '../settings.ts';
import { uuid5 } from '../uuid5.ts';
import { aggregationKinds, severities, type AlertRule, type RuleSeverity } from './alert-rule.ts';
import { classificationOf } from './attack.ts';
import { checkColumn, noteUnknownColumns } from '../columns.ts';
import { alertDetailsOf, customDetailsOf } from './details.ts';
import { entitiesOf } from './entities.ts';
import { incidentOf } from './incident.ts';
import { prerequisitesOf, type Prerequisites } from './prerequisites.ts';
import { checkQuery } from './query-checks.ts';
import { scheduleOf, triggerOf } from './timing.ts';
import { mentions, type Tunables } from './tunables.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const LONGEST_TITLE = 256;
const LONGEST_DESCRIPTION = 5_000;
const HOUR = 60 * 60;
const SHORTEST_SUPPRESSION = 5 * 60;
const DAY = 24 * HOUR;

/** The settings of `platforms.sentinel`, named as Microsoft's rule files name them. */
export const settingNames: readonly string[] = [
  'id',
  'kind',
  'enabled',
  'severity',
  'queryFrequency',
  'queryPeriod',
  'triggerOperator',
  'triggerThreshold',
  'suppressionEnabled',
  'suppressionDuration',
  'eventGroupingSettings',
  'incidentConfiguration',
  'alertDetailsOverride',
  'sentinelEntitiesMappings',
];

const severityNames: Readonly<Record<Severity, RuleSeverity>> = {
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  informational: 'Informational',
};

export interface MadeRule {
  readonly rule: AlertRule;
  readonly prerequisites: Prerequisites;
  readonly failed: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** The rule of one search. `order` counts the rules of a strategy from 1: a second search gets an identity of its own. */
export function ruleOf(pack: Pack, input: KqlInput, order: number, tunables: Tunables): MadeRule {
  const { strategy } = input;
  const findings = findingsFor(strategy);
  const settings = settingsFor(strategy, 'sentinel', settingNames, findings);
  const kind = kindOf(input, settings);
  checkQuery(input, kind === 'NRT', findings);
  noteUnknownColumns(input, findings);
  const rule: AlertRule = {
    strategyId: strategy.id,
    version: strategy.version,
    name: identityOf(pack, strategy.id, order, settings, findings),
    kind,
    ...titleOf(input, order, findings),
    severity: settings.choice('severity', severities) ?? severityNames[strategy.severity],
    enabled: settings.flag('enabled') ?? strategy.status !== 'deprecated',
    query: queryOf(input),
    ...(kind === 'Scheduled' ? { schedule: scheduleOf(strategy, settings, findings) } : {}),
    suppression: suppressionOf(settings, findings),
    ...classificationOf(strategy, findings),
    ...alertOf(input, settings, findings),
    needs: [...tunables.functions.keys(), ...tunables.watchlists.keys()].filter((name) =>
      mentions(queryOf(input), name),
    ),
  };
  if (kind === 'NRT') checkNearRealTimeTrigger(settings, findings);
  checkSuppression(rule, settings, findings);
  const prerequisites = prerequisitesOf(input, findings);
  return { rule, prerequisites, failed: findings.failed(), diagnostics: findings.list };
}

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** A name of its own, or the one of a rule that was there before the strategy was: a further search has its own. */
function identityOf(
  pack: Pack,
  strategyId: string,
  order: number,
  settings: Settings,
  findings: Findings,
): string {
  const set = settings.text('id');
  if (set !== undefined && !isUuid(set)) {
    findings.add(problems.badIdentity, `${settings.path}.id`, { id: set });
  }
  if (set !== undefined && order === 1) return set.toLowerCase();
  return uuid5(
    `sentinel/alertRules/${pack.id}/${strategyId}${order === 1 ? '' : `/${String(order)}`}`,
  );
}

type AlertParts = Pick<
  AlertRule,
  'entities' | 'entityColumns' | 'customDetails' | 'alertDetails' | 'aggregation' | 'incident'
>;

/** What the rule says of its alerts. */
function alertOf(input: KqlInput, settings: Settings, findings: Findings): AlertParts {
  const { strategy, facts } = input;
  const entities = entitiesOf(strategy, facts, findings);
  const customDetails = customDetailsOf(strategy, facts, findings);
  const alertDetails = alertDetailsOf(settings, facts, findings);
  const grouping = settings.object('eventGroupingSettings', ['aggregationKind']);
  return {
    entities,
    entityColumns: entityColumnsOf(input, settings, findings),
    customDetails,
    ...(alertDetails ? { alertDetails } : {}),
    aggregation: grouping?.choice('aggregationKind', aggregationKinds) ?? 'SingleAlert',
    incident: incidentOf(strategy, settings, { entities, customDetails }, findings),
  };
}

function kindOf({ strategy }: KqlInput, settings: Settings): AlertRule['kind'] {
  const set = settings.choice('kind', ['Scheduled', 'NRT'] as const);
  return set ?? (strategy.schedule.nearRealTime ? 'NRT' : 'Scheduled');
}

function titleOf(
  { strategy, search }: KqlInput,
  order: number,
  findings: Findings,
): { readonly displayName: string; readonly description: string } {
  const displayName =
    order === 1 ? strategy.title : `${strategy.title} (${search.label ?? String(order)})`;
  // A strategy's own title is checked with the strategy.
  if (order > 1 && displayName.length > LONGEST_TITLE) {
    findings.add(problems.longTitle, search.span, {
      length: displayName.length,
      most: LONGEST_TITLE,
    });
  }
  if (strategy.description.length > LONGEST_DESCRIPTION) {
    findings.add(problems.longDescription, 'description', {
      length: strategy.description.length,
      most: LONGEST_DESCRIPTION,
    });
  }
  return { displayName, description: strategy.description };
}

function suppressionOf(settings: Settings, findings: Findings): AlertRule['suppression'] {
  const duration = settings.seconds('suppressionDuration') ?? HOUR;
  if (duration < SHORTEST_SUPPRESSION || duration > DAY) {
    findings.add(problems.badSuppression, `${settings.path}.suppressionDuration`, {
      duration: isoDuration(duration),
      least: isoDuration(SHORTEST_SUPPRESSION),
      most: isoDuration(DAY),
    });
  }
  return { enabled: settings.flag('suppressionEnabled') ?? false, duration };
}

function checkSuppression(
  { suppression, schedule }: AlertRule,
  settings: Settings,
  findings: Findings,
): void {
  if (!suppression.enabled || !schedule || suppression.duration >= schedule.frequency) return;
  findings.add(problems.uselessSuppression, `${settings.path}.suppressionDuration`, {
    duration: isoDuration(suppression.duration),
    frequency: isoDuration(schedule.frequency),
  });
}

function entityColumnsOf(
  { facts }: KqlInput,
  settings: Settings,
  findings: Findings,
): readonly string[] {
  const groups = settings.objects('sentinelEntitiesMappings', ['columnName']) ?? [];
  return groups.flatMap((group) => {
    const column = group.text('columnName');
    if (column === undefined) return [];
    checkColumn(column, '`sentinelEntitiesMappings`', group.path, facts, findings);
    return [column];
  });
}

function checkNearRealTimeTrigger(settings: Settings, findings: Findings): void {
  const { operator, threshold } = triggerOf(settings, findings);
  if (operator !== 'GreaterThan' || threshold !== 0) {
    findings.add(problems.thresholdInRealTime, `${settings.path}.triggerThreshold`, {});
  }
  for (const name of ['queryFrequency', 'queryPeriod'].filter((each) => settings.has(each))) {
    findings.add(problems.scheduleInRealTime, `${settings.path}.${name}`, { name });
  }
}
