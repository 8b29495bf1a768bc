// A recording of JSON lines that the engine reads by itself, where that gives what reading its records gives.
import { resolve } from 'node:path';
import { EngineError, isReadablePath, surveyLines } from '../engines/duckdb/index.ts';
import { surveyFor, type LinesSurvey, type SurveyedLines } from '../events/index.ts';
import { withRecording, type RecordingFile } from './recording-files.ts';
import type { RecordedRecords, RecordingFacts } from './recordings.ts';

/** Reading a smaller file takes no longer than starting to look at it. */
const WORTHWHILE = 1024 * 1024;
/** At both ends of the file. */
const LOOKED_AT = 1024 * 1024;

export interface RecordedLines {
  readonly facts: RecordingFacts;
  readonly files: readonly string[];
  readonly store: NonNullable<RecordedRecords['store']>;
}

/** Undefined where the records have to be read. */
export async function linesOf(file: string): Promise<RecordedLines | undefined> {
  const path = resolve(file);
  const survey = isReadablePath(path) ? withRecording(file, surveyOf) : undefined;
  const lines = survey && (await surveyed(path, survey));
  if (!lines) return undefined;
  const { count, first, last } = lines;
  return {
    facts: { format: 'json', count, first, last, kinds: new Set(), problems: [] },
    files: [path],
    store: storeOf(path, lines),
  };
}

function surveyOf(file: RecordingFile): LinesSurvey | undefined {
  const { length } = file;
  if (length < WORTHWHILE) return undefined;
  // A bare number at the end of a file is passed over in silence by the engine.
  const end = file.subarray(Math.max(0, length - LOOKED_AT), length).toString('latin1');
  return end.trimEnd().endsWith('}') ? surveyFor(file.subarray(0, LOOKED_AT)) : undefined;
}

async function surveyed(path: string, survey: LinesSurvey): Promise<SurveyedLines | undefined> {
  try {
    const { rows } = await surveyLines(path, survey.plan);
    return survey.read(rows);
  } catch (error) {
    if (error instanceof EngineError) return undefined;
    throw error;
  }
}

function storeOf(file: string, lines: SurveyedLines): RecordedLines['store'] {
  return async (into, { name, view, arrivals }) => {
    const [once, again] = arrivals;
    const table = once && !again ? lines.table(view, once) : undefined;
    if (!table) return undefined;
    const { plan, doubt } = table;
    if (plan) return into.loadLines({ name, file, plan, doubt });
    await into.load({ name, columns: view.columns, rows: [] });
    return 0;
  };
}
