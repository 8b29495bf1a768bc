// Rows of Parquet files lie in temporary files while a query runs, and nowhere afterwards.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, expect, test } from '@jest/globals';
import { query, type QueryCommand } from '../../src/flows/index.ts';
import { folderOf } from './disk.ts';

const folder = folderOf();

afterAll(() => {
  folder.remove();
});

async function parquetOf(mark: string): Promise<string> {
  const path = join(folder.path, 'x.parquet');
  const duckdb = await DuckDBInstance.create(':memory:');
  const connection = await duckdb.connect();
  await connection.run(`COPY (SELECT '${mark}' AS mark) TO '${path}' (FORMAT parquet)`);
  duckdb.closeSync();
  return path;
}

/** Temporary files that hold the text; those of other processes come and go. */
function leftWith(mark: string): string[] {
  const folders = readdirSync(tmpdir()).filter((name) => name.startsWith('stratagem-parquet-'));
  return folders.flatMap((name) => {
    const path = join(tmpdir(), name);
    try {
      const texts = readdirSync(path).map((file) => readFileSync(join(path, file), 'utf8'));
      return texts.some((each) => each.includes(mark)) ? [path] : [];
    } catch (error) {
      if (existsSync(path)) throw error;
      return [];
    }
  });
}

test.each<[name: string, command: Partial<QueryCommand>, others: readonly string[]]>([
  ['a search', {}, []],
  ['its fields', { fields: true }, []],
  ['another recording that is not there', {}, ['absent.evtx']],
])('%s', async (name, command, others) => {
  const mark = `${name} of ${String(process.pid)}`;
  const path = await parquetOf(mark);
  const asked = query({
    text: 'search mark=*',
    language: 'spl',
    environment: 'sentinel',
    format: 'table',
    timeout: 60,
    events: [path, ...others.map((each) => join(folder.path, each))],
    ...command,
  });
  const outcome = await asked.then(({ failed }) => String(failed), String);
  expect(outcome).toMatch(others.length === 0 ? /^false$/ : /^UsageError: .*absent\.evtx/);
  expect(leftWith(mark)).toEqual([]);
});
