import { describe, expect, test } from '@jest/globals';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import {
  emit,
  pack as packTree,
  readApp,
  shippedAs,
  unpack,
  type SplunkApp,
  type SplunkTarget,
} from '../../../src/targets/splunk/index.ts';
import type { Strategy } from '../../../src/strategy/strategy.ts';
import { span, type Diagnostic, type FileTree } from '../../../src/text/index.ts';
import { assets, pack, strategies, strategyOf, type Given } from './sample-pack.ts';

const golden = join(import.meta.dirname, 'golden');

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => relative(folder, join(each.parentPath, each.name)))
    .sort();
}

/** Emits one strategy and reads the app back. */
function built(
  given: Given,
  more: readonly Strategy[] = [],
  target?: SplunkTarget,
): { app: SplunkApp; diagnostics: readonly Diagnostic[] } {
  const { value, diagnostics } = emit(pack, [strategyOf(given), ...more], assets, target);
  const app = readApp(value);
  expect(app.diagnostics).toEqual([]);
  return { app: app.value, diagnostics };
}

const settingsOf = ({ app }: { app: SplunkApp }): Record<string, string> =>
  Object.fromEntries(app.savedSearches[0]?.settings ?? []);

/** Code and the words meant, for every diagnostic. */
const marked = (diagnostics: readonly Diagnostic[]): (string | undefined)[][] =>
  diagnostics.map(({ code, source, span: place }) => [
    code,
    place && source.text.slice(place.start, place.end),
  ]);

test('the sample pack gives the golden folder (UPDATE_GOLDEN=1 rewrites it)', () => {
  const { value, diagnostics } = emit(pack, strategies, assets);
  expect(diagnostics).toEqual([]);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    rmSync(golden, { recursive: true, force: true });
    for (const [path, content] of value) {
      mkdirSync(dirname(join(golden, path)), { recursive: true });
      writeFileSync(join(golden, path), content);
    }
  }
  expect([...value.keys()].sort()).toEqual(filesUnder(golden));
  for (const [path, content] of value) {
    if (typeof content === 'string')
      expect([path, content]).toEqual([path, readFileSync(join(golden, path), 'utf8')]);
  }
});

test('two builds, from differently ordered input, give the same package', () => {
  const once = packTree(emit(pack, strategies, assets).value);
  const again = packTree(
    emit(pack, [...strategies].reverse(), new Map([...assets].reverse())).value,
  );
  expect(again).toEqual(once);
});

describe('the app, read back out of the package', () => {
  const bytes = packTree(emit(pack, strategies, assets).value);
  const { value: app, diagnostics } = readApp(unpack(bytes, 'acme.spl').value);

  test('has the searches that the documents hold, with their filters', () => {
    expect(diagnostics).toEqual([]);
    expect([app.id, app.version]).toEqual(['acme_detections', '1.2.3']);
    const facts = app.savedSearches.map(
      ({ strategyId, search, earliest, latest, cron, scheduled, disabled }) => ({
        strategyId,
        search,
        earliest,
        latest,
        cron,
        scheduled,
        disabled,
      }),
    );
    expect(facts).toEqual([
      {
        strategyId: 'proxy.beacon',
        search: '`proxy_logs` | stats count BY url | `proxy_beacon_filter`',
        earliest: '-15m@m',
        latest: 'now',
        cron: '1-59/15 * * * *',
        scheduled: true,
        disabled: true,
      },
      {
        strategyId: 'rare-task',
        search: `${strategies[0]?.searches[0]?.text ?? ''} | \`rare_task_filter\``,
        earliest: '-1450m@m',
        latest: '-10m@m',
        cron: '5 1-23/4 * * *',
        scheduled: true,
        disabled: true,
      },
    ]);
  });

  test('has the macros that they call', () => {
    expect(
      Object.fromEntries([...app.macros].map(([name, macro]) => [name, macro.definition])),
    ).toEqual({
      proxy_logs: 'index=proxy sourcetype=squid',
      windows_security:
        'index=* (source="XmlWinEventLog:Security" OR source="WinEventLog:Security")',
      rare_task_hosts: '3',
      rare_task_root: '"C:\\\\Windows\\\\"',
      proxy_beacon_filter: 'search *',
      rare_task_filter: 'search *',
      acme_detections_alerts:
        '(index=notable OR index=summary) source="ACME Detections*"' +
        ' | lookup acme_detections_strategies saved_search AS source OUTPUT strategy_id title severity tactics techniques host_field user_field' +
        ' | where isnotnull(strategy_id) | eval alert_host=case(host_field=="host", \'orig_host\'), alert_user=case(user_field=="user", \'user\')',
    });
  });

  test('has the lists as lookups with their matching rules', () => {
    const list = app.lookups.get('rare_task_allowed');
    expect({ ...list, settings: Object.fromEntries(list?.settings ?? []) }).toEqual({
      file: 'rare_task_allowed.csv',
      columns: ['process_name', 'reason'],
      rows: [
        ['agent*.exe', 'management, monitoring'],
        ['backup.exe', ''],
      ],
      settings: {
        filename: 'rare_task_allowed.csv',
        case_sensitive_match: '0',
        match_type: 'WILDCARD(process_name)',
      },
    });
  });
});

