// What the knowledge tables make of stored events, and that everything in them can be read.
import { describe, expect, test } from '@jest/globals';
import type { Sample } from '../../../src/spl/functions/index.ts';
import {
  dataModels,
  derivedNames,
  eventTypes,
  knowledge,
  origins,
} from '../../../src/spl/knowledge/index.ts';
import { compile } from '../../../src/spl/index.ts';
import { readSearch } from '../../../src/spl/search-parser.ts';
import { evaluateOn, normal, parseEval, scopeOfRow, type Row } from '../functions/evaluation.ts';
import { engineSession } from '../../engine-session.ts';

const session = engineSession();

const sysmonEvent = (code: string, data: Row): Row => ({
  source: 'XmlWinEventLog:Microsoft-Windows-Sysmon/Operational',
  sourcetype: 'XmlWinEventLog',
  EventCode: code,
  Computer: 'ws1.lab',
  ...data,
});

const securityEvent = (code: string, data: Row): Row => ({
  source: 'XmlWinEventLog:Security',
  sourcetype: 'XmlWinEventLog',
  Channel: 'security',
  EventCode: code,
  Computer: 'dc1.lab',
  ...data,
});

const started = sysmonEvent('1', {
  Image: 'C:\\Windows\\System32\\schtasks.exe',
  CommandLine: 'schtasks /create /tn x',
  User: 'LAB\\alice',
  ProcessId: '4120',
  ProcessGuid: '{1}',
  ParentImage: 'C:\\Windows\\System32\\cmd.exe',
  ParentCommandLine: 'cmd /c x',
  ParentProcessId: '99',
  OriginalFileName: 'schtasks.exe',
  IntegrityLevel: 'High',
});
const created = securityEvent('4688', {
  NewProcessName: 'C:\\Windows\\System32\\at.exe',
  NewProcessId: '0x1a4',
  CommandLine: '',
  SubjectUserName: 'bob',
  TargetUserName: '-',
  ParentProcessName: 'C:\\Windows\\explorer.exe',
  ProcessId: '0x10',
});
const registry = sysmonEvent('13', {
  EventType: 'SetValue',
  Image: 'C:\\Windows\\regedit.exe',
  TargetObject: 'HKLM\\System\\CurrentControlSet\\Control\\Lsa\\DisableRestrictedAdmin',
  Details: 'DWORD (0x00000001)',
});

describe('fields', () => {
  const rows: readonly (readonly [string, Row, string, Sample])[] = [
    ['Sysmon 1', started, 'process_name', 'schtasks.exe'],
    ['Sysmon 1', started, 'process', 'schtasks /create /tn x'],
    ['Sysmon 1', started, 'process_path', 'C:\\Windows\\System32\\schtasks.exe'],
    ['Sysmon 1', started, 'process_id', '4120'],
    ['Sysmon 1', started, 'parent_process_name', 'cmd.exe'],
    ['Sysmon 1', started, 'parent_process', 'cmd /c x'],
    ['Sysmon 1', started, 'user', 'alice'],
    ['Sysmon 1', started, 'dest', 'ws1.lab'],
    ['Sysmon 1', started, 'action', 'allowed'],
    ['Sysmon 1', started, 'process_integrity_level', 'high'],
    ['Sysmon 1', started, 'signature', 'Process creation'],
    ['Sysmon 1', started, 'registry_path', null],
    ['stored first', { ...started, process_name: 'own.exe' }, 'process_name', 'own.exe'],
    ['4688', created, 'process_name', 'at.exe'],
    ['4688', created, 'process', 'C:\\Windows\\System32\\at.exe'],
    ['4688', created, 'user', 'bob'],
    ['4688', created, 'parent_process_name', 'explorer.exe'],
    ['4688', created, 'parent_process_id', '0x10'],
    ['4688', created, 'dest', 'dc1.lab'],
    ['4688', created, 'Process_Command_Line', ''],
    ['4688', created, 'new_process_name', 'at.exe'],
    ['4688', created, 'Caller_User_Name', 'bob'],
    ['4688', created, 'Target_User_Name', '-'],
    ['4688', { ...created, RecordNumber: '7' }, 'event_id', '7'],
    ['Sysmon 1', { ...started, Hashes: 'MD5=0A,IMPHASH=1b' }, 'IMPHASH', '1b'],
    ['Sysmon 1', { ...started, Hashes: 'MD5=0A,IMPHASH=1b' }, 'MD5', '0A'],
    ['Sysmon 1', { ...started, Hashes: 'MD5=0A,IMPHASH=1b' }, 'SHA1', null],
    ['Sysmon 1', started, 'EventDescription', 'Process creation'],
    ['Sysmon 13', registry, 'registry_value_data', '0x00000001'],
    ['Sysmon 13', registry, 'registry_value_name', 'DisableRestrictedAdmin'],
    ['Sysmon 13', registry, 'registry_hive', 'HKLM'],
    ['Sysmon 13', registry, 'action', 'modified'],
    ['Sysmon 13', { ...registry, Details: 'C:\\a (x)' }, 'registry_value_data', 'C:\\a (x)'],
    [
      'Sysmon 11',
      sysmonEvent('11', { TargetFilename: 'C:\\Windows\\Tasks\\a.job', Image: 'C:\\b.exe' }),
      'file_name',
      'a.job',
    ],
    [
      'Sysmon 3',
      sysmonEvent('3', { DestinationIp: '10.0.0.1', Initiated: 'true' }),
      'direction',
      'outbound',
    ],
    ['4698', securityEvent('4698', { TaskName: '\\x', SubjectUserName: 'eve' }), 'user', 'eve'],
    ['4698', securityEvent('4698', { TaskName: '\\x' }), 'action', 'created'],
    [
      '4625',
      securityEvent('4625', { TargetUserName: 'eve', IpAddress: '-', WorkstationName: 'W' }),
      'src',
      'W',
    ],
    ['4625', securityEvent('4625', { TargetUserName: 'eve' }), 'action', 'failure'],
    [
      'System 7045',
      {
        source: 'XmlWinEventLog:System',
        EventCode: '7045',
        ServiceName: 's',
        ImagePath: 'C:\\x\\y.exe',
      },
      'service_exec',
      'y.exe',
    ],
    [
      'AWS',
      { sourcetype: 'aws:cloudtrail', eventName: 'CreateUser', 'userIdentity.userName': 'ann' },
      'user',
      'ann',
    ],
    [
      'another source',
      { sourcetype: 'other', Image: 'C:\\a.exe', EventCode: '1' },
      'process_name',
      null,
    ],
  ];
  test.each(rows)('%s %# %j', async (_, row, name, expected) => {
    const typed = knowledge.field(name, scopeOfRow(row));
    const found = typed ? await evaluateOn(session(), typed, row) : null;
    expect(normal(found)).toEqual(expected);
  });

  test('only what can be made is offered', () => {
    const names = knowledge.fieldNames(scopeOfRow(registry));
    expect(names).toEqual(
      expect.arrayContaining(['registry_path', 'process_name', 'action', 'dest']),
    );
    expect(names).not.toContain('parent_process');
  });

  test('every rule can be read', () => {
    const expressions = origins.flatMap((each) => Object.values(each.fields));
    for (const each of expressions) expect(parseEval(each).kind).toBeDefined();
    expect(derivedNames().length).toBeGreaterThan(100);
  });
});

