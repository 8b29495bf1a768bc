import { describe, expect, test } from '@jest/globals';
import { emit } from '../../../src/targets/sentinel/index.ts';
import { input, pack, type Variation } from '../pack.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

const emitted = (change: Variation) => emit(pack, [input(change)], new Map());
/** Codes without notes about what must be collected, which most of these rows are not about. */
const codes = (change: Variation): string[] =>
  emitted(change)
    .diagnostics.map((each) => each.code)
    .filter((code) => code !== 'TSE1801');

const every = (frequency: number, lookback: number, delay = 300): Variation => ({
  strategy: { schedule: { every: frequency, lookback, delay, nearRealTime: false } },
});
const set = (settings: Readonly<Record<string, unknown>>): Variation => ({ settings });
const details = (alertDetailsOverride: Readonly<Record<string, unknown>>): Variation =>
  set({ alertDetailsOverride });
const grouping = (
  groupingConfiguration: Readonly<Record<string, unknown>>,
  more: object = {},
): Variation => set({ incidentConfiguration: { groupingConfiguration, ...more } });
const workspaces = (...places: readonly string[]) =>
  places.map((place) => ({ kind: 'cross-workspace' as const, place }));
const letters = (count: number): string[] => 'abcdefghijklmnopqrstuvwxyz'.slice(0, count).split('');
const list = (
  rows: readonly Readonly<Record<string, string>>[],
  name = 'known_tasks',
): Variation => ({
  query: `T | where a in (_GetWatchlist('${name}'))`,
  strategy: { tunables: [{ name, description: '', columns: ['a'], rows }] },
});

