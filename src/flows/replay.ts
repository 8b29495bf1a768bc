// Recordings against the searches in the built artifacts, platform by platform.
import { EngineError, type Engine, type Session } from '../engines/duckdb/index.ts';
import { usualContext, type ViewContext } from '../events/index.ts';
import { compile as compileKql, loadKusto, type Held, type KqlEnvironment } from '../kql/index.ts';
import {
  compareText,
  TICKS_PER_SECOND,
  type Column,
  type Lowering,
  type Value,
} from '../plan/index.ts';
import { compile as compileSpl, knowledge, type Lookup, type Macro } from '../spl/index.ts';
import type { Expectation, Pack, Strategy } from '../strategy/index.ts';
import { excerpt, type Diagnostic, type Outcome, type Source } from '../text/index.ts';
import type { Replayed } from '../verdict/index.ts';
import type { Artifacts, KustoSearch, SplunkSearch } from './artifacts.ts';
import { epochSeconds } from './clock.ts';
import { cellText } from './cell-text.ts';

import { kustoTable } from './json-table.ts';
import {
  kustoTables,
  loadFileProfiles,
  loadSplunkEvents,
  loadWindow,
  type Window,
} from './platform-tables.ts';
import type { LoadedRecording } from './recordings.ts';
import { relativeTime } from './relative-time.ts';
import { runLowering } from './run-lowering.ts';

const SECONDS = 300;

/** Sentinel runs a scheduled rule this long after the window that it looks at, so that late rows are in. */
const SENTINEL_DELAY = 300n * TICKS_PER_SECOND;

export interface ReplayInput {
  readonly strategy: Strategy;
  readonly expectation: Expectation;
  readonly recording: LoadedRecording;
  /** Ticks. */
  readonly now: bigint;
}

/** Replays one recording on every platform that has a search of the strategy and that the expectation asks for. */
export async function replay(
  input: ReplayInput,
  artifacts: Artifacts,
  pack: Pack,
  engine: Engine,
): Promise<Replayed[]> {
  const { strategy, expectation } = input;
  const wanted = (platform: string): boolean => expectation.platforms?.includes(platform) ?? true;
  const own = <T extends { readonly strategyId: string }>(
    all: readonly T[],
    platform: string,
  ): readonly T[] =>
    wanted(platform) ? all.filter(({ strategyId }) => strategyId === strategy.id) : [];
  const results: Replayed[] = [];
  for (const search of own(artifacts.splunk, 'splunk')) {
    results.push(
      await timed('splunk', engine, (session) => onSplunk(search, input, artifacts, session)),
    );
  }
  for (const platform of ['sentinel', 'defender'] as const) {
    for (const search of own(artifacts[platform], platform)) {
      results.push(
        await timed(platform, engine, (session) =>
          onKusto(platform, search, input, artifacts, pack, session),
        ),
      );
    }
  }
  return results;
}

type Outcomes = Omit<Replayed, 'platform' | 'milliseconds'>;

async function timed(
  platform: string,
  engine: Engine,
  run: (session: Session) => Promise<Outcomes>,
): Promise<Replayed> {
  const session = await engine.session();
  const start = performance.now();
  try {
    const outcome = await run(session);
    return { platform, ...outcome, milliseconds: performance.now() - start };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const unsupported = `the engine could not run the search: ${error.message.split('\n')[0] ?? ''}`;
    return {
      platform,
      columns: [],
      rows: [],
      unsupported,
      received: true,
      analogue: false,
      milliseconds: performance.now() - start,
    };
  } finally {
    session.close();
  }
}

