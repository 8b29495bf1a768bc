// One event as different tools write it: which record comes out. And what looks like events and is none.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { isoOfTicks, type EventRecord } from '../../src/events/index.ts';
import { readText } from './recordings.ts';

const time = '2026-03-02T09:15:01.2345678Z';
const guid = '54849625-5478-4994-a5ba-3e3b0328c30d';
const PROVIDER = 'Microsoft-Windows-Security-Auditing';
const fields = {
  SubjectUserSid: 'S-1-5-18',
  SubjectUserName: 'WS1$',
  SubjectDomainName: 'CORP',
  SubjectLogonId: '0x3e7',
  TaskName: '\\Updater',
  TaskContent: '<Task/>',
};
const named = Object.entries(fields).map(([name, text]) => ({ '@Name': name, '#text': text }));

const rest = {
  EventID: 4698,
  Level: 0,
  Task: 12804,
  Channel: 'Security',
  Computer: 'ws1',
  EventRecordID: 7,
};
const dumped = {
  Event: {
    '#attributes': { xmlns: 'http://schemas.microsoft.com/win/2004/08/events/event' },
    System: {
      Provider: { '#attributes': { Name: PROVIDER, Guid: guid } },
      TimeCreated: { '#attributes': { SystemTime: time } },
      Keywords: '0x8020000000000000',
      ...rest,
    },
    EventData: fields,
  },
};
const dumpedApart = {
  Event: {
    Event_attributes: {},
    System: {
      Provider: null,
      Provider_attributes: { Name: PROVIDER, Guid: guid },
      TimeCreated: null,
      TimeCreated_attributes: { SystemTime: time },
      Keywords: '0x8020000000000000',
      ...rest,
    },
    EventData: fields,
  },
};
const converted = {
  Event: {
    '@xmlns': 'http://schemas.microsoft.com/win/2004/08/events/event',
    System: {
      Provider: { '@Name': PROVIDER, '@Guid': `{${guid}}` },
      ...rest,
      EventID: { '@Qualifiers': '', '#text': '4698' },
      TimeCreated: { '@SystemTime': time },
      Keywords: '0x8020000000000000',
    },
    EventData: { Data: named },
  },
};
const velociraptorXml = {
  System: {
    Provider: { Name: PROVIDER, Guid: guid },
    ...rest,
    EventID: { Value: 4698 },
    TimeCreated: { SystemTime: Number('1772442901.2345678') },
    Keywords: 2 ** 63 + 2 ** 53,
  },
  EventData: fields,
  Message: 'A scheduled task was created.',
};
const velociraptorHunt = {
  EventTime: time,
  Computer: 'ws1',
  Channel: 'Security',
  Provider: PROVIDER,
  EventID: 4698,
  EventRecordID: 7,
  UserSID: null,
  EventData: fields,
  Message: 'A scheduled task was created.',
};
const evtxECmd = {
  PayloadData1: 'Task: \\Updater',
  Computer: 'ws1',
  Payload: JSON.stringify({ EventData: { Data: named } }),
  Channel: 'Security',
  Provider: PROVIDER,
  EventId: 4698,
  EventRecordId: '7',
  Level: 'LogAlways',
  Keywords: 'Audit success',
  TimeCreated: '2026-03-02T09:15:01.2345678+00:00',
  RecordNumber: 1,
};
const getWinEvent = {
  Id: 4698,
  Version: 0,
  Level: 0,
  Task: 12804,
  RecordId: 7,
  ProviderName: PROVIDER,
  ProviderId: guid,
  LogName: 'Security',
  MachineName: 'ws1',
  UserId: null,
  TimeCreated: '2026-03-02T10:15:01.2345678+01:00',
  Properties: Object.values(fields).map((value, at) => ({
    Value: at === 0 ? { BinaryLength: 12, AccountDomainSid: null, Value: value } : value,
  })),
  Message: 'A scheduled task was created.',
};
const wazuh = {
  timestamp: '2026-03-02T09:15:02.000+0000',
  data: {
    win: {
      system: {
        providerName: PROVIDER,
        providerGuid: `{${guid}}`,
        eventID: '4698',
        systemTime: time,
        channel: 'Security',
        computer: 'ws1',
        eventRecordID: '7',
        message: '"A scheduled task was created."',
      },
      eventdata: Object.fromEntries(
        Object.entries(fields).map(([name, text]) => [
          name.charAt(0).toLowerCase() + name.slice(1),
          text,
        ]),
      ),
    },
  },
};
const beat = {
  '@timestamp': time,
  winlog: {
    event_id: 4698,
    channel: 'Security',
    provider_name: PROVIDER,
    computer_name: 'ws1',
    record_id: 7,
    event_data: fields,
  },
};