describe('the search in the stanza', () => {
  test.each([
    ['outer white space goes, inner stays', '\n a  |\tb \n', 'a  |\tb | `sample_filter`'],
    [
      'a document that calls its filter keeps its text',
      'a | `sample_filter` | b',
      'a | `sample_filter` | b',
    ],
    [
      'a call inside quotes or a comment is no call',
      'a "`sample_filter`" ```x `sample_filter` ```',
      'a "`sample_filter`" ```x `sample_filter` ``` | `sample_filter`',
    ],
    ['lines stay lines', 'a\n| b\n| c "x\n y"', 'a\n| b\n| c "x\n y" | `sample_filter`'],
    [
      'what would look like a header is put on one line',
      'a\n  [ search b ]\n| c',
      'a   [ search b ] | c | `sample_filter`',
    ],
    ['CRLF is put on one line', 'a\r\n| b', 'a  | b | `sample_filter`'],
  ])('%s', (_, text, search) => {
    const result = built({ spl: [text] });
    expect(result.app.savedSearches.map((each) => each.search)).toEqual([search]);
    expect(result.diagnostics).toEqual([]);
  });

  test.each([
    ['a header look-alike inside a quoted string', 'a "x\n[ b ]\n"', '['],
    ['a backslash at the end', 'path=C:\\x\\', '\\'],
  ])('refused, at its place: %s', (_, text, words) => {
    const result = built({ spl: [text] });
    expect(result.app.savedSearches).toEqual([]);
    expect(marked(result.diagnostics)).toEqual([['TSP1001', words]]);
  });

  test('two searches of one strategy are two saved searches', () => {
    const result = built({ spl: ['a', 'b'] });
    expect(
      result.app.savedSearches.map(({ name, strategyId, search }) => [name, strategyId, search]),
    ).toEqual([
      ['ACME Detections - Sample (2) - Rule', 'sample', 'b | `sample_filter`'],
      ['ACME Detections - Sample - Rule', 'sample', 'a | `sample_filter`'],
    ]);
    expect(result.diagnostics).toEqual([]);
  });
});

