// Recordings in Parquet: every record comes back, and other tools can query the file.
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  canonicalColumns,
  type AnyRecord,
  type RecordingManifest,
} from '../../src/events/index.ts';
import { record, type RecordOptions } from '../../src/flows/record.ts';
import { writeParquetFiles } from '../../src/flows/recording-parquet.ts';
import { loadRecording } from '../../src/flows/recordings.ts';
import { anyRecord } from '../events/record-parts.ts';
import { realFolder, realTest } from '../events/recordings.ts';

const source = fileURLToPath(new URL('../events/recordings', import.meta.url));
let folder = '';
let duckdb: DuckDBInstance;
let connection: DuckDBConnection;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parquet-'));
  duckdb = await DuckDBInstance.create(':memory:');
  connection = await duckdb.connect();
  await connection.run("SET TimeZone = 'UTC'");
});
afterAll(() => {
  connection.closeSync();
  duckdb.closeSync();
  rmSync(folder, { recursive: true, force: true });
});

let made = 0;
const fresh = (): string => {
  const path = join(folder, String((made += 1)));
  mkdirSync(path);
  return path;
};

async function recorded(options: Partial<RecordOptions> = {}): Promise<string> {
  const out = fresh();
  const usual = { inputs: [source], slice: {}, malicious: [], redact: false };
  await record({ ...usual, out, format: 'parquet', ...options });
  return out;
}

const manifestOf = (out: string): RecordingManifest =>
  JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as RecordingManifest;

async function recordsOf(path: string): Promise<AnyRecord[]> {
  const loaded = await loadRecording(path);
  try {
    expect(loaded.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    return [...loaded.records];
  } finally {
    loaded.close();
  }
}

async function rowsOf(sql: string): Promise<unknown[][]> {
  const reader = await connection.runAndReadAll(sql);
  return reader.getRowsJson();
}

/** What came of records that were written and read again. */
async function again(records: readonly AnyRecord[], largest?: number): Promise<AnyRecord[]> {
  const out = fresh();
  const files = await writeParquetFiles(out, records, largest);
  const read: AnyRecord[] = [];
  for (const { name } of files) read.push(...(await recordsOf(join(out, name))));
  return read;
}

/** The record with what columns can hold: well-formed text, times and numbers as logs have them. */
function fitting(given: AnyRecord): AnyRecord {
  const wellFormed = (value: unknown): unknown => {
    if (typeof value === 'string') return value.toWellFormed();
    if (Array.isArray(value)) return value.map(wellFormed);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [name.toWellFormed(), wellFormed(each)]),
    );
  };
  const times = (ticks: bigint): bigint =>
    (ticks < 0n ? -ticks : ticks) % 3_155_378_976_000_000_000n;
  const fit = wellFormed(given) as AnyRecord;
  if (!('system' in fit)) return fit.time === undefined ? fit : { ...fit, time: times(fit.time) };
  const { timeCreated, recordId, ...system } = fit.system;
  const id = recordId === undefined ? {} : { recordId: recordId % 2n ** 53n };
  return { ...fit, system: { ...system, ...id, timeCreated: times(timeCreated) } };
}