const nxlogEvent = {
  EventTime: '2026-03-02 09:15:01.234567',
  Hostname: 'ws1',
  Keywords: '9232379236109516800',
  EventType: 'AUDIT_SUCCESS',
  SeverityValue: 2,
  EventID: 4698,
  SourceName: PROVIDER,
  ProviderGuid: guid,
  TaskValue: 12804,
  RecordNumber: 7,
  Channel: 'Security',
  ...fields,
  EventReceivedTime: '2026-03-02 09:15:02.000000',
  '@timestamp': '2026-03-02T09:15:02.000Z',
};
const gelf = {
  version: '1.1',
  host: 'ws1',
  short_message: 'A scheduled task was created.',
  timestamp: Number('1772442901.234567'),
  level: 6,
  ...Object.fromEntries(
    Object.entries(nxlogEvent)
      .filter(([name]) => !['EventTime', 'Hostname', '@timestamp'].includes(name))
      .map(([name, value]) => [`_${name}`, value]),
  ),
};
const fluentd = {
  ProviderName: PROVIDER,
  ProviderGUID: guid,
  EventID: '4698',
  Qualifiers: '',
  Level: '0',
  Task: '12804',
  Opcode: '0',
  Keywords: '0x8020000000000000',
  TimeCreated: '2026/03/02 09:15:01.234567800',
  EventRecordID: '7',
  ThreadID: '8',
  Channel: 'Security',
  Computer: 'ws1',
  UserID: '',
  Version: '0',
  Description: 'A scheduled task was created.',
  EventData: Object.values(fields),
};
const sumo = {
  TimeCreated: '2026-03-02T09:15:01+234567800Z',
  EventID: '4698',
  Task: 12804,
  Correlation: '',
  Keywords: 'Audit Success',
  Channel: 'Security',
  Opcode: 'Info',
  Security: '',
  Provider: { Guid: `{${guid}}`, Name: PROVIDER },
  EventRecordID: 7,
  Execution: { ThreadID: 8, ProcessID: 4 },
  Version: 0,
  Computer: 'ws1',
  Level: 'Informational',
  EventData: fields,
};
const openTelemetry = {
  channel: 'Security',
  computer: 'ws1',
  event_data: { data: Object.entries(fields).map(([name, text]) => ({ [name]: text })) },
  event_id: { id: 4698, qualifiers: 0 },
  keywords: ['Audit Success'],
  level: 'Information',
  provider: { guid: `{${guid}}`, name: PROVIDER, event_source: '' },
  record_id: 7,
  system_time: time,
};
const xml =
  "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>" +
  `<Provider Name='${PROVIDER}' Guid='{${guid}}'/><EventID>4698</EventID><TimeCreated SystemTime='${time}'/>` +
  '<EventRecordID>7</EventRecordID><Channel>Security</Channel><Computer>ws1</Computer></System><EventData>' +
  Object.entries(fields)
    .map(([name, text]) => `<Data Name='${name}'>${text.replaceAll('<', '&lt;')}</Data>`)
    .join('') +
  '</EventData></Event>';
