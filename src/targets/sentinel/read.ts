// Rules, functions and watchlists read back out of templates: what the replay runs is what would be deployed.
import { sortedPaths, type Diagnostic, type FileTree, type Outcome } from '../../text/index.ts';
import { asObjects, groupIn } from '../values.ts';
import type { AlertRule, Watchlist, WorkspaceFunction } from './alert-rule.ts';
import { types } from './arm.ts';
import { readCsv } from './csv.ts';
import * as problems from './messages.ts';
import { readRule } from './read-rule.ts';
import { openTemplate, textOf, type Resource } from './resource.ts';

export interface Bundle {
  readonly rules: readonly ReadRule[];
  /** By name. */
  readonly functions: ReadonlyMap<string, WorkspaceFunction>;
  readonly watchlists: ReadonlyMap<string, Watchlist>;
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
  const watchlists = new Map<string, Watchlist>();
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
      } else if (isWatchlist(type)) {
        const made = readWatchlist(found);
        if (made) watchlists.set(made.alias, made);
      }
    }
  }
  return { value: { rules, functions, watchlists }, diagnostics };
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
    description: descriptionIn(properties['tags'], resource),
    parameters: textOf(properties, 'functionParameters', resource) ?? '',
    body,
  };
}

function descriptionIn(tags: unknown, resource: Resource): string {
  const tag = asObjects(tags).find((each) => each['name'] === 'description');
  return tag ? (textOf(tag, 'value', resource) ?? '') : '';
}

function readWatchlist(resource: Resource): Watchlist | undefined {
  const properties = groupIn(resource.values, 'properties');
  const content = textOf(properties, 'rawContent', resource) ?? '';
  const skipped = properties['numberOfLinesToSkip'];
  const lines = readCsv(content).slice(typeof skipped === 'number' ? skipped : 0);
  const [columns = [], ...rows] = lines;
  const searchKey = textOf(properties, 'itemsSearchKey', resource) ?? '';
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
