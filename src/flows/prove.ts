// The proof: build, read the artifacts back, replay what the documents promise, judge.
import { resolve } from 'node:path';
import { Engine } from '../engines/duckdb/index.ts';
import type { Expectation, Strategy } from '../strategy/index.ts';
import { hasErrors, type Diagnostic } from '../text/index.ts';
import {
  coverage,
  judge,
  parityOf,
  quality,
  type Coverage,
  type Disparity,
  type Quality,
  type RecordingSize,
  type Verdict,
} from '../verdict/index.ts';
import { readArtifacts, type Artifacts } from './artifacts.ts';
import { assemble, type BuildOptions, type Built } from './build.ts';
import { epochSeconds } from './clock.ts';
import { documentFolder, UsageError, type LoadedPack } from './pack-folder.ts';
import { loadRecording, type LoadedRecording } from './recordings.ts';
import { RecordingSession } from './recording-session.ts';
import { replay } from './replay.ts';
import {
  brokenPromise,
  cutShort,
  damage,
  edgeOutside,
  nothingSeen,
  notReplayed,
  unneeded,
  unreadable,
  withoutText,
} from './replay-findings.ts';
import { runsOf, type Runs } from './runs.ts';
import { telemetryOf } from './telemetry.ts';

export interface ProveOptions extends Omit<BuildOptions, 'out'> {
  /** Recordings to replay beyond what the documents ask for. */
  readonly events: readonly string[];
  /** Recordings of ordinary days: what fires on one is a false alarm. */
  readonly background?: readonly string[];
  /** The clock for `events`; ticks. */
  readonly now?: bigint;
  /** Shown each recording, by its absolute path, once it was read. */
  readonly seen?: (path: string, recording: LoadedRecording) => void;
}

/** What a proof comes to. Where the build has errors nothing was replayed. */
export interface Proof {
  readonly built: Built;
  readonly diagnostics: readonly Diagnostic[];
  readonly verdicts: readonly Verdict[];
  readonly disparities: readonly Disparity[];
  /** Differences between platforms that documents accept. */
  readonly accepted: readonly Disparity[];
  readonly quality: readonly Quality[];
  /** Recorded attacks, and what found them. */
  readonly coverage: readonly Coverage[];
}

/** @throws UsageError for a path that is not there. */
export async function prove(options: ProveOptions): Promise<Proof> {
  const built = await assemble(options);
  if (hasErrors(built.diagnostics)) {
    const { diagnostics } = built;
    const nothing = { verdicts: [], disparities: [], accepted: [], quality: [], coverage: [] };
    return { built, diagnostics, ...nothing };
  }
  const artifacts = readArtifacts(built.tree, built.loaded.pack);
  const diagnostics: Diagnostic[] = [...built.diagnostics, ...artifacts.diagnostics];
  diagnostics.push(...unproven(built.loaded.strategies));
  const { verdicts, sizes } = await replayAll(options, built.loaded, artifacts, diagnostics);
  const { strategies } = built.loaded;
  const promised = verdicts.filter(({ expected }) => expected !== 'either');
  const { disparities, accepted, stale } = parityOf(promised, strategies);
  diagnostics.push(...stale.map(unneeded));
  return {
    built,
    diagnostics,
    verdicts,
    disparities,
    accepted,
    quality: quality(verdicts, sizes),
    coverage: coverage(verdicts, sizes),
  };
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
  /** Whether no document asks for it, so that an unreadable path is wrong use. */
  readonly isGiven: boolean;
  readonly isBackground?: boolean;
}

/** Recording by recording, so that each is read and loaded once; verdicts in the order of the documents. */
async function replayAll(
  options: ProveOptions,
  loaded: LoadedPack,
  artifacts: Artifacts,
  diagnostics: Diagnostic[],
): Promise<{ verdicts: readonly Verdict[]; sizes: readonly RecordingSize[] }> {
  const tasks = loaded.strategies.flatMap((strategy) => tasksOf(strategy, loaded, options));
  const found: Found = { verdicts: new Map(), sizes: [], diagnostics };
  const engine = await Engine.open();
  try {
    for (const path of new Set(tasks.map((each) => each.path))) {
      const own = tasks.filter((each) => each.path === path);
      const recording = await tryLoad(path, own, diagnostics);
      if (!recording) continue;
      try {
        options.seen?.(path, recording);
        options.progress?.(`replaying ${path}`);
        await replayOn(recording, engine, { tasks: own, artifacts }, found);
      } finally {
        recording.close();
      }
    }
  } finally {
    engine.close();
  }
  return { verdicts: tasks.flatMap((task) => found.verdicts.get(task) ?? []), sizes: found.sizes };
}

