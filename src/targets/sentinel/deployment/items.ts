// What a bundle deploys, as items that a plan compares.
import type { Item } from '../../deployment.ts';
import type { Json } from '../../json.ts';
import { leavesOf } from '../../leaves.ts';
import { parseJson } from '../../values.ts';
import type { HuntingQuery, Watchlist, WorkspaceFunction } from '../alert-rule.ts';
import type { Bundle, Workbook } from '../read.ts';
import { canonical } from './canonical.ts';

/** What begins the property that stands for a row of a watchlist. */
export const ROW = 'item ';

/** Everything in a bundle. */
export function itemsOf(bundle: Bundle): readonly Item[] {
  return [
    ...[...bundle.functions.values()].map(functionItem),
    ...[...bundle.watchlists.values()].map(watchlistItem),
    ...bundle.rules.map((rule): Item => {
      const { name, displayName: title } = rule;
      return { kind: 'rule', name, title, properties: canonical(rule) };
    }),
    ...[...bundle.hunting.values()].map(huntingItem),
    ...[...bundle.workbooks.values()].map(workbookItem),
  ];
}

function functionItem({ name, description, parameters, body }: WorkspaceFunction): Item {
  const properties = { query: body, functionParameters: parameters, description };
  return { kind: 'function', name, title: name, properties: said(properties) };
}

function huntingItem(made: HuntingQuery): Item {
  const { name, displayName, description, query, tactics, techniques } = made;
  const properties = said({
    displayName,
    description,
    query,
    tactics: [...tactics].sort(),
    techniques: [...techniques].sort(),
  });
  return { kind: 'hunting query', name, title: displayName, properties };
}

/** A row is a property, so that a plan names the rows that come and go. */
function watchlistItem({ alias, description, searchKey, columns, rows }: Watchlist): Item {
  const texts = rows.map((row) => columns.map((column) => row[column] ?? '').join(', '));
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const held = [...counts].map(([text, count]) => [`${ROW}${text}`, count] as const);
  const properties = said({ description, itemsSearchKey: searchKey });
  return {
    kind: 'watchlist',
    name: alias,
    title: alias,
    properties: new Map<string, Json>([...properties, ...held]),
  };
}

/** Down to the single settings of its parts. */
function workbookItem({ name, title, content }: Workbook): Item {
  const parts = leavesOf((parseJson(content) ?? content) as Json, {
    path: 'serializedData',
    lists: true,
  });
  const properties = new Map<string, Json>([['displayName', title], ...parts]);
  return { kind: 'workbook', name, title, properties };
}

/** Without what is empty: an export leaves it out. */
function said(properties: Readonly<Record<string, Json>>): ReadonlyMap<string, Json> {
  const entries = Object.entries(properties);
  return new Map(entries.filter(([, value]) => value !== '' && JSON.stringify(value) !== '[]'));
}
