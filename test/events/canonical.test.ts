// The canonical form: what is written is read again, line by line, whatever the record holds.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readEventsFrom, toCanonical, toXml, type EventRecord } from '../../src/events/index.ts';
import { ChunkWriter, templateRecord } from './evtx-writer.ts';
import { eventAt, own, readAll, readText, real, realTest } from './recordings.ts';
import { anyRecord } from './record-parts.ts';

describe('round trip', () => {
  test('any record, also between others', () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { minLength: 1, maxLength: 4 }), (records) => {
        const text = records.map((each) => `${toCanonical(each)}\n`).join('');
        const read = readAll('x', Buffer.from(text, 'utf8'));
        expect(read.problems).toEqual([]);
        expect(read.format).toBe('canonical');
        expect(read.records).toEqual(records);
      }),
      { numRuns: 500, seed: 7 },
    );
  });

  for (const name of ['task-created.xml', 'sysmon.xml']) {
    test(`${name}: equal records, also their XML`, () => {
      const before = own(name).records;
      const after = readText(before.map(toCanonical).join('\n'));
      expect(after.problems).toEqual([]);
      expect(after.records).toEqual(before);
      const xml = (record: unknown): string => toXml(record as EventRecord);
      expect(after.records.map(xml)).toEqual(before.map(xml));
    });
  }

  for (const name of [
    'evtx/LM_ScheduledTask_ATSVC_target_host.evtx',
    'background/forwarded_ID4656-WS_Management_listener.evtx',
    'splunk/mixed_xml_and_classic_T1547.001_runonce.log',
    'splunk/splunk_csv_export_s3_bucket_deletion.csv',
    'sentinel/GoldenSAML_Microsoft365DefenderEvents.Zip',
    'otrf/schtask_create.zip',
  ]) {
    realTest(`${name}: equal records`, () => {
      const { records } = real(name);
      expect(readText(records.map(toCanonical).join('\n')).records).toEqual(records);
    });
  }
});

test('the line of an event, as documented', () => {
  const event = eventAt(own('task-created.xml'), 1);
  const { data, raw, ...line } = JSON.parse(toCanonical(event)) as Record<string, unknown>;
  expect(line).toEqual({
    stratagem: 1,
    system: {
      time: '2026-03-02T09:15:01.2345678Z',
      provider: 'Microsoft-Windows-Security-Auditing',
      providerGuid: '{54849625-5478-4994-a5ba-3e3b0328c30d}',
      keywords: '0x8020000000000000',
      channel: 'Security',
      computer: 'ws1.example.test',
      eventId: 4698,
      version: 1,
      level: 0,
      task: 12804,
      opcode: 0,
      processId: 748,
      threadId: 1204,
      recordId: '7001',
    },
    origin: [1, 'task-created.xml'],
  });
  expect((data as unknown[])[0]).toEqual(['SubjectUserSid', event.eventData?.[0]?.text]);
  // The file spells its channel otherwise than the record does.
  expect(raw).toBe(event.raw);
  const rendered = JSON.parse(toCanonical({ ...event, raw: toXml(event) })) as { raw: unknown };
  expect(rendered.raw).toBe(true);
});

const good =
  '{"stratagem":1,"system":{"time":"2026-01-01T00:00:00.0000000Z","provider":"P","channel":"C","computer":"c","eventId":1},"origin":[1,"f"]}';

