// Attacks rewritten as an attacker can, against the searches in the built artifacts.
import { resolve } from 'node:path';
import { Engine } from '../engines/duckdb/index.ts';
import { mutationFamilies, type AnyRecord } from '../events/index.ts';
import type { FamilyCount, MissedMutant, MutationCount, MutationReport } from '../report/index.ts';
import type { Expectation, Strategy } from '../strategy/index.ts';
import { hasErrors, type Diagnostic } from '../text/index.ts';
import type { Replayed } from '../verdict/index.ts';
import { readArtifacts, type Artifacts } from './artifacts.ts';
import { assemble } from './build.ts';
import { isMutable, mutantsOf, type Mutant, type Target } from './mutants.ts';
import { documentFolder, UsageError, type LoadedPack } from './pack-folder.ts';
import { loadRecording, type LoadedRecording } from './recordings.ts';
import { RecordingSession } from './recording-session.ts';
import { replay } from './replay.ts';
import { unreadable } from './replay-findings.ts';
import { runsOf } from './runs.ts';

export interface MutateOptions {
  /** A folder of documents, or one document. */
  readonly pack: string;
  /** Ids; without them all strategies. */
  readonly strategies?: readonly string[];
  /** As an expectation names it, or its path. */
  readonly recording?: string;
  /** The most mutants of one strategy. */
  readonly most: number;
  readonly seed: string;
  readonly progress?: (text: string) => void;
}

export interface MutateResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly report: MutationReport;
}

/** A recorded attack that a strategy promises to find. */
interface Attack {
  readonly strategy: Strategy;
  readonly expectation: Expectation;
  readonly recording: LoadedRecording;
  readonly records: readonly AnyRecord[];
}

interface Bench {
  readonly engine: Engine;
  readonly artifacts: Artifacts;
  readonly options: MutateOptions;
}

/** Beyond this, records are not tried one by one; the whole recording is rewritten. */
const MOST_TRIED = 100;

/** @throws UsageError for a pack, a strategy or a recording that is not there. */
export async function mutate(options: MutateOptions): Promise<MutateResult> {
  const {
    loaded,
    tree,
    diagnostics: built,
  } = await assemble({
    pack: options.pack,
    ...(options.progress && { progress: options.progress }),
  });
  const { seed } = options;
  if (hasErrors(built)) return { diagnostics: built, report: { seed, counts: [], missed: [] } };
  const artifacts = readArtifacts(tree, loaded.pack);
  const diagnostics = [...built, ...artifacts.diagnostics];
  const attacks: Attack[][] = [];
  for (const strategy of chosen(loaded, options))
    attacks.push(await attacksOf(strategy, loaded, options, diagnostics));
  if (options.recording !== undefined && attacks.every((each) => each.length === 0)) {
    throw new UsageError(`${options.recording}: no attack that a chosen strategy promises to find`);
  }
  const counts: MutationCount[] = [];
  const missed: MissedMutant[] = [];
  const engine = await Engine.open();
  try {
    for (const own of attacks) {
      const result = await mutateStrategy(own, { engine, artifacts, options });
      counts.push(...result.counts);
      missed.push(...result.missed);
    }
  } finally {
    engine.close();
  }
  return { diagnostics, report: { seed, counts, missed } };
}

function chosen({ strategies }: LoadedPack, { strategies: ids }: MutateOptions): Strategy[] {
  const unknown = ids?.find((id) => !strategies.some((each) => each.id === id));
  if (unknown !== undefined)
    throw new UsageError(`${unknown}: no strategy of the pack has this id`);
  return strategies.filter(({ id }) => ids?.includes(id) ?? true);
}

/** Each recording once, as the first expectation on it replays it. */
async function attacksOf(
  strategy: Strategy,
  loaded: LoadedPack,
  { recording: only }: MutateOptions,
  diagnostics: Diagnostic[],
): Promise<Attack[]> {
  const attacks = new Map<string, Attack>();
  const folder = documentFolder(loaded, strategy);
  for (const expectation of strategy.expectations) {
    const path = resolve(folder, expectation.recording);
    const asked = only === undefined || only === expectation.recording || resolve(only) === path;
    if (expectation.fires !== true || !asked || attacks.has(path)) continue;
    try {
      const recording = await loadRecording(path);
      attacks.set(path, { strategy, expectation, recording, records: [...recording.records] });
      recording.close();
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      diagnostics.push(unreadable({ strategy, expectation }, error.message));
    }
  }
  return [...attacks.values()];
}

