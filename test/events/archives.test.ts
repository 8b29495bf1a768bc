// Containers: whole, cut, damaged, too large, too deep; each with the records that come out and what is said.
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { readEvents, usualLimits } from '../../src/events/index.ts';

interface ZipOptions {
  readonly flags?: number;
  readonly checksum?: number;
  /** How the directory says that the member is packed. */
  readonly method?: number;
  /** Sizes and places in the 64-bit form. */
  readonly wide?: boolean;
}

function block(signature: number, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  bytes.writeUInt32LE(signature, 0);
  return bytes;
}

/** A zip of one deflated member. */
function zipOf(
  name: string,
  content: Buffer,
  { flags = 0, checksum = crc32(content), method = 8, wide = false }: ZipOptions = {},
): Buffer {
  const packed = deflateRawSync(content);
  const local = block(0x04034b50, 30);
  local.writeUInt16LE(8, 8);
  local.writeUInt16LE(name.length, 26);
  const central = block(0x02014b50, 46);
  central.writeUInt16LE(flags, 8);
  central.writeUInt16LE(method, 10);
  central.writeUInt32LE(checksum, 16);
  central.writeUInt32LE(wide ? 0xffffffff : packed.length, 20);
  central.writeUInt32LE(wide ? 0xffffffff : content.length, 24);
  central.writeUInt16LE(name.length, 28);
  central.writeUInt16LE(wide ? 28 : 0, 30);
  central.writeUInt32LE(wide ? 0xffffffff : 0, 42);
  const directory = 30 + name.length + packed.length;
  const extra = wide ? wideExtra(content.length, packed.length) : Buffer.alloc(0);
  const entry = Buffer.concat([central, Buffer.from(name), extra]);
  const end = block(0x06054b50, 22);
  end.writeUInt16LE(wide ? 0xffff : 1, 10);
  end.writeUInt32LE(wide ? 0xffffffff : directory, 16);
  const more = wide ? wideEnd(directory, directory + entry.length) : Buffer.alloc(0);
  return Buffer.concat([local, Buffer.from(name), packed, entry, more, end]);
}

function wideExtra(unpacked: number, packed: number): Buffer {
  const extra = Buffer.alloc(28);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(24, 2);
  [unpacked, packed, 0].forEach((value, at) => extra.writeBigUInt64LE(BigInt(value), 4 + 8 * at));
  return extra;
}

function wideEnd(directory: number, at: number): Buffer {
  const end = block(0x06064b50, 56);
  end.writeBigUInt64LE(1n, 32);
  end.writeBigUInt64LE(BigInt(directory), 48);
  const locator = block(0x07064b50, 20);
  locator.writeBigUInt64LE(BigInt(at), 8);
  return Buffer.concat([end, locator]);
}

interface TarOptions {
  readonly kind?: string;
  /** What stands behind the checksum: the signature, and which form it is. */
  readonly magic?: string;
  readonly prefix?: string;
  readonly size?: Buffer;
}