describe.each<[string, readonly [string, Variation, readonly string[]][]]>([
  [
    'identity',
    [
      ['of a rule that was there before', set({ id: '0B1F5F3E-6f0f-4f0a-9d0e-1c2d3e4f5a6b' }), []],
      ['that is none', set({ id: 'task' }), ['TSE1951']],
    ],
  ],
  [
    'schedule',
    [
      ['the shortest', every(300, 300), []],
      ['too often', every(240, 300), ['TSE1102']],
      ['the longest', every(DAY, 14 * DAY), []],
      ['too far back', every(DAY, 14 * DAY + 60), ['TSE1103']],
      ['too seldom, too far back', every(15 * DAY, 15 * DAY), ['TSE1102', 'TSE1103']],
      ['two days back, every hour', every(HOUR, 2 * DAY), []],
      ['two days back, more often', every(HOUR - 60, 2 * DAY), ['TSE1105']],
      ['just under two days back', every(300, 2 * DAY - 60), []],
      ['seconds', every(330, 330), ['TSE1101', 'TSE1101']],
      ['a period set below the frequency', set({ queryPeriod: '30m' }), ['TSE1104']],
      ['a frequency set', { ...every(60, HOUR), settings: { queryFrequency: 'PT5M' } }, []],
      ['late events, reached', every(HOUR, HOUR + 600, 900), []],
      ['late events, not reached', every(HOUR, HOUR + 540, 900), ['TSE1106']],
      ['a duration that is none', set({ queryFrequency: 'often' }), ['TGT1002']],
    ],
  ],
  [
    'trigger and suppression',
    [
      ['the highest threshold', set({ triggerOperator: 'gt', triggerThreshold: 10_000 }), []],
      ['a threshold too high', set({ triggerThreshold: 10_001 }), ['TSE1107']],
      ['a threshold below nothing', set({ triggerThreshold: -1 }), ['TSE1107']],
      ['a threshold of words', set({ triggerThreshold: 'three' }), ['TGT1002']],
      ['an operator of another tool', set({ triggerOperator: 'GreaterThanOrEqual' }), ['TGT1002']],
      ['a day of suppression', set({ suppressionDuration: '24h' }), []],
      [
        'suppressed until the next run',
        set({ suppressionEnabled: true, suppressionDuration: '1h' }),
        [],
      ],
      [
        'suppressed for less',
        set({ suppressionEnabled: true, suppressionDuration: '30m' }),
        ['TSE1007'],
      ],
      ['more than a day of suppression', set({ suppressionDuration: '25h' }), ['TSE1002']],
    ],
  ],
  [
    'near real time',
    [
      ['by its kind', set({ kind: 'NRT' }), []],
      ['with a threshold', set({ kind: 'NRT', triggerThreshold: 3 }), ['TSE1003']],
      ['with a period', set({ kind: 'NRT', queryPeriod: '1h' }), ['TSE1004']],
      [
        'counting',
        { ...set({ kind: 'NRT' }), facts: { constructs: [{ kind: 'aggregate' }] } },
        ['TSE1704'],
      ],
      [
        'over workspaces',
        { ...set({ kind: 'NRT' }), facts: { constructs: [{ kind: 'cross-workspace' }] } },
        ['TSE1702'],
      ],
    ],
  ],
  [
    'description and ATT&CK',
    [
      ['the longest description', { strategy: { description: 'x'.repeat(5000) } }, []],
      ['a description too long', { strategy: { description: 'x'.repeat(5001) } }, ['TSE1001']],
      [
        'a tactic by its id',
        { strategy: { attack: [{ tactic: 'TA0011', span: { start: 0, end: 1 } }] } },
        [],
      ],
      [
        'a tactic unknown',
        { strategy: { attack: [{ tactic: 'Mischief', span: { start: 0, end: 1 } }] } },
        ['TSE1201'],
      ],
      [
        'a technique alone',
        { strategy: { attack: [{ technique: 'T1053', span: { start: 0, end: 1 } }] } },
        ['TSE1202'],
      ],
    ],
  ],
  [
    'columns',
    [
      [
        'of an entity, in another case',
        {
          strategy: {
            entities: [{ type: 'Host', columns: { HostName: 'computer' } }],
            throttle: { fields: ['TaskName'], period: HOUR },
          },
        },
        ['TGT1003'],
      ],
      [
        'of a detail, not returned',
        {
          strategy: {
            details: { Task: 'Taskname2' },
            throttle: { fields: ['Computer'], period: HOUR },
          },
        },
        ['TGT1004'],
      ],
      [
        'of entities in JSON, not returned',
        set({ sentinelEntitiesMappings: [{ columnName: 'Entities' }] }),
        ['TGT1004'],
      ],
      ['that depend on data', { facts: { columns: [], open: true } }, ['TGT1005']],
      [
        'an account by a name that may be general',
        {
          strategy: {
            entities: [{ type: 'Account', columns: { Name: 'TaskName' } }],
            throttle: { fields: ['TaskName'], period: HOUR },
          },
        },
        ['TSE1401'],
      ],
    ],
  ],
  [
    'details of the alert',
    [
      [
        'three placeholders',
        details({ alertDisplayNameFormat: '{{Computer}} {{ TaskName }} {{SubjectUserSid}}' }),
        [],
      ],
      [
        'four placeholders',
        details({ alertDisplayNameFormat: '{{Computer}}{{Computer}}{{Computer}}{{Computer}}' }),
        ['TSE1504'],
      ],
      [
        'braces that do not close',
        details({ alertDescriptionFormat: 'On {{Computer}' }),
        ['TSE1503'],
      ],
      [
        'braces in braces',
        details({ alertDescriptionFormat: 'On {{Computer {{TaskName}}' }),
        ['TSE1503'],
      ],
      [
        'a placeholder in another case',
        details({ alertDisplayNameFormat: '{{taskName}}' }),
        ['TGT1003'],
      ],
      ['a name too long', details({ alertDisplayNameFormat: 'x'.repeat(257) }), ['TSE1502']],
      [
        'a description too long',
        details({ alertDescriptionFormat: 'x'.repeat(5001) }),
        ['TSE1502'],
      ],
      [
        'a severity column not returned',
        details({ alertSeverityColumnName: 'Nothing' }),
        ['TGT1004'],
      ],
      [
        'a property unknown',
        details({ alertDynamicProperties: [{ alertProperty: 'Colour', value: 'TaskName' }] }),
        ['TGT1002', 'TSE1505'],
      ],
      [
        'a property twice',
        details({
          alertDynamicProperties: [
            { alertProperty: 'AlertLink', value: 'TaskName' },
            { alertProperty: 'AlertLink', value: 'Computer' },
          ],
        }),
        ['TSE1506'],
      ],
      [
        'a detail that looks like a resource id',
        {
          strategy: {
            details: { ProcessId: 'TaskName' },
            throttle: { fields: ['Computer'], period: HOUR },
          },
        },
        ['TSE1501'],
      ],
    ],
  ],
  [
    'incidents',
    [
      [
        'grouped by what is mapped',
        grouping({
          matchingMethod: 'Selected',
          groupByEntities: ['Host'],
          groupByAlertDetails: ['Severity'],
          groupByCustomDetails: ['Task'],
        }),
        [],
      ],
      [
        'grouped by what is not',
        grouping({
          matchingMethod: 'Selected',
          groupByEntities: ['IP'],
          groupByAlertDetails: ['Time'],
          groupByCustomDetails: ['Other'],
        }),
        ['TSE1603', 'TSE1603', 'TSE1603'],
      ],
      ['selected by nothing', grouping({ matchingMethod: 'Selected' }), ['TSE1604']],
      ['over too short a time', grouping({ lookbackDuration: '4m' }), ['TSE1602']],
      ['over too long a time', grouping({ lookbackDuration: '8d' }), ['TSE1602']],
      ['grouped but not created', grouping({}, { createIncident: false }), ['TSE1601']],
      [
        'by entities that there are none of',
        { ...grouping({}), strategy: { entities: [] } },
        ['TSE1605'],
      ],
      [
        'a throttle by a column not mapped',
        { strategy: { throttle: { fields: ['TimeGenerated'], period: HOUR } } },
        ['TSE1606'],
      ],
      [
        'a throttle of a month',
        { strategy: { throttle: { fields: ['Computer'], period: 30 * DAY } } },
        ['TSE1607'],
      ],
    ],
  ],
  [
    'query',
    [
      ['the longest', { query: 'x'.repeat(10_000) }, []],
      ['too long', { query: 'x'.repeat(10_001) }, ['TSE1701']],
      [
        'over all tables',
        { facts: { constructs: [{ kind: 'search-all' }, { kind: 'union-all' }] } },
        ['TSE1702', 'TSE1702'],
      ],
      ['over another cluster', { facts: { constructs: [{ kind: 'cross-cluster' }] } }, ['TSE1702']],
      ['over another workspace', { facts: { constructs: workspaces('a') } }, ['TSE1707']],
      ['over one thrice', { facts: { constructs: workspaces('a', 'A', 'b') } }, ['TSE1707']],
      ['over twenty', { facts: { constructs: workspaces(...letters(20)) } }, ['TSE1707']],
      ['over more', { facts: { constructs: workspaces(...letters(21)) } }, ['TSE1705', 'TSE1707']],
      [
        'over a workspace by a variable',
        { facts: { constructs: [{ kind: 'cross-workspace' }, ...workspaces('a')] } },
        ['TSE1706', 'TSE1707'],
      ],
      [
        'over the resource graph',
        { facts: { constructs: [{ kind: 'resource-graph' }] } },
        ['TSE1702'],
      ],
      ['with an option set', { facts: { constructs: [{ kind: 'management' }] } }, ['TSE1702']],
      ['a join', { facts: { constructs: [{ kind: 'join' }] } }, []],
      ["a function of Defender's", { facts: { functions: ['FileProfile'] } }, ['TSE1703']],
    ],
  ],
  [
    'tunables and settings',
    [
      ['a list', list([{ a: 'x' }]), []],
      ['a list without rows', list([]), ['TSE1902']],
      ['a value with a line break', list([{ a: 'x\ny' }]), ['TSE1904']],
      ['a line too long', list([{ a: 'x'.repeat(10_241) }]), ['TSE1905']],
      ['an alias too short', list([{ a: 'x' }], 'ab'), ['TSE1903']],
      ['an alias that begins with a line', list([{ a: 'x' }], '_tasks'), ['TSE1903']],
      [
        'a number that is none',
        { query: 'f()', strategy: { tunables: [{ name: 'f', description: '', value: Infinity }] } },
        ['TSE1901'],
      ],
      ['a setting unknown', set({ queryFreqency: '1h' }), ['TGT1001']],
      ['a setting of another type', set({ enabled: 'yes' }), ['TGT1002']],
      ['a setting left empty', set({ enabled: null }), []],
    ],
  ],
])('%s', (_subject, rows) => {
  test.each(rows)('%s', (_name, change, expected) => {
    expect(codes(change)).toEqual(expected);
  });
});

