// The forms in which people have the state of a workspace, each read into resources of one shape: an ARM template (from
// the portal, from a repository, or a bundle of ours), the answers of the REST API (`az rest`), and lists whose entries
// have their properties beside their names (`az sentinel alert-rule list`).
import { isObject } from '../../json.ts';
import { asObjects, asText, groupIn, parseJson, type Values } from '../../values.ts';
import { apiVersions, literal, types } from '../arm.ts';

/** A template's text, and the rows of watchlists, which the API answers apart from the lists. */
export interface Exported {
  readonly template: string;
  readonly rows: ReadonlyMap<string, readonly Values[]>;
}

/** The types by the word that ends them in names and in the paths of ids. */
const KINDS: ReadonlyMap<string, { readonly type: string; readonly apiVersion: string }> = new Map([
  ['alertrules', { type: types.alertRules, apiVersion: apiVersions.alertRulesPreview }],
  ['savedsearches', { type: types.savedSearches, apiVersion: apiVersions.savedSearches }],
  ['watchlists', { type: types.watchlists, apiVersion: apiVersions.watchlists }],
  ['workbooks', { type: types.workbooks, apiVersion: apiVersions.workbooks }],
]);
const ROWS = 'watchlistitems';

/** A template stays as it is; a list becomes one, its texts escaped, as what looks like an expression is none there. */
export function exported(text: string): Exported {
  const root = parseJson(text);
  const list = isObject(root) && Array.isArray(root['value']) ? root['value'] : root;
  if (!Array.isArray(list)) return { template: text, rows: new Map() };
  const entries = asObjects(list);
  const rows = new Map<string, Values[]>();
  const resources = entries.flatMap((each) => {
    const word = kindOf(each);
    if (word === ROWS) {
      const alias = watchlistOf(each);
      rows.set(alias, [...(rows.get(alias) ?? []), rowOf(each)]);
      return [];
    }
    const kind = KINDS.get(word);
    return kind ? [resourceOf(each, kind)] : [];
  });
  return { template: JSON.stringify({ resources }), rows };
}

/** From the type, else from the id; an entry that says neither is a rule, as portal and API list nothing else bare. */
function kindOf(entry: Values): string {
  const type = asText(entry['type'])?.toLowerCase().split('/').at(-1);
  if (type !== undefined && (type === ROWS || KINDS.has(type))) return type;
  const parts = (asText(entry['id']) ?? '').toLowerCase().split('/');
  const inId = parts.at(-2);
  if (inId !== undefined && (inId === ROWS || KINDS.has(inId))) return inId;
  return type === undefined ? 'alertrules' : '';
}

function watchlistOf(entry: Values): string {
  const parts = (asText(entry['id']) ?? '').split('/');
  const at = parts.findIndex((each) => each.toLowerCase() === 'watchlists');
  return (at < 0 ? '' : (parts[at + 1] ?? '')).toLowerCase();
}

function rowOf(entry: Values): Values {
  return groupIn(groupIn(entry, 'properties'), 'itemsKeyValue');
}

/** What an entry has around its properties. */
const ENVELOPE = new Set(['id', 'type', 'name', 'kind', 'etag', 'location', 'systemData']);

function resourceOf(
  entry: Values,
  { type, apiVersion }: { readonly type: string; readonly apiVersion: string },
): Values {
  const { name, kind, location, properties } = entry;
  const beside = Object.entries(entry).filter(([key]) => !ENVELOPE.has(key));
  return {
    type,
    apiVersion,
    name: asText(name)?.split('/').at(-1),
    kind,
    location,
    properties: escaped(isObject(properties) ? properties : Object.fromEntries(beside)),
  };
}

function escaped(value: unknown): unknown {
  if (typeof value === 'string') return literal(value);
  if (Array.isArray(value)) return value.map(escaped);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, escaped(each)]));
}
