// Rows of the views for one 4698, 4688, Sysmon 1 and Sysmon 13, typed by hand; and what tables are made of.
import { describe, expect, test } from '@jest/globals';
import {
  allViews,
  exportView,
  fileProfileColumns,
  INGESTION_TIME,
  prerequisitesOf,
  readFileProfiles,
  splunkEvents,
  tableOf,
  tableViews,
  ticksOfIso,
  usualContext,
} from '../../src/events/index.ts';
import type { Type } from '../../src/plan/types.ts';
import { taskContentJson } from '../../src/events/views/task-content.ts';
import { fit } from '../../src/events/views/fit.ts';
import { tableMappings } from '../../src/events/views/views.ts';
import type { AnyRecord, ViewTable } from '../../src/events/index.ts';
import { own, readText, real, realTest } from './recordings.ts';

const tasks = own('task-created.xml').records;
const sysmon = own('sysmon.xml').records;

/** Filled cells of each row, by column. */
function filled(
  table: Pick<ViewTable, 'columns'> & { rows: Iterable<readonly unknown[]> },
): Record<string, unknown>[] {
  return [...table.rows].map((row) =>
    Object.fromEntries(
      table.columns
        .map(({ name }, index): [string, unknown] => [name, row[index]])
        .filter(([, value]) => value !== null && value !== ''),
    ),
  );
}

function rowsOf(
  platform: 'sentinel' | 'defender',
  name: string,
  records: readonly AnyRecord[],
): Record<string, unknown>[] {
  const view = tableViews(platform).find((each) => each.name === name);
  if (!view) throw new Error(`no view ${name}`);
  return filled(tableOf(view, records));
}

const created = ticksOfIso('2026-03-02T09:15:01.2345678Z');
const started = ticksOfIso('2026-03-02T09:15:00.12Z');
const minute = 600_000_000n;

describe('SecurityEvent', () => {
  const [task, process] = rowsOf('sentinel', 'SecurityEvent', [...tasks, ...sysmon]);

  test('4698: no column for the task, everything in EventData, escaped once', () => {
    const { EventData, ...columns } = task ?? {};
    expect(columns).toEqual({
      TenantId: usualContext.tenantId,
      TimeGenerated: created,
      [INGESTION_TIME]: (created ?? 0n) + minute,
      SourceSystem: 'OpsManager',
      Type: 'SecurityEvent',
      Computer: 'ws1.example.test',
      Channel: 'Security',
      EventSourceName: 'Microsoft-Windows-Security-Auditing',
      EventID: 4698,
      Activity: '4698 - A scheduled task was created.',
      Task: 12804,
      Level: '0',
      Version: 1,
      Opcode: '0',
      Keywords: '0x8020000000000000',
      EventRecordId: '7001',
      SystemProcessId: 748,
      SystemThreadId: 1204,
      Account: 'EXAMPLE\\alice',
      AccountType: 'User',
      SubjectAccount: 'EXAMPLE\\alice',
      SubjectUserSid: 'S-1-5-21-1-2-3-1001',
      SubjectUserName: 'alice',
      SubjectDomainName: 'EXAMPLE',
      SubjectLogonId: '0x3e7a1',
    });
    expect(EventData).toMatch(
      /^<EventData xmlns="http:\/\/schemas.microsoft.com\/win\/2004\/08\/events\/event">\r\n {2}<Data Name="SubjectUserSid">S-1-5-21-1-2-3-1001<\/Data>\r\n/,
    );
    expect(EventData).toContain('<Data Name="TaskName">\\Updater</Data>\r\n');
    expect(EventData).toContain('&lt;Arguments&gt;/q &amp;amp; /s&lt;/Arguments&gt;\r\n');
    expect(EventData).toMatch(/<\/Data>\r\n<\/EventData>$/);
  });

  test('4688: all data in columns, EventData empty', () => {
    expect(process).toMatchObject({
      TimeGenerated: started,
      EventID: 4688,
      Activity: '4688 - A new process has been created.',
      NewProcessId: '0x1018',
      ProcessId: '0xbbc',
      Process: 'schtasks.exe',
      ParentProcessName: 'C:\\Windows\\System32\\cmd.exe',
      CommandLine: 'schtasks /create /tn Updater /xml C:\\Users\\Public\\t.xml > nul',
      TargetAccount: '-\\-',
      TokenElevationType: '%%1938',
    });
    expect(process).not.toHaveProperty('EventData');
  });

  test('only the Security log', () => {
    expect(rowsOf('sentinel', 'SecurityEvent', sysmon)).toEqual([]);
    expect(rowsOf('sentinel', 'Event', tasks)).toEqual([]);
  });
});