describe('round trip', () => {
  const sample = fc.sample(anyRecord, { numRuns: 1000, seed: 11 });

  test('any record', async () => {
    expect(await again(sample)).toEqual(sample);
  });

  test('records that columns hold do without their line', async () => {
    const records = sample.map(fitting);
    const out = fresh();
    const [file] = await writeParquetFiles(out, records);
    const path = join(out, file?.name ?? '');
    expect(await recordsOf(path)).toEqual(records);
    expect(await rowsOf(`SELECT count(canonical) FROM '${path}'`)).toEqual([['0']]);
  });

  const event = (changes: object): AnyRecord => ({
    system: {
      provider: 'P',
      eventId: 1,
      channel: 'C',
      computer: 'c',
      timeCreated: 639_080_000_000_000_001n,
    },
    origin: { file: 'f', number: 1 },
    ...changes,
  });
  const datum = (text: string | null, name: string | null = 'a'): object => ({
    eventData: [{ name, text, type: text === null ? 'null' : 'text' }],
  });
  test.each<[string, AnyRecord]>([
    ['a value of 20 MB', event(datum('x'.repeat(20 * 1024 * 1024)))],
    ['a NUL', event(datum('a\0b'))],
    ['text that looks like a lone surrogate', event(datum('C:\\udata\\ud800'))],
    ['a lone surrogate', event(datum('\udc00\ud800'))],
    ['no data, which is not the same as none told', event({ eventData: [] })],
    [
      'an attribute list with nothing in it',
      event({ eventData: [{ name: null, text: '', type: 'text', attributes: [] }] }),
    ],
    [
      'the same name twice',
      event({
        eventData: [...new Array<number>(3)].map((_, n) => ({
          name: 'a',
          text: String(n),
          type: 'int32',
        })),
      }),
    ],
    [
      '5000 values',
      event({
        eventData: [...new Array<number>(5000)].map((_, n) => ({
          name: null,
          text: String(n),
          type: 'text',
        })),
      }),
    ],
    [
      'fields like `__proto__`',
      {
        fields: JSON.parse('{"__proto__":{"x":"1"}}') as Record<string, unknown>,
        kind: 'k',
        raw: '',
        origin: { file: 'f', number: 2 ** 53 - 1 },
      },
    ],
    [
      'numbers as JSON has them',
      {
        fields: { a: -0, b: 1e300, c: 1e20, d: Infinity },
        kind: '',
        raw: '{}',
        origin: { file: 'f', number: 0 },
      },
    ],
  ])('%s', async (_, each) => {
    expect(await again([each, each])).toEqual([each, each]);
  });

  test('in files of a bounded size, in order', async () => {
    const records = [...new Array<number>(100)].map((_, n) =>
      event({ origin: { file: 'f', number: n } }),
    );
    const out = fresh();
    const files = await writeParquetFiles(out, records, 20_000);
    expect(files.map(({ name }) => name).slice(0, 3)).toEqual([
      'events.parquet',
      'events-2.parquet',
      'events-3.parquet',
    ]);
    expect(files.reduce((sum, each) => sum + each.records, 0)).toBe(100);
    expect(await again(records, 20_000)).toEqual(records);
  });

  test('in groups of a bounded size', async () => {
    const records = [...new Array<number>(40)].map((_, n) =>
      event(datum(`${String(n)}${'x'.repeat(1e6)}`)),
    );
    const out = fresh();
    const [file] = await writeParquetFiles(out, records);
    const path = join(out, file?.name ?? '');
    const groups = `SELECT DISTINCT row_group_id, row_group_num_rows FROM parquet_metadata('${path}') ORDER BY 1`;
    const rows = (await rowsOf(groups)).map(([, count]) => Number(count));
    expect(rows.reduce((sum, each) => sum + each, 0)).toBe(40);
    expect(Math.max(...rows)).toBeLessThanOrEqual(18);
    expect(await recordsOf(path)).toEqual(records);
  });

  realTest('real files', async () => {
    const inputs = ['evtx', 'background', 'sentinel', 'splunk'].map((each) =>
      join(realFolder, 'events', each),
    );
    const lines = await recorded({ inputs, format: 'jsonl' });
    const columns = await recorded({ inputs });
    expect(await recordsOf(columns)).toEqual(await recordsOf(lines));
  });
});

