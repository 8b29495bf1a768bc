// The proof: build, read the artifacts back, replay what the documents promise, judge, report.
import { join, resolve } from 'node:path';
import { Engine } from '../engines/duckdb/index.ts';
import { html } from '../report/index.ts';
import type { Expectation, Strategy } from '../strategy/index.ts';
import { hasErrors, type Diagnostic, type FileTree } from '../text/index.ts';
import { disparities, judge, type Disparity, type Verdict } from '../verdict/index.ts';
import { readArtifacts, type Artifacts } from './artifacts.ts';
import { assemble, type BuildOptions, type Built } from './build.ts';
import { epochSeconds } from './clock.ts';
import { documentFolder, UsageError, type LoadedPack } from './pack-folder.ts';
import { loadRecording, type LoadedRecording } from './recordings.ts';
import { RecordingSession } from './recording-session.ts';
import { replay } from './replay.ts';
import { brokenPromise, damage, notReplayed, unreadable } from './replay-findings.ts';
import { runsOf } from './runs.ts';
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
  const artifacts = readArtifacts(built.tree, built.loaded.pack);
  const diagnostics: Diagnostic[] = [...built.diagnostics, ...artifacts.diagnostics];
  diagnostics.push(...unproven(built.loaded.strategies));
  const verdicts = await replayAll(options, built.loaded, artifacts, diagnostics);
  const parity = disparities(verdicts.filter(({ expected }) => expected !== 'either'));
  const tree = withReport(built, { diagnostics, verdicts, parity });
  options.progress?.('writing');
  const written = writeTree(options.out, tree);
  const artifactPaths = written
    .map(({ path }) => path)
    .filter((path) => /\.spl$|mainTemplate\.json$|detections\.json$/.test(path));
  const notices = [...artifactPaths, REPORT].map(
    (path) => `${path === REPORT ? 'report  ' : 'artifact'}  ${join(options.out, path)}`,
  );
  return { diagnostics, verdicts, disparities: parity, notices };
}

/** A strategy that no recording speaks for is built all the same, and said to be unproven. */
function unproven(strategies: readonly Strategy[]): Diagnostic[] {
  return strategies
    .filter(({ expectations, searches }) => expectations.length === 0 && searches.length > 0)
    .map(({ id, source }) => ({
      code: 'RPL1002',
      severity: 'warning',
      message: `nothing proves \`${id}\`: it has no expectation on a recording`,
      source,
      remedy:
        'add `expectations` to the front matter, one attack that it must find and one ordinary day at least',
    }));
}

interface Task {
  readonly strategy: Strategy;
  readonly expectation: Expectation;
  /** Where the recording lies. */
  readonly path: string;
}

/** Recording by recording, so that each is read and loaded once; verdicts in the order of the documents. */
async function replayAll(
  options: TestOptions,
  loaded: LoadedPack,
  artifacts: Artifacts,
  diagnostics: Diagnostic[],
): Promise<Verdict[]> {
  const tasks = loaded.strategies.flatMap((strategy) => tasksOf(strategy, loaded, options));
  const verdicts = new Map<Task, readonly Verdict[]>();
  const engine = await Engine.open();
  try {
    for (const path of new Set(tasks.map((each) => each.path))) {
      const own = tasks.filter((each) => each.path === path);
      const recording = tryLoad(path, own, diagnostics);
      if (!recording) continue;
      options.progress?.(`replaying ${path}`);
      const opened = await RecordingSession.open(engine, recording);
      diagnostics.push(...damage(recording));
      for (const task of own) {
        const { strategy, expectation } = task;
        const runs = runsOf(strategy.schedule, expectation, recording);
        const input = { strategy, expectation, recording: opened, runs: runs.at };
        const replayed = await replay(input, artifacts);
        const judged = replayed.map((each) => judge(strategy, expectation, each));
        verdicts.set(task, judged);
        diagnostics.push(...brokenPromise(task, judged), ...notReplayed(task, runs));
      }
      opened.close();
    }
  } finally {
    engine.close();
  }
  return tasks.flatMap((task) => verdicts.get(task) ?? []);
}

function tasksOf(strategy: Strategy, loaded: LoadedPack, options: TestOptions): Task[] {
  const folder = documentFolder(loaded, strategy);
  const promised = strategy.expectations.map((expectation) => ({
    strategy,
    expectation,
    path: resolve(folder, expectation.recording),
  }));
  return [...promised, ...adHoc(options).map((each) => ({ strategy, ...each }))];
}

/** `--events`: no promise, so every outcome but an unsupported one passes. */
function adHoc({ events, now }: TestOptions): { expectation: Expectation; path: string }[] {
  return events.map((path) => ({
    path: resolve(path),
    expectation: {
      recording: path,
      name: path,
      fires: 'either',
      span: { start: 0, end: 0 },
      ...(now !== undefined && { now: epochSeconds(now).toString() }),
    },
  }));
}

/** A missing recording of a document is a finding in it; one from the command line is wrong use. */
function tryLoad(
  path: string,
  tasks: readonly Task[],
  diagnostics: Diagnostic[],
): LoadedRecording | undefined {
  try {
    return loadRecording(path);
  } catch (error) {
    if (
      !(error instanceof UsageError) ||
      tasks.some(({ expectation }) => expectation.fires === 'either')
    )
      throw error;
    diagnostics.push(...tasks.map((task) => unreadable(task, error.message)));
    return undefined;
  }
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
