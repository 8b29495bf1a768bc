// Rules, functions and watchlists as resources of an ARM template, and back-references between them.
import type { Pack } from '../../strategy/index.ts';
import { isoDuration } from '../duration.ts';
import { withoutBlanks, type Json, type JsonObject } from '../json.ts';
import type {
  AlertRule,
  HuntingQuery,
  IncidentGrouping,
  Watchlist,
  WorkspaceFunction,
} from './alert-rule.ts';
import { huntingProperties } from './hunting.ts';
import { apiVersions, literal, quoted, SCHEMA, types } from './arm.ts';
import { printCsv } from './csv.ts';
import type { Prerequisites } from './prerequisites.ts';

/** The workspace's id, as the scope of what extends it. */
export const WORKSPACE =
  "[resourceId('Microsoft.OperationalInsights/workspaces', parameters('workspace'))]";

/** The parameter that workbooks take their region from. */
export const LOCATION: JsonObject = {
  type: 'string',
  defaultValue: '[resourceGroup().location]',
  metadata: { description: 'The region of the workbook.' },
};

/** A template with `workspace` as its parameter and whatever else `parameters` adds. */
export function template(
  metadata: JsonObject,
  parameters: JsonObject,
  resources: readonly Json[],
): JsonObject {
  return {
    $schema: SCHEMA,
    contentVersion: '1.0.0.0',
    metadata,
    parameters: {
      workspace: {
        type: 'string',
        metadata: { description: 'The Log Analytics workspace that Microsoft Sentinel runs on.' },
      },
      ...parameters,
    },
    resources,
  };
}

/** What the resources cannot say: where a rule comes from and what it needs. Readers of the template rely on it. */
export function metadataOf(
  pack: Pack,
  rules: readonly { readonly rule: AlertRule; readonly prerequisites: Prerequisites }[],
  hunting: readonly HuntingQuery[] = [],
): JsonObject {
  return withoutBlanks({
    description: pack.title,
    pack: withoutBlanks({ id: pack.id, version: pack.version, author: pack.author }),
    rules: rules.map(({ rule, prerequisites: { tables, connectors, eventSet } }) =>
      withoutBlanks({
        name: rule.name,
        strategy: rule.strategyId,
        version: rule.version,
        tables,
        connectors: withoutBlanks(connectors),
        windowsEventSet: eventSet,
      }),
    ),
    hunting: hunting.map(({ name, strategyId, version }) => ({
      name,
      strategy: strategyId,
      version,
    })),
  });
}

/** A rule as an extension resource of the workspace. `enabled` follows the template's switch where the rule is on. */
export function ruleResource(
  rule: AlertRule,
  kinds: ReadonlyMap<string, 'function' | 'watchlist'>,
): JsonObject {
  const needs = rule.needs.map((name) => dependency(name, kinds.get(name) ?? 'function'));
  return {
    type: types.alertRules,
    apiVersion: versionFor(rule),
    scope: WORKSPACE,
    name: rule.name,
    kind: rule.kind,
    ...(needs.length > 0 ? { dependsOn: needs } : {}),
    properties: ruleProperties(rule, rule.enabled ? "[parameters('enableRules')]" : false),
  };
}

/** A rule under its provider's path: the one form that Sentinel Repositories and the portal's import take. */
export function providerRuleResource(rule: AlertRule): JsonObject {
  return {
    type: types.providerAlertRules,
    apiVersion: versionFor(rule),
    name: `[concat(parameters('workspace'), '/Microsoft.SecurityInsights/${rule.name}')]`,
    kind: rule.kind,
    properties: ruleProperties(rule, rule.enabled),
  };
}

export function functionResource(made: WorkspaceFunction, category: string): JsonObject {
  return {
    type: types.savedSearches,
    apiVersion: apiVersions.savedSearches,
    name: `[format('{0}/{1}', parameters('workspace'), ${quoted(made.name)})]`,
    // Without it, the service refuses to replace a function that is there already.
    etag: '*',
    properties: functionProperties(made, category),
  };
}

/** A hunting query, after the functions and watchlists of the template that it calls. */
export function huntingResource(
  made: HuntingQuery,
  needs: readonly string[],
  kinds: ReadonlyMap<string, 'function' | 'watchlist'>,
): JsonObject {
  const before = needs.map((name) => dependency(name, kinds.get(name) ?? 'function'));
  return {
    type: types.savedSearches,
    apiVersion: apiVersions.savedSearches,
    name: `[format('{0}/{1}', parameters('workspace'), ${quoted(made.name)})]`,
    etag: '*',
    ...(before.length > 0 ? { dependsOn: before } : {}),
    properties: huntingProperties(made),
  };
}

