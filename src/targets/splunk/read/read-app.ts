// File tree to SplunkApp, with Splunk's layering inside one app: local over default, key by key.
import type { Diagnostic, FileTree, Outcome, Source, Span } from '../../../text/index.ts';
import { span } from '../../../text/index.ts';
import { readConf } from '../conf/read.ts';
import { readCsv } from '../csv.ts';
import { catalogueName } from '../emit/catalogue.ts';
import { diagnose } from '../messages.ts';
import {
  isTrue,
  type AppLookup,
  type AppMacro,
  type SavedSearch,
  type Settings,
  type SplunkApp,
} from './app.ts';

/** Stanzas of one conf name over both layers, with the place where each stands first. */
interface Layered {
  readonly settings: Map<string, string>;
  readonly source: Source;
  readonly span: Span;
}

/** Looks files up under the app's folder and remembers what went wrong with them. */
interface Folder {
  readonly root: string;
  readonly tree: FileTree;
  readonly diagnostics: Diagnostic[];
}

/**
 * Reads an app out of its files: those of one app folder (`acme/default/...`, as `emit` and `unpack` give them), or of
 * the folder's inside. Works on any app, Stratagem's or not; what cannot be read is reported and left out.
 */
export function readApp(tree: FileTree): Outcome<SplunkApp> {
  const diagnostics: Diagnostic[] = [];
  const root = rootOf(tree, diagnostics);
  const folder: Folder = { root: root ?? '', tree, diagnostics };
  if (root === undefined) return { value: EMPTY, diagnostics };
  const app = stanzas(folder, 'app');
  const id =
    root === ''
      ? (app.get('package')?.settings.get('id') ?? app.get('id')?.settings.get('name') ?? '')
      : root.slice(0, -1);
  const version =
    app.get('id')?.settings.get('version') ?? app.get('launcher')?.settings.get('version');
  const transforms = stanzas(folder, 'transforms');
  const lookups = lookupsOf(folder, transforms);
  const value = {
    id,
    ...(version !== undefined && { version }),
    savedSearches: savedSearches(folder, ownersOf(lookups.get(catalogueName(id)))),
    macros: macrosOf(stanzas(folder, 'macros'), diagnostics),
    lookups,
    props: settingsOnly(stanzas(folder, 'props')),
    transforms: settingsOnly(transforms),
    eventtypes: eventtypes(stanzas(folder, 'eventtypes')),
    interface: interfaceOf(folder),
  };
  return { value, diagnostics };
}

const EMPTY: SplunkApp = {
  id: '',
  savedSearches: [],
  macros: new Map(),
  lookups: new Map(),
  props: new Map(),
  transforms: new Map(),
  eventtypes: new Map(),
  interface: new Map(),
};

/** `acme/`, or the empty text when the paths begin inside the app's folder. */
function rootOf(tree: FileTree, found: Diagnostic[]): string | undefined {
  if (tree.has('default/app.conf')) return '';
  const roots = [...tree.keys()]
    .filter((path) => /^[^/]+\/default\/app\.conf$/u.test(path))
    .map((path) => path.slice(0, path.indexOf('/') + 1))
    .sort();
  const [only, ...others] = roots;
  if (only !== undefined && others.length === 0) return only;
  const source = { name: only ?? 'default/app.conf', text: '' };
  found.push(diagnose('TSP1301', source, undefined, { found: roots }));
  return undefined;
}

function textAt(folder: Folder, path: string): Source | undefined {
  const name = folder.root + path;
  const content = folder.tree.get(name);
  if (content === undefined) return undefined;
  if (typeof content === 'string') return { name, text: content };
  try {
    return { name, text: new TextDecoder('utf-8', { fatal: true }).decode(content) };
  } catch {
    const place = { name, text: '' };
    folder.diagnostics.push(diagnose('TSP1306', place, undefined, { path: name }));
    return undefined;
  }
}

/** Of the shipped layer alone: a local file stands in for the whole of the shipped one. */
function interfaceOf(folder: Folder): Map<string, string> {
  const start = `${folder.root}default/data/ui/`;
  const found = new Map<string, string>();
  for (const path of folder.tree.keys()) {
    if (!path.startsWith(start) || !path.endsWith('.xml')) continue;
    const source = textAt(folder, path.slice(folder.root.length));
    if (source) found.set(path.slice(start.length), source.text);
  }
  return found;
}

/** Both layers of `<name>.conf` merged; `[default]` and settings without a header are put under every stanza. */
function stanzas(folder: Folder, name: string): Map<string, Layered> {
  const merged = new Map<string, Layered>();
  const common = new Map<string, string>();
  for (const layer of ['default', 'local']) {
    const source = textAt(folder, `${layer}/${name}.conf`);
    if (!source) continue;
    const { value, diagnostics } = readConf(source);
    folder.diagnostics.push(...diagnostics);
    for (const stanza of value) {
      const general = stanza.name === '' || stanza.name === 'default';
      const known = merged.get(stanza.name);
      const place = stanza.span ?? span(0, 0);
      const entry = known ?? { settings: new Map<string, string>(), source, span: place };
      const settings = general ? common : entry.settings;
      for (const { key, value: given } of stanza.settings) settings.set(key, given);
      if (!general && !known) merged.set(stanza.name, entry);
    }
  }
  for (const { settings } of merged.values()) {
    for (const [key, value] of common) if (!settings.has(key)) settings.set(key, value);
  }
  return merged;
}

