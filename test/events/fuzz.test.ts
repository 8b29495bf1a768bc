// Seeded mutants of recordings: no reader may throw, hang or grow, whatever the bytes. Printed: how many were tried.
import { afterAll, describe, expect, test } from '@jest/globals';
import {
  IdentityCollector,
  readEvents,
  Redactor,
  shiftTimes,
  toCanonical,
  usualLimits,
} from '../../src/events/index.ts';
import { readFileSync } from 'node:fs';
import { crc32, gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { ChunkWriter, fileOf, templateEvent } from './evtx-writer.ts';
import { realBytes, realTest } from './recordings.ts';
import { cpuMilliseconds } from '../cpu-time.ts';

/** A small generator with its own state (Marsaglia's xorshift), so that a failure can be repeated. */
function generator(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

function mutant(original: Buffer, seed: number): Buffer {
  const random = generator(seed);
  const bytes = Buffer.from(original);
  const kind = random(5);
  if (kind === 0) return bytes.subarray(0, random(bytes.length));
  if (kind === 1) {
    const from = random(bytes.length);
    const length = random(400);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + length)]);
  }
  if (kind === 2) {
    const from = random(bytes.length);
    bytes.copyWithin(random(bytes.length), from, Math.min(bytes.length, from + random(5000)));
    return bytes;
  }
  const count = kind === 3 ? 1 + random(8) : 64;
  for (let index = 0; index < count; index++) {
    // Small numbers and ones near the top are the lengths that hurt.
    const value = [0, 1, 0xff, 0x7f, random(256)][random(5)] ?? 0;
    bytes[random(bytes.length)] = value;
  }
  return bytes;
}

/** How many mutants each reader was given. */
const tried = new Map<string, number>();

afterAll(() => {
  const counts = [...tried].map(([reader, count]) => `${reader} ${String(count)}`);
  process.stdout.write(`mutants per reader: ${counts.join(', ')}\n`);
});

function tryMutants(name: string, original: Buffer, count: number): void {
  const { format } = readEvents(name, original);
  tried.set(format, (tried.get(format) ?? 0) + count);
  let records = 0;
  let problems = 0;
  let slowest = 0;
  for (let seed = 1; seed <= count; seed++) {
    const started = cpuMilliseconds();
    const recording = readEvents(name, mutant(original, seed));
    for (const record of recording.records) if (record.origin.number > 0) records += 1;
    problems += recording.problems.length;
    slowest = Math.max(slowest, cpuMilliseconds() - started);
  }
  process.stdout.write(
    `${name}: ${String(count)} mutants, ${String(records)} records, ${String(problems)} problems, slowest ${String(Math.round(slowest))} ms\n`,
  );
  expect(slowest).toBeLessThan(5000);
}

function ownBytes(name: string): Buffer {
  return readFileSync(new URL(`./recordings/${name}`, import.meta.url));
}

/** Records of every construct, without the unused rest of their chunk, in which a mutation would do nothing. */
function ownChunk(): Buffer {
  const chunk = new ChunkWriter();
  const content = (): void => {
    chunk.start('EventData', [['Name', 'n']], true).u8(0x02);
    chunk.element('Data', () => chunk.place(0, { optional: true }), 0);
    chunk.tag(0x41, true).name('Data').u32(0);
    chunk.attribute('Name', () => chunk.value('a').place(1, { optional: true }));
    chunk.u8(0x02).place(2).u8(0x48).u16(0x26).u8(0x49).name('lt').u8(0x07).text('c').u8(0x04);
    chunk.element('Nested', () => chunk.place(4), true).u8(0x04);
  };
  const nested = (): void => {
    chunk.u8(0x0f, 1, 1, 0);
    chunk.element('E', () => chunk.value('x')).u8(0);
  };
  for (let index = 0; index < 20; index++) {
    chunk.record(() => {
      templateEvent(
        chunk,
        [
          [0x01, Buffer.from('text', 'utf16le')],
          [0x15, Buffer.alloc(8, 3)],
          [0x81, Buffer.from('a\0b\0', 'utf16le')],
          [0x13, Buffer.from('01020000000000052000000020020000', 'hex')],
          [0x21, nested],
        ],
        content,
      );
    });
  }
  return chunk.bytes.subarray(0, chunk.at);
}