describe('schedule and window', () => {
  const schedule = (every: number, lookback: number, delay = 0): Given => ({
    spl: ['a'],
    schedule: { every, lookback, delay, nearRealTime: false },
  });
  test.each([
    [schedule(60, 60), '* * * * *', '-1m@m', 'now', []],
    [schedule(300, 600, 120), '2-59/5 * * * *', '-12m@m', '-2m@m', []],
    [schedule(3600, 3600, 600), '17 * * * *', '-70m@m', '-10m@m', []],
    [schedule(7200, 90000), '17 0-23/2 * * *', '-25h@m', 'now', []],
    [schedule(86400, 86400), '17 20 * * *', '-24h@m', 'now', []],
    [schedule(604800, 604800), '17 20 * * 1', '-168h@m', 'now', []],
    [schedule(2700, 3600), '17-59/30 * * * *', '-1h@m', 'now', ['TSP1006']],
    [schedule(3600, 600), '17 * * * *', '-1h@m', 'now', []],
    [schedule(10, 90), '* * * * *', '-90s@m', 'now', ['TSP1006']],
    [
      {
        ...schedule(3600, 3600),
        platforms: {
          splunk: {
            cron_schedule: '3 4 * * 1-5',
            'dispatch.earliest_time': '-7d@d',
            'dispatch.latest_time': '@d',
          },
        },
      },
      '3 4 * * 1-5',
      '-7d@d',
      '@d',
      [],
    ],
    [
      {
        ...schedule(3600, 3600),
        platforms: {
          splunk: {
            cron_schedule: '99 * * * *',
            'dispatch.latest_time': 'rt-5m',
            extra: 1,
            search: 'x',
          },
        },
      },
      '17 * * * *',
      '-1h@m',
      'now',
      ['TSP1011', 'TSP1011', 'TSP1010', 'TSP1010'],
    ],
  ])('%j', (given, cron, earliest, latest, codes) => {
    const result = built(given);
    const settings = settingsOf(result);
    expect([
      settings['cron_schedule'],
      settings['dispatch.earliest_time'],
      settings['dispatch.latest_time'],
    ]).toEqual([cron, earliest, latest]);
    expect(result.diagnostics.map(({ code }) => code)).toEqual(codes);
  });

  test('ids spread the starts over the hour', () => {
    const minutes = Array.from(
      { length: 300 },
      (_, index) =>
        settingsOf(built({ id: `s${String(index)}`, spl: ['a'] }))['cron_schedule']?.split(' ')[0],
    );
    expect(new Set(minutes).size).toBeGreaterThan(55);
  });
});

describe('names', () => {
  test.each([
    [
      'Odd [T1053/005] 100% \\ #1?',
      'ACME Detections - Odd (T1053-005) 100 - 1 - Rule',
      ['TSP1003'],
    ],
    ['x'.repeat(120), `ACME Detections - ${'x'.repeat(74)} - Rule`, ['TSP1004']],
    ['word '.repeat(30), `ACME Detections - ${'word '.repeat(15).trim()} - Rule`, ['TSP1004']],
  ])('of the title %j', (title, name, codes) => {
    const result = built({ title, spl: ['a'] });
    expect(result.app.savedSearches.map((each) => each.name)).toEqual([name]);
    expect(result.diagnostics.map(({ code }) => code)).toEqual(codes);
    expect(name.length).toBeLessThanOrEqual(99);
  });

  test('two strategies of one title do not both ship', () => {
    const result = built({ id: 'a', spl: ['a'] }, [strategyOf({ id: 'b', spl: ['b'] })]);
    expect(result.app.savedSearches.map(({ strategyId }) => strategyId)).toEqual(['a']);
    expect(result.diagnostics.map(({ code, source }) => [code, source.name])).toEqual([
      ['TSP1002', 'b.md'],
    ]);
  });
});

describe('macros and lists', () => {
  test('an unknown macro is pointed at, with the nearest known name', () => {
    const { diagnostics } = built({ spl: ['`windows_securty` a\n| `drop(x, "a,b")`'] });
    expect(marked(diagnostics)).toEqual([
      ['TSP1007', '`windows_securty`'],
      ['TSP1007', '`drop(x, "a,b")`'],
    ]);
    expect(diagnostics[0]?.remedy).toContain('`windows_security`');
    expect(diagnostics[1]?.message).toContain('`drop(2)`');
  });

  test.each([
    ['same value in two strategies', { name: 'limit', description: '', value: 3 }, []],
    ['another value', { name: 'limit', description: '', value: 4 }, ['TSP1008']],
    [
      'a list of the same name',
      { name: 'limit', description: '', columns: ['a'], rows: [] },
      ['TSP1014'],
    ],
    ['the name of a source', { name: 'proxy_logs', description: '', value: 1 }, ['TSP1008']],
    ['a name that Splunk cannot call', { name: 'a b', description: '', value: 1 }, ['TSP1009']],
    ['a list without columns', { name: 'list', description: '', columns: [] }, ['TSP1009']],
    [
      'a value over two lines that looks like a comment',
      { name: 'x', description: '', value: 'a\n# b' },
      ['TSP1001'],
    ],
  ])('%s', (_, tunable, codes) => {
    const limit = { name: 'limit', description: '', value: 3 };
    const result = built({ id: 'a', spl: ['a'], tunables: [limit] }, [
      strategyOf({ id: 'b', title: 'Other', spl: ['b'], tunables: [tunable] }),
    ]);
    expect(result.diagnostics.map(({ code }) => code)).toEqual(codes);
    expect(result.app.macros.get('limit')?.definition).toBe('3');
  });

  test('keys that come from strangers are only keys', () => {
    const result = built({
      spl: ['a'],
      details: { x: '__proto__' },
      platforms: { splunk: JSON.parse('{"__proto__": 1}') as Record<string, unknown> },
      tunables: [
        {
          name: '__proto__',
          description: '',
          columns: ['__proto__'],
          rows: [JSON.parse('{"__proto__": "y"}') as Record<string, string>],
        },
      ],
    });
    expect(result.app.lookups.get('__proto__')?.rows).toEqual([['y']]);
  });
});

