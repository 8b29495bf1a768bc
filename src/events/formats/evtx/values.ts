// Values of the log's binary XML as the text Windows prints, by type code ([MS-EVEN6] 2.2.12, BinXml value types).
import { valueTypes, type ValueType } from '../../record.ts';
import { isoOfFiletime } from '../../ticks.ts';
import { Damage } from './damage.ts';

const ARRAY = 0x80;
const TEXT = 0x01;
const ANSI = 0x02;
const REAL32 = 0x0b;
const REAL64 = 0x0c;
const BOOL = 0x0d;
const BINARY = 0x0e;
const SIZE = 0x10;
const SID = 0x13;
/** Binary XML inside a value; read by the caller, because it needs the chunk. */
export const NESTED = 0x21;

/** By type code; nested XML has one far behind the others. */
const names: readonly (ValueType | undefined)[] = valueTypes.slice(0, -1);

/** Bytes of one value, for types of one size; a boolean takes four. */
const widths: readonly number[] = [
  0, 0, 0, 1, 1, 2, 2, 4, 4, 8, 8, 4, 8, 4, 0, 16, 0, 8, 16, 0, 4, 8,
];

/** `text` is null for a null and for a number of no bytes; a list for an array, of which Windows prints one element each. */
export interface BinaryValue {
  readonly type: ValueType;
  readonly text: string | null | readonly string[];
}

const NULL: BinaryValue = { type: 'null', text: null };

/** The value of `size` bytes at `at`. A size that does not fit its type is damage. */
export function readValue(bytes: Buffer, code: number, at: number, size: number): BinaryValue {
  const base = code & ~ARRAY;
  const type = names[base];
  if (type === undefined) throw new Damage(`unknown value type 0x${code.toString(16)}`);
  if (base !== code) return { type, text: readArray(bytes, base, at, size) };
  if (base === 0) return NULL;
  if (size === 0)
    return { type, text: base === TEXT || base === ANSI || base === BINARY ? '' : null };
  return { type, text: scalar(bytes, base, at, size) };
}

function readArray(bytes: Buffer, base: number, at: number, size: number): string[] {
  if (base === TEXT) return terminated(bytes.toString('utf16le', at, at + size));
  if (base === ANSI) return terminated(ansi(bytes, at, size));
  const items: string[] = [];
  const end = at + size;
  for (let place = at; place < end;) {
    const width =
      base === SID ? sidWidth(bytes, place, end) : (widths[base] ?? 0) || pointerWidth(base);
    if (place + width > end) throw new Damage('array item beyond the end of the array');
    items.push(scalar(bytes, base, place, width));
    place += width;
  }
  return items;
}

function pointerWidth(base: number): number {
  if (base === SIZE) return 8;
  throw new Damage(`array of type 0x${(base | ARRAY).toString(16)}`);
}

function terminated(text: string): string[] {
  if (text === '') return [];
  const items = text.split('\0');
  if (items.at(-1) === '') items.pop();
  return items;
}

function scalar(bytes: Buffer, base: number, at: number, size: number): string {
  const width = base === BOOL && size === 1 ? 1 : (widths[base] ?? 0);
  if (width > size) throw new Damage(`${String(size)} bytes for a value of ${String(width)}`);
  switch (base) {
    case TEXT:
      return withoutEnd(bytes.toString('utf16le', at, at + size));
    case ANSI:
      return withoutEnd(ansi(bytes, at, size));
    case REAL32:
      return real(bytes.readFloatLE(at), true);
    case REAL64:
      return real(bytes.readDoubleLE(at), false);
    case BOOL:
      return bytes.readUIntLE(at, width) === 0 ? 'false' : 'true';
    case BINARY:
      return bytes.toString('hex', at, at + size).toUpperCase();
    case 0x0f:
      return guid(bytes, at);
    case SIZE:
      return pointer(bytes, at, size);
    case 0x11:
      return filetime(bytes, at);
    case 0x12:
      return systemtime(bytes, at);
    case SID:
      return sid(bytes, at, at + size);
    case 0x14:
      return `0x${bytes.readUInt32LE(at).toString(16)}`;
    case 0x15:
      return hex64(bytes, at);
    default:
      return integer(bytes, base, at);
  }
}

