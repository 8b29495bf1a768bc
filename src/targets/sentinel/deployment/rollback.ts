// The way back: a template that restores what a deployment would change or what is to be deleted.
import type { Diagnostic, FileTree, Outcome } from '../../../text/index.ts';
import { identityOf, type DeployPlan } from '../../deployment.ts';
import { printJson, type Json, type JsonObject } from '../../json.ts';
import { literal, apiVersions, quoted, types } from '../arm.ts';
import type { Watchlist } from '../alert-rule.ts';
import { printCsv } from '../csv.ts';
import * as problems from '../messages.ts';
import { asText } from '../../values.ts';
import { dependency, LOCATION, template, WORKSPACE } from '../template.ts';
import { mentions } from '../tunables.ts';
import type { HeldWorkspaceItem, State } from './state.ts';

/** A resource as it was exported. `type`: the last word of its type, in lower case. */
export interface RawResource {
  readonly type: string;
  readonly name: string;
  readonly kind: string;
  readonly properties: Readonly<Record<string, Json>>;
}

/**
 * `mainTemplate.json` has what was exported of the workspace, `delete.json` the names of what the deployment creates: a
 * template removes nothing, so that they have to be deleted by whoever rolls back.
 */
export function rollbackFiles(plan: DeployPlan, { items }: State): Outcome<FileTree> {
  const changed = new Set([...plan.update, ...plan.delete].map(identityOf));
  const held = items.filter((each) => changed.has(identityOf(each)));
  const source = { name: 'rollback/mainTemplate.json', text: '' };
  const diagnostics = held
    .filter(({ resource }) => !resource)
    .map(({ kind, name }): Diagnostic => problems.notRestorable({ source }, { kind, name }));
  const removed = plan.create
    .filter(({ kind }) => kind !== 'detection')
    .map(({ kind, name, title }) => ({ kind, name, title }));
  const resources = held.flatMap((each) => withNeeds(each, held));
  const parameters = held.some(({ kind }) => kind === 'workbook') ? { location: LOCATION } : {};
  const content = template({ description: 'Rollback' }, parameters, resources);
  return {
    value: new Map([
      ['delete.json', printJson(removed)],
      ['mainTemplate.json', printJson(content)],
    ]),
    diagnostics,
  };
}

/** A rule after the functions and watchlists that are restored with it, as the service compiles its query. */
function withNeeds(item: HeldWorkspaceItem, all: readonly HeldWorkspaceItem[]): readonly Json[] {
  const { kind, resource, properties } = item;
  if (!resource) return [];
  const query = asText(properties.get('query')) ?? '';
  const needs = all.flatMap((each) =>
    (each.kind === 'function' || each.kind === 'watchlist') && mentions(query, each.name)
      ? [dependency(lastName(each), each.kind)]
      : [],
  );
  return [kind === 'rule' && needs.length > 0 ? { ...resource, dependsOn: needs } : resource];
}

function lastName({ name, savedAs }: HeldWorkspaceItem): string {
  return savedAs ?? name;
}

/** The resource that makes it again; undefined for a type that a bundle does not have. */
export function restored(
  { type, name, kind, properties }: RawResource,
  watchlist: Watchlist | undefined,
): JsonObject | undefined {
  switch (type) {
    case 'alertrules':
      // The one that knows every property that an export may have.
      return extension(types.alertRules, apiVersions.alertRulesPreview, { name, kind, properties });
    case 'savedsearches':
      return {
        type: types.savedSearches,
        apiVersion: apiVersions.savedSearches,
        name: `[format('{0}/{1}', parameters('workspace'), ${quoted(name)})]`,
        etag: '*',
        properties,
      };
    case 'watchlists':
      return extension(types.watchlists, apiVersions.watchlists, {
        name,
        properties: { ...properties, ...(watchlist ? contentOf(watchlist) : {}) },
      });
    case 'workbooks':
      return {
        type: types.workbooks,
        apiVersion: apiVersions.workbooks,
        name,
        location: "[parameters('location')]",
        kind: 'shared',
        properties,
      };
    default:
      return undefined;
  }
}

function extension(type: string, apiVersion: string, rest: JsonObject): JsonObject {
  return { type, apiVersion, scope: WORKSPACE, ...rest };
}

function contentOf({ columns, rows, alias }: Watchlist): JsonObject {
  return {
    source: `${alias}.csv`,
    contentType: 'text/csv',
    numberOfLinesToSkip: 0,
    rawContent: literal(printCsv(columns, rows)),
  };
}
