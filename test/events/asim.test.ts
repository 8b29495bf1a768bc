// Rows of Sentinel's normalised schemas for one event each, typed by hand from the parsers; and the functions around them.
import { describe, expect, test } from '@jest/globals';
import {
  asimFunctionNames,
  asimOf,
  asimViews,
  INGESTION_TIME,
  tableOf,
  ticksOfIso,
  type AnyRecord,
  type EventRecord,
} from '../../src/events/index.ts';
import { asimMappings } from '../../src/events/views/asim/asim.ts';
import { compile, loadKusto } from '../../src/kql/index.ts';
import { own } from './recordings.ts';

function rowOf(name: string, record: AnyRecord): Record<string, unknown> {
  const view = asimViews().find((each) => each.name === name);
  if (!view) throw new Error(`no view ${name}`);
  const { columns, rows } = tableOf(view, [record]);
  const cells = columns.map(({ name: column }, at): [string, unknown] => [column, rows[0]?.[at]]);
  const filled = cells.filter(([, value]) => value !== null && value !== '' && value !== undefined);
  return Object.fromEntries(filled.filter(([column]) => column !== INGESTION_TIME));
}

function event(
  channel: string,
  eventId: number,
  data: Readonly<Record<string, string>>,
): EventRecord {
  return {
    system: {
      provider: 'P',
      eventId,
      timeCreated: 638_000_000_000_000_000n,
      channel,
      computer: 'WS1',
    },
    eventData: Object.entries(data).map(([name, text]) => ({ name, text, type: 'text' as const })),
    origin: { file: 'f', number: 1 },
  };
}

const sysmon = 'Microsoft-Windows-Sysmon/Operational';
const time = 638_000_000_000_000_000n;
const utc = ticksOfIso('2026-03-02T09:15:00.125Z');

function shared(
  product: string,
  table: string,
  schema: string,
  version: string,
): Record<string, unknown> {
  return {
    TimeGenerated: time,
    EventStartTime: time,
    EventEndTime: time,
    EventCount: 1,
    EventVendor: 'Microsoft',
    EventProduct: product,
    EventResult: 'Success',
    EventSchema: schema,
    EventSchemaVersion: version,
    DvcHostname: 'WS1',
    Dvc: 'WS1',
    DvcOs: 'Windows',
    Type: table,
  };
}

