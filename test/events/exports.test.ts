// What APIs, portals and storage deliver, as small texts: which records come out, of which kind and time, what is said.
import { describe, expect, test } from '@jest/globals';
import {
  isoOfTicks,
  tableOf,
  tableViews,
  ticksOfIso,
  type AnyRecord,
} from '../../src/events/index.ts';
import { readText } from './recordings.ts';

const line = (value: unknown): string => JSON.stringify(value);

/** `kind time a=b`, with the fields that are asked for. */
function facts(record: AnyRecord, names: readonly string[]): string {
  if (!('fields' in record)) return 'a Windows event';
  const time = record.time === undefined ? '-' : (isoOfTicks(record.time) ?? '-').slice(0, 19);
  const told = names.map((name) => `${name}=${line(record.fields[name])}`);
  return [record.kind, time, ...told].join(' ');
}

const trail = {
  eventVersion: '1.09',
  eventSource: 'iam.amazonaws.com',
  eventName: 'CreateUser',
  awsRegion: 'us-east-1',
  eventTime: '2026-03-02T09:15:01Z',
};
const insight = {
  eventVersion: '1.07',
  eventType: 'AwsCloudTrailInsight',
  awsRegion: 'us-east-1',
  eventTime: '2026-03-02T09:15:01Z',
  insightDetails: { state: 'Start' },
};
const office = {
  CreationTime: '2026-03-02T09:15:01',
  Operation: 'New-InboxRule',
  OrganizationId: 'o',
  RecordType: 1,
};
const process = {
  Timestamp: '2026-03-02T09:15:01.1234567Z',
  DeviceId: 'd',
  ActionType: 'ProcessCreated',
  FileName: 'a.exe',
};
const at = '2026-03-02T09:15:01';
const created = `aws:cloudtrail ${at} eventName="CreateUser"`;

/** What it is, the file, the fields asked for, the records. */
type Case = readonly [string, unknown, readonly string[], readonly string[]];