function integer(bytes: Buffer, base: number, at: number): string {
  switch (base) {
    case 0x03:
      return String(bytes.readInt8(at));
    case 0x04:
      return String(bytes.readUInt8(at));
    case 0x05:
      return String(bytes.readInt16LE(at));
    case 0x06:
      return String(bytes.readUInt16LE(at));
    case 0x07:
      return String(bytes.readInt32LE(at));
    case 0x08:
      return String(bytes.readUInt32LE(at));
    case 0x09:
      return String(bytes.readBigInt64LE(at));
    case 0x0a:
      return String(bytes.readBigUInt64LE(at));
    default:
      throw new Damage(`unknown value type 0x${base.toString(16)}`);
  }
}

/** From 0x80 to 0x9f, where the code page of Western Europe is not Latin 1. */
const WESTERN =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

/** The log does not tell its code page; 1252, of Western Europe and America, is by far the usual one. */
function ansi(bytes: Buffer, at: number, size: number): string {
  return bytes
    .toString('latin1', at, at + size)
    .replace(/[\u0080-\u009f]/g, (letter) => WESTERN.charAt(letter.charCodeAt(0) - 0x80));
}

/** The shortest digits that tell the number from its neighbours; what is no number as Windows' C library spells it. */
function real(value: number, isSingle: boolean): string {
  if (Number.isNaN(value)) return '-1.#IND';
  if (!Number.isFinite(value)) return value > 0 ? '1.#INF' : '-1.#INF';
  if (Object.is(value, -0)) return '-0';
  if (!isSingle) return String(value);
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(Number(value.toPrecision(9)));
}

export function withoutEnd(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0) end -= 1;
  return end === text.length ? text : text.slice(0, end);
}

function hex64(bytes: Buffer, at: number): string {
  const [low, high] = [bytes.readUInt32LE(at).toString(16), bytes.readUInt32LE(at + 4)];
  return high === 0 ? `0x${low}` : `0x${high.toString(16)}${low.padStart(8, '0')}`;
}

function pointer(bytes: Buffer, at: number, size: number): string {
  if (size === 4) return `0x${bytes.readUInt32LE(at).toString(16)}`;
  if (size === 8) return hex64(bytes, at);
  throw new Damage(`pointer of ${String(size)} bytes`);
}

function guid(bytes: Buffer, at: number): string {
  const part = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
  const head = `${part(bytes.readUInt32LE(at), 8)}-${part(bytes.readUInt16LE(at + 4), 4)}-${part(bytes.readUInt16LE(at + 6), 4)}`;
  return `{${head}-${bytes.toString('hex', at + 8, at + 10)}-${bytes.toString('hex', at + 10, at + 16)}}`;
}

/** A FILETIME beyond year 9999 has no calendar text and is printed as its number. */
function filetime(bytes: Buffer, at: number): string {
  const iso = isoOfFiletime(bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4));
  return iso ?? String(bytes.readBigUInt64LE(at));
}

function systemtime(bytes: Buffer, at: number): string {
  const part = (index: number, digits = 2): string =>
    String(bytes.readUInt16LE(at + 2 * index)).padStart(digits, '0');
  return `${part(0, 4)}-${part(1)}-${part(3)}T${part(4)}:${part(5)}:${part(6)}.${part(7, 3)}Z`;
}

function sidWidth(bytes: Buffer, at: number, end: number): number {
  if (at + 8 > end) throw new Damage('SID beyond the end of its value');
  return 8 + 4 * bytes.readUInt8(at + 1);
}

/** An authority of more than four bytes is printed in hexadecimal ([MS-DTYP] 2.4.2.1). */
function sid(bytes: Buffer, at: number, end: number): string {
  if (at + sidWidth(bytes, at, end) > end) throw new Damage('SID beyond the end of its value');
  const authority = bytes.readUIntBE(at + 2, 6);
  const shown =
    authority < 2 ** 32 ? String(authority) : `0x${bytes.toString('hex', at + 2, at + 8)}`;
  let text = `S-${String(bytes.readUInt8(at))}-${shown}`;
  const count = bytes.readUInt8(at + 1);
  for (let index = 0; index < count; index++) {
    text += `-${String(bytes.readUInt32LE(at + 8 + 4 * index))}`;
  }
  return text;
}