async function onSplunk(
  search: SplunkSearch,
  { expectation, recording, now }: ReplayInput,
  artifacts: Artifacts,
  session: Session,
): Promise<Outcomes> {
  const clock = epochSeconds(now);
  const from = relativeTime(search.earliest, clock);
  const to = relativeTime(search.latest, clock);
  const window = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  const { received, ...events } = await loadSplunkEvents(
    session,
    recording.records,
    contextOf(expectation),
    window,
  );
  const lookups = new Map<string, Lookup>();
  for (const lookup of artifacts.lookups) {
    const name = `lookup ${lookup.name}`;
    const columns = lookup.columns.map((column): Column => ({ name: column, type: 'string' }));
    await session.load({ name, columns, rows: lookup.rows });
    lookups.set(lookup.name, { table: name, columns, ...lookup.settings });
  }
  const source: Source = { name: search.name, text: search.search };
  const macros: ReadonlyMap<string, Macro> = artifacts.macros;
  const compiled = compileSpl(source, {
    now: clock,
    timezone: 'UTC',
    events,
    knowledge,
    macros,
    lookups,
  });
  const lowering: Outcome<Lowering | undefined> = {
    value: compiled.value?.lowering,
    diagnostics: compiled.diagnostics,
  };
  return finish(lowering, session, { received: received > 0, analogue: false });
}

async function onKusto(
  platform: 'sentinel' | 'defender',
  search: KustoSearch,
  { expectation, recording, now }: ReplayInput,
  artifacts: Artifacts,
  pack: Pack,
  session: Session,
): Promise<Outcomes> {
  await loadKusto();
  const tables = kustoTables(platform, recording.records, contextOf(expectation));
  const environment: KqlEnvironment = {
    now,
    environment: platform,
    tables: new Map([...tables.columns, ...packTables(pack)]),
    fileProfiles: await loadFileProfiles(session, recording.fileProfiles),
    ...(platform === 'sentinel' && {
      functions: artifacts.functions,
      watchlists: await loadWatchlists(artifacts, session),
    }),
  };
  const source: Source = { name: search.name, text: search.query };
  const compiled = compileKql(source, environment);
  const timeColumn = search.nearRealTime
    ? '$IngestionTime'
    : platform === 'sentinel'
      ? 'TimeGenerated'
      : 'Timestamp';
  let received = 0;
  let analogue = false;
  for (const name of compiled.value?.tables ?? []) {
    const table = tables.table(name);
    if (!table) continue;
    received += await loadWindow(session, table, windowOf(platform, search, now), timeColumn);
    analogue ||= table.analogue && table.rows.length > 0;
  }
  const lowering: Outcome<Lowering | undefined> = {
    value: compiled.value?.lowering,
    diagnostics: compiled.diagnostics,
  };
  return finish(lowering, session, { received: received > 0, analogue });
}

/** A scheduled rule sees `[now - 5 min - period, now - 5 min)`; a custom detection the time up to now. */
function windowOf(platform: 'sentinel' | 'defender', search: KustoSearch, now: bigint): Window {
  const period = BigInt(Math.round(search.period)) * TICKS_PER_SECOND;
  const to = platform === 'sentinel' && !search.nearRealTime ? now - SENTINEL_DELAY : now;
  return { from: to - period, to };
}

function contextOf({ delay }: Expectation): ViewContext {
  return delay === undefined ? usualContext : { ...usualContext, ingestionDelay: delay };
}

function packTables(pack: Pack): [string, ReturnType<typeof kustoTable>['columns']][] {
  return Object.entries(pack.tables).map(([name, columns]) => [
    name,
    kustoTable(name, [], columns).columns,
  ]);
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
): Promise<Outcomes> {
  if (!value) return { ...facts, columns: [], rows: [], unsupported: firstReason(diagnostics) };
  const outcome = await runLowering(session, value, SECONDS);
  if (outcome.kind === 'refused')
    return { ...facts, columns: [], rows: [], unsupported: firstReason(outcome.diagnostics) };
  const columns = outcome.columns.map(({ name }) => name);
  const rows = outcome.rows.rows.map((row) =>
    row.map((value, at) => text(value, outcome.columns[at])),
  );
  return { ...facts, columns, rows };
}

const text = (value: Value, column: Column | undefined): string | null =>
  cellText(value, column?.type ?? 'string');

function firstReason(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics
    .filter(({ severity }) => severity === 'error')
    .sort((a, b) => compareText(a.code, b.code));
  const [first] = errors;
  if (!first) return 'the search could not be compiled';
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return `${excerpt({ ...first, remedy: undefined, related: undefined }).split('\n')[0] ?? ''}${more}`;
}
