// `record` on disk: what is written, what it says of itself, how it is read again.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  placeOf,
  problemLines,
  type AnyRecord,
  type RecordingManifest,
} from '../../src/events/index.ts';
import { record, type RecordOptions } from '../../src/flows/record.ts';
import { loadRecording } from '../../src/flows/recordings.ts';

const source = fileURLToPath(new URL('../events/recordings', import.meta.url));
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'record-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function made(
  name: string,
  options: Partial<RecordOptions> = {},
): Promise<RecordingManifest> {
  const out = join(folder, name);
  await record({ inputs: [source], out, slice: {}, malicious: [], redact: false, ...options });
  return JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as RecordingManifest;
}

async function recordsOf(path: string): Promise<AnyRecord[]> {
  const { records } = await loadRecording(path);
  return [...records];
}

const file = (name: string): string => join(folder, name, 'events.jsonl.gz');

const linesOf = (name: string): string => gunzipSync(readFileSync(file(name))).toString('utf8');

describe('a recording', () => {
  test('tells what is in it', async () => {
    const manifest = await made('plain', {
      malicious: ['task-created.xml#1: hidden task'],
      origin: 'own',
      licence: 'Apache-2.0',
    });
    expect(manifest).toMatchObject({
      stratagem: 1,
      origin: 'own',
      licence: 'Apache-2.0',
      files: [{ name: 'events.jsonl.gz', records: 4 }],
      records: 4,
      first: '2026-03-02T09:15:00.1200000Z',
      last: '2026-03-02T09:15:01.2400000Z',
      hosts: ['WS1.example.test', 'ws1.example.test'],
      counts: [
        { channel: 'Microsoft-Windows-Sysmon/Operational', eventId: '1', records: 1 },
        { channel: 'Microsoft-Windows-Sysmon/Operational', eventId: '13', records: 1 },
        { channel: 'Security', eventId: '4688', records: 1 },
        { channel: 'Security', eventId: '4698', records: 1 },
      ],
      malicious: [
        {
          line: 3,
          origin: 'task-created.xml#1',
          channel: 'Security',
          eventId: '4698',
          time: '2026-03-02T09:15:01.2345678Z',
          why: 'hidden task',
        },
      ],
      sources: [
        { name: 'sysmon.xml', format: 'windows-text', read: 2, kept: 2, problems: {} },
        { name: 'task-created.xml', format: 'windows-text', read: 2, kept: 2, problems: {} },
      ],
    });
  });

  test('holds the records that were read, as folder and as file', async () => {
    await made('same');
    const before = await recordsOf(source);
    const records = await recordsOf(join(folder, 'same'));
    const nameless = (each: (typeof records)[number]): unknown => ({ ...each, origin: undefined });
    expect(records.map(nameless)).toEqual(before.map(nameless));
    expect(records.map(({ origin }) => origin)).toEqual([
      { file: 'sysmon.xml', number: 1 },
      { file: 'sysmon.xml', number: 2 },
      { file: 'task-created.xml', number: 1 },
      { file: 'task-created.xml', number: 3 },
    ]);
    expect(await recordsOf(file('same'))).toEqual(records);
  });

  test('has the same bytes when it is made again, and replaces itself', async () => {
    const first = await made('again', { redact: true });
    expect(await made('again', { redact: true })).toEqual(first);
    expect(readdirSync(join(folder, 'again')).sort()).toEqual(['events.jsonl.gz', 'manifest.json']);
  });

  test('is refused when it is not as its manifest says', async () => {
    await made('changed');
    writeFileSync(file('changed'), readFileSync(join(source, 'sysmon.xml')));
    for (const path of [join(folder, 'changed'), file('changed')])
      await expect(loadRecording(path)).rejects.toThrow(/SHA-256 differs/);
  });

  test('does not take itself in when it lies in the folder that is read', async () => {
    const inputs = [join(folder, 'nest')];
    mkdirSync(join(folder, 'nest'));
    writeFileSync(join(folder, 'nest', 'a.xml'), readFileSync(join(source, 'sysmon.xml')));
    const first = await made('nest/recording', { inputs });
    expect(first.records).toBe(2);
    expect(await made('nest/recording', { inputs })).toEqual(first);
  });

  test('removes what an interrupted run left, not what another run is at', async () => {
    const [gone, busy] = [2 ** 31 - 1, process.ppid].map((pid) => join(folder, `left.new-${pid}`));
    for (const each of [gone, busy]) mkdirSync(each ?? '');
    await made('left');
    expect([gone, busy].map((each) => existsSync(each ?? ''))).toEqual([false, true]);
  });

  test('takes a slice', async () => {
    const { records } = await made('slice', { slice: { eventIds: ['4698'], hosts: ['WS1'] } });
    expect(records).toBe(1);
  });

  test('is moved so that its last event is at that moment, in whole seconds', async () => {
    const { first, last, shiftedBy } = await made('moved', { shiftTo: 639_000_000_000_000_000n });
    expect([first, last, shiftedBy]).toEqual([
      '2025-11-29T07:59:58.1200000Z',
      '2025-11-29T07:59:59.2400000Z',
      -8_039_702,
    ]);
    const text = JSON.stringify(await recordsOf(join(folder, 'moved')), (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    expect(text).toContain('2025-11-29 07:59:59.236');
    expect(text).not.toContain('2026-03-02');
  });

  test('names nobody after --redact', async () => {
    const manifest = await made('redacted', { redact: true });
    expect(manifest.redacted).toEqual({ users: 1, hosts: 1, domains: 2 });
    const text = JSON.stringify(manifest) + linesOf('redacted');
    expect(text).not.toMatch(/alice|ws1|example\.test/i);
  });
});

describe('what is known of a recording', () => {
  const origin = 'exercise on WS1, with alice';

  test('comes along when it is cut, moved and redacted', async () => {
    await made('known', {
      malicious: ['EventID=4698: alice registers it', 'sysmon.xml#1: first'],
      origin,
      licence: 'CC0',
    });
    const inputs = [join(folder, 'known')];
    const cut = await made('cut', { inputs, slice: { eventIds: ['4698'] } });
    expect(cut).toMatchObject({
      origin,
      licence: 'CC0',
      records: 1,
      malicious: [{ line: 1, origin: 'task-created.xml#1', why: 'alice registers it' }],
    });
    const moved = await made('known-moved', { inputs, shiftTo: 639_000_000_000_000_000n });
    expect(moved.malicious.map(({ line, why }) => `${line} ${why}`)).toEqual([
      '1 first',
      '3 alice registers it',
    ]);
    const again = await made('known-again', {
      inputs: [join(folder, 'known-moved')],
      redact: true,
      malicious: ['EventID=4698: more'],
      licence: 'none',
    });
    expect(again).toMatchObject({ licence: 'none', shiftedBy: moved.shiftedBy });
    expect(again.origin).toMatch(/^exercise on HOST\w{8}, with user\w{8}$/);
    expect(again.malicious[1]?.why).toMatch(/^user\w{8} registers it; more$/);
    expect(again.sources[0]).not.toHaveProperty('sha256');
    expect(JSON.stringify(again)).not.toMatch(/alice|ws1/i);
  });

  test('of files as they are, what malicious.txt beside them says', async () => {
    const at = join(folder, 'beside');
    mkdirSync(at);
    writeFileSync(join(at, 'a.xml'), readFileSync(join(source, 'task-created.xml')));
    writeFileSync(join(at, 'malicious.txt'), 'a.xml#EventID=4698: registered\n');
    const { malicious } = await made('of-beside', { inputs: [join(at, 'a.xml')] });
    expect(malicious.map(({ line, why }) => [line, why])).toEqual([[1, 'registered']]);
  });

  test('replaces itself', async () => {
    await made('itself', { malicious: ['EventID=4698: x'] });
    const { records, malicious } = await made('itself', { inputs: [join(folder, 'itself')] });
    expect([records, malicious.length]).toEqual([4, 1]);
  });
});

describe('Parquet', () => {
  test('is recorded row by row, and replayed as it is', async () => {
    const input = join(folder, "it's rows.parquet");
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(
      `COPY (SELECT TIMESTAMPTZ '2026-03-02 09:15:01.5+00' AS "time", 'a"b' AS s, {'x': [1, 2]} AS d FROM range(3)) TO '${input.replaceAll("'", "''")}' (FORMAT parquet)`,
    );
    instance.closeSync();
    const manifest = await made('parquet', { inputs: [input] });
    expect(manifest).toMatchObject({
      records: 3,
      first: '2026-03-02T09:15:01.5000000Z',
      sources: [{ name: "it's rows.parquet", format: 'parquet: json', read: 3 }],
    });
    const [record] = await recordsOf(join(folder, 'parquet'));
    expect(record && 'fields' in record && record.fields).toEqual({
      time: '2026-03-02 09:15:01.5+00',
      s: 'a"b',
      d: { x: [1, 2] },
    });
    const read = await loadRecording(input);
    expect([read.format, read.count]).toEqual(['parquet: json', 3]);
    expect([...read.records].map(({ origin }) => origin)).toEqual(
      [1, 2, 3].map((number) => ({ file: input, number })),
    );
    read.close();
  });

  test('that is none is wrong use', async () => {
    const input = join(folder, 'broken.parquet');
    writeFileSync(input, 'PAR1 and no more');
    await expect(made('broken', { inputs: [input] })).rejects.toThrow(/broken\.parquet/);
    await expect(loadRecording(input)).rejects.toThrow(/broken\.parquet/);
    expect(
      readdirSync(tmpdir()).filter((name) =>
        name.startsWith(`stratagem-parquet-${String(process.pid)}-`),
      ),
    ).toEqual([]);
  });
});

describe('wrong use', () => {
  const cases: readonly (readonly [string, Partial<RecordOptions>, RegExp])[] = [
    ['no such file', { inputs: ['nowhere/at/all'] }, /no such recording/],
    ['a pattern that nothing matches', { inputs: ['nowhere/*.evtx'] }, /no recording there/],
    ['a mark that is none', { malicious: ['x'] }, /--malicious x: write/],
    ['a mark that names nothing', { malicious: ['99: x'] }, /no such record/],
    ['a mark that names two records', { malicious: ['1: x'] }, /several files/],
    [
      'a slice with nothing in it',
      { slice: { eventIds: ['1'], hosts: ['other'] } },
      /no record is left/,
    ],
  ];
  test.each(cases)('%s leaves nothing behind', async (_, options, message) => {
    await expect(made('wrong', options)).rejects.toThrow(message);
    expect(readdirSync(folder).filter((name) => name.startsWith('wrong'))).toEqual([]);
  });

  test('a folder that is not ours stays', async () => {
    const out = join(folder, 'foreign');
    mkdirSync(out);
    writeFileSync(join(out, 'thesis.txt'), 'x');
    await expect(made('foreign')).rejects.toThrow(/holds no recording/);
    expect(existsSync(join(out, 'thesis.txt'))).toBe(true);
  });

  test('a recording to which somebody added files stays', async () => {
    await made('added');
    writeFileSync(join(folder, 'added', 'notes.txt'), 'x');
    await expect(made('added')).rejects.toThrow(/holds no recording/);
  });
});

describe('folders and patterns', () => {
  beforeAll(() => {
    const deep = join(folder, 'logs', 'a', 'b');
    mkdirSync(deep, { recursive: true });
    writeFileSync(join(deep, 'one.xml'), readFileSync(join(source, 'sysmon.xml')));
    writeFileSync(join(folder, 'logs', 'two.json'), '{"a":1}\n');
    writeFileSync(join(folder, 'logs', 'README.md'), 'x,y\n1,2\n');
    writeFileSync(join(folder, 'logs', 'picture.bin'), Buffer.from([1, 2, 3]));
  });

  /** Path below the folder, records, codes with severities. */
  const cases: readonly (readonly [string, number, readonly string[]])[] = [
    ['logs', 3, ['EVT001 note']],
    ['logs/**/*.xml', 2, []],
    ['logs/*', 1, ['EVT001 note']],
    ['logs/t?o.json', 1, []],
    ['logs/a/*/one.*', 2, []],
  ];
  test.each(cases)('%s', async (path, count, codes) => {
    const read = await loadRecording(join(folder, path));
    expect([...read.records]).toHaveLength(count);
    expect(read.count).toBe(count);
    expect(read.problems.map(({ code, severity }) => `${code} ${severity}`)).toEqual(codes);
  });

  test('a file that was named must be a recording', async () => {
    await expect(loadRecording(join(folder, 'logs', 'picture.bin'))).rejects.toThrow(/EVT001/);
  });
});

describe('what lies in a folder and is no file', () => {
  const server = createServer();
  beforeAll((done) => {
    const at = join(folder, 'mixed');
    mkdirSync(at);
    writeFileSync(join(at, 'a.json'), '{"a":1}\n');
    symlinkSync(join(at, 'a.json'), join(at, 'link.json'));
    symlinkSync('nowhere', join(at, 'z-dangling.json'));
    server.listen(join(at, 'pipe.json'), done);
  });
  afterAll((done) => {
    server.close(done);
  });

  test('is told, and not followed', async () => {
    const read = await loadRecording(join(folder, 'mixed'));
    expect(read.count).toBe(1);
    expect(read.problems.map(({ file, message }) => [basename(file), message.slice(0, 6)])).toEqual(
      expect.arrayContaining([
        ['link.json', 'a link'],
        ['z-dangling.json', 'a link'],
        ['pipe.json', 'a pipe'],
      ]),
    );
    const out = join(folder, 'of-mixed');
    const options = { inputs: [join(folder, 'mixed')], out, slice: {}, malicious: [] };
    const { notices } = await record({ ...options, redact: false });
    expect(notices).toContain(
      `${join(folder, 'mixed', 'z-dangling.json')}: note EVT001: a link, which is not followed in a folder; name what it leads to`,
    );
  });

  test.each([
    ['a folder of nothing else', 'mixed/*dangling*', /no recording there; .*dangling.* a link/],
    ['a pipe by its name', 'mixed/pipe.json', /a pipe or device/],
    ['a device by its name', '/dev/null', /a pipe or device/],
  ])('%s', async (_, path, told) => {
    const named = path.startsWith('/') ? path : join(folder, path);
    await expect(loadRecording(named)).rejects.toThrow(told);
  });

  test('a link by its name is what it leads to', async () => {
    expect((await loadRecording(join(folder, 'mixed', 'link.json'))).count).toBe(1);
  });
});

describe('what is told of a recording that is read in part', () => {
  test('place, severity and code; of a kind five, and how many more', async () => {
    const path = join(folder, 'part.json');
    writeFileSync(path, `{"a":1}\n${'{"a":\n'.repeat(7)}{"a":2}\n`);
    const { problems } = await loadRecording(path);
    const lines = problemLines(problems);
    expect(lines).toHaveLength(6);
    expect(lines[0]).toMatch(`${path}:2: error EVT301: not JSON`);
    expect(lines[5]).toBe(`${path}: error EVT301: 2 more of these`);
  });

  test('of a file of an archive, its name', () => {
    expect(
      placeOf({
        file: 'a.zip',
        member: 'b.evtx',
        offset: 4096,
        code: 'EVT101',
        severity: 'error',
        message: '',
      }),
    ).toBe('a.zip/b.evtx, byte 4096');
  });
});
