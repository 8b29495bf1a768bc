// What the columns of several of Defender's tables share.
import { isNull, when, type Expression } from '../../plan/index.ts';
import {
  dataField,
  deviceId,
  domainOf,
  fileName,
  hashOf,
  lower,
  placeField,
  systemField,
  userOf,
  type Selection,
} from './fields.ts';
import { constant, data, shown, system } from './source.ts';
import type { ColumnSource, ColumnSources } from './source.ts';

const SYSMON = 'Microsoft-Windows-Sysmon/Operational';

export const sysmon = (...ids: readonly number[]): Selection => ({ channel: SYSMON, ids });

export const security = (...ids: readonly number[]): Selection => ({ channel: 'Security', ids });

/** What a function makes of one datum. */
export const ofField = (
  name: string,
  what: string,
  change: (text: Expression) => Expression,
  confidence?: ColumnSource['confidence'],
): ColumnSource => shown(`${what} of Data.${name}`, change(dataField(name)), confidence);

const recordNumber = systemField('recordId');

export function device(table: string): ColumnSources {
  return {
    TimeGenerated: system('timeCreated'),
    Timestamp: system('timeCreated'),
    Type: constant(table),
    DeviceName: shown('System.computer in lower case', lower(systemField('computer'))),
    DeviceId: shown('digest of the computer name', deviceId(systemField('computer'))),
    // Of the log, else of the file: stable and never null.
    ReportId: shown('record number', when(isNull(recordNumber), placeField, recordNumber)),
  };
}

/** The process that Sysmon names in `<prefix>Image`, as the one that initiated the row's action. */
export function initiator(prefix: '' | 'Parent'): ColumnSources {
  const image = `${prefix}Image`;
  const user = `${prefix}User`;
  return {
    InitiatingProcessFileName: ofField(image, 'file name in lower case', (path) =>
      lower(fileName(path)),
    ),
    InitiatingProcessFolderPath: ofField(image, 'lower case', lower),
    InitiatingProcessId: data(`${prefix}ProcessId`, 'medium'),
    InitiatingProcessAccountName: ofField(user, 'user in lower case', (who) => lower(userOf(who))),
    InitiatingProcessAccountDomain: ofField(user, 'domain in lower case', (who) =>
      lower(domainOf(who)),
    ),
  };
}

export function hashes(): ColumnSources {
  const column = (algorithm: string): ColumnSource =>
    ofField('Hashes', `${algorithm} in lower case`, (text) => hashOf(text, algorithm));
  return { MD5: column('MD5'), SHA1: column('SHA1'), SHA256: column('SHA256') };
}

/** The subject's part of a Security event as the account of the process that acted. */
export const subjectInitiator: ColumnSources = {
  InitiatingProcessAccountSid: data('SubjectUserSid', 'medium'),
  InitiatingProcessAccountName: ofField('SubjectUserName', 'lower case', lower),
  InitiatingProcessAccountDomain: ofField('SubjectDomainName', 'lower case', lower),
};
