// The pack's documentation: proven first, so that every page says what the replay found.
import { resolve } from 'node:path';
import {
  indexPage,
  navigatorLayer,
  pageHtml,
  pageMarkdown,
  strategyPage,
  timelineFile,
  type Page,
} from '../report/index.ts';
import type { Strategy } from '../strategy/index.ts';
import { hasErrors, sortedPaths, type Diagnostic, type FileTree } from '../text/index.ts';
import { isProven, type Disparity, type Verdict } from '../verdict/index.ts';
import { readArtifacts } from './artifacts.ts';
import { requirementsOf } from './data-requirements.ts';
import { documentFolder } from './pack-folder.ts';
import { pageSearches } from './page-searches.ts';
import { prove, type Proof } from './prove.ts';
import { Timelines, type Drawn } from './timelines.ts';
import { MANIFEST, sha256, writeTree, type Written } from './write-tree.ts';

export interface DocsOptions {
  /** A folder of documents, or one document. */
  readonly pack: string;
  readonly out: string;
  /** Told what is being done. */
  readonly progress?: (text: string) => void;
}

export interface DocsResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly verdicts: readonly Verdict[];
  readonly disparities: readonly Disparity[];
  /** Empty when an error kept anything from being written. */
  readonly written: readonly Written[];
}

const LAYER = 'navigator-layer.json';

/** @throws UsageError for a path that is not there or an output folder that is not ours. */
export async function docs({ pack, out, progress }: DocsOptions): Promise<DocsResult> {
  const timelines = new Timelines();
  const proof = await prove({
    pack,
    events: [],
    ...(progress && { progress }),
    seen: (path, recording) => {
      timelines.add(path, recording);
    },
  });
  const { diagnostics, verdicts, disparities, built } = proof;
  if (hasErrors(built.diagnostics)) return { diagnostics, verdicts, disparities, written: [] };
  progress?.('writing');
  const written = writeTree(out, documentation(proof, timelines));
  return { diagnostics, verdicts, disparities, written };
}

/** Pages, pictures, layer, and the manifest by which the folder is known as ours. */
function documentation(proof: Proof, timelines: Timelines): FileTree {
  const { built, verdicts, quality, coverage } = proof;
  const { pack, strategies } = built.loaded;
  const { macros } = readArtifacts(built.tree, pack);
  const tree = new Map<string, string>();
  const own = (strategy: Strategy): Verdict[] =>
    verdicts.filter((each) => each.strategy === strategy.id);
  for (const strategy of strategies) {
    const recordings = drawnFor(strategy, proof, timelines);
    const page = strategyPage({
      strategy,
      searches: pageSearches(strategy, built, macros),
      requirements: requirementsOf(strategy),
      verdicts: own(strategy),
      recordings,
    });
    addPage(tree, page);
    for (const { name, file, timeline } of recordings) tree.set(file, timelineFile(name, timeline));
  }
  const { title, description } = pack;
  addPage(
    tree,
    indexPage({ title, description, strategies, verdicts, quality, coverage, layer: LAYER }),
  );
  const proven = new Set(strategies.filter((each) => isProven(own(each))).map(({ id }) => id));
  tree.set(LAYER, navigatorLayer({ title, description, strategies, proven }));
  tree.set(MANIFEST, manifest(tree));
  return tree;
}

function addPage(tree: Map<string, string>, page: Page): void {
  tree.set(`${page.file}.md`, pageMarkdown(page));
  tree.set(`${page.file}.html`, pageHtml(page));
}

/** The recordings that a document names, each once, in its order. */
function drawnFor(strategy: Strategy, { built }: Proof, timelines: Timelines): Drawn[] {
  const folder = documentFolder(built.loaded, strategy);
  const paths = new Map(
    strategy.expectations.map(({ recording }) => [resolve(folder, recording), recording]),
  );
  return [...paths].flatMap(([path, name]) => timelines.drawn(path, name) ?? []);
}

/** No version in it: pages change only where what they say does. */
function manifest(tree: FileTree): string {
  const files = sortedPaths(tree).map((path) => ({ path, sha256: sha256(tree.get(path) ?? '') }));
  return `${JSON.stringify({ tool: { name: 'stratagem' }, files }, undefined, 2)}\n`;
}