/** What replays come to, collected. */
interface Found {
  readonly verdicts: Map<Task, readonly Verdict[]>;
  readonly sizes: RecordingSize[];
  readonly diagnostics: Diagnostic[];
}

/** All tasks of one recording, on tables that are made once. */
async function replayOn(
  recording: LoadedRecording,
  engine: Engine,
  { tasks, artifacts }: { readonly tasks: readonly Task[]; readonly artifacts: Artifacts },
  { verdicts, sizes, diagnostics }: Found,
): Promise<void> {
  const telemetry = telemetryOf(recording.records);
  const opened = await RecordingSession.open(engine, recording);
  try {
    diagnostics.push(...damage(recording));
    for (const task of tasks) {
      const { strategy, expectation } = task;
      const runs = (waits?: number): Runs =>
        runsOf(strategy.schedule, expectation, recording, waits);
      const at = (waits: number): readonly bigint[] => runs(waits).at;
      const replayed = await replay(
        { strategy, expectation, recording: opened, runs: at },
        artifacts,
      );
      const judged = replayed
        .map((each) => judge(strategy, expectation, each))
        .map((each) => (task.isBackground === true ? onBackground(each) : each));
      verdicts.set(task, judged);
      sizes.push({ ...sizeOf(task, recording), telemetry });
      if (!task.isGiven) diagnostics.push(...brokenPromise(task, judged));
      const outside = edgeOutside(task, recording);
      diagnostics.push(
        ...(outside.length > 0 ? outside : notReplayed(task, runs())),
        ...replayed.flatMap((each) => nothingSeen(task, each)),
        ...replayed.flatMap((each) => [...cutShort(task, each), ...withoutText(task, each)]),
      );
    }
  } finally {
    opened.close();
  }
}

function sizeOf({ strategy, expectation }: Task, { count }: LoadedRecording): RecordingSize {
  return { strategy: strategy.id, recording: expectation.recording, events: count };
}

function tasksOf(strategy: Strategy, loaded: LoadedPack, options: ProveOptions): Task[] {
  const folder = documentFolder(loaded, strategy);
  const promised = strategy.expectations.map((expectation) => ({
    strategy,
    expectation,
    path: resolve(folder, expectation.recording),
    isGiven: false,
  }));
  const given = [...adHoc(options), ...ordinary(options)];
  return [...promised, ...given.map((each) => ({ strategy, isGiven: true, ...each }))];
}

/** `--events`: no promise, so every outcome but an unsupported one passes. */
function adHoc({ events, now }: ProveOptions): { expectation: Expectation; path: string }[] {
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

/** `--background`: nothing may fire. */
function ordinary({ background = [] }: ProveOptions): Omit<Task, 'strategy' | 'isGiven'>[] {
  return background.map((path) => ({
    path: resolve(path),
    isBackground: true,
    expectation: { recording: path, name: path, fires: false, span: { start: 0, end: 0 } },
  }));
}

/** On an ordinary day only an alarm is a fault; what a platform cannot see or run alarms nobody. */
const onBackground = (verdict: Verdict): Verdict =>
  verdict.observed === 'fired' ? verdict : { ...verdict, passed: true };

/** A missing recording of a document is a finding in it; one from the command line is wrong use. */
async function tryLoad(
  path: string,
  tasks: readonly Task[],
  diagnostics: Diagnostic[],
): Promise<LoadedRecording | undefined> {
  try {
    return await loadRecording(path);
  } catch (error) {
    if (!(error instanceof UsageError) || tasks.some(({ isGiven }) => isGiven)) throw error;
    diagnostics.push(...tasks.map((task) => unreadable(task, error.message)));
    return undefined;
  }
}
