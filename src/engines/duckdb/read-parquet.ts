// A Parquet file as JSON lines, by DuckDB's own reader: an instance of its own that may read this one file and nothing
// else, gone when the file is read.
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { EngineError } from './engine-error.ts';
import { onlyFile } from './only-file.ts';
import { identifier, textLiteral } from './quote.ts';

/**
 * One JSON object per row, in the file's order: columns are members, nested types nested values, times text without a
 * zone, or with `+00`. JSON has no number that is none: it is null. Takes no more than `memory`, as DuckDB spells it.
 * @throws EngineError for a file that is no Parquet, is damaged, or needs more memory.
 */
export async function* readParquet(path: string, memory: string): AsyncGenerator<string> {
  const file = `read_parquet(${textLiteral(path)})`;
  const instance = await DuckDBInstance.create(':memory:', { threads: '1', memory_limit: memory });
  try {
    const connection = await instance.connect();
    for (const setting of onlyFile(path)) await connection.run(setting);
    const row = identifier(await nameForRows(connection, file));
    const result = await connection.stream(`SELECT to_json(${row})::VARCHAR FROM ${file} ${row}`);
    for await (const rows of result.yieldRows())
      for (const [line] of rows) yield withoutOddNumbers(String(line));
  } catch (error) {
    throw new EngineError(error instanceof Error ? error.message : String(error), file);
  } finally {
    instance.closeSync();
  }
}

/** A name that no column has, so that it means the whole row. */
async function nameForRows(connection: DuckDBConnection, file: string): Promise<string> {
  const reader = await connection.runAndReadAll(`DESCRIBE FROM ${file}`);
  const columns = new Set(reader.getRows().map(([name]) => String(name).toLowerCase()));
  let name = 'row';
  while (columns.has(name)) name += '_';
  return name;
}

/** DuckDB prints the numbers that JSON does not have as JavaScript does. */
function withoutOddNumbers(line: string): string {
  if (!/NaN|Infinity/.test(line)) return line;
  return line.replace(/"(?:[^"\\]|\\.)*"|NaN|Infinity/g, (found) => {
    if (found === 'NaN') return 'null';
    return found === 'Infinity' ? '1e999' : found;
  });
}
