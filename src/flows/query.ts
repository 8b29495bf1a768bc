// One search on recordings, as a person asks it from a terminal.
import { Engine } from '../engines/duckdb/index.ts';
import { usualContext, type AnyRecord, type FileProfileRow } from '../events/index.ts';
import { compile as compileKql, loadKusto, type Product } from '../kql/index.ts';
import type { Column, Lowering, Value } from '../plan/index.ts';
import { compile as compileSpl, knowledge } from '../spl/index.ts';
import type { Outcome, Source } from '../text/index.ts';
import { epochSeconds } from './clock.ts';

import { kustoTables, loadFileProfiles, loadSplunkEvents, loadWindow } from './platform-tables.ts';
import { loadRecording } from './recordings.ts';
import { runLowering } from './run-lowering.ts';

export interface QueryOptions {
  readonly language: 'spl' | 'kql';
  readonly query: Source;
  readonly events: readonly string[];
  /** KQL: whose tables there are. */
  readonly environment: Product;
  /** Ticks; without it the instant just after the last event, or `fallbackNow` when there is none. */
  readonly now?: bigint;
  readonly fallbackNow: bigint;
  /** Seconds after which the search is interrupted. */
  readonly seconds: number;
}

export interface QueryResult {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Value[])[];
  /** The statement that ran, for `--explain`. */
  readonly sql: string;
  readonly plan: Lowering;
  /** What was met while reading the recordings, a line each. */
  readonly notices: readonly string[];
}

/** The result, or undefined with the errors that stood in the way. */
export async function runQuery(options: QueryOptions): Promise<Outcome<QueryResult | undefined>> {
  const recordings = options.events.map(loadRecording);
  const records = recordings.flatMap((each) => [...each.records]);
  const notices = recordings.flatMap(({ path, problems }) =>
    problems.map((each) => `${path}: ${each.code} ${each.message}`),
  );
  const last = recordings.map((each) => each.last).reduce(later, undefined);
  const now = options.now ?? (last === undefined ? options.fallbackNow : last + 1n);
  const engine = await Engine.open();
  try {
    const session = await engine.session();
    const profiles = recordings.flatMap((each) => [...each.fileProfiles]);
    const lowered =
      options.language === 'kql'
        ? await lowerKql(options, session, records, profiles, now)
        : await lowerSpl(options, session, records, now);
    if (!lowered.value) return { value: undefined, diagnostics: lowered.diagnostics };
    const outcome = await runLowering(session, lowered.value, options.seconds);
    if (outcome.kind === 'refused') return { value: undefined, diagnostics: outcome.diagnostics };
    const result = {
      columns: outcome.columns,
      rows: outcome.rows.rows,
      sql: lowered.value.kind === 'plan' ? session.explain(lowered.value.plan).sql : '',
      plan: lowered.value,
      notices,
    };
    return { value: result, diagnostics: lowered.diagnostics };
  } finally {
    engine.close();
  }
}

type EngineSession = Awaited<ReturnType<Engine['session']>>;

async function lowerKql(
  options: QueryOptions,
  session: EngineSession,
  records: readonly AnyRecord[],
  profiles: readonly FileProfileRow[],
  now: bigint,
): Promise<Outcome<Lowering | undefined>> {
  await loadKusto();
  const tables = kustoTables(options.environment, records, usualContext);
  const fileProfiles = await loadFileProfiles(session, profiles);
  const environment = {
    now,
    environment: options.environment,
    tables: tables.columns,
    fileProfiles,
  };
  const { value, diagnostics } = compileKql(options.query, environment);
  for (const name of value?.tables ?? []) {
    const table = tables.table(name);
    if (table) await loadWindow(session, table, {}, '');
  }
  return { value: value?.lowering, diagnostics };
}

async function lowerSpl(
  options: QueryOptions,
  session: EngineSession,
  records: readonly AnyRecord[],
  now: bigint,
): Promise<Outcome<Lowering | undefined>> {
  const events = await loadSplunkEvents(session, records, usualContext);
  const { value, diagnostics } = compileSpl(options.query, {
    now: epochSeconds(now),
    timezone: 'UTC',
    events,
    knowledge,
    macros: new Map(),
    lookups: new Map(),
    commandFirst: true,
  });
  return { value: value?.lowering, diagnostics };
}

const later = (a: bigint | undefined, b: bigint | undefined): bigint | undefined =>
  a === undefined ? b : b === undefined || a > b ? a : b;