const dotted = (value: object, path = ''): Record<string, unknown[]> =>
  Object.fromEntries(
    Object.entries(value).flatMap(([name, each]: [string, unknown]) =>
      typeof each === 'object' && each !== null
        ? Object.entries(dotted(each, `${path}${name}.`))
        : [[`${path}${name}`, [each]]],
    ),
  );
const doubled = Object.fromEntries(
  Object.entries(fields).map(([name, text]) => [
    name.charAt(0).toLowerCase() + name.slice(1),
    text.replaceAll('\\', '\\\\'),
  ]),
);

const csvRow = (row: Record<string, unknown>): string =>
  [Object.keys(row), Object.values(row)]
    .map((cells) => cells.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(','))
    .join('\r\n');

describe('the same event', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['evtx_dump', JSON.stringify(dumped)],
    ['evtx_dump, attributes apart', JSON.stringify(dumpedApart)],
    ['XML converted to JSON, pretty-printed in an array', JSON.stringify([converted], null, 2)],
    ['Velociraptor, parsed log', JSON.stringify(velociraptorXml)],
    ['Velociraptor, hunt', JSON.stringify(velociraptorHunt)],
    ['EvtxECmd, JSON', JSON.stringify(evtxECmd)],
    ['EvtxECmd, CSV', csvRow(evtxECmd)],
    ['Get-WinEvent of PowerShell 7', JSON.stringify(getWinEvent, null, 2)],
    [
      'Get-WinEvent of Windows PowerShell',
      JSON.stringify({ ...getWinEvent, TimeCreated: '/Date(1772442901234)/' }),
    ],
    ['Wazuh alert', JSON.stringify(wazuh)],
    ['Wazuh event', JSON.stringify(wazuh.data)],
    [
      'Wazuh, backslashes doubled',
      JSON.stringify({ win: { ...wazuh.data.win, eventdata: doubled } }),
    ],
    [
      'Velociraptor, hunt with seconds',
      JSON.stringify({ ...velociraptorHunt, EventTime: Number('1772442901.2345678') }),
    ],
    ['NXLog 5', JSON.stringify(nxlogEvent)],
    ['NXLog as GELF', JSON.stringify(gelf)],
    [
      'NXLog behind a BSD syslog head',
      `<14>Mar  2 09:15:02 ws1 nxWinEvt[12]: ${JSON.stringify(nxlogEvent)}`,
    ],
    [
      'NXLog behind a syslog head of RFC 5424',
      `<14>1 2026-03-02T09:15:02.1Z ws1 app 12 - - ${JSON.stringify(nxlogEvent)}`,
    ],
    ['Fluentd', JSON.stringify(fluentd)],
    ['Sumo Logic', JSON.stringify(sumo)],
    [
      'flattened by Zircolite',
      JSON.stringify({
        ...{ Provider_Name: PROVIDER, Guid: guid, EventID: 4698, Channel: 'Security' },
        ...{ Computer: 'ws1', EventRecordID: 7, SystemTime: time, ProcessID: 4, row_id: 1 },
        ...fields,
      }),
    ],
    ["OpenTelemetry's receiver", JSON.stringify(openTelemetry)],
    [
      'JSON in a message',
      JSON.stringify({ '@timestamp': '2026-03-02T10:00:00Z', message: JSON.stringify(nxlogEvent) }),
    ],
    [
      'XML in a message',
      JSON.stringify({ '@timestamp': '2026-03-02T10:00:00Z', message: `${xml}\n` }),
    ],
    [
      'XML to JSON, all events under one name',
      JSON.stringify({ Events: { '@xmlns': 'e', Event: [converted.Event] } }),
    ],
    ['winlogbeat', JSON.stringify(beat)],
    [
      'Elastic Agent, time in winlog',
      JSON.stringify({
        '@timestamp': '2026-03-02T10:00:00Z',
        winlog: { ...beat.winlog, time_created: time },
      }),
    ],
    [
      "winlogbeat with the event's XML",
      JSON.stringify({
        ...beat,
        event: { original: xml },
        winlog: { ...beat.winlog, event_data: { TaskName: 'cut' } },
      }),
    ],
    ["a test of Elastic's pipelines", JSON.stringify({ events: [beat] }, null, 2)],
    ['names with dots', JSON.stringify({ _index: 'w', fields: dotted(beat) })],
    [
      'winlogbeat out of Elasticsearch',
      JSON.stringify({ _index: 'winlogbeat-7', _id: 'a', _source: beat }),
    ],
    [
      "Elasticsearch's search result",
      JSON.stringify({ took: 1, hits: { total: 1, hits: [{ _index: 'w', _source: beat }] } }),
    ],
    [
      'a detection of chainsaw',
      JSON.stringify({
        group: 'Sigma',
        kind: 'individual',
        document: { kind: 'evtx', path: 'a', data: dumpedApart },
      }),
    ],
    [
      'detections of chainsaw together',
      JSON.stringify([{ kind: 'aggregate', documents: [{ kind: 'evtx', data: dumped }] }]),
    ],
  ];
  test.each(cases)('%s', (_, text) => {
    const { records, problems } = readText(text);
    expect(problems).toEqual([]);
    expect(records).toHaveLength(1);
    const { system, eventData } = records[0] as EventRecord;
    expect(system).toMatchObject({
      provider: PROVIDER,
      eventId: 4698,
      channel: 'Security',
      computer: 'ws1',
      recordId: 7n,
    });
    expect(isoOfTicks(system.timeCreated)).toMatch(/^2026-03-02T09:15:01\.234/);
    expect(system.providerGuid ?? `{${guid}}`).toBe(`{${guid}}`);
    expect(system.keywords ?? '0x8020000000000000').toBe('0x8020000000000000');
    expect(
      Object.fromEntries((eventData ?? []).map(({ name, text: value }) => [name, value])),
    ).toEqual(fields);
  });
});