describe('alerting', () => {
  test('a throttle without fields suppresses the alert as a whole', () => {
    const settings = settingsOf(built({ spl: ['a'], throttle: { fields: [], period: 90 } }));
    expect([
      settings['alert.digest_mode'],
      settings['alert.suppress'],
      settings['alert.suppress.fields'],
      settings['alert.suppress.period'],
    ]).toEqual(['1', '1', undefined, '90s']);
  });

  test('risk needs someone to lay it on', () => {
    const risk = { score: 140, message: 'm' };
    expect(settingsOf(built({ spl: ['a'], risk }))['action.risk']).toBeUndefined();
    const settings = settingsOf(
      built({ spl: ['a'], risk, entities: [{ type: 'host', columns: { HostName: 'dest' } }] }),
    );
    expect(settings['action.risk.param._risk']).toBe(
      '[{"risk_object_field":"dest","risk_object_type":"system","risk_score":100}]',
    );
  });

  test('text with line ends, dollars and backslashes is written so that it reads back', () => {
    const settings = settingsOf(
      built({
        spl: ['a'],
        title: 'T $x$',
        description: 'one\n# two $user$ \\',
        attack: [{ technique: 'T1', span: span(0, 0) }],
      }),
    );
    expect(settings['description']).toBe('one # two $user$');
    expect(settings['action.notable.param.rule_title']).toBe('T $$x$$');
  });
});

describe('late events', () => {
  const late = (value: unknown): Given => ({
    spl: ['a'],
    schedule: { every: 3600, lookback: 3600, delay: 600, nearRealTime: false },
    platforms: { splunk: { late_events: value } },
  });
  const KEYS = [
    'dispatch.earliest_time',
    'dispatch.latest_time',
    'dispatch.index_earliest',
    'dispatch.index_latest',
    'durable.track_time_type',
  ];
  test.each([
    ['24h', ['-25h@m', 'now', '-1h@m', 'now', '_indextime'], []],
    ['7d', ['-169h@m', 'now', '-1h@m', 'now', '_indextime'], []],
    ['0m', ['-70m@m', '-10m@m', undefined, undefined, '_time'], ['TSP1011']],
    ['soon', ['-70m@m', '-10m@m', undefined, undefined, '_time'], ['TSP1011']],
    [24, ['-70m@m', '-10m@m', undefined, undefined, '_time'], ['TSP1011']],
  ])('%j', (value, settings, codes) => {
    const result = built(late(value));
    expect(KEYS.map((key) => settingsOf(result)[key])).toEqual(settings);
    expect(result.diagnostics.map(({ code }) => code)).toEqual(codes);
  });
});