describe('what an error does', () => {
  test('the strategy is left out, and what it alone needed', () => {
    const [bad, good] = [
      input({ ...list([{ a: 'x\ny' }]) }),
      input({ strategy: { id: 'other', title: 'Other' } }),
    ];
    const template = String(emit(pack, [bad, good], new Map()).value.get('acme/mainTemplate.json'));
    expect(template).not.toContain('known_tasks');
    expect(template).toContain('"displayName": "Other"');
    expect(template).not.toContain('"displayName": "Scheduled task runs an interpreter"');
  });

  test('it stands where the document has the value', () => {
    const change = {
      strategy: { entities: [{ type: 'Host', columns: { HostName: 'computer' } }] },
    };
    const [found] = emitted(change).diagnostics;
    expect(found).toMatchObject({
      code: 'TGT1003',
      span: { start: 4, end: 9 },
      message:
        'the entity `Host` names the column `computer`; the query returns `Computer`, and the case matters',
      remedy: 'Write `Computer`.',
    });
  });

  test("a function is pointed at in the document's text", () => {
    const change = {
      query: '// FileProfile\nT | invoke FileProfile (SHA1)',
      facts: { functions: ['FileProfile'] },
    };
    const found = emitted(change).diagnostics.find((each) => each.code === 'TSE1703');
    expect(found?.span).toEqual({ start: 26, end: 37 });
  });
});