describe('names by place', () => {
  const exported = (Id: number, LogName: string, values: readonly unknown[], more = {}): string =>
    JSON.stringify({
      ...{ ...getWinEvent, Id, LogName, ...more },
      Properties: values.map((Value) => ({ Value })),
    });
  const texts = (count: number): string[] =>
    Array.from({ length: count }, (_, at) => `v${String(at)}`);
  const system = 'System';
  const sysmon = 'Microsoft-Windows-Sysmon/Operational';

  /** What it is, the export, names of some places, the element of user data. */
  const cases: readonly (readonly [string, string, Readonly<Record<number, string>>])[] = [
    [
      '4624 of Windows 10',
      exported(4624, 'Security', texts(27)),
      { 0: 'SubjectUserSid', 20: 'ImpersonationLevel', 22: 'TargetOutboundUserName' },
    ],
    [
      '4624 of Windows 11',
      exported(4624, 'Security', texts(28)),
      { 22: 'RemoteCredentialGuard', 27: 'ElevatedToken' },
    ],
    [
      '4768 of 2025',
      exported(4768, 'Security', texts(24)),
      { 13: 'CertThumbprint', 14: 'ResponseTicket', 23: 'PreAuthEncryptionType' },
    ],
    ['4688 of Windows 8', exported(4688, 'Security', texts(9)), { 8: 'CommandLine' }],
    [
      'Sysmon 1 of version 10',
      exported(1, sysmon, texts(22)),
      { 9: 'OriginalFileName', 10: 'CommandLine' },
    ],
    ['Sysmon 1 of version 9', exported(1, sysmon, texts(21)), { 8: 'Company', 9: 'CommandLine' }],
    ['Sysmon 22', exported(22, sysmon, texts(9)), { 4: 'QueryName', 8: 'User' }],
    ['service installed', exported(7045, system, texts(5)), { 0: 'ServiceName', 1: 'ImagePath' }],
    [
      'state of a service, and bytes',
      exported(7036, system, ['a', 'b', [10, 255]]),
      { 0: 'param1', 1: 'param2' },
    ],
  ];
  test.each(cases)('%s', (_, text, names) => {
    const { records, problems } = readText(text);
    expect(problems).toEqual([]);
    const { eventData } = records[0] as EventRecord;
    for (const [at, name] of Object.entries(names))
      expect(eventData?.[Number(at)]?.name).toBe(name);
  });

  test('bytes are the binary part of the event', () => {
    const { records } = readText(exported(7036, system, ['a', 'b', [10, 255]]));
    expect((records[0] as EventRecord).eventData?.at(-1)).toEqual({
      ...{ name: null, text: '0AFF', type: 'text', element: 'Binary' },
    });
  });

  test('user data', () => {
    const { records, problems } = readText(exported(1102, 'Security', texts(4)));
    expect(problems).toEqual([]);
    expect((records[0] as EventRecord).userData).toEqual({
      ...{ name: 'LogFileCleared', attributes: [] },
      children: ['SubjectUserSid', 'SubjectUserName', 'SubjectDomainName', 'SubjectLogonId'].map(
        (name, at) => ({ name, attributes: [], children: [`v${String(at)}`] }),
      ),
    });
  });

  test('a count that no version has', () => {
    const { records, problems } = readText(exported(4624, 'Security', texts(22)));
    expect((records[0] as EventRecord).eventData?.[0]?.name).toBeNull();
    expect(problems.map(({ code, severity }) => `${code} ${severity}`)).toEqual(['EVT205 note']);
  });

  test('events of the older log have no names to lose', () => {
    const { records, problems } = readText(exported(1, 'Application', texts(2), { Qualifiers: 0 }));
    expect((records[0] as EventRecord).eventData).toHaveLength(2);
    expect(problems).toEqual([]);
  });

  test('versions of an event leave out names of the longest, each another count', () => {
    const file = new URL('../../src/events/formats/json/data/event-layouts.json', import.meta.url);
    const layouts = JSON.parse(readFileSync(file, 'utf8')) as Record<
      string,
      Record<string, object>
    >;
    for (const [channel, events] of Object.entries(layouts)) {
      for (const [id, written] of Object.entries(events)) {
        const versions = (
          Array.isArray(written) ? written : (Object.values(written)[0] as string[])
        ).map((each: string) => each.split(','));
        const counts = versions.map(({ length }) => length);
        expect([channel, id, counts]).toEqual([
          channel,
          id,
          [...new Set(counts)].sort((a, b) => b - a),
        ]);
        for (const version of versions)
          expect([channel, id, versions[0]?.filter((name) => version.includes(name))]).toEqual([
            ...[channel, id, version],
          ]);
      }
    }
  });
});

