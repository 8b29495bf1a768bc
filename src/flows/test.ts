// The proof: build, read the artifacts back, replay what the documents promise, judge, report.
import { resolve } from 'node:path';
import { Engine } from '../engines/duckdb/index.ts';
import { TICKS_PER_SECOND } from '../plan/index.ts';
import { html } from '../report/index.ts';
import type { Expectation, Strategy } from '../strategy/index.ts';
import { hasErrors, type Diagnostic, type FileTree } from '../text/index.ts';
import { disparities, judge, type Disparity, type Verdict } from '../verdict/index.ts';
import { readArtifacts, type Artifacts } from './artifacts.ts';
import { assemble, type BuildOptions, type Built } from './build.ts';
import { instant } from './clock.ts';
import { documentFolder, UsageError, type LoadedPack } from './pack-folder.ts';
import { loadRecording, type LoadedRecording } from './recordings.ts';
import { replay } from './replay.ts';
import { writeTree } from './write-tree.ts';

export interface TestOptions extends BuildOptions {
  /** Recordings to replay beyond what the documents ask for. */
  readonly events: readonly string[];
  /** The clock for those; ticks. */
  readonly now?: bigint;
}

export interface TestResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly verdicts: readonly Verdict[];
  readonly disparities: readonly Disparity[];
  /** Where artifacts and report lie, a line each. */
  readonly notices: readonly string[];
}

const REPORT = 'report.html';

export async function test(options: TestOptions): Promise<TestResult> {
  const built = await assemble(options);
  if (hasErrors(built.diagnostics)) {
    return { diagnostics: built.diagnostics, verdicts: [], disparities: [], notices: [] };
  }
  const artifacts = readArtifacts(built.tree);
  const diagnostics: Diagnostic[] = [...built.diagnostics, ...artifacts.diagnostics];
  const verdicts = await replayAll(options, built.loaded, artifacts, diagnostics);
  const parity = disparities(verdicts.filter(({ expected }) => expected !== 'either'));
  const tree = withReport(built, { diagnostics, verdicts, parity });
  options.progress?.('writing');
  const written = writeTree(options.out, tree);
  const folder = resolve(options.out);
  const artifactPaths = written
    .map(({ path }) => path)
    .filter((path) => /\.spl$|mainTemplate\.json$|detections\.json$/.test(path));
  const notices = [...artifactPaths, REPORT].map(
    (path) => `${path === REPORT ? 'report  ' : 'artifact'}  ${folder}/${path}`,
  );
  return { diagnostics, verdicts, disparities: parity, notices };
}

async function replayAll(
  options: TestOptions,
  loaded: LoadedPack,
  artifacts: Artifacts,
  diagnostics: Diagnostic[],
): Promise<Verdict[]> {
  const engine = await Engine.open();
  const recordings = new Map<string, LoadedRecording>();
  const load = (path: string): LoadedRecording => {
    const known = recordings.get(path) ?? loadRecording(path);
    recordings.set(path, known);
    return known;
  };
  const verdicts: Verdict[] = [];
  try {
    for (const strategy of loaded.strategies) {
      const promised = strategy.expectations.map((expectation) => ({
        expectation,
        path: resolve(documentFolder(loaded, strategy), expectation.recording),
      }));
      for (const { expectation, path } of [...promised, ...adHoc(strategy, options)]) {
        options.progress?.(`replaying ${strategy.id}: ${expectation.name}`);
        const recording = tryLoad(load, path, strategy, expectation, diagnostics);
        if (!recording) continue;
        const now = clockOf(strategy, expectation, recording);
        const results = await replay(
          { strategy, expectation, recording, now },
          artifacts,
          loaded.pack,
          engine,
        );
        verdicts.push(...results.map((each) => judge(strategy, expectation, each)));
      }
    }
  } finally {
    engine.close();
  }
  return verdicts;
}

/** `--events`: no promise, so every outcome but an unsupported one passes. */
function adHoc(
  strategy: Strategy,
  { events, now }: TestOptions,
): { expectation: Expectation; path: string }[] {
  return events.map((path) => ({
    path: resolve(path),
    expectation: {
      recording: path,
      name: path,
      fires: 'either',
      span: { start: 0, end: 0 },
      ...(now !== undefined && { now: now.toString() }),
    },
  }));
}

/** A missing recording of the document is a finding in it; one from the command line is wrong use. */
function tryLoad(
  load: (path: string) => LoadedRecording,
  path: string,
  strategy: Strategy,
  expectation: Expectation,
  diagnostics: Diagnostic[],
): LoadedRecording | undefined {
  try {
    return load(path);
  } catch (error) {
    if (!(error instanceof UsageError) || expectation.fires === 'either') throw error;
    const remedy = 'name a file relative to the document';
    diagnostics.push({
      code: 'RPL1001',
      severity: 'error',
      message: error.message,
      source: strategy.source,
      span: expectation.span,
      remedy,
    });
    return undefined;
  }
}

/** Sentinel looks at a window that ended five minutes before it runs. */
const LATEST_DELAY = 300;
const INGESTION = 60;

/**
 * The clock of a replay: as the expectation says or, without that, the first moment at which every platform's window
 * covers the last event: its time plus the strategy's own delay (five minutes at least) and the time of ingestion.
 */
function clockOf(
  strategy: Strategy,
  { now, delay = INGESTION }: Expectation,
  { last }: LoadedRecording,
): bigint {
  const given = now === undefined ? undefined : /^\d{17,}$/.test(now) ? BigInt(now) : instant(now);
  if (given !== undefined) return given;
  const wait = BigInt(Math.ceil(Math.max(strategy.schedule.delay, LATEST_DELAY) + delay + 60));
  return (last ?? 0n) + wait * TICKS_PER_SECOND;
}

interface Findings {
  readonly diagnostics: readonly Diagnostic[];
  readonly verdicts: readonly Verdict[];
  readonly parity: readonly Disparity[];
}

function withReport(
  { loaded, tree }: Built,
  { diagnostics, verdicts, parity }: Findings,
): FileTree {
  const { artifacts } = JSON.parse(String(tree.get('build-manifest.json'))) as {
    artifacts: { path: string; sha256: string }[];
  };
  const page = html({
    title: `${loaded.pack.title} ${loaded.pack.version}`,
    strategies: loaded.strategies,
    verdicts,
    disparities: parity,
    diagnostics,
    artifacts,
  });
  return new Map([...tree, [REPORT, page]]);
}