describe('what must be collected', () => {
  const needs = (eventId: string) => {
    const result = emitted({
      strategy: { dataSources: [{ provider: 'Microsoft-Windows-Security-Auditing', eventId }] },
    });
    const template = JSON.parse(String(result.value.get('acme/mainTemplate.json'))) as {
      metadata: { rules: object[] };
    };
    return {
      rule: template.metadata.rules[0],
      messages: result.diagnostics.map((each) => each.message),
    };
  };
  test.each([
    ['4688', 'Minimal', []],
    ['4688, 5145', 'Common', []],
    ['4698', 'All', ['4698: not in the set "Common" of the Windows Security Events connector']],
    [
      '4698-4702',
      'All',
      ['4698, 4699, 4701: not in the set "Common" of the Windows Security Events connector'],
    ],
  ])('%s', (eventId, windowsEventSet, messages) => {
    expect(needs(eventId)).toEqual({
      rule: {
        name: 'b5dd0b5d-784d-51cf-8ad1-1083912d7adc',
        strategy: 'task-created',
        version: '1.0.0',
        tables: ['SecurityEvent'],
        connectors: { SecurityEvent: ['WindowsSecurityEvents', 'SecurityEvents'] },
        windowsEventSet,
      },
      messages,
    });
  });
});

test('two rules cannot have one identity', () => {
  const id = '0b1f5f3e-6f0f-4f0a-9d0e-1c2d3e4f5a6b';
  const inputs = ['one', 'two'].map((name) => input({ strategy: { id: name }, settings: { id } }));
  const { value, diagnostics } = emit(pack, inputs, new Map());
  expect(
    diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code),
  ).toEqual(['TSE1952']);
  expect([...value.keys()].filter((path) => path.includes('AnalyticsRules'))).toEqual([
    'acme/repositories/AnalyticsRules/one.json',
  ]);
});

test.each<[string, 'Scheduled' | 'NRT', number, readonly string[]]>([
  ['as many near-real-time rules as a workspace runs', 'NRT', 50, []],
  ['one more', 'NRT', 51, ['TSE1008']],
  ['as many scheduled ones', 'Scheduled', 51, []],
])('%s', (_name, kind, count, expected) => {
  const inputs = Array.from({ length: count }, (_, index) =>
    input({ strategy: { id: `s${String(index)}`, title: String(index) }, settings: { kind } }),
  );
  const { diagnostics } = emit(pack, inputs, new Map());
  expect(diagnostics.map(({ code }) => code).filter((code) => code !== 'TSE1801')).toEqual(
    expected,
  );
});

test('a column that named an entity once, and that no mapping uses', () => {
  const made = input();
  const facts = {
    ...made.facts,
    columns: [...made.facts.columns, { name: 'HostCustomEntity', type: 'string' }],
  };
  const of = (strategy: object): string[] =>
    emit(pack, [{ ...made, strategy: { ...made.strategy, ...strategy }, facts }], new Map())
      .diagnostics.map(({ code }) => code)
      .filter((code) => code !== 'TSE1801');
  expect(of({})).toEqual(['TSE1402']);
  const entities = [{ type: 'Host', columns: { HostName: 'HostCustomEntity' } }];
  expect(of({ entities, throttle: undefined })).toEqual([]);
});