function savedSearches(folder: Folder, owners: ReadonlyMap<string, string>): SavedSearch[] {
  return [...stanzas(folder, 'savedsearches')].flatMap(([name, layered]) => {
    const { settings, source, span: place } = layered;
    const search = settings.get('search');
    if (search === undefined || search === '') {
      folder.diagnostics.push(diagnose('TSP1302', source, place, { name }));
      return [];
    }
    const strategyId = owners.get(name);
    const earliest = settings.get('dispatch.earliest_time');
    const latest = settings.get('dispatch.latest_time');
    const cron = settings.get('cron_schedule');
    return {
      name,
      ...(strategyId !== undefined && { strategyId }),
      search,
      ...(earliest !== undefined && earliest !== '' && { earliest }),
      ...(latest !== undefined && latest !== '' && { latest }),
      ...(cron !== undefined && cron !== '' && { cron }),
      scheduled: isTrue(settings.get('enableSched')),
      disabled: isTrue(settings.get('disabled')),
      settings,
      source,
      span: place,
    };
  });
}

/** Saved search to strategy id, from the catalogue. */
function ownersOf(catalogue: AppLookup | undefined): Map<string, string> {
  const name = catalogue?.columns.indexOf('saved_search') ?? -1;
  const id = catalogue?.columns.indexOf('strategy_id') ?? -1;
  if (!catalogue || name < 0 || id < 0) return new Map();
  return new Map(catalogue.rows.map((row) => [row[name] ?? '', row[id] ?? '']));
}

function macrosOf(
  found: ReadonlyMap<string, Layered>,
  diagnostics: Diagnostic[],
): Map<string, AppMacro> {
  const macros = new Map<string, AppMacro>();
  for (const [name, { settings, source, span: place }] of found) {
    const args = (settings.get('args') ?? '').split(',').flatMap((each) => each.trim() || []);
    const arity = /\((\d{1,3})\)$/u.exec(name)?.[1];
    const definition = settings.get('definition');
    const reason =
      definition === undefined
        ? 'it has no `definition`'
        : Number(arity ?? 0) === args.length
          ? undefined
          : `its name says ${arity ?? '0'} arguments, its \`args\` ${String(args.length)}`;
    if (definition === undefined || reason !== undefined) {
      const parameters = { name, reason: reason ?? '' };
      diagnostics.push(diagnose('TSP1303', source, place, parameters));
    } else {
      macros.set(name, { definition, args, iseval: isTrue(settings.get('iseval')) });
    }
  }
  return macros;
}

function lookupsOf(
  folder: Folder,
  transforms: ReadonlyMap<string, Layered>,
): Map<string, AppLookup> {
  const lookups = new Map<string, AppLookup>();
  const prefix = `${folder.root}lookups/`;
  for (const path of [...folder.tree.keys()].sort()) {
    if (!path.startsWith(prefix) || !path.endsWith('.csv')) continue;
    const file = path.slice(prefix.length);
    const table = tableAt(folder, file);
    if (table) lookups.set(file, { ...table, file, settings: new Map() });
  }
  for (const [name, { settings, source, span: place }] of transforms) {
    const file = settings.get('filename');
    if (file !== undefined) {
      const known = lookups.get(file);
      if (known) lookups.set(name, { ...known, settings });
      else folder.diagnostics.push(diagnose('TSP1304', source, place, { name, file }));
    } else if (settings.has('external_type') || settings.has('collection')) {
      lookups.set(name, { columns: [], rows: [], settings });
    }
  }
  return lookups;
}

function tableAt(
  folder: Folder,
  file: string,
): { columns: readonly string[]; rows: readonly (readonly string[])[] } | undefined {
  const source = textAt(folder, `lookups/${file}`);
  if (!source) return undefined;
  const read = readCsv(source.text);
  if (read.ok) return read.table;
  const parameters = { path: source.name, reason: read.reason };
  folder.diagnostics.push(diagnose('TSP1307', source, undefined, parameters));
  return undefined;
}

function settingsOnly(found: ReadonlyMap<string, Layered>): Map<string, Settings> {
  return new Map([...found].map(([name, { settings }]) => [name, settings]));
}

function eventtypes(found: ReadonlyMap<string, Layered>): Map<string, string> {
  const types = new Map<string, string>();
  for (const [name, { settings }] of found) {
    const search = settings.get('search');
    if (search !== undefined && !isTrue(settings.get('disabled'))) types.set(name, search);
  }
  return types;
}
