// Documents to artifacts: read, check, emit for every platform, write whole.
import { emit as emitDefender } from '../targets/defender/index.ts';
import { emit as emitSentinel } from '../targets/sentinel/index.ts';
import { emit as emitSplunk, pack as packApp, packObstacles } from '../targets/splunk/index.ts';
import {
  hasErrors,
  positionAt,
  sortedPaths,
  type Diagnostic,
  type FileTree,
  type Outcome,
} from '../text/index.ts';
import { sentinelAssets, splunkAssets } from './assets.ts';
import { documentPath, loadPack, type LoadedPack } from './pack-folder.ts';
import { lintSearches } from './lint-searches.ts';
import { routeSearches } from './route-searches.ts';
import { toolVersion } from './tool-version.ts';
import { MANIFEST, sha256, writeTree, type Written } from './write-tree.ts';

export interface BuildOptions {
  /** A folder of documents, or one document. */
  readonly pack: string;
  readonly out: string;
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
  readonly diagnostics: readonly Diagnostic[];
}

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
  progress,
}: Omit<BuildOptions, 'out'>): Promise<Built> {
  progress?.('reading documents');
  const loaded = loadPack(path);
  progress?.('compiling searches');
  const routed = await routeSearches(loaded.pack, loaded.strategies);
  progress?.('emitting artifacts');
  const splunk = emitSplunk(loaded.pack, loaded.strategies, splunkAssets());
  const sentinel =
    routed.sentinel.length === 0
      ? NOTHING
      : emitSentinel(loaded.pack, routed.sentinel, sentinelAssets());
  const defender = emitDefender(loaded.pack, routed.defender);
  const diagnostics = [
    ...loaded.diagnostics,
    ...lintSearches(loaded.strategies, splunk.value),
    ...routed.diagnostics,
    ...splunk.diagnostics,
    ...sentinel.diagnostics,
    ...defender.diagnostics,
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
          [`splunk/${id}.spl`, app] as const,
          [`splunk/${id}.spl.sha256`, `${sha256(app)}  ${id}.spl\n`] as const,
        ]
      : []),
    ...prefixed('sentinel', sentinel.value),
    ...prefixed('defender', defender.value),
  ]);
  tree.set(MANIFEST, manifest(loaded, tree));
  return { loaded, tree, diagnostics };
}

const prefixed = (folder: string, tree: FileTree): [string, string | Uint8Array][] =>
  [...tree].map(([path, content]) => [`${folder}/${path}`, content]);

/** Which document each strategy comes from, and the hash of each artifact. */
function manifest(loaded: LoadedPack, tree: FileTree): string {
  const { pack, strategies } = loaded;
  const listed = strategies.map((strategy) => ({
    id: strategy.id,
    title: strategy.title,
    version: strategy.version,
    document: documentPath(loaded, strategy),
    sha256: sha256(strategy.source.text),
    searches: strategy.searches.map(({ language, span }) => ({
      language,
      line: positionAt(strategy.source, span.start).line,
    })),
  }));
  const artifacts = sortedPaths(tree).map((path) => ({
    path,
    sha256: sha256(tree.get(path) ?? ''),
  }));
  const made = {
    tool: { name: 'stratagem', version: toolVersion() },
    pack: { id: pack.id, version: pack.version },
    strategies: listed,
    artifacts,
  };
  return `${JSON.stringify(made, undefined, 2)}\n`;
}
