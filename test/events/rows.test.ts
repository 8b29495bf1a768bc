// What rows of real workspaces have that an event alone does not suggest: one event, one column, its value.
import { describe, expect, test } from '@jest/globals';
import {
  asimViews,
  prerequisitesOf,
  tableOf,
  tableViews,
  type EventRecord,
} from '../../src/events/index.ts';
import { securityLogEvent } from '../../src/events/views/security-log.ts';

interface Given {
  readonly channel?: string;
  readonly keywords?: string;
  readonly level?: number;
  readonly userId?: string;
  readonly message?: string;
  readonly data?: Readonly<Record<string, string>>;
}

function event(eventId: number, given: Given = {}): EventRecord {
  const { channel = 'Security', keywords, level, userId, message, data = {} } = given;
  return {
    system: {
      provider: 'P',
      eventId,
      timeCreated: 638_000_000_000_000_000n,
      channel,
      computer: 'WS1',
      ...(keywords !== undefined && { keywords }),
      ...(level !== undefined && { level }),
      ...(userId !== undefined && { userId }),
    },
    eventData: Object.entries(data).map(([name, text]) => ({ name, text, type: 'text' as const })),
    ...(message !== undefined && { message }),
    origin: { file: 'f', number: 1 },
  };
}

function cellOf(table: string, column: string, record: EventRecord): unknown {
  const view = tableViews('sentinel').find(({ name }) => name === table);
  if (!view) throw new Error(`no view ${table}`);
  const { columns, rows } = tableOf(view, [record]);
  return rows[0]?.[columns.findIndex(({ name }) => name === column)];
}

const subject = {
  SubjectUserSid: 'S-1-5-18',
  SubjectUserName: 'WS1$',
  SubjectDomainName: 'CORP',
  ProcessId: '0x1e24',
  ProcessName: 'C:\\Windows\\a.exe',
};
const sysmon = 'Microsoft-Windows-Sysmon/Operational';
const audited = { channel: 'Application', level: 0, keywords: '0xa0000000000000' };

test.each<[string, string, EventRecord, unknown]>([
  // Requests for handles have everything in `EventData`; uses of them have columns too.
  ['SecurityEvent', 'Account', event(4656, { data: subject }), ''],
  ['SecurityEvent', 'ProcessName', event(4656, { data: subject }), ''],
  ['SecurityEvent', 'Account', event(4663, { data: subject }), 'CORP\\WS1$'],
  ['SecurityEvent', 'ProcessName', event(4663, { data: subject }), 'C:\\Windows\\a.exe'],
  // The filtering platform's decimal `ProcessID` is no `ProcessId`.
  ['SecurityEvent', 'ProcessId', event(5156, { data: { ProcessID: '4' } }), ''],
  ['SecurityEvent', 'ProcessId', event(4663, { data: subject }), '0x1e24'],
  [
    'SecurityEvent',
    'Activity',
    event(5156, { message: 'The Windows Filtering Platform has permitted a connection.\r\n' }),
    '5156 - The Windows Filtering Platform has allowed a connection.',
  ],
  ['SecurityEvent', 'Activity', event(412), '412'],
  ['SecurityEvent', 'Activity', event(9999, { message: 'Seen.\r\nMore' }), '9999 - Seen.'],
  ['SecurityEvent', 'Activity', event(4769), '4769 - A Kerberos service ticket was requested.'],
  [
    'WindowsEvent',
    'EventData',
    event(11, {
      channel: sysmon,
      data: { UtcTime: '2026-03-02 09:15:01.234', ProcessId: '12', Image: '2026-03-02' },
    }),
    '{"UtcTime":"2026-03-02T09:15:01.2340000Z","ProcessId":"12","Image":"2026-03-02"}',
  ],
  ['Event', 'UserName', event(1, { channel: sysmon, userId: 'S-1-5-18' }), 'NT AUTHORITY\\SYSTEM'],
  ['Event', 'UserName', event(1, { channel: sysmon, userId: 'S-1-5-21-1' }), 'S-1-5-21-1'],
  ['Event', 'UserName', event(1, { channel: sysmon }), 'N/A'],
  ['Event', 'EventLevelName', event(33205, audited), 'Audit Success'],
  ['Event', 'EventLevelName', event(7, { channel: 'System', level: 2 }), 'Error'],
])('%s.%s', (table, column, record, expected) => {
  expect(cellOf(table, column, record)).toBe(expected);
});

const sid = 'S-1-5-21-1-2-3-500';
const run = `HKU\\${sid}\\SOFTWARE\\Run`;
const connection = {
  Initiated: 'true',
  SourceIp: '10.1.2.3',
  DestinationIp: '203.0.113.9',
};
const failed = {
  TargetUserName: 'Eve',
  SubStatus: '0xC000006A',
  IpAddress: '::ffff:10.0.0.1',
  AuthenticationPackageName: 'NTLM',
  ProcessName: 'C:\\Windows\\System32\\svchost.exe',
};