describe('what Enterprise Security is told', () => {
  const given: Given = {
    spl: ['a $x$\n| b'],
    version: '1.4.2',
    history: [
      { version: '1.0', date: '2026-01-02', notes: '' },
      { version: '1.4', date: '2026-03-01', notes: '' },
    ],
    risk: { score: 50, message: 'Seen {{user}}' },
    entities: [
      { type: 'account', columns: { Name: 'user' } },
      { type: 'ip', columns: { Address: 'src ip' } },
    ],
  };
  const told = (target: SplunkTarget): Record<string, string> =>
    settingsOf(built(given, [], target));
  const parsed = (settings: Record<string, string>, key: string): unknown =>
    JSON.parse(settings[key] ?? 'null');

  test('7: one message; 8: a message with each entity', () => {
    const seven = told({ minSplunk: '9.4', edition: 'es' });
    expect(seven['action.risk.param._risk_message']).toBe('Seen $user$');
    expect(parsed(seven, 'action.risk.param._risk')).toEqual([
      { risk_object_field: 'user', risk_object_type: 'user', risk_score: 50 },
      { threat_object_field: 'src ip', threat_object_type: 'ip_address' },
    ]);
    const eight = told({ minSplunk: '10.0', edition: 'es' });
    expect(eight['action.risk.param._risk_message']).toBeUndefined();
    expect(parsed(eight, 'action.risk.param._risk')).toEqual([
      {
        risk_object_field: 'user',
        risk_object_type: 'user',
        risk_score: 50,
        risk_message: 'Seen $user$',
      },
      { threat_object_field: 'src ip', threat_object_type: 'ip_address' },
    ]);
  });

  const annotationsOf = (more: Partial<Given>): unknown =>
    parsed(settingsOf(built({ ...given, ...more })), 'action.correlationsearch.annotations');

  test.each([
    [
      'tactics as phases in the order of the chain, logs of hosts as endpoint',
      {
        attack: [
          { tactic: 'impact', technique: 'T1485', span: span(0, 0) },
          { tactic: 'persistence', technique: 'T1053.005', span: span(0, 0) },
          { tactic: 'TA0002', technique: 'T1053.005', span: span(0, 0) },
        ],
        dataSources: [
          { provider: 'Microsoft-Windows-Sysmon', eventId: '1' },
          { provider: 'Microsoft Defender for Endpoint', table: 'DeviceProcessEvents' },
        ],
      },
      {
        cis20: ['CIS 10'],
        data_source: ['Microsoft-Windows-Sysmon 1'],
        kill_chain_phases: ['Installation', 'Actions on Objectives'],
        mitre_attack: ['T1053.005', 'T1485'],
        nist: ['DE.CM'],
      },
    ],
    [
      'a technique alone: every tactic that it serves',
      { attack: [{ technique: 'T1053.005', span: span(0, 0) }] },
      {
        cis20: ['CIS 13'],
        kill_chain_phases: ['Installation', 'Exploitation'],
        mitre_attack: ['T1053.005'],
        nist: ['DE.CM'],
      },
    ],
    [
      "the document's own",
      {
        platforms: {
          splunk: {
            annotations: {
              analytic_story: ['Scheduled Tasks', 'Ransomware'],
              cve: ['CVE-2024-49039'],
              nist: ['PR.PT', 'DE.CM'],
              confidence: 70,
              impact: 80,
            },
          },
        },
      },
      {
        analytic_story: ['Scheduled Tasks', 'Ransomware'],
        cis20: ['CIS 13'],
        confidence: 70,
        cve: ['CVE-2024-49039'],
        impact: 80,
        nist: ['PR.PT', 'DE.CM'],
      },
    ],
  ] satisfies [string, Partial<Given>, object][])('annotations: %s', (_, more, expected) => {
    expect(annotationsOf(more)).toEqual({
      analytic_story: ['ACME Detections'],
      type: 'TTP',
      type_list: ['TTP'],
      ...expected,
    });
  });

  test.each([
    ['TTP', true, true, 'DE.CM'],
    ['Anomaly', false, true, 'DE.AE'],
    ['Correlation', true, false, 'DE.AE'],
    ['Hunting', false, false, 'DE.AE'],
  ])('type %s: finding %s, risk %s', (type, finds, risks, nist) => {
    const settings = settingsOf(built({ ...given, platforms: { splunk: { type } } }));
    expect('action.notable' in settings).toBe(finds);
    expect('action.notable.param.drilldown_searches' in settings).toBe(finds);
    expect('action.risk' in settings).toBe(risks);
    expect(parsed(settings, 'action.correlationsearch.annotations')).toMatchObject({
      nist: [nist],
      type,
      type_list: [type],
    });
  });

  test.each([
    ['a type that is none', { type: 'alert' }, 'type'],
    ['no frameworks', { annotations: ['CIS 10'] }, 'annotations'],
    ['no list', { annotations: { nist: 'DE.CM' } }, 'annotations.nist'],
    ['an empty list', { annotations: { nist: [] } }, 'annotations.nist'],
    ['a list of numbers', { annotations: { cis20: [10] } }, 'annotations.cis20'],
    ['beyond a hundred', { annotations: { impact: 101 } }, 'annotations.impact'],
    [
      'what the document says already',
      { annotations: { mitre_attack: ['T1'] } },
      'annotations.mitre_attack',
    ],
    [
      'no name',
      { annotations: JSON.parse('{"__proto__": ["x"]}') as object },
      'annotations.__proto__',
    ],
    ['no domain', { 'action.notable.param.security_domain': 'host' }, 'security_domain'],
  ])('refused: %s', (_, splunk, key) => {
    const { diagnostics } = built({ ...given, platforms: { splunk } });
    expect(diagnostics.map(({ code }) => code)).toEqual(['TSP1011']);
    expect(diagnostics[0]?.message).toContain(`${key}\` should be`);
  });

  test('an anomaly without risk would raise nothing', () => {
    const calm = { entities: given.entities ?? [], spl: ['a'] };
    const result = built({ ...calm, platforms: { splunk: { type: 'Anomaly' } } });
    expect(result.diagnostics.map(({ code }) => code)).toEqual(['TSP1011']);
  });

  test('version, id and time of the detection', () => {
    const settings = told({ minSplunk: 'cloud', edition: 'es' });
    expect(parsed(settings, 'action.correlationsearch.metadata')).toEqual({
      deprecated: '0',
      detection_id: expect.stringMatching(/^[0-9a-f-]{36}$/u),
      detection_version: '1004002',
      publish_time: Date.UTC(2026, 2, 1) / 1000,
    });
  });

  test('drilldowns go from the entity, and keep literal dollars', () => {
    const settings = told({ minSplunk: '9.4', edition: 'es' });
    const drilldowns = parsed(settings, 'action.notable.param.drilldown_searches');
    expect(drilldowns).toMatchObject([
      {
        name: 'View the detection results for $user$',
        search: 'a $$x$$\n| b | `sample_filter` | search user="$user$"',
        earliest_offset: '$info_min_time$',
        latest_offset: '$info_max_time$',
      },
      { name: 'View risk events of the last 7 days for $user$' },
    ]);
  });

  test('nothing, in the edition without it: results are kept in the summary index', () => {
    const settings = told({ minSplunk: '9.4', edition: 'enterprise' });
    const actions = Object.entries(settings).filter(([key]) => key.startsWith('action.'));
    expect(actions).toEqual([
      ['action.summary_index', '1'],
      ['action.summary_index._name', 'summary'],
    ]);
  });

  test.each([
    ['es', '9.4', 'raises a finding', 'Splunk Enterprise 9.4 or later'],
    ['enterprise', 'cloud', 'kept in the index `summary`', 'Splunk Enterprise 10.0 or later'],
  ] as const)(
    'the README of edition %s says where alerts are',
    (edition, minSplunk, words, version) => {
      const { value } = emit(pack, strategies, assets, { edition, minSplunk });
      const text = String(value.get(`${pack.id}/README.md`));
      expect(text).toContain(words);
      expect(text).toContain(version);
      const order = ['Before you install', 'Installing', 'Setting up', 'The first alert'];
      const places = order.map((title) => text.indexOf(`## ${title}`));
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(places).not.toContain(-1);
    },
  );
});

