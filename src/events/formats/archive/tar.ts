// Tar: the old form, POSIX (`ustar`, pax headers) and GNU's (long names, sizes in binary).
import { contentOf, Forward } from '../forward.ts';
import {
  damaged,
  isAppleDouble,
  passedOver,
  refused,
  type Member,
  type Report,
  type UnpackLimits,
} from './limits.ts';

const BLOCK = 512;

/** Whether a block is a header: by its signature or, for the old form, by its checksum. */
export function isTar(bytes: Buffer): boolean {
  if (bytes.length < BLOCK) return false;
  return bytes.toString('latin1', 257, 262) === 'ustar' || hasChecksum(bytes);
}

function hasChecksum(bytes: Buffer): boolean {
  const stated = octal(bytes, 148, 8);
  if (stated === undefined || bytes[0] === 0) return false;
  let sum = 8 * 0x20;
  for (let at = 0; at < BLOCK; at++) if (at < 148 || at >= 156) sum += bytes[at] ?? 0;
  return sum === stated;
}

/** What headers before an entry say of it. */
interface Told {
  readonly path?: string;
  readonly size?: number;
}

/** What a header says. */
interface Entry {
  readonly kind: string;
  readonly name: string;
  readonly size: number;
  /** Where the header is. */
  readonly at: number;
}

/** Regular files only: links, devices and folders hold no recording. */
export function* tarMembers(
  bytes: Forward,
  limits: UnpackLimits,
  report: Report,
): Generator<Member> {
  let told: Told = {};
  let at = 0;
  for (let count = 1; ; count++) {
    const header = bytes.take(BLOCK);
    if (header.length < BLOCK || header[0] === 0) return;
    const kind = String.fromCharCode(header[156] ?? 0);
    const size = told.size ?? sizeOf(header);
    const isOurs = isExtension(kind);
    if (size === undefined || count > limits.members || (isOurs && size > LONGEST_EXTENSION)) {
      damaged(report, 'tar entry that does not fit; the rest is skipped', at);
      return;
    }
    const entry: Entry = { kind, name: told.path ?? nameOf(header), size, at };
    if (isOurs) told = { ...told, ...extension(bytes, entry, report) };
    else {
      told = {};
      yield* fileOf(bytes, entry, { limits, report });
    }
    bytes.skip(-size & (BLOCK - 1));
    at += BLOCK + BLOCK * Math.ceil(size / BLOCK);
  }
}

const LONGEST_EXTENSION = 1024 * 1024;
const isRegular = (kind: string): boolean => kind === '0' || kind === '\0' || kind === '7';
const isLink = (kind: string): boolean => kind === '1' || kind === '2';
const isExtension = (kind: string): boolean => 'xgLK'.includes(kind);

function extension(bytes: Forward, entry: Entry, report: Report): Told {
  const content = bytes.take(entry.size);
  if (content.length < entry.size) cutShort(entry, report);
  return toldBy(entry.kind, content);
}

function cutShort({ name, at }: Entry, report: Report): void {
  damaged(report, `tar cut short inside \`${name}\``, at);
}

interface Reading {
  readonly limits: UnpackLimits;
  readonly report: Report;
}

/** The file of an entry, if it is one. It is passed over as far as nobody read it. */
function* fileOf(bytes: Forward, entry: Entry, { limits, report }: Reading): Generator<Member> {
  const { kind, name, size } = entry;
  const isWanted = isRegular(kind) && !isAppleDouble(name);
  if (kind === 'S') refused(report, `\`${name}\` is stored with holes`);
  if (isLink(kind)) passedOver(report, `\`${name}\` is a link, which is not followed`);
  if (isWanted && size <= limits.held) {
    const content = bytes.take(size);
    if (content.length < size) cutShort(entry, report);
    yield { name, content: contentOf(content, limits) };
    return;
  }
  const part = { left: size };
  const pieces = piecesOf(bytes, part);
  if (isWanted) yield { name, content: { bytes: new Forward(pieces), length: size } };
  part.left -= bytes.skip(part.left);
  if (part.left > 0) cutShort(entry, report);
}

function* piecesOf(bytes: Forward, part: { left: number }): Generator<Buffer> {
  for (let piece = bytes.next(part.left); piece; piece = bytes.next(part.left)) {
    part.left -= piece.length;
    yield piece;
  }
}

/** The path and size that a pax header or GNU's long name give to the next entry. */
function toldBy(kind: string, content: Buffer): Told {
  if (kind === 'L') return { path: textUntilZero(content, 0, content.length) };
  return kind === 'x' ? paxRecords(content) : {};
}

/** `23 path=some/long/name\n`, the number being the length of all of it. */
function paxRecords(content: Buffer): Told {
  let told: Told = {};
  for (let at = 0; at < content.length;) {
    const length = Number.parseInt(content.toString('latin1', at, at + 12), 10);
    if (!(length > 4) || at + length > content.length) return told;
    const record = content.toString('utf8', at, at + length - 1);
    const [, key, value = ''] = /^\d+ ([^=]+)=(.*)$/s.exec(record) ?? [];
    if (key === 'path') told = { ...told, path: value };
    if (key === 'size' && /^\d{1,15}$/.test(value)) told = { ...told, size: Number(value) };
    at += length;
  }
  return told;
}

/** Octal digits or, with the highest bit set, a binary number. */
function sizeOf(header: Buffer): number | undefined {
  if (((header[124] ?? 0) & 0x80) === 0) return octal(header, 124, 12);
  const size = Number(header.readBigUInt64BE(128));
  return Number.isSafeInteger(size) ? size : undefined;
}

function octal(bytes: Buffer, at: number, length: number): number | undefined {
  const text = textUntilZero(bytes, at, length).trim();
  return /^[0-7]{1,11}$/.test(text) ? Number.parseInt(text, 8) : undefined;
}

/** The name, behind the prefix that the POSIX form keeps apart. */
function nameOf(header: Buffer): string {
  const name = textUntilZero(header, 0, 100);
  const isPosix = header.toString('latin1', 257, 263) === 'ustar\0';
  const prefix = isPosix ? textUntilZero(header, 345, 155) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function textUntilZero(bytes: Buffer, at: number, most: number): string {
  const end = bytes.subarray(at, at + most).indexOf(0);
  return bytes.toString('utf8', at, at + (end < 0 ? most : end));
}
