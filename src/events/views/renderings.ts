// Small functions from an event's texts to the texts that platforms show. Pure; each used by a mapping table.
import { createHash } from 'node:crypto';
import type { EventRecord, EventValue } from '../record.ts';
import { isoOfTicks } from '../ticks.ts';
import { markup } from '../formats/xml-tree.ts';
import { escapeQuoted, escapeText } from '../xml-text.ts';
import { dataText } from './source.ts';

const NAMESPACE = 'http://schemas.microsoft.com/win/2004/08/events/event';

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

/** `DOMAIN\user` of two data; the user alone without a domain, nothing without a user. */
export function account(record: EventRecord, who: 'Subject' | 'Target'): string | undefined {
  const user = dataText(record, `${who}UserName`);
  const domain = dataText(record, `${who}DomainName`);
  if (user === undefined) return undefined;
  return domain === undefined || domain === '' ? user : `${domain}\\${user}`;
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

const integrityLevels: ReadonlyMap<string, string> = new Map([
  ['S-1-16-0', 'Untrusted'],
  ['S-1-16-4096', 'Low'],
  ['S-1-16-8192', 'Medium'],
  ['S-1-16-8448', 'Medium'],
  ['S-1-16-12288', 'High'],
  ['S-1-16-16384', 'System'],
]);

export function integrityOf(label: string): string | undefined {
  return integrityLevels.get(label);
}

const elevations: ReadonlyMap<string, string> = new Map([
  ['%%1936', 'TokenElevationTypeDefault'],
  ['%%1937', 'TokenElevationTypeFull'],
  ['%%1938', 'TokenElevationTypeLimited'],
]);

export function elevationOf(code: string): string | undefined {
  return elevations.get(code);
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

/** Type and data of Sysmon's `Details`: `DWORD (0x00000001)`, `Binary Data`, or a text. */
export function registryValue(details: string): { readonly type: string; readonly data: string } {
  const dword = /^DWORD \(0x([0-9a-fA-F]{1,8})\)$/.exec(details)?.[1];
  if (dword !== undefined) return { type: 'Dword', data: String(Number.parseInt(dword, 16)) };
  const qword = /^QWORD \(0x([0-9a-fA-F]{1,8})-0x([0-9a-fA-F]{1,8})\)$/.exec(details);
  if (qword) {
    const [, high = '', low = ''] = qword;
    return { type: 'Qword', data: String(BigInt(`0x${high}${low.padStart(8, '0')}`)) };
  }
  // Sysmon does not show what binary values hold.
  return details === 'Binary Data'
    ? { type: 'Binary', data: '' }
    : { type: 'String', data: details };
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

/** Number of the record in its log, else in its file: stable and never null. */
export function reportId({ system, origin }: EventRecord): bigint {
  return system.recordId ?? BigInt(origin.number);
}

const levelNames: ReadonlyMap<number, string> = new Map([
  [1, 'Critical'],
  [2, 'Error'],
  [3, 'Warning'],
  [4, 'Information'],
  [5, 'Verbose'],
]);

/** Level 0 is shown as information, in the audit log by its keywords as success or failure. */
export function levelName({ system }: EventRecord): string {
  if (system.channel === 'Security' && system.keywords !== undefined) {
    return /^0x80[0-9a-f]?1/i.test(system.keywords) ? 'Failure Audit' : 'Information';
  }
  return levelNames.get(system.level ?? 0) ?? 'Information';
}

/** `EventData` as the Log Analytics agents keep it: double quotes, one datum per line, text escaped once. */
export function agentEventData(values: readonly EventValue[]): string {
  const lines = values.map((value) => `  ${agentValue(value)}\r\n`);
  return `<EventData xmlns="${NAMESPACE}">\r\n${lines.join('')}</EventData>`;
}

/** `Event.EventData`: the same without line ends, inside a `DataItem`. */
export function dataItem({ system, eventData, userData, origin }: EventRecord): string {
  const time = isoOfTicks(system.timeCreated) ?? '';
  const source = deviceId(system.computer || origin.file).replace(
    /^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/,
    '$1-$2-$3-$4-$5',
  );
  const open = `<DataItem type="System.XmlData" time="${time}" sourceHealthServiceId="${source}">`;
  if (userData) return `${open}<UserData>${markup(userData)}</UserData></DataItem>`;
  const values = (eventData ?? []).map(agentValue).join('');
  return `${open}<EventData xmlns="${NAMESPACE}">${values}</EventData></DataItem>`;
}

function agentValue({ name, text, type, element = 'Data' }: EventValue): string {
  const open = name === null ? `<${element}>` : `<${element} Name="${escapeQuoted(name)}">`;
  return `${open}${type === 'xml' ? (text ?? '') : escapeText(text ?? '')}</${element}>`;
}

/** `<Param>` per value, in order. */
export function paramXml(values: readonly EventValue[]): string {
  return values.map(({ text }) => `<Param>${escapeText(text ?? '')}</Param>`).join('');
}

/** Name to text; unnamed values are a list under `Data`, a repeated name keeps its first value. */
export function eventDataObject(values: readonly EventValue[]): string {
  const named = new Map<string, string | (string | null)[] | null>();
  const unnamed = values.filter(({ name }) => name === null).map(({ text }) => text);
  for (const { name, text } of values) if (name !== null && !named.has(name)) named.set(name, text);
  if (unnamed.length > 0 && !named.has('Data')) named.set('Data', unnamed);
  return `{${[...named].map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`;
}

const logonTypes: readonly (readonly [string, event: string, defender: string])[] = [
  ['2', 'Interactive', 'Interactive'],
  ['3', 'Network', 'Network'],
  ['4', 'Batch', 'Batch'],
  ['5', 'Service', 'Service'],
  ['7', 'Unlock', 'Unlock'],
  ['8', 'NetworkCleartext', 'NetworkCleartext'],
  ['9', 'NewCredentials', 'NewCredentials'],
  ['10', 'RemoteInteractive', 'RemoteInteractive'],
  ['11', 'CachedInteractive', 'CachedInteractive'],
];

/** `3 - Network`, as the agent writes it. */
export function logonTypeName(type: string): string | undefined {
  const found = logonTypes.find(([number]) => number === type);
  return found && `${type} - ${found[1]}`;
}

/** `Network`, as Defender writes it. */
export function logonType(type: string): string | undefined {
  return logonTypes.find(([number]) => number === type)?.[2];
}