describe('a retired strategy', () => {
  const gone: Given = { id: 'gone', title: 'Gone', status: 'deprecated', version: '2.0' };

  test('leaves a search of its name that finds nothing, and nothing else', () => {
    const { app, diagnostics } = built({ ...gone, spl: ['a', '`unknown` b'] }, [
      strategyOf({ spl: ['c'] }),
    ]);
    expect(diagnostics).toEqual([]);
    expect(
      app.savedSearches.map(({ name, search, scheduled, disabled, strategyId }) => ({
        name,
        search,
        scheduled,
        disabled,
        strategyId,
      })),
    ).toEqual([
      {
        name: 'ACME Detections - Gone (2) - Rule',
        search: '| makeresults | where false() | eval note="retired"',
        scheduled: false,
        disabled: true,
        strategyId: undefined,
      },
      {
        name: 'ACME Detections - Gone - Rule',
        search: '| makeresults | where false() | eval note="retired"',
        scheduled: false,
        disabled: true,
        strategyId: undefined,
      },
      {
        name: 'ACME Detections - Sample - Rule',
        search: 'c | `sample_filter`',
        scheduled: true,
        disabled: true,
        strategyId: 'sample',
      },
    ]);
    expect(app.savedSearches[1]?.settings.get('description')).toBe(
      'Retired in version 2.0: What it finds.',
    );
    expect(app.macros.has('gone_filter')).toBe(false);
  });

  test('keeps its name from others', () => {
    const { diagnostics } = built({ ...gone, title: 'Sample', spl: ['a'] }, [
      strategyOf({ spl: ['c'] }),
    ]);
    expect(diagnostics.map(({ code, source }) => [code, source.name])).toEqual([
      ['TSP1002', 'gone.md'],
    ]);
  });
});