describe('envelopes', () => {
  const cases: readonly Case[] = [
    ['EventBridge', { 'detail-type': 'AWS API Call', detail: trail }, ['eventName'], [created]],
    [
      'EventBridge with something else inside',
      { 'detail-type': 'Scheduled', detail: { a: 1 }, time: `${at}Z` },
      ['detail'],
      [`json ${at} detail={"a":1}`],
    ],
    [
      'lookup-events',
      { Events: [{ EventName: 'CreateUser', CloudTrailEvent: line(trail) }] },
      ['eventName'],
      [created],
    ],
    [
      'CloudTrail Lake',
      { QueryResultRows: [Object.entries(trail).map(([name, text]) => ({ [name]: text }))] },
      ['eventName'],
      [created],
    ],
    [
      'a notification of SNS in a message of SQS',
      {
        Messages: [{ MessageId: 'm', Body: line({ Type: 'Notification', Message: line(trail) }) }],
      },
      ['eventName'],
      [created],
    ],
    [
      'messages as a function gets them',
      { Records: [{ messageId: 'm', body: line({ Records: [trail, trail] }) }] },
      ['eventName'],
      [created, created],
    ],
    [
      'a message about something else',
      { Type: 'Notification', Message: '{"a":1}', Timestamp: `${at}Z` },
      ['Message'],
      [`json ${at} Message="{\\"a\\":1}"`],
    ],
    [
      'CloudWatch Logs Insights, a record and a row of fields',
      {
        results: [
          [
            { field: '@timestamp', value: '2026-03-02 09:20:00.000' },
            { field: '@message', value: line(trail) },
            { field: '@ptr', value: 'p' },
          ],
          [
            { field: '@timestamp', value: '2026-03-02 09:15:01.000' },
            { field: 'eventName', value: 'CreateUser' },
          ],
        ],
        status: 'Complete',
      },
      ['eventName', '@ptr'],
      [`${created} @ptr=undefined`, `json ${at} eventName="CreateUser" @ptr=undefined`],
    ],
    [
      'rows of Athena',
      { eventtime: `${at}Z`, eventname: 'CreateUser' },
      ['eventname'],
      [`json ${at} eventname="CreateUser"`],
    ],
    [
      'CloudWatch, a record and another line',
      {
        messageType: 'DATA_MESSAGE',
        logEvents: [
          { id: '1', timestamp: 1772442901000, message: line(trail) },
          { id: '2', timestamp: 1772442901000, message: 'START' },
        ],
      },
      ['eventName'],
      [created, `json ${at} eventName=undefined`],
    ],
    [
      'a bucket with an insight among calls',
      { Records: [trail, insight] },
      ['eventType'],
      [
        `aws:cloudtrail ${at} eventType=undefined`,
        `aws:cloudtrail ${at} eventType="AwsCloudTrailInsight"`,
      ],
    ],
    [
      'records that are a part of something',
      { time: `${at}Z`, records: [{ a: 1 }] },
      ['records'],
      [`json ${at} records=[{"a":1}]`],
    ],
    [
      'the unified audit log as objects',
      [
        {
          RecordType: 'ExchangeAdmin',
          CreationDate: '3/2/2026 9:15:01 AM',
          AuditData: line(office),
        },
      ],
      ['Operation'],
      [`o365:management:activity ${at} Operation="New-InboxRule"`],
    ],
    [
      'Filebeat',
      { '@timestamp': '2026-03-02T10:00:00Z', event: { original: line(trail) } },
      ['eventName'],
      [created],
    ],
    [
      'Graph with a stranger in the list',
      { '@odata.context': 'x', value: [{ createdDateTime: `${at}Z`, a: 1 }, { a: 2 }] },
      ['a'],
      [`json ${at} a=1`, 'json - a=2'],
    ],
    [
      'Microsoft Graph PowerShell',
      [{ CreatedDateTime: `${at}Z`, UserPrincipalName: 'u', AppId: 'x', IpAddress: '192.0.2.1' }],
      [],
      [`azure:aad:signin ${at}`],
    ],
    [
      "a subscription's activity",
      {
        records: [
          { time: `${at}Z`, resourceId: '/S/1', category: 'Administrative', operationName: 'O' },
        ],
      },
      ['operationName'],
      [`azure:monitor:activity ${at} operationName="O"`],
    ],
    [
      'a subscription, in American time',
      {
        records: [
          {
            time: '3/2/2026 9:15:01 AM',
            resourceId: '/S/1',
            category: 'Policy',
            operationName: 'O',
          },
        ],
      },
      [],
      [`azure:monitor:activity ${at}`],
    ],
    [
      "inputs of Elastic's pipeline tests",
      { events: [{ event: { original: line(office) }, o365audit: office }] },
      ['Operation'],
      [`o365:management:activity ${at} Operation="New-InboxRule"`],
    ],
    [
      'logs of a resource',
      { time: `${at}Z`, resourceId: '/S/1', category: 'AuditEvent', operationName: 'SecretGet' },
      [],
      [`azure:monitor:resource ${at}`],
    ],
  ];
  test.each(cases)('%s', (_, value, names, expected) => {
    const { records, problems } = readText(line(value));
    expect(problems).toEqual([]);
    expect(records.map((each) => facts(each, names))).toEqual(expected);
  });
});

