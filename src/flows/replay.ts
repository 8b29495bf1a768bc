// Recordings against the searches in the built artifacts, platform by platform, run by run as they are scheduled.
import { EngineError, type Range, type Session } from '../engines/duckdb/index.ts';
import { INGESTION_TIME } from '../events/index.ts';
import { compileStaged, loadKusto, type KqlEnvironment } from '../kql/index.ts';
import { TICKS_PER_SECOND, type Lowering } from '../plan/index.ts';
import { compile as compileSpl, knowledge } from '../spl/index.ts';
import type { Expectation, Strategy } from '../strategy/index.ts';
import { excerpt, hasErrors, type Diagnostic, type Outcome, type Source } from '../text/index.ts';
import type { Replayed } from '../verdict/index.ts';
import { withAsim } from './asim.ts';
import type { Artifacts, KustoSearch, SplunkSearch } from './artifacts.ts';
import { cellText } from './cell-text.ts';
import { epochSeconds } from './clock.ts';
import { missingText } from './missing-text.ts';
import { loadLookups, loadWatchlists, receiveTables } from './replay-tables.ts';
import type { KustoPlatform, Received, RecordingSession, Window } from './recording-session.ts';
import { relativeTime } from './relative-time.ts';
import { runLowering } from './run-lowering.ts';
import { SENTINEL_DELAY } from './runs.ts';

/** A search that takes longer is interrupted and counts as unsupported. */
const SECONDS = 300;

export interface ReplayInput {
  readonly strategy: Strategy;
  readonly expectation: Expectation;
  readonly recording: RecordingSession;
  /** The clock of each run, in ticks, oldest first, for a search that runs so many seconds after the end of its window. */
  runs(waits: number): readonly bigint[];
}

type RowSet = Pick<Replayed, 'columns' | 'rows' | 'received' | 'analogue' | 'cut' | 'missing'> & {
  readonly unsupported?: string;
  /** Whether any event lies in the window of the run. */
  readonly inWindow: boolean;
  /** Tables that the search reads. */
  readonly tables: readonly string[];
};

/** One run of a search. `quiet` is an earlier run without any event: another such run finds the same. */
type Run = (now: bigint, quiet: RowSet | undefined) => Promise<RowSet>;

const NOTHING = { columns: [], rows: [], inWindow: false, tables: [], analogue: false } as const;

/** Replays one recording on every platform that has a search of the strategy and that the expectation asks for. */
export async function replay(input: ReplayInput, artifacts: Artifacts): Promise<Replayed[]> {
  const { strategy, expectation } = input;
  const own = <T extends { readonly strategyId: string }>(
    all: readonly T[],
    platform: string,
  ): readonly T[] =>
    (expectation.platforms?.includes(platform) ?? true)
      ? all.filter(({ strategyId }) => strategyId === strategy.id)
      : [];
  const results: Replayed[] = [];
  for (const search of own(artifacts.splunk, 'splunk')) {
    const run: Run = (now, quiet) => onSplunk(search, input, artifacts, now, quiet);
    const waits = -(relativeTime(search.latest, 0) ?? 0);
    results.push(await overRuns('splunk', input.runs(waits), run));
  }
  for (const platform of ['sentinel', 'defender'] as const) {
    for (const search of own(artifacts[platform], platform)) {
      const run: Run = (now, quiet) => onKusto(platform, search, input, artifacts, now, quiet);
      results.push(await overRuns(platform, input.runs(waitOf(platform, search)), run));
    }
  }
  return results;
}

/** All runs of one search: it fires when any of them does, and a row that two runs find counts once. */
async function overRuns(platform: string, runs: readonly bigint[], run: Run): Promise<Replayed> {
  const start = performance.now();
  const found: RowSet[] = [];
  let quiet: RowSet | undefined;
  for (const now of runs) {
    const each = await safely(() => run(now, quiet));
    found.push(each);
    if (!each.inWindow) quiet = each;
    // A recording without any event of the platform is as empty in every other window.
    if (each.unsupported !== undefined || !each.received) break;
  }
  const { received, analogue, unsupported } = found.at(-1) ?? { ...NOTHING, received: false };
  return {
    platform,
    received,
    inWindow: found.some((each) => each.inWindow),
    analogue,
    ...(unsupported !== undefined && { unsupported }),
    ...merged(found),
    cut: [...new Set(found.flatMap((each) => each.cut ?? []))],
    missing: [...new Set(found.flatMap((each) => each.missing ?? []))],
    milliseconds: performance.now() - start,
  };
}

/** Rows of several runs under the columns of all, as columns may depend on data; what two runs find counts once. */
function merged(found: readonly RowSet[]): Pick<RowSet, 'columns' | 'rows'> {
  const columns = [...new Set(found.flatMap((each) => each.columns))];
  const rows = new Map<string, readonly (string | null)[]>();
  for (const each of found) {
    const places = columns.map((name) => each.columns.indexOf(name));
    const times = new Map<string, number>();
    for (const cells of each.rows) {
      const row = places.map((at) => cells[at] ?? null);
      const key = JSON.stringify(row);
      const before = times.get(key) ?? 0;
      times.set(key, before + 1);
      rows.set(`${key} ${before}`, row);
    }
  }
  return { columns, rows: [...rows.values()] };
}

/** DuckDB refusing a statement is a fault of ours; the verdict says so instead of claiming anything. */
async function safely(run: () => Promise<RowSet>): Promise<RowSet> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const unsupported = `the engine could not run the search: ${error.message.split('\n')[0] ?? ''}`;
    return { ...NOTHING, unsupported, received: true };
  }
}

