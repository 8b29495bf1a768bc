// The proof: build, read the artifacts back, replay what the documents promise, judge, report.
import { join, resolve } from 'node:path';
import { Engine } from '../engines/duckdb/index.ts';
import { TICKS_PER_SECOND } from '../plan/index.ts';
import { html } from '../report/index.ts';
import type { Expectation, Strategy } from '../strategy/index.ts';
import { hasErrors, type Diagnostic, type FileTree } from '../text/index.ts';
import { disparities, judge, type Disparity, type Verdict } from '../verdict/index.ts';
import { readArtifacts, type Artifacts } from './artifacts.ts';
import { assemble, type BuildOptions, type Built } from './build.ts';
import { epochSeconds, instant } from './clock.ts';
import { documentFolder, UsageError, type LoadedPack } from './pack-folder.ts';
import { loadRecording, type LoadedRecording } from './recordings.ts';
import { RecordingSession } from './recording-session.ts';
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
  const artifacts = readArtifacts(built.tree, built.loaded.pack);
  const diagnostics: Diagnostic[] = [...built.diagnostics, ...artifacts.diagnostics];
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
      for (const task of own) {
        const { strategy, expectation } = task;
        const runs = runsOf(strategy, expectation, recording);
        const replayed = await replay(
          { strategy, expectation, recording: opened, runs },
          artifacts,
        );
        verdicts.set(
          task,
          replayed.map((each) => judge(strategy, expectation, each)),
        );
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
    for (const { strategy, expectation } of tasks) {
      const remedy = 'name a file relative to the document';
      diagnostics.push({
        code: 'RPL1001',
        severity: 'error',
        message: error.message,
        source: strategy.source,
        span: expectation.span,
        remedy,
      });
    }
    return undefined;
  }
}

/** Sentinel looks at a window that ended five minutes before it runs. */
const LATEST_DELAY = 300;
const INGESTION = 60;
const MOST_RUNS = 200;

/**
 * When the search runs. As the expectation says or, without that, as it is scheduled: last at the first moment at which
 * every platform's window covers the last event (the strategy's own delay, five minutes at least, and ingestion), and
 * before that every period back to the first event, for recordings longer than one look back.
 */
function runsOf(
  { schedule }: Strategy,
  { now, delay = INGESTION }: Expectation,
  { first = 0n, last = 0n }: LoadedRecording,
): bigint[] {
  const given = now === undefined ? undefined : instant(now);
  if (given !== undefined) return [given];
  const wait =
    BigInt(Math.ceil(Math.max(schedule.delay, LATEST_DELAY) + delay + 60)) * TICKS_PER_SECOND;
  const period = BigInt(Math.max(60, Math.round(schedule.every))) * TICKS_PER_SECOND;
  const lookback = BigInt(Math.round(schedule.lookback)) * TICKS_PER_SECOND;
  const runs = [last + wait];
  for (let at = last + wait; at - lookback > first && runs.length < MOST_RUNS;) {
    at -= period;
    runs.unshift(at);
  }
  return runs;
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
