// Rows of JSON into a Parquet file: nothing is guessed, and nothing else is reached.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EngineError, writeParquet } from '../../src/engines/duckdb/index.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'write-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const columns = { a: 'long', b: 'text' } as const;
const write = (name: string, ...rows: readonly string[]): Promise<void> =>
  writeParquet(join(folder, name), columns, rows[Symbol.iterator]());

test('a file, and no other', async () => {
  await write("it's.parquet", '{"a":1,"b":"x"}', '{"a":null,"b":"\\u0000"}');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const path = join(folder, "it's.parquet").replaceAll("'", "''");
  const reader = await connection.runAndReadAll(`FROM '${path}'`);
  expect(reader.getRowsJson()).toEqual([
    ['1', 'x'],
    [null, '\0'],
  ]);
  connection.closeSync();
  instance.closeSync();
  await expect(write('no/such/folder')).rejects.toThrow(EngineError);
});

test.each([
  '{"a":"x","b":""}',
  '{"a":12345678901234567890,"b":""}',
  '{"a":1}',
  '{',
  '{"a":1,"b":"\\ud800"}',
])('%s is refused', async (row) => {
  await expect(write('x.parquet', row)).rejects.toThrow(EngineError);
});

test('what the rows throw is handed on', async () => {
  const rows = (function* (): Generator<string> {
    yield '{"a":1,"b":null}';
    throw new RangeError('no more');
  })();
  await expect(writeParquet(join(folder, 'y.parquet'), columns, rows)).rejects.toThrow(
    new RangeError('no more'),
  );
});
