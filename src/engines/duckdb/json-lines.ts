// Files of one JSON object per line as DuckDB's own reader gives them, by the names of their members or as named columns.
import { isAbsolute } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import {
  columnsRead,
  LINE,
  LINES,
  prune,
  scalarFunction,
  type Relation,
} from '../../plan/index.ts';
import { EngineError } from './engine-error.ts';
import { evaluatorOf, toValue } from './evaluators.ts';
import { identifier, textLiteral } from './quote.ts';
import { renderPlan } from './render.ts';
import type { Catalog, StoredTable } from './scope.ts';
import { onlyFile } from './only-file.ts';
import type { Rows } from './engine.ts';

/** Paths are patterns for DuckDB. */
export const isReadablePath = (path: string): boolean =>
  isAbsolute(path) && /^[\w\s./\\:@+,=()-]+$/.test(path);

const reader = (path: string, columns: string, records: boolean): string =>
  `read_json(${textLiteral(path)}, format = 'newline_delimited', compression = 'uncompressed', hive_partitioning = false, filename = false, records = ${String(records)}, columns = {${columns}})`;

/** The columns that a plan reads of the lines. */
export const membersOf = (plan: Relation): readonly string[] => [
  ...(columnsRead([prune(plan)]).get(LINES) ?? []),
];

/** The file with some members of its lines. A line that has one of these twice cannot be read. */
export function linesWith(path: string, members: readonly string[]): Catalog {
  const columns = members.map((each) => `${textLiteral(each)}: 'VARCHAR'`).join(', ');
  return new Map([
    [
      LINES,
      table(reader(path, columns, true), new Map(members.map((each) => [each, identifier(each)]))),
    ],
  ]);
}

/** Behind U+0001: an object with members, or a list with a list or an object in it. */
const NESTED = '\\x01(?:\\{"|\\[(?:[^\\x01]*[\\[,])?[\\[{][^\\x01]*\\]\\x01)';

/** The file with all that a survey asks. */
function linesToSurvey(path: string, members: readonly string[]): Catalog {
  const all = 'map_keys("#m")';
  const begins = `("#v" >= '[' AND "#v" < '\\') OR ("#v" >= '{"' AND "#v" < '{#')`;
  const mayBe = `list_bool_or(list_transform(map_values("#m"), lambda "#v": ${begins}))`;
  // One search in all texts at once: list functions cost more for each. U+0001 stands in no JSON as it is.
  const texts = 'chr(1) || array_to_string(map_values("#m"), chr(1)) || chr(1)';
  const isNested = `regexp_matches(${texts}, ${textLiteral(NESTED)})`;
  const columns = new Map(members.map((each) => [each, `"#m"[${textLiteral(each)}]`]));
  columns.set(LINE.names, `array_to_string(list_append(${all}, ''), chr(31))`);
  columns.set(LINE.count, `len(${all})`);
  columns.set(LINE.nested, `(CASE WHEN ${mayBe} THEN ${isNested} ELSE false END)`);
  const file = reader(path, `"#m": 'MAP(VARCHAR, VARCHAR)'`, false);
  return new Map([[LINES, table(file, columns)]]);
}

const table = (source: string, columns: ReadonlyMap<string, string>): StoredTable => ({
  name: LINES,
  source,
  columns,
  blank: new Set(),
});

/**
 * The rows of a plan over the lines of a file, by an instance of its own that may read this one file and nothing else.
 * @throws EngineError for a file whose lines are not all JSON objects.
 */
export async function surveyLines(path: string, plan: Relation): Promise<Rows> {
  const { sql, columns, evaluators } = renderPlan(plan, linesToSurvey(path, membersOf(plan)));
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  try {
    const connection = await instance.connect();
    for (const setting of onlyFile(path)) await connection.run(setting);
    for (const each of evaluators)
      connection.registerScalarFunction(evaluatorOf(scalarFunction(each)));
    const result = await connection.runAndReadAll(sql);
    return { columns, rows: result.getRows().map((row) => row.map(toValue)) };
  } catch (error) {
    throw new EngineError(error instanceof Error ? error.message : String(error), sql);
  } finally {
    instance.closeSync();
  }
}
