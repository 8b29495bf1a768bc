// Event logs byte by byte: every construct of binary XML ([MS-EVEN6] 2.2.12 and 3.1.4.7) as Windows prints it, and logs
// that are dirty, cut, wiped or destroyed in part. What is expected is written by hand.
import { describe, expect, test } from '@jest/globals';
import { toXml, type EventRecord } from '../../src/events/index.ts';
import {
  ChunkWriter,
  fileOf,
  minimalSystem,
  templateEvent,
  templateRecord,
  type TestValue,
} from './evtx-writer.ts';
import { cpuMilliseconds } from '../cpu-time.ts';
import { eventAt, readAll, type Read } from './recordings.ts';

const hex = (digits: string): Buffer => Buffer.from(digits.replaceAll(' ', ''), 'hex');
const text = (value: string): TestValue => [0x01, Buffer.from(value, 'utf16le')];
const NULL: TestValue = [0x00, Buffer.alloc(0)];

/** What stands behind `<System>`. */
function dataXml(record: EventRecord): string {
  const xml = toXml(record);
  return xml.slice(xml.indexOf('</System>') + '</System>'.length, -'</Event>'.length);
}

/** Of the only record that `write` makes, without a problem. */
function written(write: (chunk: ChunkWriter) => void): string {
  const chunk = new ChunkWriter();
  chunk.record(() => {
    write(chunk);
  });
  const read = readAll('x', chunk.file());
  expect(read.problems).toEqual([]);
  return dataXml(eventAt(read, 1));
}

type Body = (chunk: ChunkWriter) => void;