describe('layouts of one file', () => {
  test.each<[string, string]>([
    ['an array, an item on each line', `[\n${line(trail)},\n${line(trail)}\n]\n`],
    ['the same, beginning on the first line', `[${line(trail)},\n${line(trail)}]`],
    ['the same, in an envelope', `{"Records":[\r\n${line(trail)},\r\n${line(trail)}\r\n]}`],
    ['lines with commas', `${line(trail)},\n${line(trail)},\n`],
    ['lines with commas, without the last', `${line(trail)},\n${line(trail)}\n`],
    ['lines of objects', `${line(trail)}\n${line(trail)}\n`],
    ['lines of arrays', `[${line(trail)}]\n[${line(trail)}]\n`],
    ['values behind each other', line({ Records: [trail] }) + line({ Records: [trail] })],
    ['spread over lines', `${JSON.stringify(trail, null, 2)}\n${JSON.stringify(trail, null, 2)}`],
  ])('%s', (_, text) => {
    const { records, problems } = readText(text);
    expect(records.map((each) => facts(each, ['eventName']))).toEqual([created, created]);
    expect(problems).toEqual([]);
  });
});

describe('times of other JSON', () => {
  const cases: readonly (readonly [string, unknown, string])[] = [
    ['seconds', { time: 1772442901 }, at],
    ['seconds with a fraction, as text', { time: '1772442901.5' }, at],
    ['milliseconds', { timestamp: 1772442901234 }, at],
    ['nanoseconds, as text', { ts: '1772442901234567890' }, at],
    ['a number of another length is none', { time: 17724429012 }, '-'],
    ['the first that can be read', { timestamp: 'yesterday', time: `${at}Z` }, at],
  ];
  test.each(cases)('%s', (_, value, expected) => {
    expect(readText(line(value)).records.map((each) => facts(each, []))).toEqual([
      `json ${expected}`,
    ]);
  });
});

