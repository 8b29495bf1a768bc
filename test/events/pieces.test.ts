// Streams: whatever the borders of the pieces that a reader gets, it reads and tells the same as of the whole.
import { deflateRawSync, gunzipSync, gzipSync } from 'node:zlib';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readEvents, readEventsFrom, usualLimits } from '../../src/events/index.ts';
import { Forward } from '../../src/events/formats/forward.ts';
import { gunzip } from '../../src/events/formats/archive/gunzip.ts';
import { Inflater, type Ending } from '../../src/events/formats/archive/inflater.ts';
import { randomOf } from '../../src/events/index.ts';
import { realBytes, realTest } from './recordings.ts';
import { cpuMilliseconds } from '../cpu-time.ts';

const MIB = 1024 * 1024;
const SIZES = [1, 2, 3, 7, 64, 4096];

function readIn(bytes: Buffer, piece?: number): unknown {
  const limits = piece === undefined ? usualLimits : { ...usualLimits, held: 0, piece };
  const { format, records, problems } = readEvents('x', bytes, limits);
  return { format, records: [...records], problems };
}

function samePieces(bytes: Buffer, sizes = SIZES): void {
  const whole = readIn(bytes);
  for (const size of sizes) expect([size, readIn(bytes, size)]).toEqual([size, whole]);
}

const NS = 'http://schemas.microsoft.com/win/2004/08/events/event';
const event = (data: string): string =>
  `<Event xmlns='${NS}'><System><Provider Name='P'/><EventID>1</EventID><TimeCreated SystemTime='2026-01-02T03:04:05Z'/><Channel>Security</Channel><Computer>ws</Computer></System><EventData><Data Name='a'>${data}</Data></EventData></Event>`;
const classic = (message: string): string =>
  `03/25/2022 05:46:37 PM\r\nLogName=Security\r\nEventCode=4688\r\nComputerName=ws\r\nMessage=${message}\r\n\tAccount Name:\t\talice\r\n`;
const json = { a: 'ü😀\\" ]} [{', b: [1, { c: null }], d: '\\' };
const pretty = JSON.stringify(json, null, 2);

const texts: readonly (readonly [string, string])[] = [
  [
    'events in a wrapper',
    `<?xml version="1.0"?>\n<Events>\n${event('ü😀')}\r\n${event('')}</Events>`,
  ],
  ['an event without an end between two', `${event('1')}<Event a='b'>\n<System>${event('2')}`],
  [
    'events cut, with blocks behind',
    `${event('1').slice(0, 150)}\n${classic('m')}${event('2').slice(0, 99)}`,
  ],
  [
    'blocks, events and other text',
    `noise\n${classic('x')}${event('1')}\nmore\n${classic('<Eventful>')}${classic('y')}`,
  ],
  ['tags that nearly begin an event', `<EventData><Events><Event${event('</Event')}<Event`],
  ['a document type and a comment', `<!DOCTYPE x><!-- <Event> -->${event('1')}`],
  ['rows with quotes over lines', 'a,b,"c ""d"""\r\n"1\r\n2","ü😀",x"y\r\n\r\n,,\n"a""",b,"c"'],
  ['rows that end in quotes', 'Timestamp,b\n2026-01-02T03:04:05Z,"\r\n""'],
  ['rows of semicolons, too long and too short', 'a;b;c\r\n1;2;3;4\r\n1;2\r\n1;"2;";3\r'],
  ['a PowerShell table', '#TYPE System.Object\r\n"a","b"\r\n"1","2"\r\n'],
  ['values over lines', `${pretty}\n${pretty}${pretty}\n42\n"x"\n`],
  ['an array, and another behind it', `[${pretty},\n${pretty}]\n[${pretty}]\n`],
  ['values that do not balance', `[\n{"a":[1}\n{"b":"\\"}`],
  ['JSON lines', `\ufeff${JSON.stringify(json)}\r\n\r\n{"a":\n${JSON.stringify(json)}`],
  [
    'audit lines',
    'type=A msg=audit(1772442901.234:77): a=b\r\nx\r\n\r\ntype=B msg=audit(1.000:1): c="d"',
  ],
];

function utf16(text: string, big = false): Buffer {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return big ? bytes.swap16() : bytes;
}