describe('WindowsEvent and Event', () => {
  test('WindowsEvent: data as an object, not escaped', () => {
    const [row] = rowsOf('sentinel', 'WindowsEvent', tasks);
    const data = JSON.parse(String(row?.['EventData'])) as Record<string, string>;
    expect(Object.keys(data).slice(3, 6)).toEqual(['SubjectLogonId', 'TaskName', 'TaskContent']);
    expect(data['TaskContent']).toContain('<Command>C:\\Users\\Public\\updater.exe</Command>');
    expect(row).toMatchObject({
      EventLevel: 0,
      EventLevelName: 'Information',
      EventRecordId: '7001',
    });
  });

  test('Event: fixed order and prefix inside a DataItem', () => {
    const [, row] = rowsOf('sentinel', 'Event', sysmon);
    expect(row).toMatchObject({
      Source: 'Microsoft-Windows-Sysmon',
      EventID: 13,
      EventLevelName: 'Information',
    });
    expect(row?.['EventData']).toMatch(
      /^<DataItem type="System.XmlData" time="2026-03-02T09:15:01.2400000Z" sourceHealthServiceId="[-0-9a-f]{36}"><EventData xmlns="[^"]+"><Data Name="RuleName">-<\/Data><Data Name="EventType">SetValue<\/Data>/,
    );
    expect(row?.['ParameterXml']).toMatch(/^<Param>-<\/Param><Param>SetValue<\/Param>/);
  });
});

const device = {
  DeviceName: 'ws1.example.test',
  DeviceId: '6b8ac1e6a1ad1a4c0c4f5b3d6b7ddc23f6a1f0e8',
};

