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
  type Shipped,
} from './app-files.ts';
import { appReadme } from './app-readme.ts';
import { alertRows } from './alert-rows.ts';
import { catalogue } from './catalogue.ts';
import { coverageLookup, tacticsOf } from './coverage-lookup.ts';
import { dashboardFiles, type Shown } from './dashboards/index.ts';
import { listLookups, type Lookup } from './lookups.ts';
import { macrosOf, macroStanzas, type Macro } from './macros.ts';
import { savedSearchesOf, tombstonesOf, type EmittedSearch } from './saved-search.ts';
import { setupFacts, type ReadNeeds } from './setup-facts.ts';
import { SETUP_BUNDLE, SETUP_VIEW, withSetupHost } from './setup-view.ts';
import { DEFAULT_TARGET, type SplunkTarget } from './target.ts';

/**
 * Builds the app from every strategy that has an SPL search. `assets` are shipped as they are, by path inside the app
 * (see `shippedAs`); `target` chooses the forms of the dashboards, of the setup page's host and of what alerts write;
 * `readNeeds` tells the setup page which fields a search's events must have. With an error among the diagnostics the
 * tree lacks what the error names.
 */
export function emit(
  pack: Pack,
  strategies: readonly Strategy[],
  assets: FileTree,
  target: SplunkTarget = DEFAULT_TARGET,
  readNeeds: ReadNeeds = () => [],
): Outcome<FileTree> {
  const config: Source = { name: 'pack.yaml', text: '' };
  const diagnostics: Diagnostic[] = packProblems(pack, config);
  const withSpl = strategies
    .filter(({ searches }) => searches.some(({ language }) => language === 'spl'))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const chosen = withSpl.filter(({ status }) => status !== 'deprecated');
  const stanzas = uniqueNames(
    [
      ...chosen.flatMap((strategy) => savedSearchesOf(pack, strategy, target, diagnostics)),
      ...withSpl
        .filter(({ status }) => status === 'deprecated')
        .flatMap((strategy) => tombstonesOf(pack, strategy, diagnostics)),
    ],
    diagnostics,
  );
  const searches = stanzas.filter(({ strategy }) => strategy.status !== 'deprecated');
  const helper = alertRows(pack, searches);
  const { macros, diagnostics: noticed } = macrosOf(pack, chosen, helper, config);
  diagnostics.push(...noticed);
  const lists = listLookups(chosen, new Set(macros.keys()), diagnostics);
  const shipped = { setupPage: assets.has(SETUP_BUNDLE) && assets.has(SETUP_VIEW) };
  if (!shipped.setupPage) diagnostics.push(diagnose('TSP1016', config, undefined, {}));
  const calls = sourceCalls(macros);
  const own = [catalogue(pack, searches), coverageLookup(pack, searches, calls)];
  const lookups = [...lists.values(), ...own];
  const parts = { pack, target, stanzas, searches, macros, lookups, shipped, readNeeds };
  const generated = generatedFiles(parts, diagnostics);
  const provided = withSetupHost(assets, target);
  return { value: assembled(pack.id, generated, provided, shipped, diagnostics), diagnostics };
}

interface Parts {
  readonly pack: Pack;
  readonly target: SplunkTarget;
  /** Every saved search, tombstones of retired ones included. */
  readonly stanzas: readonly EmittedSearch[];
  readonly searches: readonly EmittedSearch[];
  readonly macros: ReadonlyMap<string, Macro>;
  readonly lookups: readonly Lookup[];
  readonly shipped: Shipped;
  readonly readNeeds: ReadNeeds;
}

function generatedFiles(parts: Parts, diagnostics: Diagnostic[]): Map<string, string> {
  const { pack, target, searches, macros, lookups, shipped } = parts;
  const conf = (name: string, stanzas: Conf): string =>
    confText(`${pack.id}/default/${name}`, stanzas, parts.stanzas, diagnostics);
  const transforms = lookups.map(({ stanza }) => stanza).sort((a, b) => (a.name < b.name ? -1 : 1));
  const files = new Map([
    ['app.manifest', appManifest(pack, target)],
    ['README.md', appReadme(parts)],
    ['default/app.conf', conf('app.conf', appConf(pack, shipped))],
    ['default/macros.conf', conf('macros.conf', macroStanzas(macros))],
    ['default/transforms.conf', conf('transforms.conf', transforms)],
    ['default/data/ui/nav/default.xml', navigation(shipped)],
    ['metadata/default.meta', `${META_HEAD}\n${conf('default.meta', defaultMeta(shipped))}`],
  ]);
  const stanzas = parts.stanzas
    .map(({ stanza }) => stanza)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  files.set('default/savedsearches.conf', conf('savedsearches.conf', stanzas));
  for (const { file, csv } of lookups) files.set(`lookups/${file}`, csv);
  const shown = shownIn(searches, macros);
  for (const [file, xml] of dashboardFiles(pack, shown, target)) {
    files.set(`default/data/ui/views/${file}`, xml);
  }
  if (shipped.setupPage) {
    const facts = setupFacts({ ...parts, sourcesOf: sourceCalls(macros) });
    files.set('appserver/static/pages/pack.json', facts);
  }
  return files;
}

/** What the dashboards have to know about the pack. */
function shownIn(searches: readonly EmittedSearch[], macros: ReadonlyMap<string, Macro>): Shown {
  const byTitle = searches
    .map(({ strategy }) => strategy)
    .sort((a, b) => (a.title < b.title ? -1 : 1));
  const called = new Set(searches.flatMap(sourceCalls(macros)));
  return {
    tactics: tacticsOf(searches),
    sources: [...called].sort(),
    first: byTitle[0]?.id ?? '',
  };
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

/** Names the source macros that a saved search calls, each once. */
function sourceCalls(
  macros: ReadonlyMap<string, Macro>,
): (search: EmittedSearch) => readonly string[] {
  return ({ stanza: { settings } }) => {
    const search = settings.find(({ key }) => key === 'search')?.value ?? '';
    const names = macroCalls(search).map(({ name }) => name);
    return [...new Set(names)].filter((name) => macros.get(name)?.kind === 'source');
  };
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