describe('pieces of 1, 2, 3, 7, 64 and 4096 bytes', () => {
  test.each(texts)('%s', (_, text) => {
    samePieces(Buffer.from(text));
    samePieces(utf16(text));
    samePieces(utf16(text, true));
  });

  test('UTF-16 with halves of pairs and of units', () => {
    const odd = utf16(event('\ud83d-\ude00-\ud83d\ude00-\ud83d'));
    samePieces(odd);
    samePieces(Buffer.concat([odd, Buffer.from([0x0a])]));
    samePieces(utf16('{"a":"\ud83d').subarray(0, -1));
  });

  test('gzip, also of several members and cut', () => {
    const lines = Buffer.from(`${JSON.stringify(json)}\n`.repeat(50));
    const two = Buffer.concat([gzipSync(lines), gzipSync(lines, { level: 0 }), Buffer.from('\n')]);
    samePieces(two);
    samePieces(gzipSync(two));
    samePieces(two.subarray(0, two.length - 40));
  });

  const folder = new URL('./recordings/', import.meta.url);
  test.each(readdirSync(folder))('%s', (name) => {
    samePieces(readFileSync(new URL(name, folder)), [7, 4096]);
  });

  const real: readonly string[] = [
    'evtx/LM_ScheduledTask_ATSVC_target_host.evtx',
    'splunk/mixed_xml_and_classic_T1547.001_runonce.log',
    'splunk/splunk_csv_export_s3_bucket_deletion.csv',
    'otrf/schtask_create.zip',
    'otrf/background_empire_enable_rdp.tar.gz',
  ];
  for (const name of real) {
    realTest(name, () => {
      samePieces(realBytes(name), [4096]);
    });
  }
});

test('mutants in pieces read as whole', () => {
  const random = randomOf('pieces');
  let tried = 0;
  for (const [, text] of texts) {
    for (let count = 0; count < 30; count++) {
      const bytes = Buffer.from(text);
      for (let hits = random.below(4); hits >= 0; hits--)
        bytes[random.below(bytes.length)] =
          [0, 0x0a, 0x0d, 0x22, 0x3c, random.below(256)][random.below(6)] ?? 0;
      samePieces(bytes.subarray(0, 1 + random.below(bytes.length)), [1 + random.below(9)]);
      tried += 1;
    }
  }
  process.stdout.write(`pieces: ${String(tried)} mutants\n`);
});

/** All that comes out of deflated data in pieces of a size, and how it ended. */
function inflateAll(kind: 'gzip' | 'raw', packed: Buffer, size: number): [Buffer, Ending] {
  const input = new Forward(cut(packed, size));
  const pieces = kind === 'gzip' ? gunzip(input) : new Inflater(input).pieces();
  const out: Buffer[] = [];
  for (;;) {
    const { done, value } = pieces.next();
    if (done === true) return [Buffer.concat(out), value];
    expect(value.length).toBeLessThanOrEqual(512 * 1024);
    out.push(value);
  }
}