function searchProblems(text: string): string[] {
  const problems: string[] = [];
  const report = (_: string, message: string): void => {
    problems.push(message);
  };
  readSearch(
    { text, at: 0, report, depth: 0 },
    {
      subsearch: () => {
        throw new Error('subsearch');
      },
      stop: [],
    },
  );
  return problems;
}

describe('searches', () => {
  test.each(eventTypes.map((each) => [each.name, each.search]))('event type %s', (_, search) => {
    expect(searchProblems(search)).toEqual([]);
  });

  const constraints = dataModels.flatMap((model) =>
    model.datasets.map((each) => [`${model.name}.${each.name}`, each.constraint] as const),
  );
  test.each(constraints.filter(([, text]) => text !== ''))('data set %s', (_, constraint) => {
    expect(searchProblems(constraint)).toEqual([]);
  });

  test('a tag is what its event types are', () => {
    expect(knowledge.tag('registry')).toContain('EventCode IN (12, 13, 14)');
    expect(knowledge.tag('nothing')).toBeUndefined();
    expect(knowledge.eventtype('WinEventLog_Security')).toBeDefined();
  });
});

describe('data models', () => {
  test('every field expression can be read, and a child names its parent', () => {
    for (const model of dataModels) {
      const names = model.datasets.map((each) => each.name);
      for (const each of model.datasets) {
        if (each.parent !== undefined) expect(names).toContain(each.parent);
        for (const field of each.fields) {
          if (field.expression !== undefined)
            expect(parseEval(field.expression).kind).toBeDefined();
        }
        expect(new Set(each.fields.map((field) => field.name)).size).toBe(each.fields.length);
      }
    }
  });

  test('by name in any case', () => {
    expect(knowledge.datamodel('endpoint')?.name).toBe('Endpoint');
    expect(knowledge.datamodel('Nothing')).toBeUndefined();
  });
});

describe('macros', () => {
  test('keys carry their number of arguments', () => {
    expect(knowledge.macro('drop_dm_object_name(1)')).toEqual({
      definition: 'rename $object$.* as *',
      args: ['object'],
    });
    expect(knowledge.macro('drop_dm_object_name')).toBeUndefined();
  });
});

describe('lookups that an installation fills', () => {
  test('are known without rows, and it is said', async () => {
    const search =
      '| makeresults | eval h="x" | lookup asset_lookup_by_str asset AS h OUTPUT owner';
    const environment = {
      now: 0,
      timezone: 'UTC',
      events: { name: 'none', columns: [] },
      macros: new Map(),
      lookups: new Map(),
      knowledge,
    };
    const { value, diagnostics } = compile({ name: 'q', text: search }, environment);
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
      ['SPL1210', 'warning'],
    ]);
    if (value?.lowering.kind !== 'plan') throw new Error('no plan');
    const { rows } = await session().run(value.lowering.plan);
    expect(rows.map((row) => row.slice(1))).toEqual([['x', null]]);
    expect(knowledge.lookup?.('ransomware_notes_lookup')).toBeUndefined();
  });
});
