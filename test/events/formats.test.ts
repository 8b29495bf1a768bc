// Every format on inputs that can be read by eye: what goes in, what records and problems come out.
import { describe, expect, test } from '@jest/globals';
import { isoOfTicks, ticksOfIso, toXml } from '../../src/events/index.ts';
import type { EventRecord } from '../../src/events/index.ts';
import { ChunkWriter, minimalSystem, templateRecord, type TestValue } from './evtx-writer.ts';
import { dataOf, eventAt, own, readAll, readText } from './recordings.ts';
import { cpuMilliseconds } from '../cpu-time.ts';

const NS = 'http://schemas.microsoft.com/win/2004/08/events/event';
const system = (id: string): string =>
  `<System><Provider Name='P'/><EventID>${id}</EventID><TimeCreated SystemTime='2026-01-02T03:04:05.6789012Z'/><Channel>Security</Channel></System>`;
const xmlEvent = (data: string, id = '1'): string =>
  `<Event xmlns='${NS}'>${system(id)}<EventData>${data}</EventData></Event>`;

const line = (value: unknown): string => JSON.stringify(value);

describe('times', () => {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['2023-06-01T14:03:26.6399884Z', '2023-06-01T14:03:26.6399884Z'],
    ['2021-01-14T23:41:40.145335299Z', '2021-01-14T23:41:40.1453352Z'],
    ['2026-01-01 00:00:00', '2026-01-01T00:00:00.0000000Z'],
    ['2026-01-01T00:30:00+01:30', '2025-12-31T23:00:00.0000000Z'],
    ['2026-01-01 01:00:00.5+01', '2026-01-01T00:00:00.5000000Z'],
    ['2026-01-01 01:00:00 +0100', '2026-01-01T00:00:00.0000000Z'],
    ['2026-01-01 00:00:00.000 UTC', '2026-01-01T00:00:00.0000000Z'],
    ['2026-01-01 00:00:00 CET', undefined],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.0000000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.0000000Z'],
    ['2023-02-29T00:00:00Z', undefined],
    ['2023-13-01T00:00:00Z', undefined],
    ['2023-01-01T24:00:00Z', undefined],
    ['yesterday', undefined],
    ['', undefined],
  ];
  test.each(rows)('%s', (text, expected) => {
    const ticks = ticksOfIso(text);
    expect(ticks === undefined ? undefined : isoOfTicks(ticks)).toBe(expected);
  });
});

describe('own recordings', () => {
  test('single quotes, CR LF in data, a cut event between two whole ones', () => {
    const read = own('task-created.xml');
    expect(read.problems).toMatchObject([{ file: 'task-created.xml', code: 'EVT201', number: 2 }]);
    expect(read.records.map(({ origin }) => origin.number)).toEqual([1, 3]);
    const created = eventAt(read, 1);
    expect(created.system).toMatchObject({ eventId: 4698, channel: 'Security', recordId: 7001n });
    expect(created.system.timeCreated).toBe(ticksOfIso('2026-03-02T09:15:01.2345678Z'));
    expect(dataOf(created, 'TaskContent')).toContain('?>\r\n<Task version="1.2"');
    expect(dataOf(created, 'TaskContent')).toContain('<Arguments>/q &amp; /s</Arguments>');
    expect(created.raw).toContain('/q &amp;amp; /s');
    expect(dataOf(eventAt(read, 3), 'CommandLine')).toMatch(/> nul$/);
  });

  test('double quotes, byte order mark, wrapper', () => {
    const read = own('sysmon.xml');
    expect(read.problems).toEqual([]);
    expect(read.records).toHaveLength(2);
    expect(eventAt(read, 1).system).toMatchObject({ eventId: 1, userId: 'S-1-5-18' });
    expect(eventAt(read, 1).raw).toBeUndefined();
    expect(dataOf(eventAt(read, 1), 'CommandLine')).toBe('C:\\Users\\Public\\updater.exe /q & /s');
  });
});

