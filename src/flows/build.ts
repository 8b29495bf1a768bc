// Documents to artifacts: read, check, emit for every platform, write whole.
import { emit as emitDefender } from '../targets/defender/index.ts';
import { emit as emitSentinel, type SentinelForm } from '../targets/sentinel/index.ts';
import {
  emit as emitSplunk,
  pack as packApp,
  packObstacles,
  type ReadNeeds,
  type SplunkTarget,
} from '../targets/splunk/index.ts';
import { eventNeeds } from '../spl/index.ts';
import { hasErrors, type Diagnostic, type FileTree, type Outcome } from '../text/index.ts';
import type { Strategy } from '../strategy/index.ts';
import { sentinelAssets, splunkAssets } from './assets.ts';
import { manifest } from './build-manifest.ts';
import { loadPack, type LoadedPack } from './pack-folder.ts';
import { lintSearches } from './lint-searches.ts';
import { routeSearches, type Routed } from './route-searches.ts';
import { sbom } from './sbom.ts';
import { MANIFEST, sha256, writeTree, type Written } from './write-tree.ts';

export interface BuildOptions {
  /** A folder of documents, or one document. */
  readonly pack: string;
  readonly out: string;
  /** What the Splunk app is built for; without it, every supported Splunk. */
  readonly splunk?: SplunkTarget;
  /** How Sentinel's rules are packaged; without it, as templates to deploy and for Sentinel Repositories. */
  readonly sentinel?: readonly SentinelForm[] | undefined;
  /** Told what is being done. */
  readonly progress?: (text: string) => void;
}

export interface BuildResult {
  readonly diagnostics: readonly Diagnostic[];
  /** Empty when an error kept anything from being written. */
  readonly written: readonly Written[];
}

/** What a build comes to before anything is written. */
export interface Built {
  readonly loaded: LoadedPack;
  readonly tree: FileTree;
  /** The KQL searches by the products that they run on. */
  readonly routed: Omit<Routed, 'diagnostics'>;
  readonly diagnostics: readonly Diagnostic[];
}

/** What the setup page holds against the events that arrive. */
const readNeeds: ReadNeeds = (search, sources) =>
  eventNeeds({ name: 'search', text: search }, sources);

/** What a platform without any search gets. */
const NOTHING: Outcome<FileTree> = { value: new Map(), diagnostics: [] };

/** @throws UsageError for a path that is not there or an output folder that is not ours. */
export async function build(options: BuildOptions): Promise<BuildResult> {
  const { tree, diagnostics } = await assemble(options);
  if (hasErrors(diagnostics)) return { diagnostics, written: [] };
  options.progress?.('writing');
  return { diagnostics, written: writeTree(options.out, tree) };
}

/** Everything but writing. The tree is `splunk/`, `sentinel/`, `defender/` and the manifest. */
export async function assemble({
  pack: path,
  splunk: target,
  sentinel: forms,
  progress,
}: Omit<BuildOptions, 'out'>): Promise<Built> {
  progress?.('reading documents');
  const loaded = loadPack(path);
  progress?.('compiling searches');
  const routed = await routeSearches(loaded.pack, loaded.strategies);
  progress?.('emitting artifacts');
  const splunk = emitSplunk(loaded.pack, loaded.strategies, splunkAssets(), target, readNeeds);
  const sentinel =
    routed.sentinel.length === 0
      ? NOTHING
      : emitSentinel(loaded.pack, routed.sentinel, sentinelAssets(), forms);
  const defender = emitDefender(loaded.pack, routed.defender);
  const diagnostics = [
    ...loaded.diagnostics,
    ...lintSearches(loaded.strategies, splunk.value),
    ...routed.diagnostics,
    ...splunk.diagnostics,
    ...sentinel.diagnostics,
    ...defender.diagnostics.map((each) => leftOut(each, loaded.strategies)),
    ...packObstacles(splunk.value),
  ];
  const hasApp = loaded.strategies.some(({ searches }) =>
    searches.some(({ language }) => language === 'spl'),
  );
  const app = hasApp && !hasErrors(diagnostics) ? packApp(splunk.value) : undefined;
  const id = loaded.pack.id;
  const tree = new Map<string, string | Uint8Array>([
    ...(app
      ? [
          // The same archive under both names that Splunk takes.
          ...['spl', 'tar.gz'].flatMap((ending) => [
            [`splunk/${id}.${ending}`, app] as const,
            [`splunk/${id}.${ending}.sha256`, `${sha256(app)}  ${id}.${ending}\n`] as const,
          ]),
          [`splunk/${id}.cdx.json`, sbom(loaded, splunk.value, app)] as const,
        ]
      : []),
    ...prefixed('sentinel', sentinel.value),
    ...prefixed('defender', defender.value),
  ]);
  tree.set(MANIFEST, manifest(loaded, app ? splunk.value : new Map(), tree));
  return { loaded, tree, routed, diagnostics };
}

/** The columns that every alert of a custom detection needs. */
const ALERT_CONTRACT = new Set(['TDE1201', 'TDE1202', 'TDE1203']);

/**
 * A hunt in another house's format was never meant to raise alerts: it is left out with a warning, so that the other
 * documents build. In a document of our own format the same is an error.
 */
function leftOut(diagnostic: Diagnostic, strategies: readonly Strategy[]): Diagnostic {
  const { code, source, message } = diagnostic;
  const format = strategies.find((each) => each.source === source)?.format;
  if (!ALERT_CONTRACT.has(code) || format === 'native') return diagnostic;
  return {
    ...diagnostic,
    severity: 'warning',
    message: `${message}; it is left out of the detections`,
  };
}

const prefixed = (folder: string, tree: FileTree): [string, string | Uint8Array][] =>
  [...tree].map(([path, content]) => [`${folder}/${path}`, content]);