/** Rows of Defender's own sensor, seen in write-ups of its hunts. */
test.each<[string, string, number, Readonly<Record<string, string>>, unknown]>([
  // The hive of a user is below the current user's, with the SID.
  [
    'DeviceRegistryEvents',
    'RegistryKey',
    13,
    { TargetObject: `${run}\\v` },
    `HKEY_CURRENT_USER\\${sid}\\SOFTWARE\\Run`,
  ],
  [
    'DeviceRegistryEvents',
    'RegistryKey',
    13,
    { TargetObject: 'HKU\\.DEFAULT\\X\\v' },
    'HKEY_USERS\\.DEFAULT\\X',
  ],
  [
    'DeviceRegistryEvents',
    'ActionType',
    14,
    { EventType: 'RenameKey', TargetObject: run, NewName: `${run}2` },
    'RegistryKeyRenamed',
  ],
  [
    'DeviceRegistryEvents',
    'PreviousRegistryKey',
    14,
    { EventType: 'RenameKey', TargetObject: run, NewName: `${run}2` },
    `HKEY_CURRENT_USER\\${sid}\\SOFTWARE\\Run`,
  ],
  ['DeviceRegistryEvents', 'ActionType', 14, { EventType: 'RenameValue' }, undefined],
  ['DeviceFileEvents', 'ActionType', 23, { TargetFilename: 'C:\\a.exe' }, 'FileDeleted'],
  ['DeviceFileEvents', 'SHA1', 26, { Hashes: 'SHA1=0A' }, '0a'],
  ['DeviceNetworkEvents', 'LocalIPType', 3, connection, 'Private'],
  ['DeviceNetworkEvents', 'RemoteIPType', 3, connection, 'Public'],
  ['DeviceNetworkEvents', 'RemoteIPType', 3, { ...connection, DestinationIp: 'fe80::1' }, ''],
  ['DeviceLogonEvents', 'FailureReason', 4625, failed, 'InvalidUserNameOrPassword'],
  ['DeviceLogonEvents', 'RemoteIPType', 4625, failed, 'FourToSixMapping'],
  ['DeviceLogonEvents', 'Protocol', 4625, failed, 'NTLM'],
  ['DeviceLogonEvents', 'InitiatingProcessFileName', 4625, failed, 'svchost.exe'],
  ['DeviceLogonEvents', 'InitiatingProcessFileName', 4624, { ...failed, ProcessName: '-' }, ''],
])('%s.%s of %i %j', (table, column, eventId, data, expected) => {
  const channel = eventId > 1000 ? 'Security' : sysmon;
  expect(cellOf(table, column, event(eventId, { channel, data }))).toBe(expected);
});

describe('what is known of the Security log by id', () => {
  /** Of the federation service and of others that write to the Security log. */
  const others = new Set([299, 300, 324, 340, 403, 404, 410, 411, 412, 413, 431, 500, 501]);
  const rare = new Set([1107, 4665, 4666, 4667, 4762, 26401, 30004]);

  test('every event of the connector’s sets has its line', () => {
    const inSets: number[] = [];
    for (let id = 1; id < 65_536; id++) {
      const transport = prerequisitesOf('sentinel', 'Security', id).at(-1)?.text ?? '';
      if (!transport.includes('the event set All or a custom')) inSets.push(id);
    }
    expect(inSets.length).toBeGreaterThan(100);
    const unknown = inSets.filter((id) => !securityLogEvent(id));
    expect(unknown.filter((id) => !others.has(id) && !rare.has(id))).toEqual([]);
  });

  test.each<[number, string | undefined]>([
    [1102, undefined],
    [4625, 'Audit Logon (Failure)'],
    [4657, 'Audit Registry (Success), with a SACL on the key'],
    [4768, 'Audit Kerberos Authentication Service (Success and Failure), on domain controllers'],
    [4776, 'Audit Credential Validation (Success and Failure)'],
    [5157, 'Audit Filtering Platform Connection (Failure)'],
  ])('%i needs', (eventId, policy) => {
    expect(securityLogEvent(eventId)?.policy).toBe(policy);
  });
});

test.each<[string, number, string | undefined]>([
  ['Microsoft-Windows-TaskScheduler/Operational', 106, 'disabled on clients until'],
  ['Microsoft-Windows-PowerShell/Operational', 4104, 'Script Block Logging'],
  ['PowerShellCore/Operational', 4103, 'Module Logging'],
  ['Microsoft-Windows-PowerShell/Operational', 40961, undefined],
  ['Windows PowerShell', 800, 'Module Logging'],
  ['Windows PowerShell', 400, undefined],
  ['Microsoft-Windows-NTLM/Operational', 8004, 'Restrict NTLM'],
  ['Microsoft-Windows-AppLocker/EXE and DLL', 8004, 'an AppLocker policy'],
  ['Microsoft-Windows-Windows Defender/Operational', 1121, 'attack surface reduction'],
  ['Microsoft-Windows-Windows Defender/Operational', 1116, undefined],
  ['Microsoft-Windows-DNS-Client/Operational', 3008, 'disabled until'],
  ['Microsoft-Windows-LDAP-Client/Debug', 30, 'disabled until'],
  ['System', 7045, undefined],
])('%s %i is written given %s', (channel, eventId, expected) => {
  const source = prerequisitesOf('splunk', channel, eventId).find(({ kind }) => kind === 'source');
  if (expected === undefined) expect(source).toBeUndefined();
  else expect(source?.text).toContain(expected);
});

test('every event of the Security log that a normalised schema has needs a known audit policy', () => {
  const all = Array.from({ length: 1600 }, (_, at) => at + 4600).flatMap((id) =>
    ['Key', 'File'].map((ObjectType) => event(id, { data: { ObjectType } })),
  );
  const accepted = asimViews().flatMap((view) => {
    const { columns, rows } = tableOf(view, all);
    const type = columns.findIndex(({ name }) => name === 'EventOriginalType');
    return rows.map((row) => Number(row[type]));
  });
  expect(new Set(accepted).size).toBeGreaterThan(10);
  expect(accepted.filter((id) => securityLogEvent(id)?.policy === undefined)).toEqual([]);
});

test('every Sysmon event but those about Sysmon itself needs a rule', () => {
  const withoutRule: number[] = [];
  for (let id = 1; id <= 29; id++) {
    if (prerequisitesOf('splunk', sysmon, id)[0]?.text === 'Sysmon') withoutRule.push(id);
  }
  expect(withoutRule).toEqual([4, 16]);
});