describe('mutants', () => {
  test('own EVTX', () => {
    tryMutants('own.evtx', fileOf([ownChunk()]), 2000);
    tryMutants('own chunk', ownChunk(), 4000);
  });
  test('own canonical lines', () => {
    const lines = ['task-created.xml', 'sysmon.xml'].flatMap((name) =>
      [...readEvents(name, ownBytes(name)).records].map(toCanonical),
    );
    tryMutants('own.jsonl', Buffer.from(`${lines.join('\n')}\n`), 3000);
  });
  test('own audit log', () => {
    const line = `type=USER_LOGIN msg=audit(1772442901.234:77): pid=1 msg='op=login acct="alice" res=failed'\n`;
    tryMutants('audit.log', Buffer.from(line.repeat(10)), 3000);
  });
  test('own JSON, CSV and packed lines', () => {
    const event = {
      EventTime: '2026-03-02 09:15:01',
      EventID: 4688,
      Channel: 'Security',
      Hostname: 'ws1.example.test',
      SourceName: 'Microsoft-Windows-Security-Auditing',
      NewProcessName: 'C:\\Windows\\System32\\cmd.exe',
    };
    const beat = {
      '@timestamp': '2026-03-02T09:15:01.234Z',
      winlog: { event_id: 1, channel: 'S' },
    };
    const pair = [event, beat, { a: [1, { b: null }] }].map((each) => JSON.stringify(each));
    const lines = Buffer.from(`${[...pair, ...pair, ...pair].join('\n')}\n`);
    tryMutants('own JSON', lines, 4000);
    const rows = 'TimeGenerated,EventID,CommandLine\n2026-03-02T09:15:01Z,4688,"a ""b"", c"\n';
    tryMutants('own CSV', Buffer.from(rows.repeat(5)), 3000);
    tryMutants('own gzip', gzipSync(lines), 1000);
    tryMutants(
      'own zip',
      Buffer.from(zipSync({ 'a/b.json': lines, 'c.csv': Buffer.from(rows) })),
      1000,
    );
  });
  test('mutants moved and redacted: never a throw, and what is written can be read', () => {
    let records = 0;
    for (let seed = 1; seed <= 600; seed++) {
      const bytes = mutant(ownBytes(seed % 2 === 0 ? 'task-created.xml' : 'sysmon.xml'), seed);
      const read = [...readEvents('x', bytes).records];
      const collector = new IdentityCollector();
      for (const each of read) collector.add(each);
      const redactor = new Redactor(collector.found, 'seed');
      const made = read.map((each) => redactor.redact(shiftTimes(each, BigInt(seed))));
      const again = readEvents('y', Buffer.from(made.map(toCanonical).join('\n')));
      expect([...again.records]).toEqual(made);
      records += made.length;
    }
    process.stdout.write(`edits: 600 mutants, ${String(records)} records\n`);
  });
  test('own XML', () => {
    tryMutants('task-created.xml', ownBytes('task-created.xml'), 3000);
    tryMutants('sysmon.xml', ownBytes('sysmon.xml'), 3000);
  });
  const logs: readonly (readonly [string, number])[] = [
    ['evtx/LM_ScheduledTask_ATSVC_target_host.evtx', 400],
    ['background/forwarded_ID4656-WS_Management_listener.evtx', 400],
    ['background/many-events-application.evtx', 20],
    ['splunk/mixed_xml_and_classic_T1547.001_runonce.log', 100],
    ['splunk/splunk_csv_export_s3_bucket_deletion.csv', 200],
    ['splunk/nxlog_T1053.005_attack_range_excerpt.jsonl', 6],
    ['otrf/schtask_create.zip', 60],
    ['otrf/background_empire_enable_rdp.tar.gz', 10],
  ];
  for (const [name, count] of logs) {
    realTest(name, () => {
      tryMutants(name, realBytes(name), count);
    });
  }
});