test('values without names stay so where the layout is not known', () => {
  const { records, problems } = readText(JSON.stringify({ ...getWinEvent, Id: 1234 }));
  expect((records[0] as EventRecord).eventData?.map(({ name }) => name)).toEqual(
    new Array(6).fill(null),
  );
  expect(problems.map(({ code, severity }) => `${code} ${severity}`)).toEqual(['EVT205 note']);
});

test('keywords whose last digits are lost are left out', () => {
  const raw = JSON.stringify([getWinEvent]).replace(
    '"Level"',
    '"Keywords":-9223372036854775807,"Level"',
  );
  const keywords = (text: string): unknown =>
    (readText(text).records[0] as EventRecord).system.keywords;
  expect(keywords(raw)).toBe('0x8000000000000001');
  expect(keywords(`{"hits":{"hits":${raw}}}`)).toBeUndefined();
  expect(keywords(raw.replace('6854775807', '6854776000'))).toBeUndefined();
});

test('Fluent Bit: local time with its zone, to the second; names by place', () => {
  const { records, problems } = readText(
    JSON.stringify({
      ...{ ProviderName: PROVIDER, ProviderGuid: `{${guid}}`, Qualifiers: '', EventID: 4698 },
      ...{ Version: 0, Level: 0, Task: 12804, Opcode: 0, Keywords: '0x8020000000000000' },
      ...{ TimeCreated: '2026-03-02 10:15:01 +0100', EventRecordID: 7, ProcessID: 4, ThreadID: 8 },
      ...{ Channel: 'Security', Computer: 'ws1', UserID: 'NT AUTHORITY\\SYSTEM', Message: 'm' },
      StringInserts: Object.values(fields),
    }),
  );
  expect(problems).toEqual([]);
  const { system, eventData } = records[0] as EventRecord;
  expect(isoOfTicks(system.timeCreated)).toBe('2026-03-02T09:15:01.0000000Z');
  expect(eventData?.map(({ name }) => name)).toEqual(Object.keys(fields));
});