describe('rows', () => {
  test('4688: decimal process ids, nobody as target', () => {
    const record = event('Security', 4688, {
      SubjectUserSid: 'S-1-5-18',
      SubjectUserName: 'WS1$',
      SubjectDomainName: 'EXAMPLE',
      SubjectLogonId: '0x3e7',
      NewProcessId: '0x1018',
      NewProcessName: 'C:\\Windows\\System32\\schtasks.exe',
      TokenElevationType: '%%1936',
      ProcessId: '0xbbc',
      CommandLine: 'schtasks /run',
      TargetUserSid: 'S-1-0-0',
      TargetUserName: '-',
      TargetDomainName: '-',
      TargetLogonId: '0x0',
      ParentProcessName: 'C:\\Windows\\System32\\cmd.exe',
      MandatoryLabel: 'S-1-16-8192',
    });
    expect(rowOf('AsimProcessEventView', record)).toEqual({
      ...shared('Security Events', 'SecurityEvent', 'ProcessEvent', '0.1.3'),
      EventType: 'ProcessCreated',
      EventOriginalType: '4688',
      ActorUserId: 'S-1-5-18',
      ActorUserIdType: 'SID',
      ActorUsername: 'EXAMPLE\\WS1$',
      ActorUsernameType: 'Windows',
      ActorSessionId: '0x3e7',
      ActorUserType: 'Machine',
      TargetUserId: 'S-1-0-0',
      TargetUserIdType: 'SID',
      TargetUsername: 'Nobody',
      TargetUsernameType: 'Simple',
      TargetUserSessionId: '0x0',
      User: 'Nobody',
      ActingProcessId: '3004',
      ActingProcessName: 'C:\\Windows\\System32\\cmd.exe',
      ActingProcessFilename: 'cmd.exe',
      TargetProcessId: '4120',
      TargetProcessName: 'C:\\Windows\\System32\\schtasks.exe',
      TargetProcessFilename: 'schtasks.exe',
      TargetProcessCommandLine: 'schtasks /run',
      TargetProcessTokenElevation: '%%1936',
      Process: 'C:\\Windows\\System32\\schtasks.exe',
      CommandLine: 'schtasks /run',
    });
  });

  const audited = {
    SubjectUserSid: 'S-1-5-21-1',
    SubjectUserName: 'alice',
    SubjectDomainName: 'EXAMPLE',
    SubjectLogonId: '0x1a',
    ProcessId: '0xbbc',
    ProcessName: 'C:\\Windows\\a.exe',
  };
  const byAlice = {
    ActorUserId: 'S-1-5-21-1',
    ActorUserIdType: 'SID',
    ActorUsername: 'EXAMPLE\\alice',
    ActorUsernameType: 'Windows',
    ActorSessionId: '0x1a',
    User: 'EXAMPLE\\alice',
  };

  test('4689 and Sysmon 5: ends of processes', () => {
    expect(
      rowOf('AsimProcessEventView', event('Security', 4689, { ...audited, Status: '0x0' })),
    ).toEqual({
      ...shared('Security Events', 'SecurityEvent', 'ProcessEvent', '0.1.0'),
      ...byAlice,
      EventType: 'ProcessTerminated',
      EventOriginalType: '4689',
      EventResultDetails: '0x0',
      EventOriginalResultDetails: '0x0',
      TargetProcessId: '3004',
      TargetProcessName: 'C:\\Windows\\a.exe',
      Process: 'C:\\Windows\\a.exe',
    });
    const ended = { ProcessGuid: '{1}', ProcessId: '12', Image: 'C:\\b.exe', User: 'X\\bob' };
    expect(rowOf('AsimProcessEventView', event(sysmon, 5, ended))).toEqual({
      ...shared('Sysmon', 'Event', 'ProcessEvent', '0.1.0'),
      EventType: 'ProcessTerminated',
      EventOriginalType: '5',
      ActorUsername: 'X\\bob',
      ActorUsernameType: 'Windows',
      TargetUsername: 'X\\bob',
      TargetUsernameType: 'Windows',
      User: 'X\\bob',
      TargetProcessId: '12',
      TargetProcessGuid: '1',
      TargetProcessName: 'C:\\b.exe',
      Process: 'C:\\b.exe',
    });
  });

  test('4657: a changed value with what it was', () => {
    const record = event('Security', 4657, {
      ...audited,
      ObjectName: '\\REGISTRY\\MACHINE\\SOFTWARE\\X',
      ObjectValueName: 'v',
      OperationType: '%%1905',
      OldValueType: '%%1873',
      OldValue: 'a',
      NewValueType: '%%1876',
      NewValue: '1',
    });
    const full = { ...record, system: { ...record.system, computer: 'ws1.example.test' } };
    expect(rowOf('AsimRegistryEventView', full)).toEqual({
      ...shared('Security Events', 'SecurityEvent', 'RegistryEvent', '0.1'),
      ...byAlice,
      DvcHostname: 'ws1',
      Dvc: 'ws1.example.test',
      EventType: 'RegistryValueSet',
      EventOriginalType: '4657',
      ActingProcessId: '3004',
      ActingProcessName: 'C:\\Windows\\a.exe',
      Process: 'C:\\Windows\\a.exe',
      RegistryKey: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\X',
      RegistryValue: 'v',
      RegistryValueType: 'REG_DWORD',
      RegistryValueData: '1',
      RegistryPreviousKey: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\X',
      RegistryPreviousValue: 'v',
      RegistryPreviousValueData: 'a',
      RegistryPreviousValueType: 'REG_SZ',
    });
  });

  test.each<[string, string, string, string, string | undefined]>([
    ['a deleted file', 'File', 'C:\\a', '0x10000', 'ObjectDeleted'],
    ['several rights at once', 'File', 'C:\\a', '0x13019f', undefined],
  ])('4663: %s', (_, ObjectType, ObjectName, AccessMask, type) => {
    const record = event('Security', 4663, { ...audited, ObjectType, ObjectName, AccessMask });
    const row = rowOf('AsimFileEventView', record);
    expect([row['EventType'], row['TargetFilePath'], row['ActorUserType']]).toEqual([
      type,
      ObjectName,
      'Regular',
    ]);
  });

  test.each<[string, string, string, string, boolean, boolean]>([
    ['a file', 'File', 'C:\\a', '0x1', true, false],
    ['a device', 'File', '\\Device\\x', '0x1', false, false],
    ['a key', 'Key', '\\REGISTRY\\USER\\x', '0x2', false, true],
    ['a process', 'Process', 'x', '0x1', false, false],
  ])('4663 of %s: in which views', (_, ObjectType, ObjectName, AccessMask, isFile, isKey) => {
    const record = event('Security', 4663, { ...audited, ObjectType, ObjectName, AccessMask });
    const accepts = (name: string): boolean | undefined =>
      asimViews()
        .find((each) => each.name === name)
        ?.accepts(record);
    expect([accepts('AsimFileEventView'), accepts('AsimRegistryEventView')]).toEqual([
      isFile,
      isKey,
    ]);
  });

  test('5156 and 5157: traffic that the filtering platform lets through and blocks', () => {
    const traffic = {
      ProcessID: '4',
      Application: 'System',
      Direction: '%%14593',
      SourceAddress: '192.0.2.1',
      SourcePort: '50000',
      DestAddress: '192.0.2.2',
      DestPort: '445',
      Protocol: '6',
      FilterRTID: '9',
      RemoteUserID: 'S-1-0-0',
      RemoteMachineID: 'S-1-0-0',
    };
    expect(rowOf('AsimNetworkSessionView', event('Security', 5156, traffic))).toEqual({
      ...shared('Windows Firewall', 'SecurityEvent', 'NetworkSession', '0.2.0'),
      EventType: 'NetworkSession',
      EventOriginalType: '5156',
      EventSeverity: 'Informational',
      DvcAction: 'Allow',
      NetworkDirection: 'Outbound',
      NetworkProtocol: 'TCP',
      NetworkRuleNumber: 9,
      SrcIpAddr: '192.0.2.1',
      SrcPortNumber: 50000,
      SrcHostname: 'WS1',
      SrcAppName: 'System',
      SrcAppType: 'Process',
      SrcProcessId: '4',
      SrcDvcId: 'S-1-0-0',
      DstIpAddr: '192.0.2.2',
      DstPortNumber: 445,
      DstAppType: 'Process',
      IpAddr: '192.0.2.1',
      Src: '192.0.2.1',
      Dst: '192.0.2.2',
    });
    const blocked = { ...traffic, Direction: '%%14592' };
    expect(rowOf('AsimNetworkSessionView', event('Security', 5157, blocked))).toMatchObject({
      EventResult: 'Failure',
      EventSeverity: 'Low',
      DvcAction: 'Deny',
      NetworkDirection: 'Inbound',
      DstAppName: 'System',
      DstHostname: 'WS1',
      DstProcessId: '4',
    });
  });

  test('Sysmon 1: hashes apart, the strongest one again', () => {
    const row = rowOf(
      'AsimProcessEventView',
      event(sysmon, 1, {
        ProcessGuid: '{11111111-2222-3333-4444-555555555555}',
        ProcessId: '4120',
        Image: 'C:\\a.exe',
        CommandLine: 'a.exe /x',
        User: 'EXAMPLE\\alice',
        Hashes: 'MD5=AB,SHA1=00CD,IMPHASH=EF',
        ParentImage: 'C:\\b.exe',
        ParentCommandLine: 'b.exe',
        ParentUser: 'EXAMPLE\\bob',
      }),
    );
    expect(row).toEqual({
      ...shared('Sysmon', 'Event', 'ProcessEvent', '0.1.0'),
      EventType: 'ProcessCreated',
      EventOriginalType: '1',
      ActorUsername: 'EXAMPLE\\bob',
      ActorUsernameType: 'Windows',
      TargetUsername: 'EXAMPLE\\alice',
      TargetUsernameType: 'Windows',
      User: 'EXAMPLE\\alice',
      ActingProcessName: 'C:\\b.exe',
      ActingProcessCommandLine: 'b.exe',
      TargetProcessId: '4120',
      TargetProcessGuid: '11111111-2222-3333-4444-555555555555',
      TargetProcessName: 'C:\\a.exe',
      TargetProcessCommandLine: 'a.exe /x',
      TargetProcessMD5: 'AB',
      TargetProcessSHA1: '00CD',
      TargetProcessIMPHASH: 'EF',
      Hash: '00CD',
      HashType: 'SHA1',
      Process: 'C:\\a.exe',
      CommandLine: 'a.exe /x',
    });
  });

  /** Event id, data, columns. */
  const registry: readonly (readonly [
    number,
    Readonly<Record<string, string>>,
    Record<string, unknown>,
  ])[] = [
    [
      13,
      { EventType: 'SetValue', TargetObject: 'HKLM\\A\\B', Details: 'DWORD (0x1)', User: 'E\\a' },
      {
        EventType: 'RegistryValueSet',
        RegistryKey: 'HKEY_LOCAL_MACHINE\\A',
        RegistryValue: 'B',
        RegistryValueData: 'DWORD (0x1)',
        ActorUsername: 'E\\a',
      },
    ],
    [
      12,
      { EventType: 'CreateKey', TargetObject: 'HKU\\S-1\\A', User: 'E\\a' },
      { EventType: 'RegistryKeyCreated', RegistryKey: 'HKEY_USERS\\S-1\\A' },
    ],
    [
      12,
      { EventType: 'DeleteValue', TargetObject: 'HKCR\\A\\B' },
      {
        EventType: 'RegistryValueDeleted',
        RegistryKey: 'HKEY_LOCAL_MACHINE\\Classes\\A',
        RegistryValue: 'B',
      },
    ],
  ];
  test.each(registry)('Sysmon %i of the registry, %j', (id, data, expected) => {
    const { EventType, RegistryKey, RegistryValue, RegistryValueData, ActorUsername } = rowOf(
      'AsimRegistryEventView',
      event(sysmon, id, data),
    );
    const row = { EventType, RegistryKey, RegistryValue, RegistryValueData, ActorUsername };
    expect(JSON.parse(JSON.stringify(row))).toEqual(expected);
  });

  test('Sysmon 11: a file, its own time', () => {
    const row = rowOf(
      'AsimFileEventView',
      event(sysmon, 11, {
        RuleName: '-',
        UtcTime: '2026-03-02 09:15:00.125',
        Image: 'C:\\a.exe',
        TargetFilename: 'C:\\Windows\\System32\\Tasks\\X',
        CreationUtcTime: '2026-03-02 09:15:00.125',
        User: 'E\\a',
      }),
    );
    expect(row).toMatchObject({
      TimeGenerated: time,
      EventStartTime: utc,
      EventType: 'FileCreated',
      TargetFilePath: 'C:\\Windows\\System32\\Tasks\\X',
      TargetFileName: 'X',
      TargetFileCreationTime: utc,
      ActorUsernameType: 'Windows',
    });
    expect(row).not.toHaveProperty('RuleName');
  });

  test.each([
    ['true', 'Outbound', 'Src', 'Dst'],
    ['false', 'Inbound', 'Dst', 'Src'],
  ])('Sysmon 3, initiated %s: %s, the process at its side', (initiated, direction, own, other) => {
    const row = rowOf(
      'AsimNetworkSessionView',
      event(sysmon, 3, {
        Image: 'C:\\a.exe',
        User: 'E\\a',
        Protocol: 'tcp',
        Initiated: initiated,
        SourceIp: '10.0.0.1',
        SourcePort: '5000',
        SourceHostname: '-',
        DestinationIp: '10.0.0.2',
        DestinationHostname: 'dc1',
        DestinationPort: '445',
      }),
    );
    expect(row).toMatchObject({
      NetworkDirection: direction,
      NetworkProtocol: 'TCP',
      SrcIpAddr: '10.0.0.1',
      DstPortNumber: 445,
      Hostname: 'dc1',
      [`${own}ProcessName`]: 'C:\\a.exe',
      [`${own}Username`]: 'E\\a',
    });
    expect(row).not.toHaveProperty(`${other}ProcessName`);
  });

  /** Event id, data, columns. */
  const logons: readonly (readonly [
    number,
    Readonly<Record<string, string>>,
    Record<string, unknown>,
  ])[] = [
    [
      4624,
      { LogonType: '3', TargetUserName: 'a', TargetDomainName: 'E' },
      {
        EventType: 'Logon',
        EventSubType: 'Network',
        EventResult: 'Success',
        TargetUsername: 'E\\a',
      },
    ],
    [
      4625,
      { SubStatus: '0xC000006A', Status: '0xc000006d', TargetUserName: 'a', TargetDomainName: '-' },
      {
        EventType: 'Logon',
        EventResult: 'Failure',
        EventResultDetails: 'Incorrect password',
        TargetUsername: 'a',
      },
    ],
    [
      4625,
      { SubStatus: '0x0', Status: '0xc000018d' },
      { EventType: 'Logon', EventResult: 'Failure', EventResultDetails: 'Other' },
    ],
    [
      4634,
      { TargetUserName: 'a', TargetDomainName: 'E' },
      { EventType: 'Logoff', EventResult: 'Success', TargetUsername: 'E\\a' },
    ],
  ];
  test.each(logons)('%i, %j', (id, data, expected) => {
    expect(rowOf('AsimAuthenticationView', event('Security', id, data))).toMatchObject(expected);
  });

  test('a scheduled task is in no schema', () => {
    const [task] = own('task-created.xml').records;
    expect(asimViews().filter((view) => task && view.accepts(task))).toEqual([]);
  });
});

