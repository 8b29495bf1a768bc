// One search on recordings, as a person asks it from a terminal.
import { Engine } from '../engines/duckdb/index.ts';
import { problemLines, type AnyRecord } from '../events/index.ts';
import { compileStaged, loadKusto, type Product } from '../kql/index.ts';
import { columnsRead, type Column, type Lowering, type Value } from '../plan/index.ts';
import {
  compile as compileSpl,
  knowledge,
  stagesOf,
  type SplEnvironment,
  type Stage,
  type StoredTable,
} from '../spl/index.ts';
import type { Diagnostic, Outcome, Source } from '../text/index.ts';
import { withAsim } from './asim.ts';
import { epochSeconds } from './clock.ts';
import { EVENT_COLUMNS } from './event-columns.ts';
import { missingText } from './missing-text.ts';
import { RecordingSession } from './recording-session.ts';
import { loadRecording, type LoadedRecording } from './recordings.ts';
import { runLowering } from './run-lowering.ts';

const EVENTS: StoredTable = { name: 'events', columns: EVENT_COLUMNS };

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
  /** Only compile: the result has the statement and no rows. */
  readonly explain: boolean;
}

export interface QueryResult {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Value[])[];
  /** The statement; of a search whose columns depend on data, the one that is run first. */
  readonly sql: string;
  readonly plan: Lowering;
  /** What was met while reading the recordings, a line each. */
  readonly notices: readonly string[];
}

/** The result, or undefined with the errors that stood in the way. */
export async function runQuery(options: QueryOptions): Promise<Outcome<QueryResult | undefined>> {
  const recording = await loadTogether(options.events, options.language === 'kql');
  const notices = problemLines(recording.problems);
  const now =
    options.now ?? (recording.last === undefined ? options.fallbackNow : recording.last + 1n);
  const engine = await Engine.open({ files: recording.files ?? [] });
  try {
    const opened = await RecordingSession.open(engine, recording);
    const lower = options.language === 'kql' ? lowerKql : lowerSpl;
    const { value: plan, diagnostics } = await lower(options, opened, now);
    if (!plan) return { value: undefined, diagnostics };
    const { sql } = opened.session.explain(plan.kind === 'plan' ? plan.plan : plan.probe);
    if (options.explain) {
      return { value: { columns: [], rows: [], sql, plan, notices }, diagnostics };
    }
    const outcome = await runLowering(opened.session, plan, options.seconds);
    if (outcome.kind === 'refused') return { value: undefined, diagnostics: outcome.diagnostics };
    return {
      value: { columns: outcome.columns, rows: outcome.rows.rows, sql, plan, notices },
      diagnostics: [...diagnostics, ...outcome.diagnostics],
    };
  } finally {
    engine.close();
    recording.close();
  }
}

/** The fields after each command of an SPL search; without recordings those that the search itself tells of. */
export async function runFields(
  query: Source,
  events: readonly string[],
  now: bigint,
): Promise<Outcome<readonly Stage[]>> {
  if (events.length === 0) return stagesOf(query, splEnvironment(EVENTS, now), false);
  const recording = await loadTogether(events);
  const engine = await Engine.open();
  try {
    const opened = await RecordingSession.open(engine, recording);
    const table = await opened.splunkEvents({}, {});
    return stagesOf(query, splEnvironment(table, now), true);
  } finally {
    engine.close();
    recording.close();
  }
}

async function lowerKql(
  options: QueryOptions,
  opened: RecordingSession,
  now: bigint,
): Promise<Outcome<Lowering | undefined>> {
  await loadKusto();
  const { environment: product } = options;
  const environment = {
    now,
    environment: product,
    tables: opened.kustoColumns(product),
    fileProfiles: await opened.fileProfiles(),
  };
  const { value, diagnostics } = compileStaged(
    options.query,
    withAsim(environment, options.query.text),
  );
  const read = value && readBy(value.lowering);
  for (const name of value?.tables ?? []) {
    const wanted = read?.get(name);
    await opened.kustoTable(product, name, {}, wanted ? { wanted } : {});
  }
  return { value: value?.lowering, diagnostics };
}

/** The columns that a query reads of each table; undefined where that depends on data. */
function readBy(lowering: Lowering): ReadonlyMap<string, ReadonlySet<string>> | undefined {
  if (lowering.kind === 'stage') return undefined;
  const { plan, bounds = [] } = lowering;
  return columnsRead([plan, ...bounds.map(({ probe }) => probe)]);
}

async function lowerSpl(
  options: QueryOptions,
  opened: RecordingSession,
  now: bigint,
): Promise<Outcome<Lowering | undefined>> {
  const events = await opened.splunkEvents({}, {});
  const { value, diagnostics } = compileSpl(options.query, splEnvironment(events, now));
  const missing = value ? missingText(value.facts, events.columns) : [];
  return {
    value: value?.lowering,
    diagnostics: [...diagnostics, ...missing.map((each) => withoutText(options.query, each))],
  };
}

/** That nothing is found proves nothing then. */
function withoutText(source: Source, message: string): Diagnostic {
  const remedy = 'record the events as Splunk exports them';
  return { code: 'RPL1012', severity: 'warning', message, source, remedy };
}

/** A search head with nothing but what the common add-ons bring. */
const splEnvironment = (events: StoredTable, now: bigint): SplEnvironment => ({
  now: epochSeconds(now),
  timezone: 'UTC',
  events,
  knowledge,
  macros: new Map(),
  lookups: new Map(),
  commandFirst: true,
});

async function loadTogether(paths: readonly string[], asTables = false): Promise<LoadedRecording> {
  const forTables = asTables && paths.length === 1;
  const loaded: LoadedRecording[] = [];
  try {
    for (const path of paths) loaded.push(await loadRecording(path, { forTables }));
  } catch (error) {
    for (const each of loaded) each.close();
    throw error;
  }
  return together(loaded);
}

/** Several recordings as one: their records in the order given. */
function together(all: readonly LoadedRecording[]): LoadedRecording {
  const [only] = all;
  if (only && all.length === 1) return only;
  const records = function* (): Generator<AnyRecord> {
    for (const each of all) yield* each.records;
  };
  return {
    path: all.map(({ path }) => path).join(', '),
    format: all.map(({ format }) => format).join(', '),
    records: { [Symbol.iterator]: records },
    count: all.reduce((sum, { count }) => sum + count, 0),
    kinds: new Set(all.flatMap(({ kinds }) => [...kinds])),
    problems: all.flatMap(({ problems }) => [...problems]),
    first: undefined,
    last: all.map(({ last }) => last).reduce(later, undefined),
    fileProfiles: all.flatMap(({ fileProfiles }) => [...fileProfiles]),
    close: () => {
      for (const each of all) each.close();
    },
  };
}

const later = (a: bigint | undefined, b: bigint | undefined): bigint | undefined =>
  a === undefined ? b : b === undefined || a > b ? a : b;