describe('event XML', () => {
  const cases: readonly (readonly [string, string, number, readonly string[]])[] = [
    ['one event', xmlEvent(''), 1, []],
    ['two on one line', xmlEvent('') + xmlEvent(''), 2, []],
    ['wrapper and declaration', `<?xml version="1.0"?>\n<Events>${xmlEvent('')}</Events>`, 1, []],
    [
      'numbered by evtx_dump',
      `Record 1\n<?xml version="1.0"?>\n${xmlEvent('')}\nRecord 2\n${xmlEvent('')}`,
      2,
      [],
    ],
    [
      'carried by syslog',
      `<13>Mar  2 10:15:01 ws1 ${xmlEvent('')}\n<13>Mar  2 10:15:02 ws1 ${xmlEvent('')}`,
      2,
      [],
    ],
    [
      'carried by syslog without a number',
      `Mar  2 10:15:01 web1 sysmon: ${xmlEvent('')}\n2026-03-02T10:15:02.5+01:00 web1 sysmon: ${xmlEvent('')}`,
      2,
      [],
    ],
    ['text between', `${xmlEvent('')}\nnoise\n${xmlEvent('')}`, 2, ['EVT204']],
    [
      'begins in the middle of an event',
      `x</Data></EventData></Event>\n${xmlEvent('')}`,
      1,
      ['EVT204'],
    ],
    ['last event cut', `${xmlEvent('')}\n${xmlEvent('').slice(0, 200)}`, 1, ['EVT201']],
    ['first event cut', `${xmlEvent('').slice(0, 200)}\n${xmlEvent('')}`, 1, ['EVT201']],
    ['wrong end tag', xmlEvent('<Data></Datum>'), 0, ['EVT202']],
    ['unknown entity', xmlEvent('<Data>&file;</Data>'), 0, ['EVT202']],
    ['number that is no character', xmlEvent('<Data>&#x110000;</Data>'), 0, ['EVT202']],
    ['unquoted attribute', xmlEvent('<Data Name=x>1</Data>'), 0, ['EVT202']],
    ['document type inside', `<Event><!DOCTYPE x><a/></Event>`, 0, ['EVT203']],
    [
      'document type before',
      `<!DOCTYPE x [<!ENTITY a "b">]>${xmlEvent('')}`,
      1,
      ['EVT203', 'EVT204'],
    ],
    ['no event id', `<Event xmlns='${NS}'><System/></Event>`, 0, ['EVT304']],
    ['no system', `<Event></Event>`, 0, ['EVT304']],
    [
      'part without a place',
      `<Event xmlns='${NS}'>${system('1')}<UserData><a/><b/></UserData></Event>`,
      1,
      ['EVT205'],
    ],
    ['64 deep', xmlEvent('<a>'.repeat(80) + '</a>'.repeat(80)), 0, ['EVT202']],
  ];
  test.each(cases)('%s', (_, text, count, codes) => {
    const read = readText(text);
    expect(read.problems.map(({ code }) => code)).toEqual(codes);
    expect(read.records).toHaveLength(count);
  });

  test('null, empty, repeated, unnamed, binary, nested', () => {
    const data =
      "<Data Name='a'/><Data Name='a'></Data><Data>x\r\ny</Data><Binary>0AFF</Binary>" +
      "<ComplexData Name='c'><i k='1'>&lt;</i></ComplexData><Data Name='e'><![CDATA[<&]]>&#65;</Data>";
    const read = readText(xmlEvent(data));
    expect(eventAt(read, 1).eventData).toEqual([
      { name: 'a', text: null, type: 'null' },
      { name: 'a', text: '', type: 'text' },
      { name: null, text: 'x\r\ny', type: 'text' },
      { name: null, text: '0AFF', type: 'text', element: 'Binary' },
      { name: 'c', text: "<i k='1'>&lt;</i>", type: 'xml', element: 'ComplexData' },
      { name: 'e', text: '<&A', type: 'text' },
    ]);
    const again = readText(toXml(eventAt(read, 1)));
    expect(eventAt(again, 1).eventData).toEqual(eventAt(read, 1).eventData);
  });

  test('written back in the style of Splunk', () => {
    const text =
      `<Event xmlns='${NS}'><System><Provider Name='Microsoft-Windows-TaskScheduler' Guid='{de7b24ea-73c8-4a09-985d-5bdadcfa9017}'/>` +
      `<EventID>106</EventID><Version>0</Version><Level>4</Level><Task>106</Task><Opcode>0</Opcode><Keywords>0x8000000000000000</Keywords>` +
      `<TimeCreated SystemTime='2023-06-01T14:03:26.6399884Z'/><EventRecordID>458602</EventRecordID><Correlation/>` +
      `<Execution ProcessID='2032' ThreadID='19764'/><Channel>Microsoft-Windows-TaskScheduler/Operational</Channel>` +
      `<Computer>pc.example.test</Computer><Security UserID='S-1-5-18'/></System>` +
      `<EventData Name='TaskRegisteredEvent'><Data Name='TaskName'>\\A &amp; "B"</Data></EventData></Event>`;
    expect(toXml(eventAt(readText(text), 1))).toBe(text);
  });

  test('UTF-16 with and without its mark', () => {
    const little = Buffer.from(xmlEvent("<Data Name='a'>ü</Data>"), 'utf16le');
    for (const bytes of [
      little,
      Buffer.concat([Buffer.from([0xff, 0xfe]), little]),
      Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(little).swap16()]),
    ]) {
      expect(dataOf(eventAt(readAll('x', bytes), 1), 'a')).toBe('ü');
    }
  });
});