async function onSplunk(
  search: SplunkSearch,
  { expectation, recording }: ReplayInput,
  artifacts: Artifacts,
  now: bigint,
  quiet: RowSet | undefined,
): Promise<RowSet> {
  const clock = epochSeconds(now);
  const indexed = splunkWindow(search.indexEarliest, search.indexLatest, clock);
  const received = await recording.splunkEvents(expectation, {
    happened: splunkWindow(search.earliest, search.latest, clock),
    // What has not come in yet no run sees.
    indexed: { ...indexed, below: Math.min(indexed.below ?? clock, clock) },
  });
  const { rows, analogue, inWindow, ...events } = received;
  if (quiet && !inWindow) return quiet;
  const source: Source = { name: search.name, text: search.search };
  const { value, diagnostics } = compileSpl(source, {
    now: clock,
    timezone: 'UTC',
    events,
    knowledge,
    macros: artifacts.macros,
    lookups: await loadLookups(artifacts, recording.session),
  });
  const missing = value ? missingText(value.facts, events.columns) : [];
  const facts = { received: rows > 0, inWindow, tables: [], analogue, missing };
  return finish({ value: value?.lowering, diagnostics }, recording.session, facts);
}

interface SecondsWindow extends Window {
  readonly atLeast?: number;
  readonly below?: number;
}

function splunkWindow(
  earliest: string | undefined,
  latest: string | undefined,
  clock: number,
): SecondsWindow {
  const [atLeast, below] = [earliest, latest].map((text) => relativeTime(text, clock));
  return { ...(atLeast !== undefined && { atLeast }), ...(below !== undefined && { below }) };
}

async function onKusto(
  platform: KustoPlatform,
  search: KustoSearch,
  { expectation, recording }: ReplayInput,
  artifacts: Artifacts,
  now: bigint,
  quiet: RowSet | undefined,
): Promise<RowSet> {
  await loadKusto();
  const { session } = recording;
  const ranges = rangesOf(platform, search, now);
  const receive = (tables: readonly string[]): Promise<Received> =>
    receiveTables(tables, { platform, recording, ranges, artifacts, arrival: expectation });
  if (quiet && !(await receive(quiet.tables)).inWindow) return quiet;
  const environment: KqlEnvironment = {
    now,
    environment: platform,
    tables: new Map([...artifacts.tables, ...recording.kustoColumns(platform)]),
    fileProfiles: await recording.fileProfiles(),
    // Nothing is fetched: a query that reads from an address is refused, not run on an empty table.
    external: new Map(),
    ...(platform === 'sentinel' && {
      functions: artifacts.functions,
      watchlists: await loadWatchlists(artifacts, session),
    }),
  };
  const source: Source = { name: search.name, text: search.query };
  const { value, diagnostics } = compileStaged(source, withAsim(environment, source.text));
  const tables = value?.tables ?? [];
  const { rows, inWindow, analogue } = await receive(tables);
  const facts = { received: rows > 0, inWindow, tables, analogue };
  if (rows > 0 && value?.functions.includes('FileProfile') && !recording.hasFileProfiles) {
    // Without them every file would count as one that nobody has, and Windows' own would raise alerts.
    return { ...facts, columns: [], rows: [], unsupported: NO_PROFILES };
  }
  return finish({ value: value?.lowering, diagnostics }, session, facts);
}

const NO_PROFILES =
  'FileProfile() has nothing to answer from: no file-profiles.json lies beside the recording';

/** Seconds by which a rule runs after the end of the window that it looks at. */
function waitOf(platform: KustoPlatform, { nearRealTime }: KustoSearch): number {
  return platform === 'sentinel' && !nearRealTime ? SENTINEL_DELAY : 0;
}

/**
 * A scheduled rule sees `[now - 5 min - period, now - 5 min)` by event time, a near-real-time rule goes by the time of
 * ingestion, a custom detection sees the time up to now; and none of them what has not come in yet.
 */
function rangesOf(platform: KustoPlatform, search: KustoSearch, now: bigint): Range[] {
  const period = BigInt(Math.round(search.period)) * TICKS_PER_SECOND;
  const below = now - BigInt(waitOf(platform, search)) * TICKS_PER_SECOND;
  const time = platform === 'sentinel' ? 'TimeGenerated' : 'Timestamp';
  const column = search.nearRealTime ? INGESTION_TIME : time;
  return [
    { column, atLeast: below - period, below },
    { column: INGESTION_TIME, below: now },
  ];
}

async function finish(
  { value, diagnostics }: Outcome<Lowering | undefined>,
  session: Session,
  facts: Omit<RowSet, 'columns' | 'rows' | 'unsupported'>,
): Promise<RowSet> {
  const refused = (all: readonly Diagnostic[]): RowSet => ({
    ...facts,
    columns: [],
    rows: [],
    unsupported: firstReason(all),
  });
  if (!value || hasErrors(diagnostics)) return refused(diagnostics);
  const outcome = await runLowering(session, value, SECONDS);
  if (outcome.kind === 'refused') return refused(outcome.diagnostics);
  const columns = outcome.columns.map(({ name }) => name);
  const rows = outcome.rows.rows.map((row) =>
    row.map((cell, at) => cellText(cell, outcome.columns[at]?.type ?? 'string')),
  );
  const cut = outcome.diagnostics
    .filter(({ severity }) => severity === 'warning')
    .map(({ message }) => message);
  return { ...facts, columns, rows, cut };
}

function firstReason(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (!first) return 'the search could not be compiled';
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return `${excerpt({ ...first, remedy: undefined, related: undefined }).split('\n')[0] ?? ''}${more}`;
}