describe("data that Elastic's pipelines moved is put back", () => {
  const winlog = {
    ...{ channel: 'Microsoft-Windows-Sysmon/Operational', computer_name: 'ws1', record_id: '7' },
    provider_name: 'Microsoft-Windows-Sysmon',
  };
  /** What it is, the event id, the rest of the document, the event's data. */
  const cases: readonly (readonly [string, string, object, Readonly<Record<string, string>>])[] = [
    [
      'a process',
      '1',
      {
        process: {
          ...{ entity_id: '{a}', pid: 12, executable: 'C:\\a.exe', command_line: 'a /b' },
          ...{ working_directory: 'C:\\', pe: { original_file_name: 'A.EXE', imphash: 'ef' } },
          hash: { sha1: 'ab', md5: 'cd' },
          parent: { entity_id: '{p}', pid: 4, executable: 'C:\\p.exe', command_line: 'p' },
        },
        user: { domain: 'CORP', name: 'alice' },
        event_data: { LogonId: '0x1', Company: 'c' },
      },
      {
        ...{ UtcTime: '2026-03-02 09:15:01.234', ProcessGuid: '{a}', ProcessId: '12' },
        ...{ Image: 'C:\\a.exe', Company: 'c', OriginalFileName: 'A.EXE', CommandLine: 'a /b' },
        ...{ CurrentDirectory: 'C:\\', User: 'CORP\\alice', LogonId: '0x1' },
        ...{ Hashes: 'SHA1=AB,MD5=CD,IMPHASH=EF', ParentProcessGuid: '{p}', ParentProcessId: '4' },
        ...{ ParentImage: 'C:\\p.exe', ParentCommandLine: 'p' },
      },
    ],
    [
      'a registry value, a number',
      '13',
      {
        registry: { path: 'HKU\\x', data: { type: 'SZ_DWORD', strings: ['4'] } },
        event_data: { EventType: 'SetValue' },
      },
      {
        ...{ EventType: 'SetValue', UtcTime: '2026-03-02 09:15:01.234' },
        ...{ TargetObject: 'HKU\\x', Details: 'DWORD (0x00000004)' },
      },
    ],
    [
      'a connection',
      '3',
      {
        network: { transport: 'tcp', direction: 'egress' },
        source: { ip: '10.0.0.1', port: 1 },
        destination: { ip: '10.0.0.2', port: 443, domain: 'd' },
      },
      {
        ...{ UtcTime: '2026-03-02 09:15:01.234', Protocol: 'tcp', Initiated: 'true' },
        ...{ SourceIp: '10.0.0.1', SourcePort: '1', DestinationIp: '10.0.0.2' },
        ...{ DestinationHostname: 'd', DestinationPort: '443' },
      },
    ],
  ];
  test.each(cases)(
    '%s',
    (_, eventId, { event_data, ...rest }: { event_data?: object }, expected) => {
      const text = JSON.stringify({
        ...{ '@timestamp': '2026-03-02T09:15:01.234Z', ...rest },
        winlog: { ...winlog, event_id: eventId, ...(event_data && { event_data }) },
      });
      const { records, problems } = readText(text);
      expect(problems.map(({ code, severity }) => `${code} ${severity}`)).toEqual(['EVT205 note']);
      const data = (records[0] as EventRecord).eventData ?? [];
      expect(data.map(({ name, text: value }) => [name, value])).toEqual(Object.entries(expected));
    },
  );
});

