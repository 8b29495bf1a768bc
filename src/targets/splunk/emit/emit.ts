// A pack's strategies to a Splunk app, as a file tree in memory. The app's folder is the pack's id.
import { placeIn, type Pack, type Strategy } from '../../../strategy/index.ts';
import type { Diagnostic, FileTree, Outcome, Source } from '../../../text/index.ts';
import type { Conf } from '../conf/conf.ts';
import { writeConf } from '../conf/write.ts';
import { diagnose } from '../messages.ts';
import { macroCalls } from '../spl-text.ts';
import {
  appConf,
  appManifest,
  defaultMeta,
  META_HEAD,
  navigation,
  packProblems,
  readme,
  type Shipped,
} from './app-files.ts';
import { prettyJson } from './json.ts';
import { catalogue, listLookups, type Lookup } from './lookups.ts';
import { macrosOf, macroStanzas, type Macro } from './macros.ts';
import { overview } from './overview.ts';
import { savedSearchesOf, type EmittedSearch } from './saved-search.ts';

/** The setup page's bundle and the view that hosts it; the app ships the page when it has both. */
const SETUP_BUNDLE = 'appserver/static/pages/setup.js';
const SETUP_VIEW = 'default/data/ui/views/setup.xml';

/**
 * Builds the app from every strategy that has an SPL search. `assets` are shipped as they are, by path inside the app
 * (see `shippedAs`). With an error among the diagnostics the tree lacks what the error names.
 */
export function emit(
  pack: Pack,
  strategies: readonly Strategy[],
  assets: FileTree,
): Outcome<FileTree> {
  const config: Source = { name: 'pack.yaml', text: '' };
  const diagnostics: Diagnostic[] = packProblems(pack, config);
  const chosen = strategies
    .filter(({ searches }) => searches.some(({ language }) => language === 'spl'))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const searches = uniqueNames(
    chosen.flatMap((strategy) => savedSearchesOf(pack, strategy, diagnostics)),
    diagnostics,
  );
  const { macros, diagnostics: noticed } = macrosOf(pack, chosen, config);
  diagnostics.push(...noticed);
  const lists = listLookups(chosen, new Set(macros.keys()), diagnostics);
  const shipped = { setupPage: assets.has(SETUP_BUNDLE) && assets.has(SETUP_VIEW) };
  if (!shipped.setupPage) diagnostics.push(diagnose('TSP1016', config, undefined, {}));
  const lookups = [...lists.values(), catalogue(pack, searches)];
  const generated = generatedFiles({ pack, searches, macros, lookups, shipped }, diagnostics);
  return { value: assembled(pack.id, generated, assets, shipped, diagnostics), diagnostics };
}

interface Parts {
  readonly pack: Pack;
  readonly searches: readonly EmittedSearch[];
  readonly macros: ReadonlyMap<string, Macro>;
  readonly lookups: readonly Lookup[];
  readonly shipped: Shipped;
}

function generatedFiles(parts: Parts, diagnostics: Diagnostic[]): Map<string, string> {
  const { pack, searches, macros, lookups, shipped } = parts;
  const conf = (name: string, stanzas: Conf): string =>
    confText(`${pack.id}/default/${name}`, stanzas, searches, diagnostics);
  const transforms = lookups.map(({ stanza }) => stanza).sort((a, b) => (a.name < b.name ? -1 : 1));
  const files = new Map([
    ['app.manifest', appManifest(pack)],
    ['README.md', readme(pack, searches, shipped)],
    ['default/app.conf', conf('app.conf', appConf(pack, shipped))],
    ['default/macros.conf', conf('macros.conf', macroStanzas(macros))],
    ['default/transforms.conf', conf('transforms.conf', transforms)],
    ['default/data/ui/nav/default.xml', navigation(shipped)],
    ['default/data/ui/views/overview.xml', overview(pack)],
    ['metadata/default.meta', `${META_HEAD}\n${conf('default.meta', defaultMeta(shipped))}`],
  ]);
  const stanzas = searches.map(({ stanza }) => stanza).sort((a, b) => (a.name < b.name ? -1 : 1));
  files.set('default/savedsearches.conf', conf('savedsearches.conf', stanzas));
  for (const { file, csv } of lookups) files.set(`lookups/${file}`, csv);
  if (shipped.setupPage) {
    files.set('appserver/static/pages/pack.json', setupFacts(pack, searches, macros));
  }
  return files;
}