describe('content of templates', () => {
  const data =
    (content: Body, template: number | true = true): Body =>
    (c) => {
      c.element(
        'EventData',
        () => {
          c.element(
            'Data',
            () => {
              content(c);
            },
            template,
          );
        },
        true,
      );
    };
  const cases: readonly (readonly [string, readonly TestValue[], Body, string])[] = [
    ['no data at all', [], () => undefined, ''],
    ['a text', [], data((c) => c.value('a<b')), '<EventData><Data>a&lt;b</Data></EventData>'],
    [
      'a text in pieces, one with a counted end',
      [],
      data((c) => c.u8(0x45, 0x01).text('a').u8(0x05, 0x01).text('b\0')),
      '<EventData><Data>ab</Data></EventData>',
    ],
    [
      'references and sections',
      [],
      data((c) =>
        c.u8(0x48).u16(0x41).u8(0x49).name('amp').u8(0x47).text('<c>').u8(0x09).name('apos'),
      ),
      "<EventData><Data>A&amp;&lt;c&gt;'</Data></EventData>",
    ],
    [
      'an instruction is no content',
      [],
      data((c) => c.u8(0x0a).name('target').u8(0x0b).text('data').value('x')),
      '<EventData><Data>x</Data></EventData>',
    ],
    [
      'a place between texts',
      [[0x06, hex('0102')]],
      data((c) => c.value('<').place(0).value('>')),
      '<EventData><Data>&lt;513&gt;</Data></EventData>',
    ],
    [
      'a null leaves its element empty',
      [NULL],
      data((c) => c.place(0)),
      '<EventData><Data/></EventData>',
    ],
    [
      'an optional null takes its element with it',
      [NULL],
      data((c) => c.place(0, { optional: true })),
      '<EventData></EventData>',
    ],
    [
      'an optional value stays',
      [text('x')],
      data((c) => c.place(0, { optional: true })),
      '<EventData><Data>x</Data></EventData>',
    ],
    [
      'an empty text is no null',
      [text('')],
      data((c) => c.place(0, { optional: true })),
      '<EventData><Data></Data></EventData>',
    ],
    [
      'an element depends on a null',
      [NULL],
      data((c) => c.value('x'), 0),
      '<EventData></EventData>',
    ],
    [
      'an element depends on a value',
      [text('')],
      data((c) => c.value('x'), 0),
      '<EventData><Data>x</Data></EventData>',
    ],
    [
      'an array repeats its element',
      [[0x81, Buffer.from('a\0\0b\0', 'utf16le')]],
      data((c) => c.place(0)),
      '<EventData><Data>a</Data><Data></Data><Data>b</Data></EventData>',
    ],
    [
      'an array repeats what stands beside it',
      [[0x84, hex('0102')], text('x')],
      data((c) => c.value('(').place(0).place(1).value(')')),
      '<EventData><Data>(1x)</Data><Data>(2x)</Data></EventData>',
    ],
    [
      'an array of nothing is one element',
      [[0x81, hex('')]],
      data((c) => c.place(0)),
      '<EventData><Data/></EventData>',
    ],
  ];
  test.each(cases)('%s', (_, values, body, expected) => {
    const xml = written((c) => {
      templateEvent(c, values, () => {
        body(c);
      });
    });
    expect(xml).toBe(expected);
  });

  test('attributes: literal, mixed, null and optional null', () => {
    const xml = written((c) => {
      templateEvent(c, [NULL, text("it's"), [0x0f, Buffer.alloc(16)]], () => {
        c.element(
          'UserData',
          () => {
            c.tag(0x41, true).name('p:E').u32(0);
            c.attribute('xmlns:p', () => c.value('urn:p'));
            c.attribute('a', () => c.value('<').place(1).value('>'));
            c.attribute('b', () => c.place(0, { optional: true }));
            c.attribute('c', () => c.place(2));
            c.u8(0x02);
            c.element('p:F', () => c.place(1), true);
            c.u8(0x04);
          },
          true,
        );
      });
    });
    expect(xml).toBe(
      "<UserData><p:E xmlns:p='urn:p' a='&lt;it&apos;s&gt;' c='{00000000-0000-0000-0000-000000000000}'><p:F>it's</p:F></p:E></UserData>",
    );
  });

  test.each<[string, (inner: ChunkWriter) => void]>([
    [
      'a template in a value',
      (c) => {
        c.u8(0x0f, 1, 1, 0);
        c.instance([text('v')], () => {
          c.start('E', [['xmlns', 'urn:e']], true).u8(0x02);
          c.element('F', () => c.place(0), true).u8(0x04);
        });
        c.u8(0);
      },
    ],
    [
      'elements in a value, which name no dependency',
      (c) => {
        c.u8(0x0f, 1, 1, 0);
        c.start('E', [['xmlns', 'urn:e']]).u8(0x02);
        c.element('F', () => c.value('v')).u8(0x04, 0);
      },
    ],
  ])('%s', (_, write) => {
    const xml = written((c) => {
      const inner = (): void => {
        write(c);
      };
      templateEvent(c, [[0x21, inner]], () => {
        c.element('UserData', () => c.place(0, { optional: true }), true);
      });
    });
    expect(xml).toBe("<UserData><E xmlns='urn:e'><F>v</F></E></UserData>");
  });

  test('an error instead of data', () => {
    const xml = written((c) => {
      templateEvent(
        c,
        [
          [0x08, hex('9b3a0000')],
          [0x0e, hex('0a0b')],
        ],
        () => {
          c.element(
            'ProcessingErrorData',
            () => {
              c.element('ErrorCode', () => c.place(0), true);
              c.element('EventPayload', () => c.place(1), true);
            },
            true,
          );
        },
      );
    });
    expect(xml).toBe(
      '<ProcessingErrorData><ErrorCode>15003</ErrorCode><EventPayload>0A0B</EventPayload></ProcessingErrorData>',
    );
  });

  test('a definition that stands in a later record', () => {
    const twoRecords = (definition: number): { chunk: ChunkWriter; found: number } => {
      const chunk = new ChunkWriter();
      let found = 0;
      chunk.record(() => chunk.instance([text('refers')], definition));
      chunk.record(() => {
        found = templateEvent(chunk, [text('defines')], () => {
          data((c) => c.place(0))(chunk);
        });
      });
      return { chunk, found };
    };
    const { found } = twoRecords(0);
    const read = readAll('x', twoRecords(found).chunk.file());
    expect(read.problems).toEqual([]);
    expect(dataXml(eventAt(read, 1))).toBe('<EventData><Data>refers</Data></EventData>');
    expect(dataXml(eventAt(read, 2))).toBe('<EventData><Data>defines</Data></EventData>');
  });

  test('an array beside places without number is stopped', () => {
    const chunk = new ChunkWriter();
    chunk.record(() => {
      templateEvent(chunk, [[0x84, Buffer.alloc(8000, 1)], NULL], () => {
        chunk.element(
          'EventData',
          () => {
            chunk.place(0);
            for (let index = 0; index < 8000; index++) chunk.place(1);
          },
          true,
        );
      });
    });
    const started = cpuMilliseconds();
    const { problems } = readAll('x', fileOf(new Array<Buffer>(20).fill(chunk.bytes)));
    expect(cpuMilliseconds() - started).toBeLessThan(2000);
    expect(problems).toHaveLength(20);
    expect(problems[0]?.message).toBe('content that grows beyond measure');
  });

  test('a value of nearly a whole chunk', () => {
    const long = 'x'.repeat(31_000);
    const xml = written((c) => {
      templateRecord(c, [text(long)]);
    });
    expect(xml).toBe(`<EventData><Data Name='v0'>${long}</Data></EventData>`);
  });
});