describe('classic blocks', () => {
  const block = (time: string): string =>
    `${time}\nLogName=Security\nEventCode=4688\nMessage=m\n\tAccount Name:\talice`;

  /** The line of the time, the instant, what is told. */
  const times: readonly (readonly [string, string | undefined, readonly string[]])[] = [
    ['03/02/2026 09:15:01 AM', '2026-03-02T09:15:01.0000000Z', ['EVT303']],
    ['03/02/2026 12:15:01 AM', '2026-03-02T00:15:01.0000000Z', ['EVT303']],
    ['03/02/2026 09:15:01.234 PM', '2026-03-02T21:15:01.2340000Z', ['EVT303']],
    ['20260302091501.234567', '2026-03-02T09:15:01.2345670Z', ['EVT303']],
    ['20260302091501.000000+060', '2026-03-02T08:15:01.0000000Z', []],
    ['03/02/2026 09:15:01', undefined, ['EVT402']],
    ['03/02/2026 13:15:01 PM', undefined, ['EVT304']],
  ];
  test.each(times)('%s', (text, instant, codes) => {
    const { records, problems } = readText(block(text));
    expect(records.map((each) => 'time' in each && isoOfTicks(each.time ?? 0n))).toEqual(
      instant === undefined ? [] : [instant],
    );
    expect(problems.map(({ code }) => code)).toEqual(codes);
  });

  /** In exports the row's own time counts, and its fields stand beside those of the block. */
  const rows: readonly (readonly [string, string])[] = [
    [
      'a result',
      line({
        preview: false,
        result: {
          _raw: block('03/02/2026 10:15:01 AM'),
          _time: '2026-03-02T10:15:01.000+01:00',
          ...{ sourcetype: 'WinEventLog', host: 'ws1', Account_Name: '' },
        },
      }),
    ],
    [
      'CSV',
      `_raw,_time,sourcetype,host\n"${block('03/02/2026 10:15:01 AM')}",2026-03-02T10:15:01.000+0100,WinEventLog,ws1\n`,
    ],
    [
      'rows of values',
      line({
        fields: ['_raw', '_time', 'sourcetype', 'host'],
        rows: [
          [block('03/02/2026 10:15:01 AM'), '2026-03-02 09:15:01.000 UTC', 'WinEventLog', 'ws1'],
        ],
      }),
    ],
    [
      'columns of values',
      line({
        fields: [{ name: '_raw' }, { name: '_time' }, { name: 'sourcetype' }, { name: 'host' }],
        columns: [[block('03/02/2026 10:15:01 AM')], ['1772442901'], ['WinEventLog'], ['ws1']],
      }),
    ],
    [
      'sent to the HTTP event collector',
      line({
        ...{ time: 1772442901, host: 'ws1', sourcetype: 'WinEventLog' },
        event: block('03/02/2026 10:15:01 AM'),
      }),
    ],
  ];
  test.each(rows)('%s', (_, text) => {
    const { records, problems } = readText(text);
    expect(problems).toEqual([]);
    expect(records).toMatchObject([
      {
        kind: 'WinEventLog',
        time: ticksOfIso('2026-03-02T09:15:01Z'),
        fields: {
          EventCode: '4688',
          Account_Name: 'alice',
          host: 'ws1',
          Message: expect.any(String),
        },
      },
    ]);
  });

  test('a time of an export without zone is told once', () => {
    const row = { _raw: 'x', _time: '2026-03-02 09:15:01.000' };
    const { records, problems } = readText(`${line(row)}\n${line(row)}`);
    expect(records).toHaveLength(2);
    expect(problems.map(({ code, number }) => [code, number])).toEqual([['EVT303', 1]]);
  });

  test('header, labels, repeated labels, a block without what it needs', () => {
    const read = readText(
      [
        '03/25/2022 05:46:37 PM',
        'LogName=security',
        'EventCode=4688',
        'ComputerName=dc.example.test',
        'Message=A new process has been created.',
        '',
        'Creator Subject:',
        '\tAccount Name:\t\talice',
        'Target Subject:',
        '\tAccount Name:\t\t-',
        '\tProcess Command Line:\tcmd /c a:b',
        '03/25/2022 05:46:38 PM',
        'LogName=Security',
      ].join('\r\n'),
    );
    expect(read.problems.map(({ code, number }) => [code, number])).toEqual([
      ['EVT303', 1],
      ['EVT304', 2],
    ]);
    expect(read.records).toHaveLength(1);
    expect(read.records[0]).toMatchObject({
      kind: 'WinEventLog:Security',
      time: ticksOfIso('2022-03-25T17:46:37Z'),
      fields: {
        EventCode: '4688',
        Account_Name: ['alice', '-'],
        Message:
          'A new process has been created.\r\n\r\nCreator Subject:\r\n\tAccount Name:\t\talice\r\nTarget Subject:\r\n\tAccount Name:\t\t-\r\n\tProcess Command Line:\tcmd /c a:b',
        Process_Command_Line: 'cmd /c a:b',
      },
    });
  });
});

