// Recordings against the searches in the built artifacts, platform by platform, run by run as they are scheduled.
import { EngineError, type Session } from '../engines/duckdb/index.ts';
import { compile as compileKql, loadKusto, type Held, type KqlEnvironment } from '../kql/index.ts';
import { TICKS_PER_SECOND, type Column, type Lowering } from '../plan/index.ts';
import { compile as compileSpl, knowledge, type Lookup } from '../spl/index.ts';
import type { Expectation, Strategy } from '../strategy/index.ts';
import { excerpt, hasErrors, type Diagnostic, type Outcome, type Source } from '../text/index.ts';
import type { Replayed } from '../verdict/index.ts';
import type { Artifacts, KustoSearch, SplunkSearch } from './artifacts.ts';
import { cellText } from './cell-text.ts';
import { epochSeconds } from './clock.ts';
import type { KustoPlatform, RecordingSession, Window } from './recording-session.ts';
import { relativeTime } from './relative-time.ts';
import { runLowering } from './run-lowering.ts';

/** A search that takes longer is interrupted and counts as unsupported. */
const SECONDS = 300;

/** Sentinel runs a scheduled rule this long after the window that it looks at, so that late rows are in. */
const SENTINEL_DELAY = 300n * TICKS_PER_SECOND;

export interface ReplayInput {
  readonly strategy: Strategy;
  readonly expectation: Expectation;
  readonly recording: RecordingSession;
  /** The clock of each run, in ticks, oldest first. */
  readonly runs: readonly bigint[];
}

type RowSet = Pick<Replayed, 'columns' | 'rows' | 'received' | 'analogue'> & {
  readonly unsupported?: string;
};

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
    results.push(await overRuns('splunk', input, (now) => onSplunk(search, input, artifacts, now)));
  }
  for (const platform of ['sentinel', 'defender'] as const) {
    for (const search of own(artifacts[platform], platform)) {
      results.push(
        await overRuns(platform, input, (now) => onKusto(platform, search, input, artifacts, now)),
      );
    }
  }
  return results;
}

/** All runs of one search: it fires when any of them does, and a row that two runs find counts once. */
async function overRuns(
  platform: string,
  { runs }: ReplayInput,
  run: (now: bigint) => Promise<RowSet>,
): Promise<Replayed> {
  const start = performance.now();
  const rows = new Map<string, readonly (string | null)[]>();
  let last: RowSet = { columns: [], rows: [], received: false, analogue: false };
  for (const now of runs) {
    last = await safely(() => run(now));
    for (const row of last.rows) rows.set(JSON.stringify(row), row);
    if (last.unsupported !== undefined) break;
  }
  return { platform, ...last, rows: [...rows.values()], milliseconds: performance.now() - start };
}

/** DuckDB refusing a statement is a fault of ours; the verdict says so instead of claiming anything. */
async function safely(run: () => Promise<RowSet>): Promise<RowSet> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const unsupported = `the engine could not run the search: ${error.message.split('\n')[0] ?? ''}`;
    return { columns: [], rows: [], unsupported, received: true, analogue: false };
  }
}

async function onSplunk(
  search: SplunkSearch,
  { expectation, recording }: ReplayInput,
  artifacts: Artifacts,
  now: bigint,
): Promise<RowSet> {
  const clock = epochSeconds(now);
  const [atLeast, below] = [search.earliest, search.latest].map((text) =>
    relativeTime(text, clock),
  );
  const window = {
    ...(atLeast !== undefined && { atLeast }),
    ...(below !== undefined && { below }),
  };
  const { rows, analogue, ...events } = await recording.splunkEvents(expectation.delay, window);
  const source: Source = { name: search.name, text: search.search };
  const { value, diagnostics } = compileSpl(source, {
    now: clock,
    timezone: 'UTC',
    events,
    knowledge,
    macros: artifacts.macros,
    lookups: await loadLookups(artifacts, recording.session),
  });
  return finish({ value: value?.lowering, diagnostics }, recording.session, {
    received: rows > 0,
    analogue,
  });
}

async function loadLookups(artifacts: Artifacts, session: Session): Promise<Map<string, Lookup>> {
  const lookups = new Map<string, Lookup>();
  for (const { name, columns, rows, settings } of artifacts.lookups) {
    const table = `lookup ${name}`;
    const shape = columns.map((column): Column => ({ name: column, type: 'string' }));
    // An empty cell of a CSV lookup is no value.
    const cells = rows.map((row) => row.map((cell) => (cell === '' ? null : cell)));
    await session.load({ name: table, columns: shape, rows: cells });
    lookups.set(name, { table, columns: shape, ...settings });
  }
  return lookups;
}

async function onKusto(
  platform: KustoPlatform,
  search: KustoSearch,
  { expectation, recording }: ReplayInput,
  artifacts: Artifacts,
  now: bigint,
): Promise<RowSet> {
  await loadKusto();
  const { session } = recording;
  const environment: KqlEnvironment = {
    now,
    environment: platform,
    tables: new Map([...artifacts.tables, ...recording.kustoColumns(platform)]),
    fileProfiles: await recording.fileProfiles(),
    ...(platform === 'sentinel' && {
      functions: artifacts.functions,
      watchlists: await loadWatchlists(artifacts, session),
    }),
  };
  const { value, diagnostics } = compileKql({ name: search.name, text: search.query }, environment);
  const window = windowOf(platform, search, now);
  let rows = 0;
  let analogue = false;
  for (const name of value?.tables ?? []) {
    const received = await recording.kustoTable(platform, name, expectation.delay, window);
    rows += received?.rows ?? 0;
    analogue ||= received?.analogue ?? false;
  }
  const lowering = value && ({ kind: 'plan', plan: value.plan, columns: value.columns } as const);
  return finish({ value: lowering, diagnostics }, session, { received: rows > 0, analogue });
}

/**
 * A scheduled rule sees `[now - 5 min - period, now - 5 min)` by event time, a near-real-time rule goes by the time of
 * ingestion, a custom detection sees the time up to now.
 */
function windowOf(
  platform: KustoPlatform,
  search: KustoSearch,
  now: bigint,
): Window & { readonly column: string } {
  const period = BigInt(Math.round(search.period)) * TICKS_PER_SECOND;
  const below = platform === 'sentinel' && !search.nearRealTime ? now - SENTINEL_DELAY : now;
  const time = platform === 'sentinel' ? 'TimeGenerated' : 'Timestamp';
  return { column: search.nearRealTime ? '$IngestionTime' : time, atLeast: below - period, below };
}

async function loadWatchlists(artifacts: Artifacts, session: Session): Promise<Map<string, Held>> {
  const held = new Map<string, Held>();
  for (const { alias, columns, searchKey, rows } of artifacts.watchlists) {
    const table = `watchlist ${alias}`;
    // The service repeats the key column under a name of its own.
    const shape = ['SearchKey', ...columns].map((name) => ({ name, type: 'string' as const }));
    const cells = rows.map((row) => [
      row[searchKey] ?? '',
      ...columns.map((column) => row[column] ?? ''),
    ]);
    await session.load({ name: table, columns: shape, rows: cells });
    held.set(alias, { table, columns: shape });
  }
  return held;
}

async function finish(
  { value, diagnostics }: Outcome<Lowering | undefined>,
  session: Session,
  facts: Pick<Replayed, 'received' | 'analogue'>,
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
  return { ...facts, columns, rows };
}

function firstReason(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (!first) return 'the search could not be compiled';
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return `${excerpt({ ...first, remedy: undefined, related: undefined }).split('\n')[0] ?? ''}${more}`;
}