test("a pipeline's message gives back the data of 4103", () => {
  const text = JSON.stringify({
    '@timestamp': time,
    message: 'CommandInvocation(a): "a"\n\n\nContext:\n  Severity = x\n\n\nUser Data:\n',
    winlog: {
      ...{ channel: 'Microsoft-Windows-PowerShell/Operational', event_id: '4103' },
      provider_name: 'Microsoft-Windows-PowerShell',
    },
  });
  const { records } = readText(text);
  const data = (records[0] as EventRecord).eventData ?? [];
  expect(data.map(({ name, text: value }) => [name, value?.trim()])).toEqual([
    ['ContextInfo', 'Severity = x'],
    ['UserData', ''],
    ['Payload', 'CommandInvocation(a): "a"'],
  ]);
});

test('a document whose data a pipeline removed is told', () => {
  const { records, problems } = readText(
    JSON.stringify({ '@timestamp': time, ecs: {}, winlog: { event_id: '600', channel: 'c' } }),
  );
  expect(records).toHaveLength(1);
  expect(problems.map(({ code, severity }) => `${code} ${severity}`)).toEqual(['EVT205 note']);
});

describe('user data', () => {
  const cleared = {
    ...{ SubjectUserSid: 'S-1-5-18', SubjectUserName: 'a', BackupPath: 'C:\\x' },
  };
  const children = Object.entries(cleared).map(([name, text]) => ({
    name,
    attributes: [],
    children: [text],
  }));
  const system = {
    ...{ Provider_attributes: { Name: 'Microsoft-Windows-Eventlog' }, EventID: 1102 },
    ...{ TimeCreated_attributes: { SystemTime: time }, Channel: 'Security', Computer: 'ws1' },
  };
  const cases: readonly (readonly [string, object])[] = [
    [
      'Wazuh',
      {
        win: {
          system: { ...wazuh.data.win.system, eventID: '1102' },
          logFileCleared: {
            ...{ subjectUserSid: 'S-1-5-18', subjectUserName: 'a', backupPath: 'C:\\\\x' },
          },
        },
      },
    ],
    [
      'winlogbeat',
      {
        ...beat,
        winlog: {
          ...{ channel: 'Security', event_id: '1102', provider_name: 'p' },
          user_data: { ...cleared, xml_name: 'LogFileCleared' },
        },
      },
    ],
    ['evtx_dump', { Event: { System: system, UserData: { LogFileCleared: cleared } } }],
    [
      'Sumo Logic',
      { ...sumo, EventID: '1102', EventData: {}, UserData: { LogFileCleared: cleared } },
    ],
  ];
  test.each(cases)('%s', (_, value) => {
    const { records, problems } = readText(JSON.stringify(value));
    expect(problems).toEqual([]);
    expect((records[0] as EventRecord).eventData).toBeUndefined();
    expect((records[0] as EventRecord).userData).toEqual({
      ...{ name: 'LogFileCleared', attributes: [], children },
    });
  });

  test('attributes beside their elements, elements that repeat', () => {
    const UserData = {
      Wire: {
        ...{ 'xmlns:auto-ns3': 'urn:e', Action_attributes: { name: 'NoProxy' } },
        ...{ URL: 'http://x', URL_attributes: { scheme: 'http' } },
        ...{ Header: 'a', Header_1: 'b', Header_2: 'c', Sub_1: 'd' },
      },
    };
    const { records } = readText(JSON.stringify({ Event: { System: system, UserData } }));
    const leaf = (name: string, text: string): object => ({
      ...{ name, attributes: [], children: [text] },
    });
    expect((records[0] as EventRecord).userData).toEqual({
      ...{ name: 'Wire', attributes: [['xmlns:auto-ns3', 'urn:e']] },
      children: [
        { name: 'Action', attributes: [['name', 'NoProxy']], children: [] },
        { name: 'URL', attributes: [['scheme', 'http']], children: ['http://x'] },
        ...['a', 'b', 'c'].map((text) => leaf('Header', text)),
        leaf('Sub_1', 'd'),
      ],
    });
  });
});

