// The symbols that a query is bound against: tables and functions of the environment, as far as they are named.
import { INGESTION_TIME, type KqlColumn, type KqlEnvironment } from '../environment.ts';
import { FILE_PROFILE_COLUMNS } from './file-profile.ts';
import type { Globals, Kusto } from './kusto.ts';
import type { Symbol } from './nodes.ts';
import { productTable } from './schemas.ts';

/**
 * The columns of a table as the query sees it: the product's, in its order, then what is held beyond them. A type that a
 * fixture declares stands. The hidden ingestion time is not among them.
 */
export function tableColumns(
  name: string,
  environment: KqlEnvironment,
): readonly KqlColumn[] | undefined {
  const held = environment.tables.get(name);
  const product = environment.environment && productTable(environment.environment, name);
  if (!held) return product;
  const declared = new Map(held.map((each) => [each.name, each]));
  declared.delete(INGESTION_TIME);
  const standard = (product ?? []).map((each) => {
    const own = declared.get(each.name);
    declared.delete(each.name);
    return own ?? each;
  });
  return [...standard, ...declared.values()];
}

/** Tables that a text names, of either product: where both share a workspace, `table("...")` finds them. */
function tablesInTexts(
  texts: ReadonlySet<string>,
  environment: KqlEnvironment,
): Map<string, readonly KqlColumn[]> {
  const found = new Map<string, readonly KqlColumn[]>();
  for (const text of texts) {
    const columns = tableColumns(text, environment) ?? otherProductTable(text, environment);
    if (columns) found.set(text, columns);
  }
  return found;
}

/** The columns of a table that only the other product has. */
export function otherProductTable(
  name: string,
  { environment: product }: KqlEnvironment,
): readonly KqlColumn[] | undefined {
  return product && productTable(product === 'defender' ? 'sentinel' : 'defender', name);
}

const symbols = new WeakMap<readonly KqlColumn[], Map<string, Symbol>>();

/** Symbols are made once per column list: product tables are the same list in every environment. */
function tableSymbol(kusto: Kusto, name: string, columns: readonly KqlColumn[]): Symbol {
  let byName = symbols.get(columns);
  if (!byName) symbols.set(columns, (byName = new Map<string, Symbol>()));
  const known = byName.get(name);
  if (known) return known;
  const made = kusto.table(
    name,
    columns.map((each) => kusto.column(each.name, each.type)),
  );
  byName.set(name, made);
  return made;
}

/** Functions of the products that have symbols. */
const PRODUCT_FUNCTIONS = ['FileProfile', 'DeviceFromIP', '_GetWatchlist'];

const MOST_CACHED = 128;
const cache = new Map<string, Environment>();
let made = 0;

/** Symbols to bind against, and a name for them: equal names and meanings, equal name. */
export interface Environment {
  readonly globals: Globals;
  readonly name: string;
}

/** Symbols of the tables and functions of these names, made once for equal meanings. */
export function globalsFor(
  kusto: Kusto,
  names: ReadonlySet<string>,
  texts: ReadonlySet<string>,
  environment: KqlEnvironment,
): Environment {
  const wanted = new Set([...names, ...namesInFunctions(names, environment)]);
  const tables = tablesInTexts(texts, environment);
  for (const name of wanted) {
    const columns = tableColumns(name, environment);
    if (columns) tables.set(name, columns);
  }
  const functions = (environment.functions ?? []).filter((each) => wanted.has(each.name));
  const asked = new Set([...wanted, ...texts]);
  const key = meaningOf(asked, tables, functions, environment);
  const known = cache.get(key);
  if (known) return known;
  const members = [
    ...[...tables].map(([name, columns]) => tableSymbol(kusto, name, columns)),
    ...[...(environment.open ?? [])].map((name) =>
      kusto.table(name, [kusto.column('TimeGenerated', 'datetime')], true),
    ),
    ...functions.map((each) =>
      kusto.storedFunction(each.name, `(${each.parameters})`, `{ ${each.body}\n}`),
    ),
    ...productFunctions(kusto, asked, environment),
  ];
  const symbols = { globals: kusto.globals(members), name: String(++made) };
  if (cache.size >= MOST_CACHED) cache.clear();
  cache.set(key, symbols);
  return symbols;
}