describe('the pack itself', () => {
  test.each([
    [{ id: 'Acme-1' }, ['TSP1012']],
    [{ id: 'search' }, ['TSP1012']],
    [{ version: '1.2' }, []],
    [{ version: '1' }, ['TSP1013']],
    [{ title: 'ACM' }, ['TSP1018']],
    [{ sources: { 'a b': 'x' } }, ['TSP1009']],
    [{ sources: { a: 'x\\' } }, ['TSP1001']],
  ])('%j', (change, codes) => {
    const { diagnostics } = emit({ ...pack, ...change }, [], assets);
    expect(diagnostics.map(({ code }) => code)).toEqual(codes);
  });

  test('ships without the setup page when it is not built', () => {
    const { value, diagnostics } = emit(pack, strategies, new Map());
    expect(diagnostics.map(({ code }) => code)).toEqual(['TSP1016']);
    expect(
      [...value.keys()].filter((path) => path.includes('setup') || path.includes('appserver')),
    ).toEqual([]);
    expect(value.get('acme_detections/default/app.conf')).not.toContain('setup_view');
  });

  test('a shipped file cannot take the place of a generated one', () => {
    const more = new Map([...assets, ['default/app.conf', 'x']]);
    expect(emit(pack, [], more).diagnostics.map(({ code }) => code)).toEqual(['TSP1015']);
  });

  test.each([
    ['static/appIcon.png', true],
    ['appserver/static/pages/setup.js', true],
    ['default/data/ui/views/setup.xml', true],
    ['setup/index.tsx', false],
    ['tsconfig.json', false],
    ['README.md', false],
    ['static/.DS_Store', false],
    ['.hidden/x', false],
  ])('%s ships: %s', (path, ships) => {
    expect(shippedAs(path)).toBe(ships ? path : undefined);
  });
});

describe("the add-on that makes a source's fields", () => {
  test.each([
    ['source="XmlWinEventLog:Microsoft-Windows-Sysmon/Operational"', 'Splunk Add-on for Sysmon'],
    ['source="WinEventLog:Security"', 'Splunk Add-on for Microsoft Windows'],
    ['index=wineventlog', 'Splunk Add-on for Microsoft Windows'],
    ['index=proxy', undefined],
    ['sourcetype=aws:cloudtrail', 'Splunk Add-on for Amazon Web Services'],
    ['`other_macro` sourcetype=linux_secure', 'Splunk Add-on for Unix and Linux'],
  ])('%s', (definition, addOn) => {
    const given = { ...pack, sources: { here: definition } };
    const { value } = emit(given, [strategyOf({ spl: ['`here`'] })], assets);
    const facts = JSON.parse(String(value.get(`${pack.id}/appserver/static/pages/pack.json`))) as {
      sources: unknown[];
    };
    const description = 'Here';
    expect(facts.sources).toEqual([{ name: 'here', definition, description, addOn }]);
    const span = definition.includes('`') ? `\`\` ${definition} \`\`` : `\`${definition}\``;
    expect(String(value.get(`${pack.id}/README.md`))).toContain(
      `| \`here\` | ${span} | ${addOn ?? 'the one for these events'} |`,
    );
  });
});