function* cut(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const random = randomOf('inflating');

/** Noise, words, or what repeats itself. */
function material(): Buffer {
  const bytes = Buffer.alloc(random.below(random.oneIn(5) ? 400_000 : 20_000));
  const kind = random.below(3);
  for (let at = 0; at < bytes.length; at++) {
    const word = 97 + ((random.below(16) * random.below(16)) >> 4);
    bytes[at] = kind === 0 ? random.below(256) : kind === 1 ? word : (at * 7) & 31;
  }
  return bytes;
}

const strategies = [0, 1, 2, 3, 4];

describe('inflating', () => {
  test('gives what zlib packed, at all levels and strategies', () => {
    for (const strategy of strategies) {
      for (const level of [0, 1, 5, 9]) {
        const bytes = material();
        const size = random.pick([3, 100, 4096, MIB]);
        const made = inflateAll('raw', deflateRawSync(bytes, { level, strategy }), size);
        expect([level, strategy, made[1], made[0].equals(bytes)]).toEqual([
          level,
          strategy,
          'end',
          true,
        ]);
        const members = [bytes, material(), Buffer.alloc(0)].map((each) =>
          gzipSync(each, { level, strategy }),
        );
        const packed = Buffer.concat(members);
        const [all, ending] = inflateAll('gzip', packed, size);
        expect([ending, all.equals(gunzipSync(packed))]).toEqual(['end', true]);
      }
    }
  });

  test('cut anywhere: what comes out is the beginning, and it is told', () => {
    const bytes = Buffer.from(
      Array.from({ length: 300 }, (_, at) => `${String(Math.sin(at))}\n`).join(''),
    );
    for (const level of [0, 1, 9]) {
      const packed = deflateRawSync(bytes, { level });
      for (let length = 0; length < packed.length; length++) {
        const [there, ending] = inflateAll('raw', packed.subarray(0, length), 50);
        expect([ending, bytes.subarray(0, there.length).equals(there)]).toEqual(['cut', true]);
      }
    }
  });

  test('damaged: no more than can come of it, never an exception, and zlib does not take it for sound', () => {
    const bytes = Buffer.from('some words, and some of these words again; '.repeat(200));
    let unsound = 0;
    for (let seed = 0; seed < 600; seed++) {
      const packed = Buffer.from(gzipSync(bytes, { level: 1 + (seed % 9) }));
      for (let hits = 1 + (seed % 3); hits > 0; hits--)
        packed[10 + random.below(packed.length - 10)] = random.below(256);
      const [made, ending] = inflateAll('gzip', packed, 64);
      if (ending === 'end') expect(made).toEqual(bytes);
      else unsound += 1;
    }
    expect(unsound).toBeGreaterThan(400);
  });

  const grown: readonly (readonly [string, Buffer])[] = [
    ['members without content', Buffer.concat(new Array<Buffer>(20_000).fill(gzipSync('')))],
    ['members of a byte', Buffer.concat(new Array<Buffer>(20_000).fill(gzipSync('a')))],
    [
      'a header without an end',
      Buffer.concat([Buffer.from('1f8b0808', 'hex'), Buffer.alloc(20 * MIB, 1)]),
    ],
    ['much behind the end', Buffer.concat([gzipSync('a'), Buffer.alloc(20 * MIB, 1)])],
    [
      'empty blocks',
      Buffer.concat([gzipSync('').subarray(0, 10), Buffer.alloc(5 * MIB, '000000ffff', 'hex')]),
    ],
  ];
  test.each(grown)('%s: linear time', (_, packed) => {
    const started = cpuMilliseconds();
    inflateAll('gzip', packed, 4096);
    expect(cpuMilliseconds() - started).toBeLessThan(10_000);
  });
});

describe('more than is allowed', () => {
  const line = `{"a":"${'x'.repeat(1000)}"}\n`;
  const lines = Buffer.from(line.repeat(8192));
  const limits = { ...usualLimits, held: MIB, total: 4 * MIB };
  const lying = gzipSync(lines);
  lying.writeUInt32LE(8, lying.length - 4);
  const cases: readonly (readonly [string, Buffer, boolean])[] = [
    ['a size that is stated: nothing is read', gzipSync(lines), false],
    ['a size that lies: read up to the limit', lying, true],
    ['in gzip in gzip', gzipSync(gzipSync(lines, { level: 0 })), false],
  ];
  test.each(cases)('%s', (_, bytes, isRead) => {
    const { records, problems } = readEvents('x', bytes, limits);
    let count = 0;
    for (const record of records) count = record.origin.number;
    expect(count > 0).toBe(isRead);
    expect(count).toBeLessThanOrEqual((4 * MIB) / line.length);
    expect(problems[0]?.code).toBe('EVT002');
    expect(problems[0]?.message).toMatch(/unpacks to more than is allowed/);
  });
});

describe('a record longer than any can be is passed over, and those behind it are read', () => {
  const long = 'x'.repeat(65 * MIB);
  const cases: readonly (readonly [string, string, string, readonly string[]])[] = [
    ['an event', `${event('1')}<Event>${long}</Event>\n${event('2')}`, '1,3', ['EVT201']],
    ['a block', `${event('1')}\n${classic(long)}${event('2')}`, '1,2,3', ['EVT303']],
    ['a line', `{"a":1}\n{"b":"${long}"}\n{"a":2}\n`, '1,3', ['EVT301']],
    ['a value', `{\n"a":1}\n{"b":["${long}"\n]}\n{"a":2}`, '1,5', ['EVT301']],
    ['a row', `_raw,_time\na,\n"${long}"\nb,\n`, '2', ['EVT401']],
  ];
  test.each(cases)('%s', (_, text, numbers, codes) => {
    const { records, problems } = readEvents('x', Buffer.from(text));
    expect([...records].map(({ origin }) => origin.number).join(',')).toBe(numbers);
    expect(problems.map(({ code }) => code)).toEqual(codes);
  });
});

describe('a file without an end is read no further than it is walked', () => {
  const beginnings: readonly (readonly [string, string, string])[] = [
    ['event XML', '', `${event('1')}\n`],
    ['classic blocks', '', classic('m')],
    ['rows', 'Timestamp,b\n', '2026-01-02T03:04:05Z,"x\ny"\n'],
    ['values over lines', '[', `${pretty},\n`],
    ['JSON lines', '', '{"a":1}\n'],
  ];
  test.each(beginnings)('%s', (_, head, unit) => {
    const start = Buffer.from(head + unit.repeat(Math.ceil(MIB / unit.length)));
    let furthest = 0;
    const endless = {
      length: 2 ** 45,
      subarray(from: number, to: number): Buffer {
        furthest = Math.max(furthest, to);
        const bytes = Buffer.alloc(to - from, unit);
        return from === 0 ? start.subarray(0, to) : bytes;
      },
    };
    let count = 0;
    for (const record of readEventsFrom('x', endless).records) {
      count += record.origin.number > 0 ? 1 : 0;
      if (count === 2000) break;
    }
    expect(count).toBe(2000);
    expect(furthest).toBeLessThanOrEqual(24 * MIB);
  });
});
