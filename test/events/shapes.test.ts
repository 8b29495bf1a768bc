// One event as different tools write it: which record comes out. And what looks like events and is none.
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
    ['winlogbeat', JSON.stringify(beat)],
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
    ['EvtxECmd without its payload', JSON.stringify({ ...evtxECmd, Payload: '{' }), 'EVT304'],
  ];
  test.each(cases)('%s', (_, text, code) => {
    const { records, problems } = readText(text);
    expect(records).toEqual([]);
    expect(problems.map((each) => `${each.code} ${each.severity}`)).toEqual([`${code} error`]);
  });
});
