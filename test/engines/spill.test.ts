// What does not fit in memory goes to a directory of the engine's own.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { Engine } from '../../src/engines/duckdb/index.ts';

test('more rows than memory holds are sorted and grouped, and nothing stays behind', async () => {
  const engine = await Engine.open({ threads: 1, memoryLimit: '64MB' });
  const session = await engine.session();
  const rows = 2_000_000;
  await session.runSql(
    `CREATE TEMP TABLE wide AS SELECT i, md5(CAST(i AS VARCHAR)) AS t FROM range(${String(rows)}) AS r(i)`,
  );
  const [[directory]] = (await session.runSql(`SELECT current_setting('temp_directory')`)) as [
    [string],
  ];
  expect(readdirSync(directory)).not.toEqual([]);
  expect(statSync(directory).mode & 0o077).toBe(0);
  const groups = await session.runSql(
    'SELECT count(*) FROM (SELECT t, count(*) FROM wide GROUP BY t)',
  );
  expect(groups).toEqual([[BigInt(rows)]]);
  session.close();
  engine.close();
  expect(existsSync(directory)).toBe(false);
}, 60_000);