/** What a line is, the line (after a good one), the problem's code. */
const bad: readonly (readonly [string, string, string])[] = [
  ['cut short', good.slice(0, 40), 'EVT301'],
  ['a newer form', good.replace('"stratagem":1', '"stratagem":2'), 'EVT304'],
  ['no object', '[1]', 'EVT304'],
  ['no event id', good.replace(',"eventId":1', ''), 'EVT304'],
  ['event id as text', good.replace('"eventId":1', '"eventId":"1"'), 'EVT304'],
  ['a negative event id', good.replace('"eventId":1', '"eventId":-1'), 'EVT304'],
  ['no time', good.replace('"time":"2026-01-01T00:00:00.0000000Z",', ''), 'EVT304'],
  ['a day that does not exist', good.replace('2026-01-01', '2026-02-30'), 'EVT304'],
  ['no origin', good.replace(',"origin":[1,"f"]', ''), 'EVT304'],
  ['data as object', good.replace('"origin"', '"data":{},"origin"'), 'EVT304'],
  [
    'a datum of an unknown type',
    good.replace('"origin"', '"data":[["a","b","x"]],"origin"'),
    'EVT304',
  ],
  ['a datum that is a number', good.replace('"origin"', '"data":[["a",1]],"origin"'), 'EVT304'],
  ['raw as number', good.replace('"origin"', '"raw":1,"origin"'), 'EVT304'],
  [
    'an element without children',
    good.replace('"origin"', '"userData":["a",[]],"origin"'),
    'EVT304',
  ],
  [
    'elements nested 5000 deep',
    good.replace('"origin"', `"userData":${'["a",[],['.repeat(5000)}${']]'.repeat(5000)},"origin"`),
    'EVT304',
  ],
  [
    'fields nested 5000 deep',
    `{"stratagem":1,"kind":"k","fields":{"a":${'['.repeat(5000)}${']'.repeat(5000)}},"raw":true,"origin":[1,"f"]}`,
    'EVT304',
  ],
  ['fields as list', '{"stratagem":1,"kind":"k","fields":[],"raw":"","origin":[1,"f"]}', 'EVT304'],
];

test.each(bad)('%s is reported under its line and skipped', (_, line, code) => {
  const read = readText(`${good}\n${line}\n${good}\n`);
  expect(read.records).toHaveLength(2);
  expect(read.problems.map((each) => [each.number, each.code])).toEqual([[2, code]]);
});

test('`__proto__` in fields is a field', () => {
  const line =
    '{"stratagem":1,"kind":"k","fields":{"__proto__":{"x":"1"}},"raw":true,"origin":[1,"f"]}';
  const [record] = readText(line).records;
  expect(record && toCanonical(record)).toBe(line);
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
});

/** A chunk that stands alone, with 20 records. */
function ownChunk(): Buffer {
  const chunk = new ChunkWriter();
  for (let index = 0; index < 20; index++) {
    chunk.record(() => {
      templateRecord(chunk, [[0x01, Buffer.from('text', 'utf16le')]]);
    });
  }
  return chunk.file().subarray(4096);
}

describe('large files', () => {
  /** A file that tells how much of it was held at a time. */
  function large(bytes: Buffer): {
    length: number;
    most: number;
    subarray(a: number, b: number): Buffer;
  } {
    return {
      length: bytes.length,
      most: 0,
      subarray(from, to) {
        this.most = Math.max(this.most, Math.min(to, bytes.length) - from);
        return bytes.subarray(from, to);
      },
    };
  }
  const size = 70 * 1024 * 1024;
  const line = `${good.replace('"C"', `"${'C'.repeat(2000)}"`)}\n`;
  const json = `{"a":"${'x'.repeat(3000)}\u00e4"}\r\n`;

  /** What it is, the piece that is repeated, records in a piece. */
  const cases: readonly (readonly [string, Buffer, number])[] = [
    ['canonical lines', Buffer.from(line), 1],
    ['JSON lines', Buffer.from(json), 1],
    ['EVTX', ownChunk(), 20],
  ];
  test.each(cases)('%s are read in pieces, all of them, numbered on', (_, piece, each) => {
    const count = Math.ceil(size / piece.length);
    const file = large(Buffer.concat(new Array<Buffer>(count).fill(piece)));
    const recording = readEventsFrom('x', file);
    let records = 0;
    let number = 0;
    for (const { origin } of recording.records) {
      records += 1;
      number = origin.number;
    }
    expect(records).toBe(count * each);
    // Canonical lines remember the number that they had.
    if (piece.toString('latin1', 0, 12) !== '{"stratagem"') expect(number).toBe(count * each);
    expect(recording.problems).toEqual([]);
    expect(file.most).toBeLessThanOrEqual(8 * 1024 * 1024);
  });
});