/** A function's properties under any of its types. */
export function functionProperties(made: WorkspaceFunction, category: string): JsonObject {
  return withoutBlanks({
    category: literal(category),
    displayName: made.name,
    functionAlias: made.name,
    functionParameters: literal(made.parameters),
    query: literal(made.body),
    version: 2,
    tags:
      made.description === '' ? [] : [{ name: 'description', value: literal(made.description) }],
  });
}

export function watchlistResource(made: Watchlist, provider: string): JsonObject {
  return {
    type: types.watchlists,
    apiVersion: apiVersions.watchlists,
    scope: WORKSPACE,
    name: made.alias,
    properties: watchlistProperties(made, provider),
  };
}

/** A watchlist's properties under any of its types. */
export function watchlistProperties(made: Watchlist, provider: string): JsonObject {
  return withoutBlanks({
    displayName: made.alias,
    description: literal(made.description),
    provider: literal(provider),
    source: `${made.alias}.csv`,
    itemsSearchKey: literal(made.searchKey),
    contentType: 'text/csv',
    numberOfLinesToSkip: 0,
    rawContent: literal(printCsv(made.columns, made.rows)),
  });
}

/** The id by which a resource waits for a function or a watchlist. */
export function dependency(name: string, kind: 'function' | 'watchlist'): string {
  const id = quoted(name);
  return kind === 'function'
    ? `[resourceId('${types.savedSearches}', parameters('workspace'), ${id})]`
    : `[extensionResourceId(resourceId('Microsoft.OperationalInsights/workspaces', parameters('workspace')), '${types.watchlists}', ${id})]`;
}

function versionFor(rule: AlertRule): string {
  const { dynamicProperties = [] } = rule.alertDetails ?? {};
  const preview =
    rule.kind === 'NRT' ||
    rule.subTechniques.length > 0 ||
    rule.entityColumns.length > 0 ||
    dynamicProperties.some(({ property }) => property === 'SubTechniques');
  return preview ? apiVersions.alertRulesPreview : apiVersions.alertRules;
}

/** A rule's properties under any of its types. */
export function ruleProperties(rule: AlertRule, enabled: Json): JsonObject {
  const { schedule } = rule;
  return withoutBlanks({
    displayName: literal(rule.displayName),
    description: literal(rule.description),
    severity: rule.severity,
    enabled,
    query: literal(rule.query),
    queryFrequency: schedule && isoDuration(schedule.frequency),
    queryPeriod: schedule && isoDuration(schedule.period),
    triggerOperator: schedule?.operator,
    triggerThreshold: schedule?.threshold,
    suppressionDuration: isoDuration(rule.suppression.duration),
    suppressionEnabled: rule.suppression.enabled,
    tactics: rule.tactics,
    techniques: rule.techniques,
    subTechniques: rule.subTechniques,
    entityMappings: rule.entities.map(({ type, columns }) => ({
      entityType: type,
      fieldMappings: Object.entries(columns).map(([identifier, columnName]) => ({
        identifier,
        columnName,
      })),
    })),
    sentinelEntitiesMappings: rule.entityColumns.map((columnName) => ({ columnName })),
    customDetails: rule.customDetails,
    alertDetailsOverride: alertDetails(rule),
    eventGroupingSettings: { aggregationKind: rule.aggregation },
    incidentConfiguration: withoutBlanks({
      createIncident: rule.incident.create,
      groupingConfiguration: rule.incident.grouping && grouping(rule.incident.grouping),
    }),
  });
}

function alertDetails({ alertDetails: set }: AlertRule): JsonObject | undefined {
  if (!set) return undefined;
  return withoutBlanks({
    alertDisplayNameFormat: set.displayNameFormat && literal(set.displayNameFormat),
    alertDescriptionFormat: set.descriptionFormat && literal(set.descriptionFormat),
    alertTacticsColumnName: set.tacticsColumn,
    alertSeverityColumnName: set.severityColumn,
    alertDynamicProperties: set.dynamicProperties.map(({ property, column }) => ({
      alertProperty: property,
      value: column,
    })),
  });
}

function grouping(set: IncidentGrouping): JsonObject {
  return withoutBlanks({
    enabled: set.enabled,
    reopenClosedIncident: set.reopenClosed,
    lookbackDuration: isoDuration(set.lookback),
    matchingMethod: set.method,
    groupByEntities: set.entities,
    groupByAlertDetails: set.details,
    groupByCustomDetails: set.customDetails,
  });
}