test('every mapped column is a column of its view', () => {
  const views = new Map(asimViews().map((view) => [view.name, view]));
  for (const { name, events } of asimMappings) {
    const known = new Set(views.get(name)?.columns.map((each) => each.name));
    const missing = events.flatMap(({ columns }) =>
      Object.keys(columns).filter((c) => !known.has(c)),
    );
    expect([name, missing]).toEqual([name, []]);
  }
});

describe('functions', () => {
  const queries: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ...asimFunctionNames.map((name) => [`${name} | take 1`, [name], []] as const),
    [
      '_Im_ProcessCreate(starttime=ago(1d), commandline_has_any=dynamic(["x"])) | project User',
      ['_Im_ProcessCreate'],
      [],
    ],
    [
      '_Im_NetworkSession(ipaddr_has_any_prefix=dynamic(["10."]), dstportnumber=445)',
      ['_Im_NetworkSession'],
      [],
    ],
    [
      'imAuthentication(eventresult="Failure") | join kind=inner (imProcess) on User',
      ['imProcess', 'imAuthentication'],
      [],
    ],
    ['SecurityEvent | where EventData has "imProcessor"', [], []],
    ['imRegistry(nosuch=1)', ['imRegistry'], ['KQL']],
  ];
  test.each(queries)('%s', async (text, names, codes) => {
    await loadKusto();
    const { functions, views } = asimOf(text);
    expect(functions.map(({ name }) => name)).toEqual(names);
    const tables = new Map(
      views.map(({ name, columns }) => [
        name,
        columns.map((each) => ({
          name: each.name,
          type: each.type === 'strings' ? ('dynamic' as const) : each.type,
        })),
      ]),
    );
    const { diagnostics } = compile(
      { name: 'q', text },
      { now: time, environment: 'sentinel', tables, functions },
    );
    expect(diagnostics.map(({ code }) => code.slice(0, 3))).toEqual(codes);
  });

  test.each<[string, string | undefined]>([
    ['imProcessCreate', "| where EventType == 'ProcessCreated'"],
    ['_ASim_ProcessEvent_Create', "| where EventType == 'ProcessCreated'"],
    ['imProcessTerminate', "| where EventType == 'ProcessTerminated'"],
    ['_ASim_ProcessEvent', undefined],
  ])('%s gives its kind of events only', (name, rows) => {
    const [made] = asimOf(name).functions;
    expect(made?.body.split('\n').find((line) => line.startsWith('| where EventType'))).toBe(rows);
  });
});