describe('Log Analytics, Azure Data Explorer and advanced hunting', () => {
  const event = ['2026-03-02T09:15:01Z', 4688, 'Security', 'P', '4688 - x'];
  const names = ['TimeGenerated', 'EventID', 'Channel', 'EventSourceName', 'Activity'];
  const cases: readonly Case[] = [
    [
      "advanced hunting's API",
      { Stats: {}, Schema: [{ Name: 'Timestamp' }], Results: [process, process] },
      ['FileName'],
      Array.from({ length: 2 }, () => `DeviceProcessEvents ${at} FileName="a.exe"`),
    ],
    [
      "Graph's hunting queries",
      { '@odata.context': 'x', schema: [{ name: 'Timestamp' }], results: [process] },
      [],
      [`DeviceProcessEvents ${at}`],
    ],
    [
      "Defender's stream to an event hub",
      {
        records: [
          {
            time: '2026-03-02T09:16:00Z',
            tenantId: 't',
            operationName: 'Publish',
            category: 'AdvancedHunting-DeviceFileEvents',
            properties: { ...process, ActionType: 'FileCreated' },
          },
        ],
      },
      ['ActionType'],
      [`DeviceFileEvents ${at} ActionType="FileCreated"`],
    ],
    [
      'rows that do not name their table',
      { tables: [{ columns: names.map((name) => ({ name })), rows: [event] }] },
      ['EventID'],
      [`SecurityEvent ${at} EventID=4688`],
    ],
    [
      'a result of columns that no one table has',
      {
        tables: [
          {
            columns: [{ name: 'TimeGenerated' }, { name: 'n' }],
            rows: [['2026-03-02T09:15:01Z', 3]],
          },
        ],
      },
      ['n'],
      [`json ${at} n=3`],
    ],
    [
      'Azure Data Explorer, first version',
      {
        Tables: [
          { Columns: names.map((ColumnName) => ({ ColumnName })), Rows: [event] },
          { Columns: [{ ColumnName: 'Value' }], Rows: [['{}']] },
          {
            Columns: ['Ordinal', 'Kind', 'Name'].map((ColumnName) => ({ ColumnName })),
            Rows: [
              [0, 'QueryResult', 'PrimaryResult'],
              [1, 'QueryProperties', '@ExtendedProperties'],
            ],
          },
        ],
      },
      ['Activity'],
      [`SecurityEvent ${at} Activity="4688 - x"`],
    ],
    [
      'Azure Data Explorer, frames',
      [
        { FrameType: 'DataSetHeader', Version: 'v2.0' },
        {
          FrameType: 'DataTable',
          TableKind: 'QueryProperties',
          Columns: [{ ColumnName: 'Value' }],
          Rows: [['x']],
        },
        {
          FrameType: 'DataTable',
          TableKind: 'PrimaryResult',
          Columns: names.map((ColumnName) => ({ ColumnName })),
          Rows: [event],
        },
        { FrameType: 'DataSetCompletion' },
      ],
      [],
      [`SecurityEvent ${at}`],
    ],
    [
      'a table known by its name, the time in another column',
      { Type: 'SigninLogs', CreatedDateTime: `${at}Z` },
      [],
      [`SigninLogs ${at}`],
    ],
    ['a type that is no table', { Type: 'Info', timestamp: `${at}Z` }, [], [`json ${at}`]],
    [
      "the portal's marks as keys",
      { Type: 'OfficeActivity', 'Start_Time [UTC]': '3/2/2026, 9:15:01.000 AM' },
      [],
      [`OfficeActivity ${at}`],
    ],
  ];
  test.each(cases)('%s', (_, value, asked, expected) => {
    const { records, problems } = readText(line(value));
    expect(problems).toEqual([]);
    expect(records.map((each) => facts(each, asked))).toEqual(expected);
  });

  test('times without a zone, and their mark gone, are UTC and told of once', () => {
    const row = { TimeGenerated: '3/2/2026, 9:15:01.000 AM', Type: 'Event' };
    const wrong = { TimeGenerated: '3/2/2026, 14:15:01.000 PM', Type: 'Event' };
    const { records, problems } = readText(JSON.stringify([row, row, wrong], null, 1));
    expect(records.map((each) => facts(each, ['TimeGenerated']))).toEqual(
      Array.from({ length: 2 }, () => `Event ${at} TimeGenerated="${at}.0000000Z"`),
    );
    expect(problems.map(({ code, severity }) => `${code} ${severity}`)).toEqual([
      'EVT303 warning',
      'EVT402 error',
    ]);
  });

  test.each<[string, string]>([
    ['ProcessCreated', 'DeviceProcessEvents'],
    ['ProcessCreatedUsingWmiQuery', 'DeviceEvents'],
    ['ConnectionSuccessAggregatedReport', 'DeviceNetworkEvents'],
    ['DnsConnectionInspected', 'DeviceNetworkEvents'],
    ['InboundConnectionAccepted', 'DeviceNetworkEvents'],
    ['FileCreatedAggregatedReport', 'DeviceFileEvents'],
    ['LogonAttempted', 'DeviceLogonEvents'],
    ['RegistryKeyRenamed', 'DeviceRegistryEvents'],
    ['ScheduledTaskCreated', 'DeviceEvents'],
    ['RemoteDesktopConnection', 'DeviceEvents'],
  ])('%s is reported in %s', (ActionType, table) => {
    const [record] = readText(line({ ...process, ActionType })).records;
    expect(record).toMatchObject({ kind: table });
  });

  test('a row without the time of every table has the one that it was read at', () => {
    const { records } = readText(line({ Type: 'SigninLogs', CreatedDateTime: `${at}Z` }));
    const view = tableViews('sentinel').find(({ name }) => name === 'SigninLogs');
    if (!view) throw new Error('no view');
    const { columns, rows } = tableOf(view, records);
    const time = columns.findIndex(({ name }) => name === 'TimeGenerated');
    expect(rows[0]?.[time]).toBe(ticksOfIso(`${at}Z`));
  });
});