describe('a recording', () => {
  test('is the same as that of lines, but for its files', async () => {
    const options = { malicious: ['task-created.xml#1: hidden task'], origin: 'own' };
    const [columns, lines] = [
      await recorded(options),
      await recorded({ ...options, format: 'jsonl' }),
    ];
    const { files, ...manifest } = manifestOf(columns);
    expect(files).toMatchObject([{ name: 'events.parquet', records: 4 }]);
    expect({ ...manifest, files: [] }).toEqual({ ...manifestOf(lines), files: [] });
    expect(await recordsOf(columns)).toEqual(await recordsOf(lines));
  });

  test('has the same bytes when it is made again, also of itself, and replaces itself', async () => {
    const [first, second] = [await recorded(), await recorded()];
    const { files } = manifestOf(first);
    expect(manifestOf(second).files).toEqual(files);
    const third = await recorded({ inputs: [second] });
    expect(manifestOf(third)).toMatchObject({ files, sources: [{ format: 'parquet: canonical' }] });
    await record({ inputs: [source], out: first, slice: {}, malicious: [], redact: false });
    expect(readdirSync(first).sort()).toEqual(['events.jsonl.gz', 'manifest.json']);
  });

  test('is sliced, moved and redacted', async () => {
    const out = await recorded({
      slice: { eventIds: ['4698', '4688'] },
      shiftTo: 639_000_000_000_000_000n,
      redact: true,
      seed: 's',
    });
    expect(manifestOf(out)).toMatchObject({ records: 2, last: '2025-11-29T07:59:59.2345678Z' });
    const [[text]] = (await rowsOf(`SELECT to_json(list(t)) FROM '${out}/events.parquet' t`)) as [
      [string],
    ];
    expect(text).toMatch(/2025-11-29/);
    expect(text).not.toMatch(/2026-03-02|alice|ws1|example\.test/i);
  });

  test('leaves nothing behind when a mark is wrong', async () => {
    await expect(recorded({ malicious: ['99: x'] })).rejects.toThrow(/no such record/);
    expect(readdirSync(join(folder, String(made)))).toEqual([]);
    expect(readdirSync(folder).filter((name) => name.includes('.new-'))).toEqual([]);
  });

  test('is refused when it is not as its manifest says', async () => {
    const out = await recorded();
    copyFileSync(
      join(await recorded({ slice: { eventIds: ['1'] } }), 'events.parquet'),
      join(out, 'events.parquet'),
    );
    await expect(loadRecording(out)).rejects.toThrow(/SHA-256 differs/);
  });

  test('may pass through other tools', async () => {
    const file = join(await recorded(), 'events.parquet');
    const before = await recordsOf(file);
    const [some, more] = [join(fresh(), 'some.parquet'), join(fresh(), 'more.parquet')];
    const local = `SELECT * REPLACE ("time" AT TIME ZONE 'UTC' AS "time"), 1 AS more`;
    await connection.run(`COPY (FROM '${file}' WHERE eventId = 4698) TO '${some}'`);
    await connection.run(`COPY (${local} FROM '${file}') TO '${more}'`);
    const isTask = (each: AnyRecord): boolean => 'system' in each && each.system.eventId === 4698;
    expect(await recordsOf(some)).toEqual(before.filter(isTask));
    expect(await recordsOf(more)).toEqual(before);
  });

  test('has the columns that the documentation lists', () => {
    const page = readFileSync(new URL('../../docs/recordings.md', import.meta.url), 'utf8');
    const [, columns = ''] = page.split('## Columns of the Parquet form');
    const rows = columns.split('\n').filter((line) => line.startsWith('| `'));
    const listed = rows.flatMap((row) => row.split('|')[1]?.match(/\w+/g) ?? []);
    expect(listed.sort()).toEqual(Object.keys(canonicalColumns).sort());
  });

  test('can be queried with other tools', async () => {
    const file = join(await recorded(), 'events.parquet');
    const types = await rowsOf(
      `SELECT column_name, column_type FROM (DESCRIBE FROM '${file}') WHERE column_type <> 'VARCHAR'`,
    );
    const data = 'STRUCT("name" VARCHAR, "text" VARCHAR, "type" VARCHAR)[]';
    expect(types).toEqual([
      ['stratagem', 'BIGINT'],
      ['time', 'TIMESTAMP WITH TIME ZONE'],
      ['tenths', 'BIGINT'],
      ...[
        'eventId',
        'version',
        'level',
        'task',
        'opcode',
        'recordId',
        'processId',
        'threadId',
        'qualifiers',
      ].map((name) => [name, 'BIGINT']),
      ['data', data],
      ['rawMade', 'BOOLEAN'],
      ['number', 'BIGINT'],
    ]);
    const sql = `SELECT epoch_us("time"), tenths, computer, list_filter(data, lambda d: d.name = 'TaskName')[1].text FROM '${file}' WHERE channel = 'Security' AND eventId = 4698`;
    expect(await rowsOf(sql)).toEqual([['1772442901234567', '8', 'ws1.example.test', '\\Updater']]);
    expect(await rowsOf(`SELECT DISTINCT compression FROM parquet_metadata('${file}')`)).toEqual([
      ['ZSTD'],
    ]);
  });
});
