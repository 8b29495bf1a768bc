// Recordings in Parquet: every record comes back, other tools can query the file, and strangers' files do no harm.
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EngineError, writeParquet } from '../../src/engines/duckdb/index.ts';
import {
  canonicalColumns,
  type AnyRecord,
  type RecordingManifest,
} from '../../src/events/index.ts';
import { parquetRows } from '../../src/flows/parquet-rows.ts';
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
    const rows = page.split('\n').filter((line) => line.startsWith('| `'));
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

describe("strangers' files", () => {
  async function stranger(sql: string, options = ''): Promise<string> {
    const path = join(fresh(), 'x.parquet');
    await connection.run(`COPY (${sql}) TO '${path}' (FORMAT parquet${options})`);
    return path;
  }

  test('of any type are read as JSON has it', async () => {
    const path =
      await stranger(`SELECT 1::UTINYINT AS u, 1.50::DECIMAL(9,2) AS dec, '1.5'::FLOAT AS f, 'nan'::DOUBLE AS nan, '-inf'::DOUBLE AS inf, true AS b,
      DATE '2026-03-02' AS d, TIMESTAMP '2026-03-02 09:15:01.5' AS ts, TIMESTAMP_NS '2026-03-02 09:15:01.123456789' AS ns, TIME '01:02:03' AS t,
      'ab\\x00'::BLOB AS blob, 'b5b7c6f0-0000-4000-8000-000000000001'::UUID AS id, MAP {'k': [1, NULL]} AS m, {'x': {'y': 'z'}} AS s, NULL AS n,
      'low'::ENUM ('low', 'high') AS e, '{"j":1}'::JSON AS j, 9007199254740993 AS big, INTERVAL 1 DAY AS i, 'NaN "Infinity"' AS text, 1 AS row`);
    const [only] = await recordsOf(path);
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
    await expect(parquetRows(path, 1024)).rejects.toThrow(
      /rows take more than is unpacked of one file/,
    );
    expect(left()).toEqual([]);
  });

  const left = (): string[] =>
    readdirSync(tmpdir()).filter((name) => name.startsWith('stratagem-parquet-'));

  test('that are damaged are refused or read, and leave nothing behind', async () => {
    const whole = readFileSync(
      await stranger(`SELECT i AS id, 'text ' || i AS s, [i, NULL] AS l FROM range(3000) t(i)`),
    );
    const path = join(fresh(), 'damaged.parquet');
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

describe('the writer', () => {
  const columns = { a: 'long', b: 'text' } as const;

  test('reaches no other file', async () => {
    const path = join(fresh(), "it's.parquet");
    await writeParquet(path, columns, ['{"a":1,"b":"x"}'][Symbol.iterator]());
    expect(await rowsOf(`FROM '${path.replaceAll("'", "''")}'`)).toEqual([['1', 'x']]);
    await expect(
      writeParquet(join(folder, 'no', 'such', 'x'), columns, [][Symbol.iterator]()),
    ).rejects.toThrow(EngineError);
  });

  test.each([
    '{"a":"x","b":""}',
    '{"a":12345678901234567890,"b":""}',
    '{"a":1}',
    '{',
    '{"a":1,"b":"\\ud800"}',
  ])('guesses nothing for %s', async (row) => {
    await expect(
      writeParquet(join(fresh(), 'x.parquet'), columns, [row][Symbol.iterator]()),
    ).rejects.toThrow(EngineError);
  });

  test('hands on what its rows throw', async () => {
    const rows = (function* (): Generator<string> {
      yield '{"a":1,"b":null}';
      throw new RangeError('no more');
    })();
    await expect(writeParquet(join(fresh(), 'x.parquet'), columns, rows)).rejects.toThrow(
      new RangeError('no more'),
    );
  });
});
