// Rules, functions and watchlists read back out of templates: what the replay runs is what would be deployed.
import { sortedPaths, type Diagnostic, type FileTree, type Outcome } from '../../text/index.ts';
import { asObjects, asText, groupIn } from '../values.ts';
import type { AlertRule, HuntingQuery, Watchlist, WorkspaceFunction } from './alert-rule.ts';
import { types } from './arm.ts';
import { printCsv, readCsv } from './csv.ts';
import * as problems from './messages.ts';
import { readRule } from './read-rule.ts';
import { openTemplate, textOf, type Resource } from './resource.ts';

export interface Bundle {
  readonly rules: readonly ReadRule[];
  /** By name. */
  readonly functions: ReadonlyMap<string, WorkspaceFunction>;
  readonly hunting: ReadonlyMap<string, HuntingQuery>;
  readonly watchlists: ReadonlyMap<string, Watchlist>;
  readonly workbooks: ReadonlyMap<string, Workbook>;
}

/** A workbook with its content as text, which is JSON. */
export interface Workbook {
  readonly name: string;
  readonly title: string;
  readonly content: string;
}

/** A rule with the file that it was read from. */
export type ReadRule = AlertRule & { readonly file: string };

/** The templates that deploy rules; a solution's main template, which only offers them, is another. */
function isBundle(path: string): boolean {
  return /(^|\/)mainTemplate(-\d+)?\.json$/.test(path) && !/(^|\/)solution\//.test(path);
}

/** Everything in the bundle's `mainTemplate.json`, and in `mainTemplate-2.json` and so on where there are. */
export function readTemplate(tree: FileTree): Outcome<Bundle> {
  const paths = sortedPaths(tree).filter((path) => isBundle(path));
  return readTemplates(tree, paths);
}

/** The given files of a tree, as one bundle. Resources of other types are passed over. */
export function readTemplates(tree: FileTree, paths: readonly string[]): Outcome<Bundle> {
  const rules: ReadRule[] = [];
  const functions = new Map<string, WorkspaceFunction>();
  const hunting = new Map<string, HuntingQuery>();
  const watchlists = new Map<string, Watchlist>();
  const workbooks = new Map<string, Workbook>();
  const diagnostics: Diagnostic[] = [];
  for (const path of paths) {
    const read = openTemplate(path, tree.get(path) ?? '', diagnostics);
    if (!read) continue;
    const { template, resources } = read;
    for (const { type, name, values } of resources) {
      const found = { type, name, values, template };
      if (isRule(type)) {
        const rule = readRule(found);
        if (rule) rules.push({ ...rule, file: path });
      } else if (sameType(type, types.savedSearches)) {
        const made = readFunction(found);
        if (made) functions.set(made.name, made);
        const query = readHunting(found);
        if (query) hunting.set(query.name, query);
      } else if (isWatchlist(type)) {
        const made = readWatchlist(found);
        if (made) watchlists.set(made.alias, made);
      } else if (sameType(type, types.workbooks)) {
        const made = readWorkbook(found);
        workbooks.set(made.name, made);
      }
    }
  }
  return { value: { rules, functions, hunting, watchlists, workbooks }, diagnostics };
}

function isRule(type: string): boolean {
  return sameType(type, types.alertRules) || sameType(type, types.providerAlertRules);
}

function isWatchlist(type: string): boolean {
  return sameType(type, types.watchlists) || sameType(type, types.providerWatchlists);
}

function sameType(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function readFunction(resource: Resource): WorkspaceFunction | undefined {
  const properties = groupIn(resource.values, 'properties');
  const name = textOf(properties, 'functionAlias', resource);
  const body = textOf(properties, 'query', resource);
  // A saved search without an alias is a hunting query, which nothing can call.
  if (name === undefined || body === undefined) return undefined;
  return {
    name,
    description: tagIn(properties['tags'], 'description', resource),
    parameters: textOf(properties, 'functionParameters', resource) ?? '',
    body,
  };
}

/** A saved search of the category that Sentinel shows under Hunting. Others are the workspace's own. */
function readHunting(resource: Resource): HuntingQuery | undefined {
  const properties = groupIn(resource.values, 'properties');
  if (textOf(properties, 'category', resource)?.toLowerCase() !== 'hunting queries')
    return undefined;
  const query = textOf(properties, 'query', resource);
  if (query === undefined || properties['functionAlias'] !== undefined) return undefined;
  const listed = (tag: string): readonly string[] =>
    tagIn(properties['tags'], tag, resource)
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '');
  const origin = resource.template.origins.get(resource.name) ?? {};
  return {
    strategyId: asText(origin['strategy']) ?? resource.name,
    version: asText(origin['version']) ?? '',
    name: resource.name,
    displayName: textOf(properties, 'displayName', resource) ?? resource.name,
    description: tagIn(properties['tags'], 'description', resource),
    query,
    tactics: listed('tactics'),
    techniques: listed('techniques'),
  };
}

function tagIn(tags: unknown, name: string, resource: Resource): string {
  const tag = asObjects(tags).find((each) => each['name'] === name);
  return tag ? (textOf(tag, 'value', resource) ?? '') : '';
}

function readWorkbook(resource: Resource): Workbook {
  const properties = groupIn(resource.values, 'properties');
  return {
    name: resource.name,
    title: textOf(properties, 'displayName', resource) ?? resource.name,
    content: textOf(properties, 'serializedData', resource) ?? '',
  };
}

function readWatchlist(resource: Resource): Watchlist | undefined {
  const properties = groupIn(resource.values, 'properties');
  const searchKey = textOf(properties, 'itemsSearchKey', resource) ?? '';
  // Without content it is deployed, and listed by the API, with its key alone.
  const content = textOf(properties, 'rawContent', resource) ?? printCsv([searchKey], []);
  // Templates have the number as a text, too.
  const skipped = Number(properties['numberOfLinesToSkip'] ?? 0);
  const lines = readCsv(content).slice(Number.isSafeInteger(skipped) ? Math.max(0, skipped) : 0);
  const [columns = [], ...rows] = lines;
  if (!columns.includes(searchKey)) {
    resource.template.add(problems.noSearchKey, { name: resource.name, key: searchKey });
    return undefined;
  }
  return {
    alias: resource.name,
    description: textOf(properties, 'description', resource) ?? '',
    columns,
    searchKey,
    rows: rows.map((row) =>
      Object.fromEntries(columns.map((column, index) => [column, row[index] ?? ''])),
    ),
  };
}
