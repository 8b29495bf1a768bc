import { describe, expect, test } from '@jest/globals';
import { decompressSync, gzipSync } from 'fflate';
import fc from 'fast-check';
import { pack, packObstacles, unpack } from '../../../src/targets/splunk/index.ts';
import type { FileTree } from '../../../src/text/index.ts';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const texts = (tree: FileTree): Record<string, string> =>
  Object.fromEntries(
    [...tree].map(([path, content]) => [
      path,
      typeof content === 'string' ? content : text(content),
    ]),
  );

/** One ustar header and its content, with a right checksum, as any packer might make it. */
function entry(name: string, content: string, type = '0', broken = false): Uint8Array {
  const block = new Uint8Array(512 + Math.ceil(content.length / 512) * 512);
  const put = (value: string, at: number): void => {
    block.set(new TextEncoder().encode(value), at);
  };
  put(name, 0);
  put('0000644\0', 100);
  put(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  put('        ', 148);
  put(type, 156);
  put('ustar\u000000', 257);
  put(content, 512);
  const sum = block.subarray(0, 512).reduce((total, byte) => total + byte, broken ? 1 : 0);
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

function archive(...entries: Uint8Array[]): Uint8Array {
  const end = new Uint8Array(1024);
  const parts = [...entries, end];
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return gzipSync(whole);
}

const problems = (bytes: Uint8Array): string[] =>
  unpack(bytes, 'x.spl').diagnostics.map(({ message }) => message);

describe('packing', () => {
  const tree: FileTree = new Map([
    ['app/b/c.txt', 'two'],
    ['app/a.txt', 'one'],
    [`app/${'long-folder-name/'.repeat(8)}file.txt`, 'three'],
  ]);

  test('gives back every file', () => {
    expect(texts(unpack(pack(tree), 'x.spl').value)).toEqual(texts(tree));
    expect(unpack(pack(tree), 'x.spl').diagnostics).toEqual([]);
  });

  test('gives equal bytes whatever the order of the tree', () => {
    const reversed = new Map([...tree].reverse());
    expect(pack(reversed)).toEqual(pack(tree));
  });

  test('holds no time, no owner and no system in its headers', () => {
    const bytes = pack(new Map([['app/a.txt', 'one']]));
    expect([...bytes.subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3]);
    const tar = decompressSync(bytes);
    const field = (block: number, at: number, width: number): string =>
      text(tar.subarray(block * 512 + at, block * 512 + at + width)).replaceAll('\0', '.');
    expect([
      field(0, 0, 5),
      field(0, 100, 24),
      field(0, 136, 12),
      field(0, 156, 1),
      field(0, 265, 64),
    ]).toEqual(['app/.', '0000755.0000000.0000000.', '00000000000.', '5', '.'.repeat(64)]);
    expect([field(1, 0, 10), field(1, 100, 8), field(1, 124, 12), field(1, 156, 1)]).toEqual([
      'app/a.txt.',
      '0000644.',
      '00000000003.',
      '0',
    ]);
  });

  test.each([
    ['/etc/passwd', 'the path is absolute or holds a backslash or NUL'],
    ['app/../x', 'the path leads out of its folder or has an empty part'],
    ['app//x', 'the path leads out of its folder or has an empty part'],
    ['app/.git/x', 'a name begins with a period'],
    [`app/${'x'.repeat(101)}`, 'the path is too long for a tar header'],
  ])('refuses %s', (path, reason) => {
    const bad = new Map([[path, '']]);
    expect(packObstacles(bad).map(({ message }) => message)).toEqual([
      `\`${path}\` cannot be packed: ${reason}`,
    ]);
    expect(() => pack(bad)).toThrow(reason);
  });
});

describe('unpacking what others packed', () => {
  test('long names by GNU and pax headers, `./` in front', () => {
    const long = `app/${'y'.repeat(120)}.txt`;
    const record = ` path=${long}\n`;
    const length = record.length + 3;
    const bytes = archive(
      entry('././@LongLink', `${long}\0`, 'L'),
      entry('cut', 'gnu'),
      entry('pax', `${String(length)}${record}`, 'x'),
      entry('cut', 'pax'),
      entry('./app/plain', 'dot'),
    );
    expect(texts(unpack(bytes, 'x.spl').value)).toEqual({ [long]: 'gnu', 'app/plain': 'dot' });
    expect(problems(bytes)).toEqual([
      `the archive's entry \`${long}\` is refused: it is there twice`,
    ]);
  });

  test.each([
    [
      'a symbolic link',
      entry('app/link', '', '2'),
      "the archive's entry `app/link` is refused: it is a link",
    ],
    [
      'a device',
      entry('app/dev', '', '3'),
      "the archive's entry `app/dev` is refused: it is no plain file",
    ],
    [
      'a way out',
      entry('app/../../x', 'a'),
      "the archive's entry `app/../../x` is refused: its path leads out of the folder",
    ],
    [
      'an absolute path',
      entry('/x', 'a'),
      "the archive's entry `/x` is refused: its path is absolute or holds a backslash",
    ],
    [
      'a drive',
      entry('C:/x', 'a'),
      "the archive's entry `C:/x` is refused: its path is absolute or holds a backslash",
    ],
    [
      'a wrong checksum',
      entry('app/x', 'a', '0', true),
      'the archive cannot be read: the header at byte 512 has a wrong checksum',
    ],
  ])('refuses %s and keeps the rest', (_, bad, message) => {
    const bytes = archive(entry('app/good'.padEnd(8), ''), bad);
    expect(problems(bytes)).toEqual([message]);
    expect([...unpack(bytes, 'x.spl').value.keys()]).toEqual(['app/good']);
  });

  test.each([
    [
      'not compressed',
      new Uint8Array([1, 2, 3]),
      'the archive cannot be read: it is not compressed with gzip',
    ],
    ['empty', new Uint8Array(), 'the archive cannot be read: it is not compressed with gzip'],
    [
      'cut short',
      pack(new Map([['a/b', 'x'.repeat(5000)]])).subarray(0, 60),
      'the archive cannot be read: its compressed data is damaged or cut short',
    ],
  ])('%s', (_, bytes, message) => {
    expect(problems(bytes)).toEqual([message]);
  });

  test('stops at the limits', () => {
    const bytes = pack(
      new Map([
        ['a/b', 'x'.repeat(100_000)],
        ['a/c', ''],
      ]),
    );
    const limited = (limits: { size: number; entries: number }): string[] =>
      unpack(bytes, 'x.spl', limits).diagnostics.map(({ message }) => message);
    expect(limited({ size: 10_000, entries: 9 })).toEqual([
      'the archive cannot be read: it unpacks to more than 10000 bytes',
    ]);
    expect(limited({ size: 1_000_000, entries: 2 })).toEqual([
      'the archive cannot be read: it has more than 2 entries',
    ]);
  });

  test('never throws on damaged archives', () => {
    const good = pack(
      new Map([
        ['a/b', 'x'.repeat(2000)],
        ['a/c', 'y'],
      ]),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 4 }),
        (changes) => {
          const bytes = good.slice();
          for (const [at, byte] of changes) bytes[at] = byte;
          unpack(bytes, 'x.spl');
        },
      ),
      { numRuns: 500, seed: 3 },
    );
  });
});