describe('reading apps that others made', () => {
  const app = (files: Record<string, string | Uint8Array>): { app: SplunkApp; codes: string[] } => {
    const tree: FileTree = new Map(
      Object.entries({ 'x/default/app.conf': '[id]\nname = x\n', ...files }),
    );
    const { value, diagnostics } = readApp(tree);
    return { app: value, codes: diagnostics.map(({ code }) => code) };
  };

  test('local stands over default key by key, `[default]` under both', () => {
    const { app: read } = app({
      'x/default/savedsearches.conf':
        '[default]\ndispatch.earliest_time = -1h\n[a]\nsearch = one\ndisabled = true\n',
      'x/local/savedsearches.conf':
        '[a]\ndisabled = false\ndispatch.latest_time = now\n[b]\nsearch = two\n',
    });
    expect(
      read.savedSearches.map(({ name, search, earliest, latest, disabled, strategyId }) => [
        name,
        search,
        earliest,
        latest,
        disabled,
        strategyId,
      ]),
    ).toEqual([
      ['a', 'one', '-1h', 'now', false, undefined],
      ['b', 'two', '-1h', undefined, false, undefined],
    ]);
  });

  test('macros with arguments, eval macros, event types, field settings', () => {
    const { app: read, codes } = app({
      'x/default/macros.conf':
        '[m(2)]\nargs = a, b\ndefinition = $a$=$b$\n[e]\ndefinition = "x"\niseval = 1\n[bad(1)]\ndefinition = x\n[none]\n',
      'x/default/eventtypes.conf': '[t]\nsearch = a=b\n[off]\nsearch = c\ndisabled = 1\n',
      'x/default/props.conf': '[st]\nEVAL-user = lower(u)\n',
    });
    expect([...read.macros]).toEqual([
      ['m(2)', { definition: '$a$=$b$', args: ['a', 'b'], iseval: false }],
      ['e', { definition: '"x"', args: [], iseval: true }],
    ]);
    expect(codes).toEqual(['TSP1303', 'TSP1303']);
    expect([...read.eventtypes]).toEqual([['t', 'a=b']]);
    expect(read.props.get('st')?.get('EVAL-user')).toBe('lower(u)');
  });

  test('lookup files: quotes, line feeds in cells, short rows, missing and broken files', () => {
    const { app: read, codes } = app({
      'x/lookups/a.csv': '\uFEFFk,v\r\n"x ""1"", y","two\nlines"\r\nshort\n\n',
      'x/lookups/bad.csv': 'k\n"open\n',
      'x/lookups/latin.csv': new Uint8Array([0x6b, 0x0a, 0xe9, 0x0a]),
      'x/default/transforms.conf':
        '[l]\nfilename = a.csv\nmax_matches = 1\n[gone]\nfilename = no.csv\n[kv]\nexternal_type = kvstore\n[rex]\nREGEX = a\n',
    });
    expect(read.lookups.get('l')?.rows).toEqual([
      ['x "1", y', 'two\nlines'],
      ['short', ''],
    ]);
    expect([...read.lookups.keys()]).toEqual(['a.csv', 'l', 'kv']);
    expect(read.transforms.get('rex')?.get('REGEX')).toBe('a');
    expect(codes).toEqual(['TSP1307', 'TSP1306', 'TSP1304']);
  });

  test('the inside of an app folder is an app; none or two folders are not', () => {
    expect(readApp(new Map([['default/app.conf', '[package]\nid = y\n']])).value.id).toBe('y');
    expect(readApp(new Map()).diagnostics.map(({ code }) => code)).toEqual(['TSP1301']);
    expect(app({ 'z/default/app.conf': '' }).codes).toEqual(['TSP1301']);
  });
});
