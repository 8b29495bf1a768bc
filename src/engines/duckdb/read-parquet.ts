// A Parquet file as JSON lines, by DuckDB's own reader: an instance of its own that may read this one file and nothing
// else, gone when the file is read.
import { DuckDBInstance } from '@duckdb/node-api';
import { EngineError } from './engine-error.ts';
import { textLiteral } from './quote.ts';

const settings = (path: string): readonly string[] => [
  `SET allowed_paths = [${textLiteral(path)}]`,
  'SET enable_external_access = false',
  'SET autoinstall_known_extensions = false',
  'SET autoload_known_extensions = false',
  'SET allow_community_extensions = false',
  'SET lock_configuration = true',
];

/**
 * One JSON object per row, in the file's order: columns are members, nested types nested values, times text without a
 * zone, or with `+00`.
 * @throws EngineError for a file that is no Parquet or is damaged.
 */
export async function* readParquet(path: string): AsyncGenerator<string> {
  const sql = `SELECT to_json(t)::VARCHAR FROM read_parquet(${textLiteral(path)}) t`;
  const instance = await DuckDBInstance.create(':memory:', { threads: '1', memory_limit: '1GB' });
  try {
    const connection = await instance.connect();
    await connection.run(`SET TimeZone = 'UTC'`);
    for (const setting of settings(path)) await connection.run(setting);
    const result = await connection.stream(sql);
    for await (const rows of result.yieldRows()) for (const [line] of rows) yield String(line);
  } catch (error) {
    throw new EngineError(error instanceof Error ? error.message : String(error), sql);
  } finally {
    instance.closeSync();
  }
}