describe('inputs that grow', () => {
  const many = 200_000;
  const cases: readonly (readonly [string, string])[] = [
    ['events without end on one line', '<Event '.repeat(many)],
    ['end tags without events', `<Event></Event>${'</Event>'.repeat(many)}`],
    ['attributes without end', `<Event ${"a='".repeat(many)}</Event>`],
    ['one array on one line', `[\n${'{"a":1},'.repeat(many / 4)}`],
    ['brackets', `{"a":${'['.repeat(many)}`],
    ['nested lists', `{"a":${'['.repeat(2000)}${']'.repeat(2000)}}\n`],
    ['quoted fields on one line', `_raw,_time\n${'"a",'.repeat(many)}`],
    ['quotes', `_raw,_time\n${'"'.repeat(many)}`],
    ['entities', `<Event>${'&amp'.repeat(many)}</Event>`],
    ['blank lines', `{"a":1}\n${'\n'.repeat(many)}`],
    ['canonical lines that open only', `{"stratagem":1,${'"a":['.repeat(many)}`],
    ['one audit record', `type=A msg=audit(1772442901.234:77): ${'a=b '.repeat(many)}`],
    ['audit quotes', `type=A msg=audit(1772442901.234:77): ${"msg='".repeat(many)}`],
    ['headers', '03/25/2022 05:46:37 PM\n'.repeat(many / 10)],
  ];
  test.each(cases)(
    '%s: linear time, few problems kept',
    (name, text) => {
      const started = cpuMilliseconds();
      const recording = readEvents(name, Buffer.from(text));
      let count = 0;
      for (const record of recording.records) if (record.origin.number > 0) count += 1;
      expect(cpuMilliseconds() - started).toBeLessThan(10_000);
      expect(recording.problems.length).toBeLessThanOrEqual(1001);
      expect(count).toBeLessThanOrEqual(many);
    },
    30_000,
  );
});

describe('texts that grow', () => {
  const many = 100_000;
  const texts: readonly string[] = [
    'a.',
    'a-',
    '.',
    '-',
    '1.',
    '1.2.3.4 ',
    ':',
    'a:',
    '@a',
    'a@a.',
    '\\\\a\\',
    '\\Users\\a',
    'S-1-5-21-',
    '<UserId>',
    '&amp;',
    "a='",
    '2026-03-02T09:15:01',
    '{"a":',
    'Account Name: a\n',
  ];
  test.each(texts)('%j again and again: linear time', (piece) => {
    const text = piece.repeat(many);
    const started = cpuMilliseconds();
    for (const field of ['CommandLine', 'User', 'SourceIp']) {
      const line = JSON.stringify({ [field]: text, Computer: 'ws7.corp.example.net', n: 1 });
      for (const record of readEvents('x', Buffer.from(line)).records) {
        const collector = new IdentityCollector();
        collector.add(record);
        toCanonical(new Redactor(collector.found, 's').redact(shiftTimes(record, 60n)));
      }
    }
    expect(cpuMilliseconds() - started).toBeLessThan(10_000);
  });
});

test('a zip that names the same stored bytes again and again is read within its limit', () => {
  const name = Buffer.from('a');
  const data = Buffer.from('{"a":1}\n'.repeat(1000));
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(1, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt32LE(crc32(data), 16);
  entry.writeUInt32LE(data.length, 20);
  entry.writeUInt32LE(data.length, 24);
  entry.writeUInt16LE(1, 28);
  const directory = Buffer.concat(new Array<Buffer>(5000).fill(Buffer.concat([entry, name])));
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(5000, 10);
  end.writeUInt32LE(30 + 1 + data.length, 16);
  const zip = Buffer.concat([local, name, data, directory, end]);
  const limits = { ...usualLimits, total: 10 * data.length };
  const { records, problems } = readEvents('x', zip, limits);
  expect([...records]).toHaveLength(10_000);
  expect(problems).toHaveLength(1001);
  expect(problems[0]?.code).toBe('EVT002');
});