/** All that the symbols are made of, as one text. */
function meaningOf(
  asked: ReadonlySet<string>,
  tables: ReadonlyMap<string, readonly KqlColumn[]>,
  functions: readonly {
    readonly name: string;
    readonly parameters: string;
    readonly body: string;
  }[],
  environment: KqlEnvironment,
): string {
  const shape = (columns: readonly KqlColumn[]): readonly string[] =>
    columns.map(({ name, type }) => `${name}:${type}`);
  const watchlists = [...(environment.watchlists ?? [])].filter(([alias]) => asked.has(alias));
  return JSON.stringify([
    PRODUCT_FUNCTIONS.filter((name) => asked.has(name)),
    [...tables].map(([name, columns]) => [name, ...shape(columns)]).sort(),
    [...(environment.open ?? [])],
    functions.map(({ name, parameters, body }) => [name, parameters, body]),
    watchlists.map(([alias, { columns }]) => [alias, ...shape(columns)]),
  ]);
}

/** A workspace function brings the names in its body along, and those of the functions it calls. */
function namesInFunctions(names: ReadonlySet<string>, environment: KqlEnvironment): Set<string> {
  const found = new Set<string>();
  const waiting = [...names];
  const functions = new Map((environment.functions ?? []).map((each) => [each.name, each]));
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const called = functions.get(name);
    if (!called) continue;
    functions.delete(name);
    for (const word of `${called.parameters} ${called.body}`.match(/[A-Za-z_]\w{0,127}/g) ?? []) {
      if (!found.has(word)) waiting.push(word);
      found.add(word);
    }
  }
  return found;
}

/** Functions of the product, and of the workspace's declared data, that the query names. */
function productFunctions(
  kusto: Kusto,
  names: ReadonlySet<string>,
  environment: KqlEnvironment,
): Symbol[] {
  const made: Symbol[] = [];
  if (names.has('FileProfile')) {
    made.push(fileProfileSymbol(kusto));
  }
  if (names.has('DeviceFromIP')) {
    const result = kusto.table('', [
      kusto.column('IP', 'string'),
      kusto.column('DeviceId', 'string'),
    ]);
    made.push(kusto.tableFunction('DeviceFromIP', result, []));
  }
  if (names.has('_GetWatchlist')) made.push(watchlistFunction(kusto, names, environment));
  return made;
}

/** A join gives the added columns the names that they get beside equally named ones. */
function fileProfileSymbol(kusto: Kusto): Symbol {
  const columns = FILE_PROFILE_COLUMNS.map((each) => `${each.name}:${each.type}`).join(', ');
  const profiles = `(datatable(['$join']:long, ${columns})[])`;
  const body = `{ T | extend ['$join']=1 | join kind=leftouter ${profiles} on ['$join'] | project-away ['$join'], ['$join1'] }`;
  return kusto.storedFunction('FileProfile', '(T:(*), hash:string="SHA1", rows:long=100)', body);
}

const WATCHLIST_COLUMNS: readonly KqlColumn[] = [
  { name: '_DTItemId', type: 'string' },
  { name: 'LastUpdatedTimeUTC', type: 'datetime' },
  { name: 'SearchKey', type: 'string' },
  { name: 'WatchlistItem', type: 'dynamic' },
];

/** `_GetWatchlist(alias)`: its columns are those of the one declared watchlist that the query names. */
function watchlistFunction(
  kusto: Kusto,
  names: ReadonlySet<string>,
  environment: KqlEnvironment,
): Symbol {
  const named = [...(environment.watchlists ?? [])].filter(([alias]) => names.has(alias));
  const columns = new Map(WATCHLIST_COLUMNS.map((each) => [each.name, each]));
  for (const [, held] of named) for (const each of held.columns) columns.set(each.name, each);
  const result = kusto.table(
    '',
    [...columns.values()].map((each) => kusto.column(each.name, each.type)),
    named.length === 0,
  );
  return kusto.tableFunction('_GetWatchlist', result, [['alias', 'string']]);
}
