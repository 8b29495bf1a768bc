// Tar: the old form, POSIX (`ustar`, pax headers) and GNU's (long names, sizes in binary).
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

/** Regular files only: links, devices and folders hold no recording. */
export function* tarMembers(
  bytes: Buffer,
  limits: UnpackLimits,
  report: Report,
): Generator<Member> {
  let told: Told = {};
  let count = 0;
  for (let at = 0; at + BLOCK <= bytes.length && bytes[at] !== 0;) {
    const kind = String.fromCharCode(bytes[at + 156] ?? 0);
    const size = told.size ?? sizeAt(bytes, at);
    const start = at + BLOCK;
    count += 1;
    if (size === undefined || count > limits.members) {
      damaged(report, 'tar entry that does not fit; the rest is skipped', at);
      return;
    }
    const isCut = start + size > bytes.length;
    const content = bytes.subarray(start, start + size);
    const name = told.path ?? nameAt(bytes, at);
    if (isCut) damaged(report, `tar cut short inside \`${name}\``, at);
    if (isExtension(kind)) told = { ...told, ...toldBy(kind, content) };
    else {
      told = {};
      if (kind === 'S') refused(report, `\`${name}\` is stored with holes`);
      else if (isLink(kind)) passedOver(report, `\`${name}\` is a link, which is not followed`);
      else if (isRegular(kind) && !isAppleDouble(name)) yield { name, bytes: content };
    }
    at = start + BLOCK * Math.ceil(size / BLOCK);
  }
}

const isRegular = (kind: string): boolean => kind === '0' || kind === '\0' || kind === '7';
const isLink = (kind: string): boolean => kind === '1' || kind === '2';
const isExtension = (kind: string): boolean => 'xgLK'.includes(kind);

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
function sizeAt(bytes: Buffer, at: number): number | undefined {
  if (((bytes[at + 124] ?? 0) & 0x80) === 0) return octal(bytes, at + 124, 12);
  const size = Number(bytes.readBigUInt64BE(at + 128));
  return Number.isSafeInteger(size) ? size : undefined;
}

function octal(bytes: Buffer, at: number, length: number): number | undefined {
  const text = textUntilZero(bytes, at, length).trim();
  return /^[0-7]{1,11}$/.test(text) ? Number.parseInt(text, 8) : undefined;
}

/** The name, behind the prefix that the POSIX form keeps apart. */
function nameAt(bytes: Buffer, at: number): string {
  const name = textUntilZero(bytes, at, 100);
  const isPosix = bytes.toString('latin1', at + 257, at + 263) === 'ustar\0';
  const prefix = isPosix ? textUntilZero(bytes, at + 345, 155) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function textUntilZero(bytes: Buffer, at: number, most: number): string {
  const end = bytes.subarray(at, at + most).indexOf(0);
  return bytes.toString('utf8', at, at + (end < 0 ? most : end));
}