describe('values', () => {
  const real = (value: number, isSingle: boolean): TestValue => {
    const bytes = Buffer.alloc(isSingle ? 4 : 8);
    if (isSingle) bytes.writeFloatLE(value);
    else bytes.writeDoubleLE(value);
    return [isSingle ? 0x0b : 0x0c, bytes];
  };
  const cases: readonly (readonly [string, TestValue, readonly (string | null)[]])[] = [
    ['real32 in the digits that it has', real(0.1, true), ['0.1']],
    ['real32 whole', real(16_777_216, true), ['16777216']],
    ['real32 of nine digits', real(123_456.79, true), ['123456.79']],
    ['real64', real(0.1, false), ['0.1']],
    ['no number', real(NaN, false), ['-1.#IND']],
    ['infinite', real(Infinity, true), ['1.#INF']],
    ['infinite below', real(-Infinity, false), ['-1.#INF']],
    ['zero below', real(-0, false), ['-0']],
    ['a boolean of one byte', [0x0d, hex('01')], ['true']],
    ['a boolean that is no one', [0x0d, hex('00ff0000')], ['true']],
    ['ANSI of Western Europe', [0x02, hex('80 93 e4 00')], ['€“ä']],
    [
      'a SID of a long authority',
      [0x13, hex('0101 0123456789ab 05000000')],
      ['S-1-0x0123456789ab-5'],
    ],
    ['a SID without parts', [0x13, hex('0100 000000000005')], ['S-1-5']],
    ['the first FILETIME', [0x11, Buffer.alloc(8)], ['1601-01-01T00:00:00.0000000Z']],
    ['a FILETIME of no calendar', [0x11, hex('ff'.repeat(8))], ['18446744073709551615']],
    ['a number of no bytes', [0x08, hex('')], [null]],
    ['binary of no bytes', [0x0e, hex('')], ['']],
    ['ANSI of no bytes', [0x02, hex('')], ['']],
    ['an end inside a text', text('a\0b\0'), ['a\0b']],
    ['a pair of surrogates', text('😀'), ['😀']],
    ['hex64 of more than 32 bits', [0x15, hex('0100000001000000')], ['0x100000001']],
    ['array of ANSI', [0x82, hex('6100 6200')], ['a', 'b']],
    ['array of int8', [0x83, hex('ff01')], ['-1', '1']],
    ['array of uint8', [0x84, hex('ff01')], ['255', '1']],
    ['array of int16', [0x85, hex('ffff 0100')], ['-1', '1']],
    ['array of int32', [0x87, hex('ffffffff 01000000')], ['-1', '1']],
    ['array of uint32', [0x88, hex('ffffffff 01000000')], ['4294967295', '1']],
    ['array of int64', [0x89, hex('ff'.repeat(8))], ['-1']],
    ['array of uint64', [0x8a, hex('ff'.repeat(8))], ['18446744073709551615']],
    ['array of real32', [0x8b, hex('0000003f 00000040')], ['0.5', '2']],
    ['array of real64', [0x8c, hex('000000000000e03f')], ['0.5']],
    ['array of booleans', [0x8d, hex('01000000 00000000')], ['true', 'false']],
    [
      'array of GUIDs',
      [0x8f, Buffer.concat([Buffer.alloc(16), Buffer.alloc(16, 0xab)])],
      ['{00000000-0000-0000-0000-000000000000}', '{abababab-abab-abab-abab-abababababab}'],
    ],
    ['array of sizes', [0x90, hex('0100000001000000')], ['0x100000001']],
    ['array of FILETIMEs', [0x91, Buffer.alloc(8)], ['1601-01-01T00:00:00.0000000Z']],
    [
      'array of SYSTEMTIMEs',
      [0x92, hex('ea07 0100 0500 0200 0300 0400 0500 0600')],
      ['2026-01-02T03:04:05.006Z'],
    ],
    [
      'array of SIDs',
      [0x93, hex('0101 000000000005 12000000 0100 000000000005')],
      ['S-1-5-18', 'S-1-5'],
    ],
    ['array of hex32', [0x94, hex('e7030000 01000000')], ['0x3e7', '0x1']],
  ];
  test.each(cases)('%s', (_, value, expected) => {
    const chunk = new ChunkWriter();
    chunk.record(() => {
      templateRecord(chunk, [value]);
    });
    const read = readAll('x', chunk.file());
    expect(read.problems).toEqual([]);
    expect(eventAt(read, 1).eventData?.map((each) => each.text)).toEqual(expected);
  });

  test.each<[string, TestValue, string]>([
    ['a type that logs do not have', [0x23, hex('00')], 'unknown value type 0x23'],
    ['an array of binary', [0x8e, hex('00')], 'array of type 0x8e'],
    ['a number that is too short', [0x08, hex('0000')], '2 bytes for a value of 4'],
    ['a size of five bytes', [0x10, hex('0000000000')], 'pointer of 5 bytes'],
    ['a SID that is cut', [0x13, hex('0105 000000000005')], 'SID beyond the end of its value'],
    ['half an item', [0x88, hex('000000000000')], 'array item beyond the end of the array'],
  ])('%s is refused by name', (_, value, message) => {
    const chunk = new ChunkWriter();
    chunk.record(() => {
      templateRecord(chunk, [value]);
    });
    const { problems } = readAll('x', chunk.file());
    expect(problems).toMatchObject([{ code: 'EVT102', number: 1, message }]);
  });
});