const psExport = {
  SourceName: 'Microsoft-Windows-Security-Auditing',
  Level: '0',
  Channel: 'security',
  Hostname: 'ws1',
  TimeCreated: '2026-01-02T03:04:05.006Z',
  EventID: 4698,
  Message: 'A scheduled task was created.',
  Task: '12804',
  TaskName: '\\T',
  TaskContent: null,
  SubjectUserName: 'alice',
};

describe('JSON', () => {
  test('blank lines, a byte order mark, CR LF, malformed lines', () => {
    const read = readText(
      `\ufeff${line(psExport)}\r\n\r\n{"EventID":\r\n7\r\n${line(psExport)}\r\n`,
    );
    expect(read.records.map(({ origin }) => origin.number)).toEqual([1, 5]);
    expect(read.problems.map(({ code, number }) => `${code} ${String(number)}`)).toEqual([
      'EVT303 1',
      'EVT301 3',
      'EVT302 4',
    ]);
  });

  /** What it is, the line, the fields that come of it, what is told of line 1. */
  const spelled: readonly (readonly [string, string, unknown, readonly string[]])[] = [
    [
      'a name twice: the first value, whatever its type',
      '{"a":1,"b":{"c":"x","c":[2]},"a":2,"\\u0061":3}',
      { a: 1, b: { c: 'x' } },
      ['EVT205 of names given again the first value counts; dropped: 1 of `c`, 2 of `a`'],
    ],
    [
      'a name twice, blanks before the colon',
      '{"a" :1, "b\\\\":2, "a" : 2}',
      { a: 1, 'b\\': 2 },
      ['EVT205 of names given again the first value counts; dropped: 1 of `a`'],
    ],
    [
      'what only looks like a name',
      '{"a":"{\\"a\\":1,\\"a\\":2}","b":"x :y"}',
      { a: '{"a":1,"a":2}', b: 'x :y' },
      [],
    ],
    ['commas before brackets', '{"a":[1,2,],"b":{},}', { a: [1, 2], b: {} }, []],
    [
      'numbers that JSON has not',
      '{"a":NaN,"b":-Infinity,"c":nan,"d":[inf]}',
      { a: 'NaN', b: '-Infinity', c: 'nan', d: ['inf'] },
      [],
    ],
    ['control characters in text', '{"a":"x\ty\u0001\\\\\tz"}', { a: 'x\ty\u0001\\\tz' }, []],
    [
      'a member called `__proto__`',
      '{"__proto__":1,"b":2,}',
      JSON.parse('{"__proto__":1,"b":2}'),
      [],
    ],
  ];
  test.each(spelled)('%s', (_, text, fields, told) => {
    const read = readText(text);
    expect(read.records).toMatchObject([{ fields, raw: text }]);
    expect(read.problems.map(({ code, message }) => `${code} ${message}`)).toEqual(told);
  });

  const unreadable = ['{"a":1,,}', '{,}', '{"a":"\\\t"}', '{"a":+1}', "{'a':1}", '{"a":undefined}'];
  test.each(unreadable)('no JSON: %s', (text) => {
    const read = readText(`{"b":1}\n${text}`);
    expect(read.records).toHaveLength(1);
    expect(read.problems.map(({ code, number }) => [code, number])).toEqual([['EVT301', 2]]);
  });

  test('PowerShell export: canonical channel, order of data, null kept', () => {
    const record = eventAt(readText(line(psExport)), 1);
    expect(record.system).toMatchObject({ channel: 'Security', level: 0, task: 12804 });
    expect(record.eventData).toEqual([
      { name: 'SubjectUserName', text: 'alice', type: 'text' },
      { name: 'TaskName', text: '\\T', type: 'text' },
      { name: 'TaskContent', text: null, type: 'null' },
    ]);
  });

  test('printed times follow the Sysmon events of the same host, also before the first of them', () => {
    const sysmon = {
      ...{
        SourceName: 'Microsoft-Windows-Sysmon',
        Channel: 'Microsoft-Windows-Sysmon/Operational',
      },
      ...{ Hostname: 'WS1', TimeCreated: '2026-01-01T20:04:00.000Z', EventID: 1 },
      UtcTime: '2026-01-02 03:03:59.750',
    };
    const read = readText(
      `${line({ ...psExport, TimeCreated: '2026-01-01T20:04:05.006Z' })}\n${line(sysmon)}`,
    );
    const times = read.records.map((each) => isoOfTicks((each as EventRecord).system.timeCreated));
    expect(times).toEqual(['2026-01-02T03:04:05.0060000Z', '2026-01-02T03:03:59.7500000Z']);
    expect(read.problems.map(({ message }) => message)).toEqual([
      "printed times are 420 minutes off Sysmon's UTC times and are corrected",
    ]);
  });

  test("NXLog: 64 bit keywords, one layer of escaping undone, EventType apart from NXLog's", () => {
    const base =
      '{"EventTime":"2026-01-01 20:00:00","EventReceivedTime":"2026-01-01 20:00:02","@timestamp":"2026-01-02T03:00:02.5Z","SeverityValue":2,' +
      '"Keywords":-9223372036854775806,"EventID":13,"SourceName":"S","Channel":"C","Hostname":"h","ProcessID":12,"ProcessId":"34",';
    const read = readText(
      `${base}"EventTypeOrignal":"INFO","EventType":"SetValue","Details":"a &amp;lt; b \\"Keywords\\":5"}\n${base}"EventType":"INFO"}`,
    );
    const first = eventAt(read, 1);
    expect(first.system).toMatchObject({ keywords: '0x8000000000000002', processId: 12, level: 4 });
    expect(isoOfTicks(first.system.timeCreated)).toBe('2026-01-02T03:00:00.0000000Z');
    expect(dataOf(first, 'EventType')).toBe('SetValue');
    expect(dataOf(first, 'Details')).toBe('a &lt; b "Keywords":5');
    expect(dataOf(first, 'ProcessId')).toBe('34');
    expect(eventAt(read, 2).eventData?.map(({ name }) => name)).toEqual(['ProcessId']);
  });

  test('NXLog 5: other names, no braces, times with a zone, keywords as text', () => {
    const record = eventAt(
      readText(
        line({
          EventTime: '2026-01-02T06:04:05.678901+03:00',
          Hostname: 'dc1',
          Keywords: '9232379236109516800',
          EventType: 'AUDIT_SUCCESS',
          SeverityValue: 2,
          EventID: 4769,
          SourceName: 'Microsoft-Windows-Security-Auditing',
          ProviderGuid: '54849625-5478-4994-A5BA-3E3B0328C30D',
          TaskValue: 14337,
          ExecutionProcessID: 596,
          ExecutionThreadID: 1748,
          Channel: 'Security',
          TargetUserName: 'alice@EXAMPLE.TEST',
          LogonGuid: 'F1720C32-F360-1638-52ED-1318CE6E6558',
          EventReceivedTime: '2026-01-02T06:04:09.514071+03:00',
          SourceModuleType: 'im_msvistalog',
          '@timestamp': '2026-01-02T05:00:00Z',
        }),
      ),
      1,
    );
    expect(record.system).toMatchObject({
      ...{ task: 14337, threadId: 1748, keywords: '0x8020000000000000' },
      providerGuid: '{54849625-5478-4994-A5BA-3E3B0328C30D}',
      timeCreated: ticksOfIso('2026-01-02T03:04:05.678901Z'),
    });
    expect(record.eventData?.map(({ name, text }) => [name, text])).toEqual([
      ['TargetUserName', 'alice@EXAMPLE.TEST'],
      ['LogonGuid', '{F1720C32-F360-1638-52ED-1318CE6E6558}'],
    ]);
  });

  test('winlogbeat 7', () => {
    const record = eventAt(
      readText(
        line({
          '@timestamp': '2026-01-02T03:04:05.006Z',
          winlog: {
            ...{ channel: 'Security', event_id: 4688, provider_name: 'P', record_id: '77' },
            ...{
              computer_name: 'ws1',
              process: { pid: 4, thread: { id: 8 } },
              keywords: ['Audit Success'],
            },
            event_data: { CommandLine: 'x', param1: 'y' },
          },
        }),
      ),
      1,
    );
    expect(record.system).toMatchObject({
      ...{
        eventId: 4688,
        recordId: 77n,
        processId: 4,
        threadId: 8,
        keywords: '0x8020000000000000',
      },
    });
    expect(record.eventData?.map(({ name, text }) => [name, text])).toEqual([
      ['CommandLine', 'x'],
      [null, 'y'],
    ]);
  });

  test('evtx_dump, pretty-printed, one after another', () => {
    const event = {
      Event: {
        System: {
          Provider: {
            '#attributes': {
              Name: 'Microsoft-Windows-Sysmon',
              Guid: '5770385F-C22A-43E0-BF4C-06F5698FFBD9',
            },
          },
          EventID: 12,
          TimeCreated: { '#attributes': { SystemTime: '2026-01-02T03:04:05.678901Z' } },
          Execution: { '#attributes': { ProcessID: 9, ThreadID: 10 } },
          Channel: 'Microsoft-Windows-Sysmon/Operational',
        },
        EventData: { EventType: 'DeleteValue', ProcessId: 5, Data: { '#text': ['a', 'b'] } },
      },
    };
    const text = JSON.stringify(event, null, 2);
    const read = readText(`${text}\n${text}\n`);
    expect(read.records).toHaveLength(2);
    const record = read.records[1] as EventRecord;
    expect(record.origin.number).toBe(text.split('\n').length + 1);
    expect(record.system.providerGuid).toBe('{5770385F-C22A-43E0-BF4C-06F5698FFBD9}');
    expect(record.eventData?.map(({ name, text: value }) => [name, value])).toEqual([
      ['EventType', 'DeleteValue'],
      ['ProcessId', '5'],
      [null, 'a'],
      [null, 'b'],
    ]);
  });

  test('Splunk export with `_raw`: the event itself; without: a neutral row', () => {
    const raw = xmlEvent("<Data Name='a'>1</Data>");
    const read = readText(
      `${line({ preview: false, result: { _raw: raw, _time: '1' } })}\n${line({ preview: false, result: { _time: '1767323045.5', host: 'h' } })}`,
    );
    expect(dataOf(eventAt(read, 1), 'a')).toBe('1');
    expect(read.records[1]).toMatchObject({
      kind: 'splunk',
      time: ticksOfIso('2026-01-02T03:04:05.5Z'),
    });
  });

  test("Log Analytics: kind is the table, union suffixes folded; the API's tables; hunting rows", () => {
    const row = {
      Type: 'SecurityEvent',
      TimeGenerated: '2026-01-02T03:04:05Z',
      EventID: 1,
      X_string: '',
      X_long: 5,
    };
    const tables = {
      tables: [
        {
          name: 'PrimaryResult',
          columns: [{ name: 'TimeGenerated' }, { name: 'Type' }],
          rows: [
            ['2026-01-02', 'Event'],
            ['2026-01-02T00:00:00Z', 'Event'],
          ],
        },
      ],
    };
    const hunting = {
      Timestamp: '2026-01-02T03:04:05Z',
      DeviceId: 'd',
      ActionType: 'ProcessCreated',
    };
    const read = readText([row, tables, hunting].map(line).join('\n'));
    expect(read.records.map((each) => 'kind' in each && each.kind)).toEqual([
      'SecurityEvent',
      'Event',
      'DeviceProcessEvents',
    ]);
    expect(read.records[0]).toMatchObject({ fields: { X: 5 } });
    expect(read.problems.map(({ code, number }) => [code, number])).toEqual([['EVT402', 2]]);
  });

  test('keys that name parts of objects do no harm', () => {
    const read = readText(
      '{"__proto__":{"polluted":1},"constructor":"x","time":"2026-01-01T00:00:00Z"}',
    );
    expect(read.records).toHaveLength(1);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('CSV', () => {
  test('quotes, line ends and commas inside fields; a short row', () => {
    const read = readText(
      '"_raw","_time",host\n"a ""b"",\nc",2026-01-02T03:04:05Z,h1\nshort\n"d",1,h2\n',
    );
    expect(read.format).toBe('csv');
    expect(read.records.map((each) => 'raw' in each && [each.raw, each.origin.number])).toEqual([
      ['a "b",\nc', 2],
      ['d', 5],
    ]);
    expect(read.problems.map(({ code, number }) => [code, number])).toEqual([['EVT401', 4]]);
  });

  test('portal times: American form read, ambiguous form and local time refused', () => {
    const utc = 'TimeGenerated [UTC],Computer,Type\n';
    const read = readText(
      `${utc}"10/25/2023, 9:43:21.994 PM",a,Event\n16/07/2026 20:26:12.030,b,Event\n`,
    );
    expect(read.records).toMatchObject([
      { kind: 'Event', time: ticksOfIso('2023-10-25T21:43:21.994Z'), fields: { Computer: 'a' } },
    ]);
    expect(read.problems.map(({ code, number }) => [code, number])).toEqual([['EVT402', 3]]);
    const local = readText('TimeGenerated [Local Time],Type\n"10/25/2023, 9:43:21.994 PM",Event\n');
    expect([local.records.length, local.problems[0]?.code]).toEqual([0, 'EVT402']);
  });

  test("Kibana: a dash is no value, but where it may be the event's own; times with a zone only", () => {
    const data = ['CommandLine', 'TargetUserName', 'Image'].map(
      (each) => `winlog.event_data.${each}`,
    );
    const header = ['@timestamp', 'winlog.event_id', 'winlog.channel', 'host.name', ...data].join();
    const read = readText(
      `${header}\n2026-03-02T09:15:01.234Z,4688,Security,-,a,-,-\n"Mar 2, 2026 @ 10:15:01.234",1,Security,-,-,-,-\n2026-03-02T09:15:01Z,-,-,h,-,-,-\n`,
    );
    expect(read.records).toMatchObject([
      {
        system: {
          eventId: 4688,
          channel: 'Security',
          timeCreated: ticksOfIso('2026-03-02T09:15:01.234Z'),
        },
        eventData: [
          { name: 'CommandLine', text: 'a' },
          { name: 'TargetUserName', text: '-' },
        ],
      },
      { kind: 'csv' },
    ]);
    expect(read.problems.map(({ code, number }) => [code, number])).toEqual([['EVT402', 3]]);
  });
});

const bytes = (hexadecimal: string): Buffer => Buffer.from(hexadecimal, 'hex');

describe('EVTX', () => {
  const values: readonly (readonly [string, TestValue, readonly (string | null)[], string])[] = [
    ['null', [0x00, bytes('')], [null], 'null'],
    ['text', [0x01, Buffer.from('aü\0', 'utf16le')], ['aü'], 'text'],
    ['empty text', [0x01, bytes('')], [''], 'text'],
    ['lone surrogate', [0x01, bytes('00d8')], ['\ud800'], 'text'],
    ['ansi', [0x02, bytes('41fc00')], ['Aü'], 'ansi'],
    ['int8', [0x03, bytes('ff')], ['-1'], 'int8'],
    ['uint8', [0x04, bytes('ff')], ['255'], 'uint8'],
    ['int16', [0x05, bytes('feff')], ['-2'], 'int16'],
    ['uint16', [0x06, bytes('feff')], ['65534'], 'uint16'],
    ['int32', [0x07, bytes('ffffffff')], ['-1'], 'int32'],
    ['uint32', [0x08, bytes('ffffffff')], ['4294967295'], 'uint32'],
    ['int64', [0x09, bytes('ffffffffffffffff')], ['-1'], 'int64'],
    ['uint64', [0x0a, bytes('ffffffffffffffff')], ['18446744073709551615'], 'uint64'],
    ['real32', [0x0b, bytes('0000003f')], ['0.5'], 'real32'],
    ['real64', [0x0c, bytes('000000000000e03f')], ['0.5'], 'real64'],
    ['bool of four bytes', [0x0d, bytes('01000000')], ['true'], 'bool'],
    ['binary', [0x0e, bytes('0aff')], ['0AFF'], 'binary'],
    [
      'guid',
      [0x0f, bytes('ea247bdec873094a985d5bdadcfa9017')],
      ['{de7b24ea-73c8-4a09-985d-5bdadcfa9017}'],
      'guid',
    ],
    ['pointer of 4', [0x10, bytes('9a000000')], ['0x9a'], 'pointer'],
    ['pointer of 8', [0x10, bytes('9a00000001000000')], ['0x10000009a'], 'pointer'],
    ['filetime', [0x11, bytes('01803ed5deb19d01')], ['1970-01-01T00:00:00.0000001Z'], 'filetime'],
    [
      'systemtime',
      [0x12, bytes('ea07010005000200030004000500060 0'.replace(' ', ''))],
      ['2026-01-02T03:04:05.006Z'],
      'systemtime',
    ],
    [
      'sid',
      [0x13, bytes('010200000000000520000000 20020000'.replace(' ', ''))],
      ['S-1-5-32-544'],
      'sid',
    ],
    ['hex32 unpadded', [0x14, bytes('e7030000')], ['0x3e7'], 'hex32'],
    ['hex64 unpadded', [0x15, bytes('e703000000000000')], ['0x3e7'], 'hex64'],
    ['text array', [0x81, Buffer.from('a\0b\0\0', 'utf16le')], ['a', 'b', ''], 'text'],
    ['uint16 array', [0x86, bytes('01000200')], ['1', '2'], 'uint16'],
    ['hex64 array', [0x95, bytes('01000000000000000200000000000000')], ['0x1', '0x2'], 'hex64'],
  ];
  test.each(values)('%s', (_, value, texts, type) => {
    const chunk = new ChunkWriter();
    chunk.record(() => {
      templateRecord(chunk, [value, [0x01, Buffer.from('after', 'utf16le')]]);
    });
    const read = readAll('x', chunk.file());
    expect(read.problems).toEqual([]);
    expect(eventAt(read, 1).eventData).toEqual([
      ...texts.map((text) => ({ name: 'v0', text, type })),
      { name: 'v1', text: 'after', type: 'text' },
    ]);
  });

  test('a record without template, in a file whose header counts no chunk', () => {
    const chunk = new ChunkWriter();
    chunk.record(() =>
      chunk.element('Event', () => {
        minimalSystem(chunk, '7');
      }),
    );
    const read = readAll('x', chunk.file(0));
    expect(eventAt(read, 1).system).toMatchObject({
      eventId: 7,
      channel: 'Security',
      provider: 'Test',
    });
  });

  const hostile: readonly (readonly [string, (chunk: ChunkWriter) => void, string])[] = [
    [
      'value longer than the record',
      (c) => c.element('Event', () => c.u8(0x05, 0x01).u16(60000)),
      'EVT102',
    ],
    ['name outside of the chunk', (c) => c.u8(0x01).u32(0).u32(0xfffffff0), 'EVT102'],
    ['unknown token', (c) => c.element('Event', () => c.u8(0x3f)), 'EVT102'],
    ['template outside of the chunk', (c) => c.u8(0x0c, 1).u32(7).u32(0xfffffff0), 'EVT102'],
    [
      'count of values that cannot be',
      (c) => {
        templateRecord(c, []);
        c.at -= 4;
        c.u32(0xffffffff);
      },
      'EVT102',
    ],
    [
      'elements without end',
      (c) => {
        for (let depth = 0; depth < 40; depth++) c.u8(0x01).u32(0).name('a').u8(0x02);
      },
      'EVT102',
    ],
    ['no element', () => undefined, 'EVT102'],
    ['no Event', (c) => c.element('Other', () => undefined), 'EVT304'],
    [
      'template that contains itself',
      (c) => {
        c.u8(0x0c, 1)
          .u32(7)
          .u32(c.at + 4);
        const definition = c.at;
        c.raw(Buffer.alloc(20)).u32(11);
        c.u8(0x0c, 1).u32(7).u32(definition).u8(0).u32(0);
      },
      'EVT102',
    ],
  ];
  test.each(hostile)('%s: reported, the next record is read', (_, write, code) => {
    const chunk = new ChunkWriter();
    chunk.record(() => {
      write(chunk);
    });
    chunk.record(() =>
      chunk.element('Event', () => {
        minimalSystem(chunk, '7');
      }),
    );
    const read = readAll('x', chunk.file());
    expect(read.problems.map((each) => [each.code, each.number])).toEqual([[code, 1]]);
    expect(eventAt(read, 2).system.eventId).toBe(7);
  });

  test('a record size of nothing ends the chunk, the next chunk is read', () => {
    const first = new ChunkWriter();
    first.record(() =>
      first.element('Event', () => {
        minimalSystem(first, '7');
      }),
    );
    const second = Buffer.from(first.bytes);
    first.bytes.writeUInt32LE(0, 516);
    const read = readAll('x', Buffer.concat([first.file(), second]));
    expect(read.problems.map(({ code, offset }) => [code, offset])).toEqual([
      ['EVT101', 4096 + 512],
    ]);
    expect(read.records).toHaveLength(1);
  });

  test('substitutions that multiply are stopped', () => {
    const chunk = new ChunkWriter();
    chunk.record(() => {
      chunk
        .u8(0x0c, 1)
        .u32(7)
        .u32(chunk.at + 4);
      const body = 4 * 4000 + 1;
      chunk.raw(Buffer.alloc(20)).u32(body);
      for (let index = 0; index < 4000; index++) chunk.u8(0x0e).u16(0).u8(1);
      chunk.u8(0).u32(1).u16(20000).u8(1, 0).raw(Buffer.alloc(20000, 0x41));
    });
    const started = cpuMilliseconds();
    const read = readAll('x', chunk.file());
    expect(read.problems).toMatchObject([
      { code: 'EVT102', message: 'content that grows beyond measure' },
    ]);
    expect(cpuMilliseconds() - started).toBeLessThan(2000);
  });
});
