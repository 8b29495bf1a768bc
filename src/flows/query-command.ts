// `stratagem query`: where the text comes from, and what the answer looks like.
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { TICKS_PER_SECOND, UNIX_EPOCH_TICKS } from '../plan/index.ts';
import { hasErrors, type Diagnostic, type Source } from '../text/index.ts';
import { instant } from './clock.ts';
import { UsageError } from './pack-folder.ts';
import { answerBatch } from './query-batch.ts';
import { runFields, runQuery } from './query.ts';
import { querySchema } from './query-schema.ts';
import { rendered, type ResultForm } from './result-text.ts';
import { stageFields } from './stage-fields.ts';

export interface QueryCommand {
  readonly text: string | undefined;
  readonly file?: string;
  readonly language?: 'spl' | 'kql';
  readonly events?: readonly string[];
  readonly environment: 'sentinel' | 'defender';
  readonly now?: bigint;
  readonly format: ResultForm;
  readonly explain?: boolean;
  /** Tell the columns and what the query uses instead of running it. */
  readonly schema?: boolean;
  /** SPL: the fields after each command, and no rows. */
  readonly fields?: boolean;
  readonly timeout: number;
}

export interface QueryAnswer {
  readonly output: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly notices: readonly string[];
  readonly failed: boolean;
}

export async function query(given: QueryCommand): Promise<QueryAnswer> {
  const command = withTrailingQuery(given);
  const source = sourceOf(command);
  const language = command.language ?? languageOf(source);
  if (command.schema) return schema(source, language, command);
  if (command.fields) return fieldsAnswer(source, language, command);
  const { value, diagnostics } = await runQuery({
    language,
    query: source,
    events: command.events ?? [],
    environment: command.environment,
    fallbackNow: wallClock(),
    seconds: command.timeout,
    explain: command.explain ?? false,
    ...(command.now !== undefined && { now: command.now }),
  });
  if (!value) return { output: '', diagnostics, notices: [], failed: true };
  const output = command.explain ? explained(value) : rendered(value, language, command.format);
  return { output, diagnostics, notices: value.notices, failed: hasErrors(diagnostics) };
}

async function schema(
  source: Source,
  language: 'spl' | 'kql',
  { environment, format, explain }: QueryCommand,
): Promise<QueryAnswer> {
  if (language === 'spl') throw new UsageError('--schema: SPL has no types; it has --fields');
  if (explain) throw new UsageError('--schema and --explain: give one of them');
  const { value, diagnostics } = await querySchema(source, environment, format);
  return { output: value ?? '', diagnostics, notices: [], failed: value === undefined };
}

async function fieldsAnswer(
  source: Source,
  language: 'spl' | 'kql',
  { events, format, explain, now }: QueryCommand,
): Promise<QueryAnswer> {
  if (language === 'kql') throw new UsageError('--fields: it is for SPL; KQL has --schema');
  if (explain) throw new UsageError('--fields and --explain: give one of them');
  const { value, diagnostics } = await runFields(source, events ?? [], now ?? wallClock());
  const output = stageFields(value, source, format);
  return { output, diagnostics, notices: [], failed: hasErrors(diagnostics) };
}

/** In `--events a.evtx b.evtx 'T | take 1'` the list takes the query too: what is last and no file is the query. */
function withTrailingQuery(command: QueryCommand): QueryCommand {
  const { text, file, events = [] } = command;
  const last = events[events.length - 1];
  if (text !== undefined || file !== undefined || last === undefined || existsSync(last))
    return command;
  return { ...command, text: last, events: events.slice(0, -1) };
}

/** Answers to a file of cases, or to stdin for `-`. */
export function batch(file: string, now?: bigint): AsyncGenerator<string> {
  if (file !== '-' && !existsSync(file)) throw new UsageError(`${file}: no such file`);
  return answerBatch(linesOf(file), { now: now ?? wallClock() });
}

/** Opened only when the first line is asked for: readline drops what comes before somebody listens. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const input = file === '-' ? process.stdin : createReadStream(file, 'utf8');
  yield* createInterface({ input, crlfDelay: Infinity });
}

/** For an option's text. @throws UsageError */
export function parseInstant(text: string): bigint {
  const ticks = instant(text);
  if (ticks === undefined)
    throw new UsageError(`${text}: no time; write 2026-03-01T12:00:00Z or epoch seconds`);
  return ticks;
}

/** For an option's text. @throws UsageError */
export function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= 86_400))
    throw new UsageError(`${text}: a number of seconds from 1 to 86400 is wanted`);
  return seconds;
}

/** The rim's own clock, for a query without events whose clock nobody named. */
function wallClock(): bigint {
  return UNIX_EPOCH_TICKS + (BigInt(Date.now()) * TICKS_PER_SECOND) / 1000n;
}

function sourceOf({ text, file }: QueryCommand): Source {
  if (file === undefined) {
    if (text === undefined) throw new UsageError('no query: give one, or --file, or --batch');
    return { name: '<query>', text };
  }
  if (text !== undefined) throw new UsageError('a query and --file: give one of them');
  if (!existsSync(file)) throw new UsageError(`${file}: no such file`);
  return { name: file, text: readFileSync(file, 'utf8').replace(/^\uFEFF/, '') };
}

function languageOf({ name }: Source): 'spl' | 'kql' {
  if (/\.(?:kql|kusto|csl)$/i.test(name)) return 'kql';
  if (/\.spl$/i.test(name)) return 'spl';
  throw new UsageError('which language? Add --language spl or --language kql');
}

function explained({ plan, sql }: { readonly plan: unknown; readonly sql: string }): string {
  const printed = JSON.stringify(
    plan,
    (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value),
    1,
  );
  return `${printed}\n\n${sql}\n`;
}
