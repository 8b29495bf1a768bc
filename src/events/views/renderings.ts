// Small functions from an event's texts to the texts that platforms show. Pure; each used by a mapping table.
import { deviceId } from '../../plan/functions/event-text.ts';
import type { EventRecord, EventValue } from '../record.ts';
import { isoOfTicks } from '../ticks.ts';
import { markup } from '../formats/xml-tree.ts';
import { escapeQuoted, escapeText } from '../xml-text.ts';
import { dataText } from './source.ts';

export { fileName, folderOf, hashOf, registryKey } from '../../plan/functions/event-text.ts';

const NAMESPACE = 'http://schemas.microsoft.com/win/2004/08/events/event';

/** `DOMAIN\user` of two data; the user alone without a domain, nothing without a user. */
export function account(record: EventRecord, who: 'Subject' | 'Target'): string | undefined {
  const user = dataText(record, `${who}UserName`);
  const domain = dataText(record, `${who}DomainName`);
  if (user === undefined) return undefined;
  return domain === undefined || domain === '' ? user : `${domain}\\${user}`;
}

export const integrityLevels: ReadonlyMap<string, string> = new Map([
  ['S-1-16-0', 'Untrusted'],
  ['S-1-16-4096', 'Low'],
  ['S-1-16-8192', 'Medium'],
  ['S-1-16-8448', 'Medium'],
  ['S-1-16-12288', 'High'],
  ['S-1-16-16384', 'System'],
]);

export const elevations: ReadonlyMap<string, string> = new Map([
  ['%%1936', 'TokenElevationTypeDefault'],
  ['%%1937', 'TokenElevationTypeFull'],
  ['%%1938', 'TokenElevationTypeLimited'],
]);

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

const levelNames: ReadonlyMap<number, string> = new Map([
  [1, 'Critical'],
  [2, 'Error'],
  [3, 'Warning'],
  [4, 'Information'],
  [5, 'Verbose'],
]);

const AUDIT_FAILURE = 0x10000000000000n;
const AUDIT_SUCCESS = 0x20000000000000n;

/** Level 0 is shown as information; of audits that their keywords tell, as success or failure. */
export function levelName({ system: { channel, keywords, level = 0 } }: EventRecord): string {
  const bits = /^0x[0-9a-f]{1,16}$/i.test(keywords ?? '') ? BigInt(keywords ?? 0) : 0n;
  const isSecurity = channel === 'Security';
  if (level === 0 && (bits & AUDIT_FAILURE) !== 0n)
    return isSecurity ? 'Failure Audit' : 'Audit Failure';
  if (level === 0 && (bits & AUDIT_SUCCESS) !== 0n)
    return isSecurity ? 'Information' : 'Audit Success';
  return levelNames.get(level) ?? 'Information';
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

export const logonTypes: readonly (readonly [string, event: string, defender: string])[] = [
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

const ipTypes: readonly (readonly [type: string, form: RegExp])[] = [
  ['FourToSixMapping', /^::ffff:/i],
  ['Loopback', /^(?:127\.|::1$|0:0:0:0:0:0:0:1$)/],
  // What Defender calls these is in no reference.
  ['', /^(?:169\.254\.|fe[89ab][0-9a-f]:)/i],
  ['Private', /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|f[cd][0-9a-f]{2}:)/i],
  ['Broadcast', /^255\.255\.255\.255$/],
  ['', /^(?:22[4-9]|23\d)\.|^ff[0-9a-f]{2}:/i],
  ['Teredo', /^2001:0{0,4}:/i],
  ['Public', /^(?:\d{1,3}\.){3}\d{1,3}$|^[0-9a-f]{1,4}:/i],
];

/** The kind of an address as Defender names it; nothing for what is no address. */
export function ipType(address: string): string {
  return ipTypes.find(([, form]) => form.test(address))?.[0] ?? '';
}
