// What a workspace holds, as it was exported: what a plan compares, and what a rollback restores.
import {
  sortedPaths,
  type Diagnostic,
  type FileTree,
  type Outcome,
  type Source,
} from '../../../text/index.ts';
import type { Held, HeldItem, Item, ItemKind, PropertyChange } from '../../deployment.ts';
import { isObject, type Json, type JsonObject } from '../../json.ts';
import { asText, groupIn, textsOf, type Values } from '../../values.ts';
import type { Watchlist } from '../alert-rule.ts';
import { literalValue } from '../arm.ts';
import * as problems from '../messages.ts';
import { readTemplates, type Bundle } from '../read.ts';
import { openTemplate, type Resource } from '../resource.ts';
import { exported } from './export.ts';
import { itemsOf, ROW } from './items.ts';
import { restored, type RawResource } from './rollback.ts';

/** The workspace: its items, and each as a resource that would restore it, by identity. */
export interface State extends Held {
  readonly items: readonly HeldWorkspaceItem[];
}

export interface HeldWorkspaceItem extends HeldItem {
  /** Absent where the export does not say enough. */
  readonly resource?: JsonObject;
  /** The name of a function's resource. */
  readonly savedAs?: string;
}

/** Set by the service; a deployment cannot. */
const READ_ONLY = new Set([
  'lastModifiedUtc',
  'watchlistId',
  'created',
  'createdBy',
  'updated',
  'updatedBy',
  'tenantId',
  'provisioningState',
  'isDeleted',
  'uploadStatus',
  'revision',
  'timeModified',
  'userId',
  'watchlistItemsCount',
  'sasUri',
]);

/** Properties of rules that a deployment would unset and that no rule of a bundle has. */
const UNMODELLED = ['alertRuleTemplateName', 'templateVersion'];

/** All files together: each may hold items of other kinds. */
export function readState(sources: readonly Source[]): Outcome<State> {
  const files = sources.map((source) => ({ source, ...exported(source.text) }));
  const rows = new Map(files.flatMap((each) => [...each.rows]));
  const tree: FileTree = new Map(files.map(({ source, template }) => [source.name, template]));
  const { value, diagnostics } = readTemplates(tree, sortedPaths(tree));
  const bundle = { ...value, watchlists: withRows(value.watchlists, rows) };
  const raw = rawResources(tree);
  const lists = bundle.watchlists;
  const items = itemsOf(bundle).map((item) => heldItem(item, raw.get(keyOf(item)), lists, rows));
  const kinds = items.map(({ kind }) => kind);
  const covers = new Set<ItemKind>(kinds.length === 0 ? ['rule'] : kinds);
  return {
    value: { items, covers },
    diagnostics: diagnostics.map((each) => inFile(each, sources)),
  };
}

/** Rules of other kinds are no business of a bundle's; everything else concerns the whole file. */
function inFile(diagnostic: Diagnostic, sources: readonly Source[]): Diagnostic {
  const other = diagnostic.code === problems.ruleWithoutQuery.code;
  const source = sources.find(({ name }) => name === diagnostic.source.name) ?? diagnostic.source;
  return { ...diagnostic, source, severity: other ? 'note' : diagnostic.severity };
}

/** The lists with the rows that the API answered apart. */
function withRows(
  lists: Bundle['watchlists'],
  rows: ReadonlyMap<string, readonly Values[]>,
): Bundle['watchlists'] {
  return new Map(
    [...lists].map(([alias, list]): [string, Watchlist] => {
      const held = rows.get(alias.toLowerCase());
      if (!held) return [alias, list];
      const texts = held.map(textsOf);
      const columns = [...new Set(texts.flatMap((row) => Object.keys(row)))];
      return [alias, { ...list, columns, rows: texts }];
    }),
  );
}

function heldItem(
  item: Item,
  raw: RawResource | undefined,
  lists: Bundle['watchlists'],
  rows: ReadonlyMap<string, readonly Values[]>,
): HeldWorkspaceItem {
  const properties = raw?.properties ?? {};
  const untold = untoldOf(item, properties, rows);
  const resource = raw && untold.length === 0 ? restored(raw, lists.get(item.name)) : undefined;
  return {
    ...item,
    untold,
    lost: item.kind === 'rule' ? lostOf(properties) : [],
    ...(resource && { resource }),
    ...(raw && { savedAs: raw.name }),
  };
}

/** The API's list of watchlists has no rows, its list of workbooks no content. */
function untoldOf(
  { kind, name }: Item,
  properties: Values,
  rows: ReadonlyMap<string, readonly Values[]>,
): readonly string[] {
  if (kind === 'watchlist' && !('rawContent' in properties) && !rows.has(name.toLowerCase())) {
    return [ROW];
  }
  return kind === 'workbook' && !('serializedData' in properties) ? ['serializedData'] : [];
}

function lostOf(properties: Readonly<Record<string, Json>>): PropertyChange[] {
  return UNMODELLED.flatMap((property) => {
    const from = properties[property];
    return from === undefined ? [] : [{ property, from }];
  });
}

const WORD: Readonly<Partial<Record<ItemKind, string>>> = {
  rule: 'alertrules',
  function: 'savedsearches',
  'hunting query': 'savedsearches',
  watchlist: 'watchlists',
  workbook: 'workbooks',
};

function keyOf({ kind, name }: Item): string {
  return `${WORD[kind] ?? ''} ${name.toLowerCase()}`;
}

/** Each resource without empty and read-only values; a function under its alias, by which it is called. */
function rawResources(tree: FileTree): ReadonlyMap<string, RawResource> {
  const found = new Map<string, RawResource>();
  for (const [path, text] of tree) {
    const { resources = [], template } = openTemplate(path, text, []) ?? {};
    if (!template) continue;
    for (const { type, name, values } of resources) {
      const word = type.toLowerCase().split('/').at(-1) ?? '';
      const properties = propertiesOf({ type, name, values, template });
      const alias = properties['functionAlias'];
      const called = typeof alias === 'string' ? (literalValue(alias) ?? name) : name;
      const kind = asText(values['kind']) ?? '';
      found.set(`${word} ${called.toLowerCase()}`, { type: word, name, kind, properties });
    }
  }
  return found;
}

function propertiesOf({ values, template }: Resource): Readonly<Record<string, Json>> {
  const entries = Object.entries(groupIn(values, 'properties')).filter(
    ([key]) => !READ_ONLY.has(key),
  );
  return Object.fromEntries(
    entries.flatMap(([key, value]) => {
      const kept = withoutNulls(atDeployment(value, template.parameters));
      return kept === undefined ? [] : [[key, kept] as const];
    }),
  );
}

/** Parameters by their defaults: the rollback has none. What is no literal beyond them, the readers refuse. */
function atDeployment(value: unknown, parameters: ReadonlyMap<string, unknown>): unknown {
  if (typeof value !== 'string' || literalValue(value) !== undefined) return value;
  const name = /^\[\s*parameters\('([^']{1,255})'\)\s*\]$/i.exec(value)?.[1]?.toLowerCase();
  return name !== undefined && parameters.has(name) ? parameters.get(name) : value;
}

function withoutNulls(value: unknown): Json | undefined {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) {
    const list = value.map(withoutNulls).filter((each) => each !== undefined);
    return list.length === 0 ? undefined : list;
  }
  if (isObject(value)) {
    const entries = Object.entries(value).flatMap(([key, each]) => {
      const kept = withoutNulls(each);
      return kept === undefined ? [] : [[key, kept] as const];
    });
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
  }
  return value as string | number | boolean;
}
