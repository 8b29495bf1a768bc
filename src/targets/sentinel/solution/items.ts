// What a solution contains: rules, hunting queries and functions as templates that a workspace installs, each with the
// variables that its identity is written in. Forms: Azure-Sentinel's generator, Tools/Create-Azure-Sentinel-Solution.
import type { Pack } from '../../../strategy/index.ts';
import { withoutBlanks, type Json, type JsonObject } from '../../json.ts';
import { uuid5 } from '../../uuid5.ts';
import { asText, groupIn, type Values } from '../../values.ts';
import type { AlertRule, HuntingQuery, WorkspaceFunction } from '../alert-rule.ts';
import { apiVersions, literal, literalValue, quoted } from '../arm.ts';
import { huntingProperties } from '../hunting.ts';
import type { MadeRule } from '../rule.ts';
import { functionProperties, ruleProperties } from '../template.ts';
import { threeNumbers } from './identity.ts';

/** One installable content. `id` names its resource in an expression, `resource` is what installing it makes. */
export interface Item {
  readonly kind: 'AnalyticsRule' | 'HuntingQuery' | 'Parser' | 'Workbook';
  /** Of its variables: `analyticRule`. */
  readonly prefix: string;
  /** Of its product id: `ar`. */
  readonly code: string;
  readonly contentId: string;
  readonly version: string;
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly resource: (own: (name: string) => string) => JsonObject;
  /** Resources beside the template, where the content also works at once: functions, which rules call. */
  readonly active?: (own: (name: string) => string) => JsonObject;
}

const types = {
  rule: 'Microsoft.SecurityInsights/AlertRuleTemplates',
  hunting: 'Microsoft.OperationalInsights/savedSearches',
  savedSearches: 'Microsoft.OperationalInsights/workspaces/savedSearches',
  workbooks: 'Microsoft.Insights/workbooks',
} as const;

/** The version of rule templates that the Content Hub's own packages use; it knows no sub-techniques. */
const RULE_TEMPLATES = '2023-02-01-preview';

export function ruleItem({ rule, prerequisites }: MadeRule): Item {
  const { connectors } = prerequisites;
  const version = threeNumbers(rule.version);
  return {
    kind: 'AnalyticsRule',
    prefix: 'analyticRule',
    code: 'ar',
    contentId: rule.name,
    version,
    id: `[resourceId('${types.rule}', ${quoted(rule.name)})]`,
    title: rule.displayName,
    description: rule.description,
    resource: (own) => ({
      type: types.rule,
      name: own('_analyticRulecontentId'),
      apiVersion: RULE_TEMPLATES,
      kind: rule.kind,
      location: "[parameters('workspace-location')]",
      properties: installed({
        ...ruleProperties({ ...rule, subTechniques: [] }, false),
        status: 'Available',
        requiredDataConnectors: connectorsOf(connectors),
      }),
    }),
  };
}

/** Tables by connector, as rules of the Content Hub name what they need. */
function connectorsOf(connectors: Readonly<Record<string, readonly string[]>>): Json {
  const tables = new Map<string, string[]>();
  for (const [table, ids] of Object.entries(connectors)) {
    for (const id of ids) tables.set(id, [...(tables.get(id) ?? []), table]);
  }
  return [...tables].map(([connectorId, dataTypes]) => ({ connectorId, dataTypes }));
}

/** The rule's query to run by hand, over any time. */
export function asHunting(pack: Pack, rule: AlertRule): HuntingQuery {
  const { strategyId, version, displayName, description, query, tactics, techniques } = rule;
  const name = uuid5(`sentinel/huntingQueries/${pack.id}/${rule.name}`);
  return { strategyId, version, name, displayName, description, query, tactics, techniques };
}

export function huntingItem(pack: Pack, made: HuntingQuery, order: number): Item {
  return {
    kind: 'HuntingQuery',
    prefix: 'huntingQuery',
    code: 'hq',
    contentId: made.name,
    version: threeNumbers(made.version),
    id: `[resourceId('${types.hunting}', ${quoted(made.name)})]`,
    title: made.displayName,
    description: made.description,
    resource: () => ({
      type: types.hunting,
      apiVersion: apiVersions.savedSearches,
      name: `${pack.id}_Hunting_Query_${String(order)}`,
      location: "[parameters('workspace-location')]",
      properties: installed({ eTag: '*', ...huntingProperties(made) }),
    }),
  };
}

export function parserItem(pack: Pack, made: WorkspaceFunction): Item {
  const id = `[resourceId('${types.savedSearches}', parameters('workspace'), ${quoted(made.name)})]`;
  const properties = { ...functionProperties(made, pack.title), eTag: '*' };
  const resource = (content: JsonObject): JsonObject => ({
    type: types.savedSearches,
    apiVersion: apiVersions.savedSearches,
    name: `[concat(parameters('workspace'), '/', ${quoted(made.name)})]`,
    location: "[parameters('workspace-location')]",
    properties: content,
  });
  return {
    kind: 'Parser',
    prefix: 'parser',
    code: 'pr',
    contentId: `${made.name}-Parser`,
    version: threeNumbers(pack.version),
    id,
    title: made.name,
    description: made.description === '' ? made.name : made.description,
    resource: () => resource(installed(properties)),
    active: () => resource(properties),
  };
}

/** A workbook's resource, as the bundle has it, under the variables of the solution. */
export function workbookItem(pack: Pack, made: Values): Item {
  const properties = groupIn(made, 'properties') as JsonObject;
  const contentId = asText(made['name']) ?? '';
  const title = literalValue(asText(properties['displayName']) ?? '') ?? '';
  return {
    kind: 'Workbook',
    prefix: 'workbook',
    code: 'wb',
    contentId,
    version: threeNumbers(pack.version),
    id: `[resourceId('Microsoft.Insights/workbooks', ${quoted(contentId)})]`,
    title,
    description: `${title}: alerts, coverage and health of the rules.`,
    resource: (own) => ({
      type: types.workbooks,
      apiVersion: apiVersions.workbooks,
      name: own('_workbookcontentId'),
      location: "[parameters('workspace-location')]",
      kind: 'shared',
      properties: installed(properties),
    }),
  };
}

/** Texts that are read twice: when the solution is deployed, and again when its content is installed. */
function installed(properties: JsonObject): JsonObject {
  return withoutBlanks(
    Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, twice(value)])),
  );
}

function twice(value: Json): Json {
  if (typeof value === 'string') return value.startsWith('[[') ? literal(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each: Json) => twice(each));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, twice(each)]));
}
