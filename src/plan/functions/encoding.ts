// Texts as bytes and back: base64, percent signs, hashes, code points.
import { createHash } from 'node:crypto';
import { readJson } from './json-text.ts';
import { row, type ScalarFunction } from './function.ts';

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** The bytes; null for what is no base64 of whole bytes. */
function bytesOf(text: string): Buffer | null {
  const trimmed = text.trim();
  const padded = trimmed.length % 4 === 0;
  return padded && BASE64.test(trimmed) ? Buffer.from(trimmed, 'base64') : null;
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Percent escapes and `+`; what is no escape stays. */
function urlDecoded(text: string): string {
  const bytes: number[] = [];
  const source = Buffer.from(text, 'utf8');
  for (let at = 0; at < source.length; at++) {
    const byte = source[at] ?? 0;
    const digits = byte === 37 ? source.toString('latin1', at + 1, at + 3) : '';
    if (/^[0-9a-f]{2}$/i.test(digits)) {
      bytes.push(parseInt(digits, 16));
      at += 2;
    } else bytes.push(byte === 43 ? 32 : byte);
  }
  return Buffer.from(bytes).toString('utf8');
}

const escapeMore = (text: string): string =>
  text.replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);

const codePoints = (text: string): string =>
  `[${Array.from(text, (each) => String(each.codePointAt(0))).join(',')}]`;

function ofCodePoints(json: string): string | null {
  const value = readJson(json);
  const list = value?.kind === 'array' ? value.items : value ? [value] : [];
  const codes = list.map((each) => Number(each.raw));
  const valid = codes.every((each) => Number.isInteger(each) && each >= 0 && each <= 0x10ffff);
  return valid ? String.fromCodePoint(...codes.slice(0, 10_000)) : null;
}

const MASK = 2n ** 64n - 1n;
const P1 = 11400714785074694791n;
const P2 = 14029467366897019727n;
const P3 = 1609587929392839161n;
const P4 = 9650029242287828579n;
const P5 = 2870177450012600261n;
const rotated = (value: bigint, by: bigint): bigint =>
  ((value << by) | (value >> (64n - by))) & MASK;
const round = (acc: bigint, input: bigint): bigint =>
  (rotated((acc + input * P2) & MASK, 31n) * P1) & MASK;

/** XXH64 with seed 0 as a signed number. https://github.com/Cyan4973/xxHash */
function xxhash64(bytes: Buffer): bigint {
  let at = 0;
  let hash = P5;
  if (bytes.length >= 32) {
    let lanes = [(P1 + P2) & MASK, P2, 0n, -P1 & MASK];
    for (; at + 32 <= bytes.length; at += 32) {
      lanes = lanes.map((lane, n) => round(lane, bytes.readBigUInt64LE(at + 8 * n)));
    }
    const turns = [1n, 7n, 12n, 18n];
    hash = lanes.reduce((sum, lane, n) => (sum + rotated(lane, turns[n] ?? 0n)) & MASK, 0n);
    for (const lane of lanes) hash = ((hash ^ round(0n, lane)) * P1 + P4) & MASK;
  }
  hash = (hash + BigInt(bytes.length)) & MASK;
  return BigInt.asIntN(64, avalanche(tail(hash, bytes, at)));
}

function tail(start: bigint, bytes: Buffer, from: number): bigint {
  let hash = start;
  let at = from;
  for (; at + 8 <= bytes.length; at += 8) {
    hash = (rotated(hash ^ round(0n, bytes.readBigUInt64LE(at)), 27n) * P1 + P4) & MASK;
  }
  for (; at + 4 <= bytes.length; at += 4) {
    const word = BigInt(bytes.readUInt32LE(at));
    hash = (rotated(hash ^ ((word * P1) & MASK), 23n) * P2 + P3) & MASK;
  }
  for (; at < bytes.length; at++) {
    hash = (rotated(hash ^ ((BigInt(bytes[at] ?? 0) * P5) & MASK), 11n) * P1) & MASK;
  }
  return hash;
}

function avalanche(start: bigint): bigint {
  let hash = start;
  hash = ((hash ^ (hash >> 33n)) * P2) & MASK;
  hash = ((hash ^ (hash >> 29n)) * P3) & MASK;
  return hash ^ (hash >> 32n);
}

export const encoding: readonly ScalarFunction[] = [
  row(
    'base64_text',
    ['string'],
    'string',
    'the text whose UTF-8 bytes a base64 text spells; null when it spells none',
    (text: string) => {
      const bytes = bytesOf(text);
      return bytes === null ? null : utf8(bytes);
    },
  ),
  row(
    'base64_bytes',
    ['string'],
    'dynamic',
    'the bytes of a base64 text as an array of numbers',
    (text: string) => {
      const bytes = bytesOf(text);
      return bytes === null ? null : JSON.stringify([...bytes]);
    },
  ),
  row('base64_of_text', ['string'], 'string', 'base64 of the UTF-8 bytes', (text: string) =>
    Buffer.from(text, 'utf8').toString('base64'),
  ),
  row(
    'base64_of_bytes',
    ['dynamic'],
    'string',
    'base64 of an array of numbers from 0 to 255',
    (json: string) => {
      const value = readJson(json);
      const list = value?.kind === 'array' ? value.items.map((each) => Number(each.raw)) : [NaN];
      return list.every((each) => Number.isInteger(each) && each >= 0 && each < 256)
        ? Buffer.from(list).toString('base64')
        : null;
    },
  ),
  row('url_decode', ['string'], 'string', 'percent escapes taken back, `+` to a blank', urlDecoded),
  row(
    'url_encode',
    ['string'],
    'string',
    'percent escapes for all but letters, digits and `-_.~`; blanks as `+`',
    (text: string) =>
      escapeMore(encodeURIComponent(text.toWellFormed()))
        .replaceAll('%20', '+')
        .replace(/%[0-9A-F]{2}/g, (each) => each.toLowerCase()),
  ),
  row(
    'url_encode_component',
    ['string'],
    'string',
    'the same with blanks as `%20`',
    (text: string) => escapeMore(encodeURIComponent(text.toWellFormed())),
  ),
  row('xxhash64', ['string'], 'long', 'XXH64 of the UTF-8 bytes', (text: string) =>
    xxhash64(Buffer.from(text, 'utf8')),
  ),
  row(
    'xxhash64_long',
    ['long'],
    'long',
    'XXH64 of the eight bytes, the lowest first',
    (value: bigint) => {
      const bytes = Buffer.alloc(8);
      bytes.writeBigInt64LE(value);
      return xxhash64(bytes);
    },
  ),
  row(
    'xxhash64_real',
    ['real'],
    'long',
    'XXH64 of the eight bytes of a double, the lowest first',
    (value: number) => {
      const bytes = Buffer.alloc(8);
      bytes.writeDoubleLE(value);
      return xxhash64(bytes);
    },
  ),
  row(
    'hash_hex',
    ['string', 'string'],
    'string',
    'md5, sha1, sha256 or sha512 of the UTF-8 bytes in hexadecimal digits',
    (name: string, text: string) =>
      ['md5', 'sha1', 'sha256', 'sha512'].includes(name)
        ? createHash(name).update(text, 'utf8').digest('hex')
        : null,
  ),
  row('code_points', ['string'], 'dynamic', 'the numbers of the characters', codePoints),
  row('text_of_code_points', ['dynamic'], 'string', 'the characters of the numbers', ofCodePoints),
  row('byte_length', ['string'], 'long', 'number of UTF-8 bytes', (text: string) =>
    BigInt(Buffer.byteLength(text, 'utf8')),
  ),
];