function uniqueNames(searches: readonly EmittedSearch[], found: Diagnostic[]): EmittedSearch[] {
  const seen = new Set<string>();
  return searches.filter(({ strategy, stanza: { name } }) => {
    if (!seen.has(name)) {
      seen.add(name);
      return true;
    }
    found.push(diagnose('TSP1002', strategy.source, placeIn(strategy, 'title').span, { name }));
    return false;
  });
}

/** Text of a .conf file; what cannot be written is reported against the document it comes from, stanza by stanza. */
function confText(
  path: string,
  stanzas: Conf,
  searches: readonly EmittedSearch[],
  found: Diagnostic[],
): string {
  const written = writeConf(stanzas);
  if (written.ok) return written.text;
  for (const { stanza, key, reason, remedy } of written.refusals) {
    const origin = searches.find((each) => each.stanza.name === stanza)?.strategy;
    const what = `\`${key ?? 'stanza'}\` of \`[${stanza}]\``;
    const parameters = { what, reason, remedy: remedy ?? 'change it in the document' };
    const source = origin?.source ?? { name: path, text: '' };
    found.push(diagnose('TSP1001', source, origin && placeIn(origin, 'title').span, parameters));
  }
  const refused = new Set(written.refusals.map(({ stanza }) => stanza));
  const rest = writeConf(stanzas.filter(({ name }) => !refused.has(name)));
  return rest.ok ? rest.text : '';
}

/** What the setup page has to know and cannot ask Splunk for: which macros are sources, and what each search reads. */
function setupFacts(
  pack: Pack,
  searches: readonly EmittedSearch[],
  macros: ReadonlyMap<string, Macro>,
): string {
  const sources = [...macros.values()].filter(({ kind }) => kind === 'source');
  const names = new Set(sources.map(({ name }) => name));
  return prettyJson({
    app: pack.id,
    title: pack.title,
    version: pack.version,
    sources: sources
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, definition, description }) => ({ name, definition, description })),
    searches: searches.map(({ strategy, stanza }) => ({
      name: stanza.name,
      id: strategy.id,
      title: strategy.title,
      severity: strategy.severity,
      tactics: [...new Set(strategy.attack.flatMap(({ tactic }) => tactic ?? []))],
      techniques: [...new Set(strategy.attack.flatMap(({ technique }) => technique ?? []))],
      sources: [...new Set(callsOf(stanza))].filter((name) => names.has(name)),
    })),
  });
}

function callsOf({ settings }: EmittedSearch['stanza']): string[] {
  const search = settings.find(({ key }) => key === 'search')?.value ?? '';
  return macroCalls(search).map(({ name }) => name);
}

function assembled(
  app: string,
  generated: ReadonlyMap<string, string>,
  assets: FileTree,
  shipped: Shipped,
  found: Diagnostic[],
): FileTree {
  const tree = new Map<string, string | Uint8Array>();
  for (const [path, content] of generated) tree.set(`${app}/${path}`, content);
  for (const [path, content] of assets) {
    if (!shipped.setupPage && (path === SETUP_VIEW || path === SETUP_BUNDLE)) continue;
    if (generated.has(path)) {
      found.push(diagnose('TSP1015', { name: path, text: '' }, undefined, { path }));
    } else {
      tree.set(`${app}/${path}`, content);
    }
  }
  return tree;
}
