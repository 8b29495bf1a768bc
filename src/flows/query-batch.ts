// Many independent queries in one process: a case a line in, an answer a line out, in the order of the input.
import { Engine, EngineError, type Session } from '../engines/duckdb/index.ts';
import { compileStaged, loadKusto, productTable, type KqlColumn } from '../kql/index.ts';
import { compile as compileSpl, knowledge, type Lookup, type Macro } from '../spl/index.ts';
import type { Diagnostic, Outcome, Source } from '../text/index.ts';
import { positionAt } from '../text/index.ts';
import type { Lowering } from '../plan/index.ts';
import { readCase, type BatchCase, type BatchLookup, type JsonRow } from './batch-case.ts';
import { epochSeconds, instant } from './clock.ts';
import { printExactly } from './exact-json.ts';
import { kustoColumns, kustoTable, own, splunkTable } from './json-table.ts';
import { resultJson } from './result-json.ts';
import { runLowering } from './run-lowering.ts';

/** A case that takes longer is answered with an error. */
const SECONDS = 60;
const EVENTS = 'events';

/** What stands for a clock when a case names none: the process's, taken once. */
export interface BatchOptions {
  readonly now: bigint;
}

/** Answers each line as it comes. A blank line is passed over. */
export async function* answerBatch(
  lines: AsyncIterable<string> | Iterable<string>,
  options: BatchOptions,
): AsyncGenerator<string> {
  const engine = await Engine.open({ threads: 1 });
  try {
    for await (const line of lines) {
      if (line.trim() !== '') yield await answerLine(line, engine, options);
    }
  } finally {
    engine.close();
  }
}

async function answerLine(line: string, engine: Engine, options: BatchOptions): Promise<string> {
  const read = readCase(line);
  if (read.kind === 'fault') return errorLine(read.id, { code: 'QRY1001', message: read.fault });
  const session = await engine.session();
  try {
    return await answer(read.case, session, options);
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return errorLine(read.case.id, {
      code: error instanceof EngineError ? 'QRY2001' : 'QRY2002',
      message,
    });
  } finally {
    session.close();
  }
}

async function answer(each: BatchCase, session: Session, options: BatchOptions): Promise<string> {
  const now = each.now === undefined ? options.now : instant(each.now);
  if (now === undefined)
    return errorLine(each.id, {
      code: 'QRY1002',
      message: `now is no instant: ${String(each.now)}`,
    });
  const source: Source = { name: '<query>', text: each.query };
  const { value, diagnostics } =
    each.language === 'kql'
      ? await lowerKql(each, source, session, now)
      : await lowerSpl(each, source, session, now);
  if (!value) return errorLine(each.id, firstError(diagnostics));
  const outcome = await runLowering(session, value, SECONDS);
  if (outcome.kind === 'refused') return errorLine(each.id, firstError(outcome.diagnostics));
  return resultJson(each.id, outcome.columns, outcome.rows.rows, each.language);
}

async function lowerKql(
  each: BatchCase,
  source: Source,
  session: Session,
  now: bigint,
): Promise<Outcome<Lowering | undefined>> {
  await loadKusto();
  const tables = new Map<string, readonly KqlColumn[]>();
  const names = new Set([...Object.keys(each.tables ?? {}), ...Object.keys(each.schema ?? {})]);
  const { environment } = each;
  for (const name of names) {
    const schema = own(each.schema, name);
    // Rows for a product's table are of its shape unless the case says another.
    const declared = schema ? kustoColumns(schema) : environment && productTable(environment, name);
    const table = kustoTable(name, own(each.tables, name) ?? [], declared);
    await session.load(table);
    tables.set(name, table.columns);
  }
  const { value, diagnostics } = compileStaged(source, { now, environment, tables });
  return { value: value?.lowering, diagnostics };
}

async function lowerSpl(
  each: BatchCase,
  source: Source,
  session: Session,
  now: bigint,
): Promise<Outcome<Lowering | undefined>> {
  const events = splunkTable(EVENTS, each.events ?? []);
  await session.load(events);
  const lookups = new Map<string, Lookup>();
  for (const [name, given] of Object.entries(each.lookups ?? {})) {
    const lookup: BatchLookup = isRows(given) ? { rows: given } : given;
    const table = splunkTable(`lookup ${name}`, lookup.rows);
    await session.load(table);
    lookups.set(name, { table: table.name, columns: table.columns, ...lookupSettings(lookup) });
  }
  const { value, diagnostics } = compileSpl(source, {
    now: epochSeconds(now),
    timezone: 'UTC',
    events,
    knowledge,
    macros: macrosOf(each),
    lookups,
    commandFirst: true,
  });
  return { value: value?.lowering, diagnostics };
}

const isRows = (given: BatchLookup | readonly JsonRow[]): given is readonly JsonRow[] =>
  Array.isArray(given);

function lookupSettings(lookup: BatchLookup): Partial<Lookup> {
  const { match_type, case_sensitive_match, max_matches, min_matches, default_match } = lookup;
  return {
    ...(match_type !== undefined && { match_type }),
    ...(case_sensitive_match !== undefined && {
      case_sensitive_match: isTrue(case_sensitive_match),
    }),
    ...(max_matches !== undefined && { max_matches: Number(max_matches) }),
    ...(min_matches !== undefined && { min_matches: Number(min_matches) }),
    ...(default_match !== undefined && { default_match }),
  };
}

const isTrue = (value: boolean | string | number): boolean =>
  /^(?:1|t|true|y|yes)$/i.test(String(value));

function macrosOf(each: BatchCase): ReadonlyMap<string, Macro> {
  const macros = new Map<string, Macro>();
  for (const [key, { args, iseval, ...rest }] of Object.entries(each.macros ?? {})) {
    const list = args?.split(',').map((name) => name.trim());
    macros.set(key, {
      ...rest,
      ...(list && { args: list }),
      ...(iseval !== undefined && { iseval: isTrue(iseval) }),
    });
  }
  return macros;
}

interface Failure {
  readonly code: string;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

function firstError(diagnostics: readonly Diagnostic[]): Failure {
  const found = diagnostics.find((each) => each.severity === 'error') ?? diagnostics[0];
  if (!found) return { code: 'QRY2002', message: 'the query was refused without a reason' };
  const message = found.remedy === undefined ? found.message : `${found.message} (${found.remedy})`;
  return {
    code: found.code,
    message,
    ...(found.span && positionAt(found.source, found.span.start)),
  };
}

function errorLine(id: unknown, error: Failure): string {
  return printExactly({ id, error });
}
