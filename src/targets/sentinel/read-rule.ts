// One alertRules resource as a rule.
import { isObject } from '../json.ts';
import { asObjects, asText, asTexts, groupIn, textsOf, type Values } from '../values.ts';
import {
  aggregationKinds,
  matchingMethods,
  operators,
  severities,
  type AlertDetails,
  type AlertRule,
  type IncidentGrouping,
  type IncidentSettings,
  type RuleEntity,
  type RuleSchedule,
} from './alert-rule.ts';
import * as problems from './messages.ts';
import { secondsOf, textOf, valueOf, type Resource } from './resource.ts';

type AlertParts = Pick<
  AlertRule,
  | 'tactics'
  | 'techniques'
  | 'subTechniques'
  | 'entities'
  | 'entityColumns'
  | 'customDetails'
  | 'alertDetails'
  | 'aggregation'
  | 'incident'
>;

/** The rule, or undefined with a diagnostic for a kind without a query and for a rule that is not whole. */
export function readRule(resource: Resource): AlertRule | undefined {
  const { values, template, name } = resource;
  const properties = groupIn(values, 'properties');
  const kind = values['kind'];
  const query = textOf(properties, 'query', resource);
  if (kind !== 'Scheduled' && kind !== 'NRT') {
    template.add(problems.ruleWithoutQuery, { name, kind: String(kind) });
    return undefined;
  }
  const schedule = kind === 'Scheduled' ? scheduleOf(properties, resource) : undefined;
  const severity = oneOf(severities, properties['severity']);
  if (query === undefined || severity === undefined || (kind === 'Scheduled' && !schedule)) {
    const lacks =
      query === undefined ? 'query' : severity === undefined ? 'severity' : 'schedule and trigger';
    template.add(problems.incompleteRule, { name, lacks });
    return undefined;
  }
  const origin = template.origins.get(name) ?? {};
  return {
    strategyId: asText(origin['strategy']) ?? name,
    version: asText(origin['version']) ?? '',
    name,
    kind,
    displayName: textOf(properties, 'displayName', resource) ?? '',
    description: textOf(properties, 'description', resource) ?? '',
    severity,
    enabled: valueOf(properties, 'enabled', resource) === true,
    query,
    ...(schedule ? { schedule } : {}),
    suppression: {
      enabled: valueOf(properties, 'suppressionEnabled', resource) === true,
      duration: secondsOf(properties, 'suppressionDuration', resource) ?? 0,
    },
    ...alertOf(properties, resource),
    needs: asTexts(values['dependsOn']).map((each) => /'([^']*)'\)\]$/.exec(each)?.[1] ?? each),
  };
}

/** What the rule says of its alerts. */
function alertOf(properties: Values, resource: Resource): AlertParts {
  const alertDetails = alertDetailsOf(properties, resource);
  return {
    tactics: asTexts(properties['tactics']),
    techniques: asTexts(properties['techniques']),
    subTechniques: asTexts(properties['subTechniques']),
    entities: asObjects(properties['entityMappings']).map((each) => entityOf(each)),
    entityColumns: asObjects(properties['sentinelEntitiesMappings']).flatMap((each) =>
      asTexts([each['columnName']]),
    ),
    customDetails: textsOf(groupIn(properties, 'customDetails')),
    ...(alertDetails ? { alertDetails } : {}),
    aggregation:
      oneOf(aggregationKinds, groupIn(properties, 'eventGroupingSettings')['aggregationKind']) ??
      'SingleAlert',
    incident: incidentOf(groupIn(properties, 'incidentConfiguration'), resource),
  };
}

function scheduleOf(properties: Values, resource: Resource): RuleSchedule | undefined {
  const frequency = secondsOf(properties, 'queryFrequency', resource);
  const period = secondsOf(properties, 'queryPeriod', resource);
  const operator = oneOf(operators, properties['triggerOperator']);
  const threshold = properties['triggerThreshold'];
  if (frequency === undefined || period === undefined || operator === undefined) return undefined;
  return typeof threshold === 'number' ? { frequency, period, operator, threshold } : undefined;
}

function entityOf(mapping: Values): RuleEntity {
  const columns = asObjects(mapping['fieldMappings']).map(
    (each) => [asText(each['identifier']) ?? '', asText(each['columnName']) ?? ''] as const,
  );
  return { type: asText(mapping['entityType']) ?? '', columns: Object.fromEntries(columns) };
}

function alertDetailsOf(properties: Values, resource: Resource): AlertDetails | undefined {
  if (!isObject(properties['alertDetailsOverride'])) return undefined;
  const set = properties['alertDetailsOverride'];
  const named = {
    displayNameFormat: textOf(set, 'alertDisplayNameFormat', resource),
    descriptionFormat: textOf(set, 'alertDescriptionFormat', resource),
    tacticsColumn: textOf(set, 'alertTacticsColumnName', resource),
    severityColumn: textOf(set, 'alertSeverityColumnName', resource),
  };
  return {
    ...textsOf(named),
    dynamicProperties: asObjects(set['alertDynamicProperties']).map((each) => ({
      property: asText(each['alertProperty']) ?? '',
      column: asText(each['value']) ?? '',
    })),
  };
}

function incidentOf(set: Values, resource: Resource): IncidentSettings {
  const create = valueOf(set, 'createIncident', resource) !== false;
  if (!isObject(set['groupingConfiguration'])) return { create };
  const written = set['groupingConfiguration'];
  const grouping: IncidentGrouping = {
    enabled: written['enabled'] === true,
    reopenClosed: written['reopenClosedIncident'] === true,
    lookback: secondsOf(written, 'lookbackDuration', resource) ?? 0,
    method: oneOf(matchingMethods, written['matchingMethod']) ?? 'AllEntities',
    entities: asTexts(written['groupByEntities']),
    details: asTexts(written['groupByAlertDetails']),
    customDetails: asTexts(written['groupByCustomDetails']),
  };
  return { create, grouping };
}

function oneOf<T extends string>(allowed: readonly T[], value: unknown): T | undefined {
  return allowed.find((each) => each === value);
}