describe('no events', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    [
      'Hayabusa, JSON',
      '{"Timestamp":"2026-03-02 09:15:01.234 +00:00","RuleTitle":"Task","Level":"info","Computer":"ws1","Channel":"Sec","EventID":4698,"RecordID":7,"Details":{}}',
      'EVT305',
    ],
    [
      'Hayabusa, CSV',
      'Timestamp,RuleTitle,Level,Computer,Channel,EventID,RecordID,Details\r\n"2026-03-02 09:15:01",Task,info,ws1,Sec,4698,7,x',
      'EVT305',
    ],
    [
      'event viewer, CSV',
      'Level,Date and Time,Source,Event ID,Task Category\r\nInformation,3/2/2026 10:15:01 AM,Security-Auditing,4698,Other,"A task\r\nwas created."',
      'EVT305',
    ],
    [
      'Export-Csv',
      '#TYPE System.Diagnostics.Eventing.Reader.EventLogRecord\r\n"Message","Id","ProviderName","LogName","MachineName","TimeCreated"\r\n"a","4698","P","Security","ws1","3/2/2026 10:15:01 AM"',
      'EVT305',
    ],
    [
      'Get-WinEvent, too shallow',
      JSON.stringify({
        ...getWinEvent,
        Properties: ['System.Diagnostics.Eventing.Reader.EventProperty'],
      }),
      'EVT304',
    ],
    [
      'Get-WinEvent, local time',
      JSON.stringify({ ...getWinEvent, TimeCreated: '2026-03-02T10:15:01' }),
      'EVT304',
    ],
    [
      'Export-Clixml',
      '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04"></Objs>',
      'EVT001',
    ],
    [
      'wevtutil, text',
      'Event[0]:\r\n  Log Name: Security\r\n  Date: 2026-03-02T10:15:01.234\r\n',
      'EVT001',
    ],
    [
      'Format-List',
      '\n\nTimeCreated  : 3/2/2026 10:15:01 AM\nId           : 4698\nMessage      : a, b\n',
      'EVT001',
    ],
    [
      'Format-Table',
      '\n   ProviderName: P\n\nTimeCreated         Id LevelDisplayName Message\n-----------\n',
      'EVT001',
    ],
    ['evtxexport, text', 'evtxexport 20221101\n\nEvent number\t\t\t: 1\n', 'EVT001'],
    [
      "Splunk's XML",
      "<?xml version='1.0' encoding='UTF-8'?>\n<results preview='0'>\n</results>",
      'EVT001',
    ],
    [
      'prefixed names',
      "<?xml version='1.0'?><e:Events xmlns:e='x'><e:Event></e:Event></e:Events>",
      'EVT001',
    ],
    ['classic blocks without times', 'LogName=Security\nSourceName=x\nEventCode=4688\n', 'EVT001'],
    ['EvtxECmd without its payload', JSON.stringify({ ...evtxECmd, Payload: '{' }), 'EVT304'],
  ];
  test.each(cases)('%s', (_, text, code) => {
    const { records, problems } = readText(text);
    expect(records).toEqual([]);
    expect(problems.map((each) => `${each.code} ${each.severity}`)).toEqual([`${code} error`]);
  });
});
