// Texts of Windows events and what platforms show of them: parts of paths and accounts, hashes, command lines, times.
import { createHash } from 'node:crypto';
import type { Type, Value } from '../types.ts';
import { define, row, type ScalarFunction } from './function.ts';
import { hasZone, ticksOfIso } from './iso-instant.ts';
import { unescapeXml } from './xml-entities.ts';

/** The part behind the last backslash or slash. */
export function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1);
}

/** The part before the last backslash; empty when there is none. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('\\')));
}

/** `user` of `DOMAIN\user`. */
export function userOf(account: string): string {
  return account.slice(account.indexOf('\\') + 1);
}

/** `DOMAIN` of `DOMAIN\user`; empty without a domain. */
export function domainOf(account: string): string {
  return account.slice(0, Math.max(0, account.indexOf('\\')));
}

/** One hash of Sysmon's `SHA1=..,MD5=..`, in lower case as Defender writes it. */
export function hashOf(hashes: string, algorithm: string): string | undefined {
  for (let from = 0; from < hashes.length;) {
    const comma = hashes.indexOf(',', from);
    const end = comma < 0 ? hashes.length : comma;
    const at = hashes.indexOf('=', from);
    if (at - from === algorithm.length && hashes.slice(from, at).toUpperCase() === algorithm)
      return hashes.slice(at + 1, end).toLowerCase();
    from = end + 1;
  }
  return undefined;
}

const hives: readonly (readonly [short: string, long: string])[] = [
  ['HKLM', 'HKEY_LOCAL_MACHINE'],
  ['HKU', 'HKEY_USERS'],
  ['HKCR', 'HKEY_LOCAL_MACHINE\\Classes'],
  ['HKCU', 'HKEY_CURRENT_USER'],
];

/** Sysmon's short hive names written out. */
export function registryKey(path: string): string {
  for (const [short, long] of hives) {
    if (path === short || path.startsWith(`${short}\\`)) return long + path.slice(short.length);
  }
  return path;
}

/** The same as Defender shows it: the hive of a user's SID stands below the current user's. */
function defenderKey(path: string): string {
  const key = registryKey(path);
  return key.startsWith('HKEY_USERS\\S-1-')
    ? `HKEY_CURRENT_USER${key.slice('HKEY_USERS'.length)}`
    : key;
}

/**
 * The service host's command line as Defender shows it, without the folder of the image; others are shown whole.
 */
export function hostedCommandLine(image: string | undefined, commandLine: string): string {
  if (image === undefined || fileName(image).toLowerCase() !== 'svchost.exe') return commandLine;
  const found = /^"?[A-Za-z%][^"\s]{0,200}\\(svchost\.exe)"?(?=\s|$)/i.exec(commandLine);
  return found ? (found[1] ?? '') + commandLine.slice(found[0].length) : commandLine;
}

/** 40 hexadecimal digits that stand for the machine: Defender's own id is in no event. */
export function deviceId(computer: string): string {
  const known = deviceIds.get(computer);
  if (known !== undefined) return known;
  const made = createHash('sha1').update(computer.toLowerCase()).digest('hex');
  if (deviceIds.size === MOST_DEVICES) deviceIds.clear();
  deviceIds.set(computer, made);
  return made;
}

const MOST_DEVICES = 10_000;
const deviceIds = new Map<string, string>();

const LONG_MAX = 9_223_372_036_854_775_807n;

/** A whole number in decimal or `0x` digits that fits 64 bits; undefined for any other text. */
export function wholeOfText(text: string): bigint | undefined {
  if (!/^(?:-?\d{1,20}|0[xX][0-9a-fA-F]{1,16})$/.test(text)) return undefined;
  const value = BigInt(text);
  return value > LONG_MAX || value < -LONG_MAX - 1n ? undefined : value;
}

/** Few enough digits for a double. */
export const isNumber = (text: string): boolean => /^\d{1,15}$/.test(text);

const QUARTER = 9_000_000_000n;

/** Zones lie on quarters of an hour; the seconds between an event and its logging do not count. */
export function roundToQuarter(difference: bigint): bigint {
  const half = difference >= 0n ? QUARTER / 2n : -QUARTER / 2n;
  return ((difference + half) / QUARTER) * QUARTER;
}

/**
 * Whether a text, read from JSON as text, may be a value that JavaScript prints in another way: objects, arrays, and numbers
 * with a zero fraction, an exponent or more digits than a double holds.
 */
const mayDiffer = (text: string): boolean =>
  /^(?:\{(?:"|\}$)|\[.*\]$|-?\d+(?:\.\d+)?[eE]|-?\d+\.0$|-?\d{16,}$)/s.test(text);

const ofText = (
  name: string,
  returns: Type,
  meaning: string,
  evaluate: (text: string) => Value,
): ScalarFunction => row(name, ['string'], returns, meaning, evaluate);

export const eventText: readonly ScalarFunction[] = [
  ofText('event.lower', 'string', 'lower case, of every letter', (text) => text.toLowerCase()),
  ofText('event.file_name', 'string', 'the part behind the last backslash or slash', fileName),
  ofText('event.folder', 'string', 'the part before the last backslash, else empty', folderOf),
  ofText('event.user', 'string', '`user` of `DOMAIN\\user`', userOf),
  ofText('event.domain', 'string', '`DOMAIN` of `DOMAIN\\user`, else empty', domainOf),
  ofText('event.unless_dash', 'string', 'the text; empty for `-`', (text) =>
    text === '-' ? '' : text,
  ),
  ofText('event.registry_key', 'string', "a key, Sysmon's short hive written out", registryKey),
  ofText(
    'event.defender_key',
    'string',
    "the same, users' hives as Defender shows them",
    defenderKey,
  ),
  ofText('event.device_id', 'string', 'digits that stand for a computer of that name', deviceId),
  ofText('event.unescape', 'string', 'the text with the references of XML resolved', unescapeXml),
  ofText(
    'event.long',
    'long',
    'the whole number of decimal or `0x` digits; null for any other text or beyond 64 bits',
    (text) => wholeOfText(text) ?? null,
  ),
  ofText(
    'event.time',
    'datetime',
    'ticks of an ISO 8601 instant, UTC where no zone is given; null for any other text',
    (text) => ticksOfIso(text) ?? null,
  ),
  ofText('event.has_zone', 'bool', 'whether a time tells its zone', hasZone),
  ofText('event.number', 'long', 'the number of 1 to 15 digits; null for any other text', (text) =>
    isNumber(text) ? BigInt(text) : null,
  ),
  ofText(
    'event.may_differ',
    'bool',
    'whether a member of a JSON object, given as text, may be printed in another way elsewhere',
    mayDiffer,
  ),
  define<[string, string]>({
    name: 'event.hash',
    takes: ['string', 'string'],
    returns: 'string',
    nulls: 'propagate',
    meaning: "one of Sysmon's `SHA1=..,MD5=..`, in lower case; empty where it is not there",
    evaluate: (hashes, algorithm) => hashOf(hashes, algorithm) ?? '',
  }),
  define<[string | null, string | null]>({
    name: 'event.hosted_command_line',
    takes: ['string', 'string'],
    returns: 'string',
    nulls: 'sees',
    meaning: 'of image and command line: the command line, of `svchost.exe` without its folder',
    evaluate: (image, line) => (line === null ? null : hostedCommandLine(image ?? undefined, line)),
  }),
  define<[bigint]>({
    name: 'event.zone',
    takes: ['timespan'],
    returns: 'timespan',
    nulls: 'propagate',
    meaning: 'a difference of two clocks, rounded to quarters of an hour',
    evaluate: roundToQuarter,
  }),
];
