// The proof as a user asks for it: build, prove, write artifacts and report.
import { join } from 'node:path';
import { html } from '../report/index.ts';
import { hasErrors, type FileTree } from '../text/index.ts';
import type { BuildOptions, Built } from './build.ts';
import { prove, type Proof } from './prove.ts';
import { writeTree } from './write-tree.ts';

export interface TestOptions extends BuildOptions {
  /** Recordings to replay beyond what the documents ask for. */
  readonly events: readonly string[];
  /** Recordings of ordinary days: what fires on one is a false alarm. */
  readonly background?: readonly string[];
  /** The clock for `events`; ticks. */
  readonly now?: bigint;
}

export interface TestResult extends Omit<Proof, 'built'> {
  /** Where artifacts and report lie, a line each. */
  readonly notices: readonly string[];
}

const REPORT = 'report.html';

export async function test(options: TestOptions): Promise<TestResult> {
  const { built, ...proof } = await prove(options);
  if (hasErrors(built.diagnostics)) return { ...proof, notices: [] };
  const tree = withReport(built, proof);
  options.progress?.('writing');
  const written = writeTree(options.out, tree);
  const artifactPaths = written
    .map(({ path }) => path)
    .filter((path) => /\.spl$|mainTemplate\.json$|detections\.json$/.test(path));
  const notices = [...artifactPaths, REPORT].map(
    (path) => `${path === REPORT ? 'report  ' : 'artifact'}  ${join(options.out, path)}`,
  );
  return { ...proof, notices };
}

function withReport({ loaded, tree }: Built, proof: Omit<Proof, 'built'>): FileTree {
  const { artifacts } = JSON.parse(String(tree.get('build-manifest.json'))) as {
    artifacts: { path: string; sha256: string }[];
  };
  const page = html({
    title: `${loaded.pack.title} ${loaded.pack.version}`,
    strategies: loaded.strategies,
    ...proof,
    artifacts,
  });
  return new Map([...tree, [REPORT, page]]);
}