async function mutateStrategy(
  attacks: readonly Attack[],
  bench: Bench,
): Promise<Pick<MutationReport, 'counts' | 'missed'>> {
  const { most, seed, progress } = bench.options;
  const targets: Target[] = [];
  const rows: ReadonlyMap<string, number>[] = [];
  for (const [at, attack] of attacks.entries()) {
    progress?.(`${attack.strategy.id}: looking for the attack in ${attack.expectation.recording}`);
    const recorded = rowsOf(await replayed(attack, attack.records, bench));
    rows.push(recorded);
    targets.push(...(await targetsOf(attack, at, recorded, bench)));
  }
  const recordings = attacks.map(({ records }) => records);
  const mutants = mutantsOf(recordings, targets, { most, seed });
  const tally = new Tally();
  for (const [at, mutant] of mutants.entries()) {
    const attack = attacks[mutant.target.recording];
    const recorded = rows[mutant.target.recording];
    if (!attack || !recorded) continue;
    progress?.(`${attack.strategy.id}: mutant ${at + 1} of ${mutants.length}`);
    const results = await replayed(attack, mutant.records, bench);
    for (const result of results) tally.add(attack, mutant, result, recorded);
  }
  return tally;
}

async function replayed(
  { strategy, expectation, recording }: Attack,
  records: readonly AnyRecord[],
  { engine, artifacts }: Bench,
): Promise<Replayed[]> {
  const opened = await RecordingSession.open(engine, { ...recording, records });
  try {
    const runs = (waits: number): readonly bigint[] =>
      runsOf(strategy.schedule, expectation, recording, waits).at;
    return await replay({ strategy, expectation, recording: opened, runs }, artifacts);
  } finally {
    opened.close();
  }
}

/** Rows by platform, of platforms that find any. */
const rowsOf = (results: readonly Replayed[]): ReadonlyMap<string, number> =>
  new Map(
    results.flatMap(({ platform, rows, unsupported }) =>
      unsupported === undefined && rows.length > 0 ? [[platform, rows.length] as const] : [],
    ),
  );

/**
 * The attack within a recording: records without which fewer rows are found. Those that bring about the same rows belong
 * together. Where each row has several records to it, no single one is missed and all of them are the target.
 */
async function targetsOf(
  attack: Attack,
  recording: number,
  recorded: ReadonlyMap<string, number>,
  bench: Bench,
): Promise<Target[]> {
  const { records } = attack;
  const tried = records.flatMap((record, at) => (isMutable(record) ? [at] : []));
  if (recorded.size === 0 || tried.length === 0) return [];
  const groups = new Map<string, { records: number[]; platforms: string[] }>();
  for (const at of tried.length > MOST_TRIED ? [] : tried) {
    const results = await replayed(attack, records.toSpliced(at, 1), bench);
    const fewer = results.filter(
      ({ platform, rows }) => rows.length < (recorded.get(platform) ?? 0),
    );
    if (fewer.length === 0) continue;
    const key = JSON.stringify(fewer.map(({ platform, rows }) => [platform, rows]));
    const group = groups.get(key) ?? { records: [], platforms: fewer.map((each) => each.platform) };
    group.records.push(at);
    groups.set(key, group);
  }
  if (groups.size === 0) return [{ recording, records: tried, platforms: [...recorded.keys()] }];
  return [...groups.values()].map((group) => ({ recording, ...group }));
}

interface Tallied {
  mutants: number;
  missed: number;
  refused: number;
  readonly families: Map<string, { mutants: number; missed: number }>;
}

/** Counts by platform. A mutant is missed where fewer rows are found than of the attack as it was recorded. */
class Tally {
  readonly missed: MissedMutant[] = [];
  readonly #platforms = new Map<string, Tallied>();
  #strategy = '';

  add(
    attack: Attack,
    mutant: Mutant,
    { platform, rows, unsupported }: Replayed,
    recorded: ReadonlyMap<string, number>,
  ): void {
    const { target, mutation } = mutant;
    if (!target.platforms.includes(platform)) return;
    this.#strategy = attack.strategy.id;
    const own = this.#platforms.get(platform) ?? start();
    this.#platforms.set(platform, own);
    own.mutants += 1;
    if (unsupported !== undefined) {
      own.refused += 1;
      return;
    }
    const family = own.families.get(mutation.family) ?? { mutants: 0, missed: 0 };
    own.families.set(mutation.family, family);
    family.mutants += 1;
    if (rows.length >= (recorded.get(platform) ?? 0)) return;
    own.missed += 1;
    family.missed += 1;
    this.missed.push(missedMutant(attack, mutant, platform));
  }

  get counts(): MutationCount[] {
    return [...this.#platforms].map(([platform, { families, ...own }]) => ({
      strategy: this.#strategy,
      platform,
      ...own,
      families: mutationFamilies.flatMap((family): FamilyCount[] => {
        const count = families.get(family);
        return count ? [{ family, ...count }] : [];
      }),
    }));
  }
}

const start = (): Tallied => ({ mutants: 0, missed: 0, refused: 0, families: new Map() });

function missedMutant(
  { strategy, expectation }: Attack,
  { target, mutation, variant, change }: Mutant,
  platform: string,
): MissedMutant {
  return {
    strategy: strategy.id,
    platform,
    family: mutation.family,
    mutation: mutation.name,
    describe: mutation.describe,
    recording: expectation.recording,
    records: target.records.map((at) => at + 1),
    variant,
    ...change,
  };
}