/** A tar entry: header and content in whole blocks. */
function tarEntry(
  name: string,
  content: Buffer,
  { kind = '0', magic = 'ustar\0' + '00', prefix = '', size }: TarOptions = {},
): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0, 'latin1');
  header.write(content.length.toString(8).padStart(11, '0'), 124, 'latin1');
  size?.copy(header, 124);
  header.write('        ', 148, 'latin1');
  header.write(kind, 156, 'latin1');
  header.write(magic, 257, 'latin1');
  header.write(prefix, 345, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

const pax = (key: string, value: string): Buffer => {
  const body = ` ${key}=${value}\n`;
  const length = body.length + String(body.length + 2).length;
  return Buffer.from(`${String(length)}${body}`);
};

const END = Buffer.alloc(1024);
const tarOf = (...entries: readonly Buffer[]): Buffer => Buffer.concat([...entries, END]);
const binarySize = (size: number): Buffer => {
  const bytes = Buffer.alloc(12);
  bytes[0] = 0x80;
  bytes.writeBigUInt64BE(BigInt(size), 4);
  return bytes;
};

const lines = (count: number): Buffer =>
  Buffer.from(
    Array.from(
      { length: count },
      (_, at) => `{"n":${String(at)},"s":${String(Math.sin(at))}}\n`,
    ).join(''),
  );
const line = lines(1);
const LONG = `${'folder/'.repeat(30)}events.json`;

/** Every other bit of a few bytes in the middle. */
function hurt(bytes: Buffer): Buffer {
  const made = Buffer.from(bytes);
  for (let at = made.length >> 1; at < (made.length >> 1) + 8; at++)
    made[at] = (made[at] ?? 0) ^ 0xaa;
  return made;
}

describe('containers', () => {
  /** Bytes, records, the member of the first record, codes. */
  const cases: readonly (readonly [
    string,
    Buffer,
    number,
    string | undefined,
    readonly string[],
  ])[] = [
    ['gzip', gzipSync(line), 1, undefined, []],
    [
      'gzip with a stray last byte',
      Buffer.concat([gzipSync(line), Buffer.from('\n')]),
      1,
      undefined,
      [],
    ],
    ['gzip of two members', Buffer.concat([gzipSync(line), gzipSync(line)]), 2, undefined, []],
    ['zip, a name that leads out', zipOf('../../etc/passwd', line), 1, '../../etc/passwd', []],
    ['zip, encrypted member', zipOf('a', line, { flags: 1 }), 0, undefined, ['EVT002']],
    ['zip, macOS companion', zipOf('__MACOSX/._a', line), 0, undefined, []],
    ['zip, wrong checksum: read and told', zipOf('a', line, { checksum: 1 }), 1, 'a', ['EVT003']],
    ['zip in 64-bit form', zipOf('a', line, { wide: true }), 1, 'a', []],
    [
      'zip without directory: members found one by one',
      zipOf('a', line).subarray(0, -69),
      1,
      'a',
      ['EVT003'],
    ],
    ['tar', tarOf(tarEntry('a', line), tarEntry('b', line)), 2, 'a', []],
    ['tar of the old form', tarOf(tarEntry('a', line, { magic: '', kind: '\0' })), 1, 'a', []],
    ['tar, name with a prefix', tarOf(tarEntry('b', line, { prefix: 'a' })), 1, 'a/b', []],
    [
      'tar, pax path and size',
      tarOf(
        tarEntry('x', Buffer.concat([pax('mtime', '1.5'), pax('path', LONG)]), { kind: 'x' }),
        tarEntry('short', line),
        tarEntry('b', line),
      ),
      2,
      LONG,
      [],
    ],
    [
      "tar, GNU's long name and binary size",
      tarOf(
        tarEntry('././@LongLink', Buffer.from(`${LONG}\0`), { kind: 'L', magic: 'ustar  \0' }),
        tarEntry('short', line, { magic: 'ustar  \0', size: binarySize(line.length) }),
      ),
      1,
      LONG,
      [],
    ],
    [
      'tar, links and folders',
      tarOf(
        tarEntry('l', Buffer.alloc(0), { kind: '2' }),
        tarEntry('d/', Buffer.alloc(0), { kind: '5' }),
        tarEntry('a', line),
      ),
      1,
      'a',
      ['EVT002'],
    ],
    ['tar, a file with holes', tarOf(tarEntry('a', line, { kind: 'S' })), 0, undefined, ['EVT002']],
    [
      'tar, size beyond all bounds',
      tarOf(tarEntry('a', line, { size: binarySize(2 ** 60) })),
      0,
      undefined,
      ['EVT003'],
    ],
    ['tar in gzip in zip', zipOf('a.tgz', gzipSync(tarOf(tarEntry('b', line)))), 1, 'a.tgz/b', []],
    ['zip bomb', zipOf('a', Buffer.alloc(64 * 1024 * 1024)), 0, undefined, ['EVT002']],
    ['gzip bomb', gzipSync(Buffer.alloc(64 * 1024 * 1024)), 0, undefined, ['EVT002']],
    ['packed too deep', gzipSync(gzipSync(gzipSync(gzipSync(line)))), 0, undefined, ['EVT002']],
    ['Zstandard', Buffer.from('28b52ffd2004210000', 'hex'), 0, undefined, ['EVT002']],
    ['bzip2', Buffer.from('425a6839314159265359aaaa', 'hex'), 0, undefined, ['EVT002']],
    ['7-Zip', Buffer.from('377abcaf271c00040000', 'hex'), 0, undefined, ['EVT002']],
    ['nothing known', Buffer.from('hello'), 0, undefined, ['EVT001']],
    ['empty', Buffer.alloc(0), 0, undefined, ['EVT001']],
    [
      'Git LFS pointer',
      Buffer.from('version https://git-lfs.github.com/spec/v1\noid'),
      0,
      undefined,
      ['EVT004'],
    ],
  ];
  test.each(cases)('%s', (_, bytes, count, member, codes) => {
    const { records, problems } = readEvents('packed', bytes);
    const read = [...records];
    expect(problems.map(({ code }) => code)).toEqual(codes);
    expect(read).toHaveLength(count);
    const [first] = read;
    if (first)
      expect(first.origin).toEqual({
        file: 'packed',
        ...(member !== undefined && { member }),
        number: 1,
      });
  });

  test('a limit on the whole', () => {
    const limits = { ...usualLimits, total: 10 };
    const { records, problems } = readEvents('x', gzipSync(line), limits);
    expect([...records]).toEqual([]);
    expect(problems[0]?.code).toBe('EVT002');
  });
});

describe('what was cut or damaged gives what is there', () => {
  const many = lines(20_000);
  const cases: readonly (readonly [string, Buffer, RegExp])[] = [
    ['gzip cut', gzipSync(many).subarray(0, 100_000), /cut short/],
    ['gzip damaged inside', hurt(gzipSync(many)), /is damaged/],
    ['zip member damaged inside', hurt(zipOf('a', many)), /is damaged/],
    ['zip cut inside its member', zipOf('a', many).subarray(0, 100_000), /without a directory/],
    ['tar cut inside its member', tarOf(tarEntry('a', many)).subarray(0, 100_000), /tar cut short/],
  ];
  test.each(cases)('%s', (_, bytes, told) => {
    const { records, problems } = readEvents('packed', bytes);
    const count = [...records].length;
    expect(count).toBeGreaterThan(1000);
    expect(count).toBeLessThanOrEqual(20_000);
    expect(problems[0]?.message).toMatch(told);
    expect(problems[0]?.severity).toBe('error');
  });
});

describe('what is not read is told by its name', () => {
  const hex = (start: string): Buffer => Buffer.concat([Buffer.from(start, 'hex'), END]);
  const cases: readonly (readonly [string, Buffer, RegExp])[] = [
    ['zip, Deflate64', zipOf('a', line, { method: 9 }), /^`a` is packed with Deflate64.*unpack/],
    ['zip, LZMA', zipOf('a', line, { method: 14 }), /^`a` is packed with LZMA/],
    ['zip, Zstandard', zipOf('a', line, { method: 93 }), /^`a` is packed with Zstandard/],
    [
      'zip, a number',
      zipOf('a', line, { method: 77 }),
      /^`a` is packed with compression method 77/,
    ],
    ['zip, AES', zipOf('a', line, { method: 99, flags: 1 }), /^`a` is encrypted.*password/],
    ['tar, a link', tarOf(tarEntry('l', Buffer.alloc(0), { kind: '1' })), /^`l` is a link/],
    ['Parquet in zip', zipOf('a', Buffer.from('PAR1....PAR1')), /^Parquet in an archive/],
    ['log of Windows XP', hex('300000004c664c65'), /\(\.evt\).*wevtutil epl/],
    ['Avro', hex('4f626a01'), /^Avro/],
    ['ORC', hex('4f524300'), /^ORC/],
    ['Arrow', hex('4152524f57310000'), /^Arrow/],
    ['SQLite', hex('53514c69746520666f726d6174203300'), /^an SQLite/],
    ['spreadsheet', hex('d0cf11e0a1b11ae1'), /^an Office/],
    ['PDF', Buffer.from('%PDF-1.7\n'), /^a PDF/],
    ['program', hex('4d5a9000'), /^a program/],
    ['packets', hex('d4c3b2a102000400'), /^captured network packets/],
    ['UTF-32', hex('fffe00007b000000'), /UTF-32.*UTF-8/],
    ['a login page', Buffer.from('\ufeff<!DOCTYPE html>\n<html>'), /^a web page/],
    ['CEF behind syslog', Buffer.from('<13>Jan 1 h CEF:0|V|P|1|x|y|5|\n'), /^CEF lines/],
    ['LEEF', Buffer.from('LEEF:1.0|V|P|1|x|\n'), /^LEEF lines/],
    ['syslog', Buffer.from('<13>1 2026-01-02T03:04:05Z h a - - - x\n'), /^syslog lines/],
    ['blanks', Buffer.from(' \r\n\n'), /nothing but blanks/],
    ['anything', Buffer.from('hello'), /^no form of events that is known/],
  ];
  test.each(cases)('%s', (_, bytes, told) => {
    const { records, problems } = readEvents('x', bytes);
    expect([...records]).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toMatch(told);
  });
});
