// What the columns of several normalised schemas share.
import type { EventRecord } from '../../record.ts';
import { fileName, hashOf } from '../renderings.ts';
import { accountType } from '../security-event.ts';
import { constant, derived, ofData, system } from '../source.ts';
import type { ColumnSource, ColumnSources } from '../source.ts';

const SYSMON = 'Microsoft-Windows-Sysmon/Operational';

export function sysmon(...ids: readonly number[]): (record: EventRecord) => boolean {
  return ({ system: { channel, eventId } }) => channel === SYSMON && ids.includes(eventId);
}

export function security(...ids: readonly number[]): (record: EventRecord) => boolean {
  return ({ system: { channel, eventId } }) => channel === 'Security' && ids.includes(eventId);
}

export const computer = system('computer');
const time = system('timeCreated');

/** What every row has. Sysmon's own time is the event's for some parsers; `start` says so. */
export function shared(product: string, start: ColumnSource = time): ColumnSources {
  return {
    TimeGenerated: time,
    EventStartTime: start,
    EventEndTime: start,
    EventCount: constant(1),
    EventVendor: constant('Microsoft'),
    EventProduct: constant(product),
    EventResult: constant('Success'),
    EventOriginalType: derived('event id as text', (r) => String(r.system.eventId), 'high'),
    DvcHostname: computer,
    Dvc: computer,
    DvcOs: constant('Windows'),
  };
}

/** `0x1018` as `4120`. */
export function decimal(name: string): ColumnSource {
  return ofData(
    name,
    'decimal',
    (text) => (/^(?:0x[0-9a-f]{1,16}|\d{1,20})$/i.test(text) ? String(BigInt(text)) : ''),
    'high',
  );
}

/** The file-name part of a path in a datum. */
export function nameIn(path: string): ColumnSource {
  return ofData(path, 'file name', fileName, 'high');
}

export function hashes(prefix: string): ColumnSources {
  const columns: Record<string, ColumnSource> = {};
  for (const name of ['MD5', 'SHA1', 'SHA256', 'IMPHASH'])
    columns[prefix + name] = ofData('Hashes', name, (text) => plainHash(text, name), 'high');
  return columns;
}

/** As Sysmon writes it: the parsers keep its case. */
function plainHash(text: string, name: string): string | undefined {
  const lower = hashOf(text, name);
  const at = lower === undefined ? -1 : text.toLowerCase().indexOf(lower);
  return lower === undefined ? undefined : text.slice(at, at + lower.length);
}

export function strongest(order: readonly string[], what: 'hash' | 'name'): ColumnSource {
  return ofData(
    'Hashes',
    `${what} of the first of ${order.join(', ')}`,
    (text) => {
      const name = order.find((each) => plainHash(text, each) !== undefined);
      return name !== undefined && what === 'hash' ? plainHash(text, name) : name;
    },
    'high',
  );
}

export const withoutBraces = (text: string): string => text.replace(/^\{|\}$/g, '');

export function guid(name: string): ColumnSource {
  return ofData(name, 'text without braces', withoutBraces);
}

export function windowsName(name: string): ColumnSource {
  const type = (text: string): string => (text === '' ? '' : 'Windows');
  return ofData(name, 'Windows where there is a name', type, 'high');
}

/** Of the one who acts. */
export const subjectType = derived(
  'Machine for names in $ and service accounts, else Regular',
  (record) => (accountType(record) === 'Machine' ? 'Machine' : 'Regular'),
);