/** A chunk of records with the event ids given, which are numbered on from `before`. */
function chunkOf(ids: readonly number[], before = 0n): ChunkWriter {
  const chunk = new ChunkWriter(before);
  for (const id of ids) {
    chunk.record(() =>
      chunk.element('Event', () => {
        minimalSystem(chunk, String(id));
      }),
    );
  }
  return chunk;
}

/** Event ids and, for each problem, its severity and offset. */
function outcome({ records, problems }: Read): readonly [readonly number[], readonly string[]] {
  return [
    records.map((record) => ('system' in record ? record.system.eventId : 0)),
    problems.map(({ code, severity, offset }) => `${code} ${severity} ${String(offset)}`),
  ];
}

describe('chunks and records', () => {
  const sizeOfOne = chunkOf([1]).at - 512;
  const place = (number: number): number => 4096 + 512 + (number - 1) * sizeOfOne;
  const cases: readonly (readonly [string, () => Buffer, readonly number[], readonly string[]])[] =
    [
      ['no records', () => fileOf([withEnd(new ChunkWriter(), 512)]), [], []],
      ['no chunk', () => fileOf([]), [], ['EVT103 warning undefined']],
      [
        'chunks that the header does not count, and one never written',
        () => fileOf([chunkOf([1]).bytes, Buffer.alloc(0x10000), chunkOf([2]).bytes], 1),
        [1, 2],
        [],
      ],
      [
        'checksums and flags that do not fit',
        () => {
          const chunk = chunkOf([1]);
          chunk.bytes.writeUInt32LE(0xdeadbeef, 52);
          chunk.bytes.writeUInt32LE(0xdeadbeef, 124);
          const file = chunk.file();
          file.writeUInt32LE(3, 120);
          return file;
        },
        [1],
        [],
      ],
      [
        'an archived chunk that ends in zeros',
        () => fileOf([withEnd(chunkOf([1, 2]), 0x10000)]),
        [1, 2],
        [],
      ],
      ['a wiped file header', () => chunkOf([1]).file().fill(0, 0, 4096), [1], []],
      ['a carved chunk', () => chunkOf([1]).bytes, [1], []],
      [
        'a wiped chunk signature',
        () => chunkOf([1, 2]).file().fill(0, 4096, 4104),
        [1, 2],
        ['EVT101 warning 4096'],
      ],
      [
        'a wiped chunk header',
        () => chunkOf([1, 2]).file().fill(0, 4096, 4608),
        [1, 2],
        ['EVT101 warning 4096', 'EVT101 warning 4096'],
      ],
      [
        'a wiped chunk',
        () => fileOf([Buffer.alloc(0x10000, 0x5a), chunkOf([1]).bytes]),
        [1],
        ['EVT101 error 4096'],
      ],
      [
        'an end beyond the chunk',
        () => fileOf([withEnd(chunkOf([1, 2]), 0x10001)]),
        [1, 2],
        ['EVT101 warning 4096'],
      ],
      [
        'a header older than the last records',
        () => fileOf([withEnd(chunkOf([1, 2, 3]), 512 + sizeOfOne)]),
        [1, 2, 3],
        [`EVT101 warning ${String(place(2))}`],
      ],
      [
        'records of an earlier use of the chunk',
        () => {
          const chunk = chunkOf([1, 2], 100n);
          chunkOf([7, 8]).bytes.copy(chunk.bytes, 512 + 2 * sizeOfOne, 512, 512 + 2 * sizeOfOne);
          return chunk.file();
        },
        [1, 2],
        [],
      ],
      [
        'a destroyed record signature',
        () =>
          chunkOf([1, 2, 3])
            .file()
            .fill(0xff, place(2), place(2) + 4),
        [1, 3],
        [`EVT101 error ${String(place(2))}`],
      ],
      [
        'a size that is too large',
        () => {
          const file = chunkOf([1, 2, 3]).file();
          file.writeUInt32LE(2 * sizeOfOne - 8, place(2) + 4);
          return file;
        },
        [1, 2, 3],
        [],
      ],
      [
        'a size beyond the chunk',
        () => {
          const file = chunkOf([1, 2, 3]).file();
          file.writeUInt32LE(0x7fffffff, place(2) + 4);
          return file;
        },
        [1, 3],
        [`EVT101 error ${String(place(2))}`],
      ],
      [
        'a file that ends inside a record',
        () =>
          chunkOf([1, 2, 3])
            .file()
            .subarray(0, place(3) + 40),
        [1, 2],
        [`EVT101 error ${String(place(3))}`, 'EVT101 error 4096'],
      ],
      [
        'a file that ends inside a chunk header',
        () => fileOf([chunkOf([1]).bytes, chunkOf([2]).bytes]).subarray(0, 4096 + 0x10000 + 100),
        [1],
        [],
      ],
    ];
  test.each(cases)('%s', (_, make, ids, problems) => {
    expect(outcome(readAll('x', make()))).toEqual([ids, problems]);
  });

  test.each<[string, Buffer]>([
    ['signatures', Buffer.from('2a2a0000', 'hex')],
    ['signatures with sizes', Buffer.from('2a2a000020000000', 'hex')],
    ['signatures with large sizes', Buffer.from('2a2a000000f00000', 'hex')],
    [
      'records of the smallest size',
      Buffer.concat([hex('2a2a0000 1c000000'), Buffer.alloc(16), hex('1c000000')]),
    ],
  ])('%s all over: linear time', (_, piece) => {
    const chunk = new ChunkWriter();
    chunk.bytes.fill(piece, 512);
    const file = fileOf(new Array<Buffer>(16).fill(withEnd(chunk, 0x10000)));
    const started = cpuMilliseconds();
    const { records, problems } = readAll('x', file);
    expect(cpuMilliseconds() - started).toBeLessThan(2000);
    expect(records).toEqual([]);
    expect(problems.length).toBeLessThanOrEqual(1001);
  });

  function withEnd(chunk: ChunkWriter, end: number): Buffer {
    chunk.bytes.writeUInt32LE(end, 48);
    return chunk.bytes;
  }
});
