// Parquet that others wrote: of any type, damaged, or too much.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parquetRows } from '../../src/flows/parquet-rows.ts';
import { loadRecording } from '../../src/flows/recordings.ts';

let folder = '';
let duckdb: DuckDBInstance;
let connection: DuckDBConnection;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'foreign-'));
  duckdb = await DuckDBInstance.create(':memory:');
  connection = await duckdb.connect();
});
afterAll(() => {
  connection.closeSync();
  duckdb.closeSync();
  rmSync(folder, { recursive: true, force: true });
});

describe("strangers' files", () => {
  async function stranger(sql: string, options = ''): Promise<string> {
    const path = join(folder, 'x.parquet');
    await connection.run(`COPY (${sql}) TO '${path}' (FORMAT parquet${options})`);
    return path;
  }

  test('of any type are read as JSON has it', async () => {
    const path =
      await stranger(`SELECT 1::UTINYINT AS u, 1.50::DECIMAL(9,2) AS dec, '1.5'::FLOAT AS f, 'nan'::DOUBLE AS nan, '-inf'::DOUBLE AS inf, true AS b,
      DATE '2026-03-02' AS d, TIMESTAMP '2026-03-02 09:15:01.5' AS ts, TIMESTAMP_NS '2026-03-02 09:15:01.123456789' AS ns, TIME '01:02:03' AS t,
      'ab\\x00'::BLOB AS blob, 'b5b7c6f0-0000-4000-8000-000000000001'::UUID AS id, MAP {'k': [1, NULL]} AS m, {'x': {'y': 'z'}} AS s, NULL AS n,
      'low'::ENUM ('low', 'high') AS e, '{"j":1}'::JSON AS j, 9007199254740993 AS big, INTERVAL 1 DAY AS i, 'NaN "Infinity"' AS text, 1 AS row`);
    const read = await loadRecording(path);
    const [only] = read.records;
    read.close();
    expect(only && 'fields' in only && only.fields).toEqual({
      u: 1,
      dec: 1.5,
      f: 1.5,
      nan: null,
      inf: -Infinity,
      b: true,
      d: '2026-03-02',
      ts: '2026-03-02 09:15:01.5',
      ns: '2026-03-02 09:15:01.123456789',
      t: '01:02:03',
      blob: 'ab\\x00',
      id: 'b5b7c6f0-0000-4000-8000-000000000001',
      m: { k: [1, null] },
      s: { x: { y: 'z' } },
      n: null,
      e: 'low',
      j: { j: 1 },
      big: 9007199254740992,
      i: '1 day',
      text: 'NaN "Infinity"',
      row: 1,
    });
    expect(only && 'fields' in only && only.raw).toMatch(/"big":9007199254740993,/);
  });

  test('that are bombs are refused', async () => {
    const path = await stranger(
      `SELECT repeat('x', 1000000) AS s FROM range(50)`,
      ', COMPRESSION zstd',
    );
    await expect(parquetRows(path, { rows: 1024, memory: '1GB' })).rejects.toThrow(
      /rows take more than is unpacked of one file/,
    );
    expect(left()).toEqual([]);
  });

  test('whose values are too large together are refused with a way out', async () => {
    const path = await stranger(`SELECT repeat('x', 10000000) || i AS s FROM range(8) t(i)`);
    await expect(parquetRows(path, { rows: 1e9, memory: '100MB' })).rejects.toThrow(
      /too large to be read together; write the file with smaller row groups/,
    );
    expect(left()).toEqual([]);
  });

  const left = (): string[] =>
    readdirSync(tmpdir()).filter((name) =>
      name.startsWith(`stratagem-parquet-${String(process.pid)}-`),
    );

  test('that are damaged are refused or read, and leave nothing behind', async () => {
    const whole = readFileSync(
      await stranger(`SELECT i AS id, 'text ' || i AS s, [i, NULL] AS l FROM range(3000) t(i)`),
    );
    const path = join(folder, 'damaged.parquet');
    const random = fc.sample(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), {
      numRuns: 60,
      seed: 5,
    });
    let refused = 0;
    for (const [where, byte] of random) {
      const bytes = Buffer.from(whole);
      const at = 4 + Math.floor(where * (bytes.length - 5));
      bytes[at] = byte;
      writeFileSync(path, byte % 4 === 0 ? bytes.subarray(0, at) : bytes);
      try {
        (await loadRecording(path)).close();
      } catch (error) {
        expect(String(error)).toMatch(/^UsageError: .*damaged\.parquet: /);
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(10);
    expect(left()).toEqual([]);
  });
});