describe('CSV', () => {
  const cases: readonly Case[] = [
    [
      'semicolons, a decimal comma',
      'timestamp;host;value\r\n2026-03-02T09:15:01Z;h;1,5\r\n',
      ['host', 'value'],
      [`csv ${at} host="h" value="1,5"`],
    ],
    [
      'the separator named for Excel',
      'sep=;\r\ntime;a\r\n1772442901;x\r\n',
      ['a'],
      [`csv ${at} a="x"`],
    ],
    ['tabs', 'eventTime\tname\n2026-03-02T09:15:01Z\ta b\n', ['name'], [`csv ${at} name="a b"`]],
    [
      'text behind a closing quote',
      'time,a,b\n1772442901,"x"y,z\n',
      ['a', 'b'],
      [`csv ${at} a="xy" b="z"`],
    ],
    [
      'the unified audit log',
      `#TYPE Selected\r\nCreationDate,UserIds,AuditData\r\n3/2/2026 9:15:01 AM,u,"${line(office).replaceAll('"', '""')}"\r\n`,
      ['Operation'],
      [`o365:management:activity ${at} Operation="New-InboxRule"`],
    ],
    [
      'advanced hunting',
      'Timestamp,DeviceId,ActionType,FileName\n2026-03-02T09:15:01.1234567Z,d,FileRenamed,a\n',
      ['FileName'],
      [`DeviceFileEvents ${at} FileName="a"`],
    ],
    [
      'a narrow blank before PM',
      'TimeGenerated [UTC],Type\n"3/2/2026, 9:15:01.000\u202fAM",Event\n',
      [],
      [`Event ${at}`],
    ],
    [
      'days first, because one row proves it',
      'TimeGenerated [UTC],Type\n"02/03/2026, 09:15:01.000",Event\n"16/03/2026, 09:15:01.000",Event\n',
      [],
      [`Event ${at}`, 'Event 2026-03-16T09:15:01'],
    ],
    [
      'days first, by the small letters',
      'TimeGenerated [UTC],Type\n"02/03/2026, 9:15:01.000 am",Event\n',
      [],
      [`Event ${at}`],
    ],
    ['dots', 'TimeGenerated [UTC],Type\n"2.3.2026, 09:15:01.000",Event\n', [], [`Event ${at}`]],
    [
      'the year first',
      'TimeGenerated [UTC],Type\n2026/3/2 9:15:01.000,Event\n',
      [],
      [`Event ${at}`],
    ],
  ];
  test.each(cases)('%s', (_, text, names, expected) => {
    const { format, records, problems } = readText(String(text));
    expect(problems).toEqual([]);
    expect([format, ...records.map((each) => facts(each, names))]).toEqual(['csv', ...expected]);
  });

  const told: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
    [
      'an index without a name, a name twice',
      ',time,a,a\n0,1772442901,x,y\n',
      [`csv ${at} a="x"`],
      ['EVT205 warning 1: columns without a name of their own are left out: 1, 4 (`a` again)'],
    ],
    [
      'no header',
      '2026-03-02T09:15:01Z,ws1,4688\n2026-03-02T09:15:02Z,ws1,4689\n',
      [],
      ['EVT401 error 1: the first row has values where names of columns should be; add a header'],
    ],
    [
      'cut inside quotes',
      'time,a\n1772442901,x\n1772442902,"y\nz',
      [`csv ${at} a="x"`],
      ['EVT401 error 3: the text ends inside quotes'],
    ],
    [
      'both orders of days and months',
      'TimeGenerated [UTC],Type\n"13/3/2026, 09:15:01",Event\n"3/13/2026, 09:15:01",Event\n',
      [],
      [2, 3].map(
        (row) =>
          `EVT402 error ${String(row)}: \`${row === 2 ? '13/3' : '3/13'}/2026, 09:15:01\` in \`TimeGenerated\` does not tell day from month; export with ISO 8601 times`,
      ),
    ],
  ];
  test.each(told)('%s: told', (_, text, expected, problems) => {
    const read = readText(text);
    expect(read.records.map((each) => facts(each, ['a']))).toEqual(expected);
    expect(
      read.problems.map(
        ({ code, severity, number, message }) =>
          `${code} ${severity} ${String(number)}: ${message}`,
      ),
    ).toEqual(problems);
  });
});