describe('Device tables', () => {
  test('DeviceProcessEvents from Sysmon 1: service host without its folder, hashes apart', () => {
    const [row] = rowsOf('defender', 'DeviceProcessEvents', sysmon);
    const { DeviceId, ...columns } = row ?? {};
    expect(DeviceId).toMatch(/^[0-9a-f]{40}$/);
    expect(columns).toEqual({
      Timestamp: ticksOfIso('2026-03-02T09:15:00.13Z'),
      [INGESTION_TIME]: (ticksOfIso('2026-03-02T09:15:00.13Z') ?? 0n) + minute,
      DeviceName: device.DeviceName,
      ReportId: 90n,
      ActionType: 'ProcessCreated',
      FileName: 'updater.exe',
      FolderPath: 'C:\\Users\\Public\\updater.exe',
      ProcessId: 4120n,
      ProcessCommandLine: 'C:\\Users\\Public\\updater.exe /q & /s',
      ProcessCreationTime: ticksOfIso('2026-03-02T09:15:00.125Z'),
      ProcessIntegrityLevel: 'System',
      ProcessVersionInfoOriginalFileName: 'Upd.exe',
      LogonId: 999n,
      AccountName: 'system',
      AccountDomain: 'nt authority',
      SHA1: '00aa',
      MD5: '11bb',
      SHA256: '22cc',
      InitiatingProcessFileName: 'svchost.exe',
      InitiatingProcessFolderPath: 'c:\\windows\\system32\\svchost.exe',
      InitiatingProcessCommandLine: 'svchost.exe -k netsvcs -p -s Schedule',
      InitiatingProcessId: 1100n,
      InitiatingProcessAccountName: 'system',
      InitiatingProcessAccountDomain: 'nt authority',
    });
  });

  test('DeviceProcessEvents from 4688: the account is the subject where no target is named', () => {
    expect(rowsOf('sentinel', 'DeviceProcessEvents', tasks)).toMatchObject([
      {
        TimeGenerated: started,
        ProcessId: 4120n,
        InitiatingProcessId: 3004n,
        AccountName: 'alice',
        AccountDomain: 'example',
        AccountSid: 'S-1-5-21-1-2-3-1001',
        ProcessIntegrityLevel: 'Medium',
        ProcessTokenElevation: 'TokenElevationTypeLimited',
        InitiatingProcessFileName: 'cmd.exe',
        LogonId: 255905n,
      },
    ]);
  });

  test('DeviceRegistryEvents from Sysmon 13', () => {
    expect(rowsOf('defender', 'DeviceRegistryEvents', sysmon)).toMatchObject([
      {
        ActionType: 'RegistryValueSet',
        RegistryKey:
          'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Schedule\\TaskCache\\Tree\\Updater',
        RegistryValueName: 'Index',
        RegistryValueType: 'Dword',
        RegistryValueData: '3',
        InitiatingProcessFileName: 'svchost.exe',
        InitiatingProcessId: 1100n,
      },
    ]);
  });

  test('DeviceEvents from 4698: the definition as JSON in a text; text in Defender, dynamic in Sentinel', () => {
    const [row] = rowsOf('defender', 'DeviceEvents', tasks);
    expect(row).toMatchObject({
      ActionType: 'ScheduledTaskCreated',
      InitiatingProcessAccountName: 'alice',
    });
    const fields = JSON.parse(String(row?.['AdditionalFields'])) as Record<string, string>;
    expect(fields['TaskName']).toBe('\\Updater');
    expect(JSON.parse(fields['TaskContent'] ?? '')).toEqual({
      '@version': '1.2',
      Triggers: '',
      Actions: {
        '@Context': 'Author',
        Exec: { Command: 'C:\\Users\\Public\\updater.exe', Arguments: '/q & /s' },
      },
    });
    const types = (['defender', 'sentinel'] as const).map(
      (platform) =>
        tableViews(platform)
          .find(({ name }) => name === 'DeviceEvents')
          ?.columns.find(({ name }) => name === 'AdditionalFields')?.type,
    );
    expect(types).toEqual(['string', 'dynamic']);
  });

  test.each<[string, string, unknown]>([
    [
      'a prefix for the namespace of tasks',
      `<t:Task xmlns:t='http://schemas.microsoft.com/windows/2004/02/mit/task'><t:Actions><t:Exec><t:Command>a</t:Command></t:Exec></t:Actions></t:Task>`,
      { Actions: { Exec: { Command: 'a' } } },
    ],
    [
      'a prefix that changes its meaning inside',
      `<t:Task xmlns:t='http://schemas.microsoft.com/windows/2004/02/mit/task'><t:Data xmlns:t='urn:x'>b</t:Data></t:Task>`,
      { 't:Data': 'b' },
    ],
    ['a prefix that nothing declares', '<Task><x:Data>c</x:Data></Task>', { 'x:Data': 'c' }],
  ])('task definitions in Defender: %s', (_, xml, expected) => {
    expect(JSON.parse(taskContentJson(xml) ?? '')).toEqual(expected);
  });

  test('all of them are analogues, no Sentinel log table is', () => {
    for (const view of allViews()) expect(view.analogue).toBe(view.name.startsWith('Device'));
  });
});

describe('Splunk', () => {
  const table = splunkEvents([...tasks, ...sysmon], [{ ...usualContext, index: 'wineventlog' }]);
  const [task, process, , registry] = filled(table);

  test('4698: fields as the add-on extracts them, values escaped as in `_raw`', () => {
    expect(task).toMatchObject({
      _time: 1772442901.234,
      _indextime: 1772442961,
      index: 'wineventlog',
      source: 'XmlWinEventLog:Security',
      sourcetype: 'XmlWinEventLog',
      host: 'ws1.example.test',
      dest: 'ws1.example.test',
      EventCode: '4698',
      EventID: '4698',
      Name: 'Microsoft-Windows-Security-Auditing',
      Computer: 'ws1.example.test',
      SystemTime: '2026-03-02T09:15:01.2345678Z',
      ProcessID: '748',
      ClientProcessId: '4120',
      TaskName: '\\Updater',
    });
    expect(task?.['TaskContent']).toContain(
      '&lt;Command&gt;C:\\Users\\Public\\updater.exe&lt;/Command&gt;',
    );
    expect(task?.['EventData_Xml']).toContain("<Data Name='TaskName'>\\Updater</Data>");
    expect(task?.['_raw']).toMatch(/^<Event xmlns='.*<\/Event>$/s);
  });

  test('nine digits of the time stay as they were printed', () => {
    expect(process?.['SystemTime']).toBe('2026-03-02T09:15:00.120000000Z');
    expect(process?.['CommandLine']).toMatch(/ &gt; nul$/);
  });

  test('Sysmon read from double-quoted XML is stored in single quotes', () => {
    expect(registry).toMatchObject({
      EventCode: '13',
      Details: 'DWORD (0x00000003)',
      UserID: 'S-1-5-18',
    });
    expect(registry?.['_raw']).toContain("<Data Name='EventType'>SetValue</Data>");
  });

  test('a repeated name makes the column a list throughout', () => {
    const xml = (data: string): string =>
      `<Event><System><EventID>1</EventID><TimeCreated SystemTime='2026-01-01T00:00:00Z'/></System><EventData>${data}</EventData></Event>`;
    const { records } = readText(
      xml("<Data Name='a'>1</Data><Data Name='a'>2</Data>") +
        xml("<Data Name='a'>3</Data><Data Name='b'></Data>"),
    );
    const { columns, rows } = splunkEvents(records);
    const at = columns.findIndex(({ name }) => name === 'a');
    expect(columns[at]).toEqual({ name: 'a', type: 'strings' });
    expect([...rows].map((row) => row[at])).toEqual([['1', '2'], ['3']]);
    expect(columns.some(({ name }) => name === 'b')).toBe(false);
  });

  test("other JSON: members and items of lists by Splunk's names", () => {
    const { records } = readText(
      '{"time":"2026-01-01T00:00:00Z","a":{"b":1},"c":[{"d":"x"},{"d":"y"}]}\n',
    );
    expect(filled(splunkEvents(records))[0]).toMatchObject({
      ...{ sourcetype: '_json', 'a.b': '1', 'c{}.d': ['x', 'y'], _time: 1767225600 },
    });
  });
});

describe('exported rows', () => {
  test('go into their own table, cells fitted to its types', () => {
    const { records } = readText(
      '{"Type":"SecurityEvent","TimeGenerated":"2026-01-01T00:00:00Z","EventID":"4688","Account":"a","Unknown":1}\n',
    );
    expect(rowsOf('sentinel', 'SecurityEvent', records)).toEqual([
      {
        Type: 'SecurityEvent',
        TimeGenerated: ticksOfIso('2026-01-01T00:00:00Z'),
        EventID: 4688,
        Account: 'a',
        [INGESTION_TIME]: ticksOfIso('2026-01-01T00:01:00Z'),
      },
    ]);
  });

  test('tables that no event is mapped to take columns from the one who asks', () => {
    const { records } = readText(
      '{"Type":"SigninLogs","TimeGenerated":"2026-01-01T00:00:00Z","Risk":{"a":1}}\n',
    );
    const view = exportView('SigninLogs', 'sentinel', [{ name: 'Risk', type: 'dynamic' }]);
    expect(tableOf(view, records).rows).toEqual([['{"a":1}', ticksOfIso('2026-01-01T00:01:00Z')]]);
  });
});

describe('cells', () => {
  const cells: readonly (readonly [unknown, Type, unknown])[] = [
    ['0x3e7', 'long', 999n],
    ['-5', 'int', -5],
    ['2147483648', 'int', null],
    ['18446744073709551615', 'long', null],
    [1.5, 'long', null],
    ['1.5', 'real', 1.5],
    ['1.50', 'decimal', '1.50'],
    ['True', 'bool', true],
    ['maybe', 'bool', null],
    [undefined, 'string', ''],
    [{ a: 1 }, 'string', '{"a":1}'],
    ['{"a": 1}', 'dynamic', '{"a":1}'],
    ['{"a":9007199254740993,"a":2,"b":1.0}', 'dynamic', '{"a":9007199254740993,"b":1.0}'],
    ['plain', 'dynamic', '"plain"'],
    ['null', 'dynamic', null],
    [[], 'dynamic', '[]'],
    ['-1.00:00:01.5', 'timespan', -864015000000n],
    ['00:05', 'timespan', null],
    ['2026-01-01T00:00:00Z', 'datetime', ticksOfIso('2026-01-01T00:00:00Z')],
    ['soon', 'datetime', null],
  ];
  test.each(cells)('%j as %s', (value, type, expected) => {
    expect(fit(value, type)).toEqual(expected);
  });
});

describe('file profiles', () => {
  test('a fixture with one right and three wrong rows', () => {
    const { rows, faults } = readFileProfiles(
      '- {SHA1: 00AA, GlobalPrevalence: 12, IsCertificateValid: true, GlobalFirstSeen: "2026-01-01T00:00:00Z"}\n' +
        '- {GlobalPrevalence: 1}\n- {SHA1: aa, Prevalence: 1}\n- {SHA1: aa, GlobalPrevalence: many}\n',
    );
    expect(faults).toEqual([
      'profile 2: has no hash',
      'profile 3: `Prevalence` is no column of FileProfile',
      'profile 4: `GlobalPrevalence` is not of type int',
    ]);
    const row = Object.fromEntries(
      fileProfileColumns.map(({ name }, index) => [name, rows[0]?.[index]]),
    );
    expect(row).toMatchObject({
      SHA1: '00aa',
      SHA256: '',
      GlobalPrevalence: 12,
      GlobalFirstSeen: ticksOfIso('2026-01-01T00:00:00Z'),
      IsCertificateValid: true,
      IsRootSignerMicrosoft: null,
      ProfileAvailability: 'Available',
    });
  });
});

describe('prerequisites', () => {
  const rows: readonly (readonly [number, string])[] = [
    [4688, 'any event set (All, Common or Minimal)'],
    [4698, 'the event set All or a custom XPath; Common and Minimal leave it out'],
    [4699, 'the event set All or a custom XPath; Common and Minimal leave it out'],
    [4700, 'any event set (All, Common or Minimal)'],
    [4701, 'the event set All or a custom XPath; Common and Minimal leave it out'],
    [4702, 'any event set (All, Common or Minimal)'],
    [5145, 'the event set All or Common; Minimal leaves it out'],
  ];
  test.each(rows)('%i in Sentinel', (eventId, sets) => {
    expect(prerequisitesOf('sentinel', 'Security', eventId).at(-1)?.text).toBe(
      `Windows Security Events connector with ${sets}`,
    );
  });
  test('4698 needs an audit subcategory, Sysmon 13 a rule', () => {
    expect(prerequisitesOf('splunk', 'Security', 4698)[0]?.text).toBe(
      'audit policy: Audit Other Object Access Events (Success)',
    );
    expect(
      prerequisitesOf('splunk', 'Microsoft-Windows-Sysmon/Operational', 13)[0]?.text,
    ).toContain('RegistryEvent');
  });
});

describe('views as a whole', () => {
  test('every mapped column is a column of its table, on some platform', () => {
    const missing = tableMappings.flatMap(({ name, events, others = [] }) => {
      const columns = allViews().flatMap((view) =>
        view.kind === 'table' && view.name === name
          ? view.columns.map((column) => column.name)
          : [],
      );
      const mapped = [...events, ...others].flatMap((each) => Object.keys(each.columns));
      return mapped
        .filter((column) => !columns.includes(column))
        .map((column) => `${name}.${column}`);
    });
    expect(missing).toEqual([]);
  });

  test('every table ends with its ingestion time', () => {
    for (const view of allViews()) {
      if (view.kind !== 'table') continue;
      expect(view.columns.at(-1)).toEqual({ name: INGESTION_TIME, type: 'datetime' });
    }
  });

  realTest('every row of every table has a cell per column', () => {
    for (const file of [
      'otrf/schtask_create.zip',
      'evtx/PanacheSysmon_vs_AtomicRedTeam01.evtx',
      'sentinel/Log4Shell_SecurityEvent.zip',
    ]) {
      const { records } = real(file);
      for (const view of allViews()) {
        if (view.kind !== 'table') continue;
        const table = tableOf(view, records);
        expect(table.rows.every((row) => row.length === view.columns.length)).toBe(true);
      }
      expect([...splunkEvents(records).rows]).toHaveLength(records.length);
    }
  });
});

test('some columns of a view hold what they hold in the whole of it', () => {
  const records = [...tasks, ...sysmon];
  for (const view of [...tableViews('sentinel'), ...tableViews('defender')]) {
    const wanted = view.columns.filter((_, at) => at % 3 === 1).map(({ name }) => name);
    const some = tableOf(view.only(new Set(wanted)), records);
    const whole = tableOf(view, records);
    expect(some.columns.map(({ name }) => name)).toEqual(wanted);
    expect(some.rows).toEqual(whole.rows.map((row) => row.filter((_, at) => at % 3 === 1)));
  }
});
