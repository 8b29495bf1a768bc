import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { emit, readTemplate, readTemplates } from '../../../src/targets/sentinel/index.ts';
import { input, pack, type Variation } from '../pack.ts';

function throughTemplate(change: Variation) {
  const emitted = emit(pack, [input(change)], new Map());
  const read = readTemplate(emitted.value);
  return { emitted, read, rule: read.value.rules[0] };
}

describe('what is emitted is what is read', () => {
  test('a scheduled rule, every property', () => {
    const { emitted, read, rule } = throughTemplate({});
    expect(emitted.diagnostics.filter((each) => each.severity !== 'note')).toEqual([]);
    expect(read.diagnostics).toEqual([]);
    expect(rule).toEqual({
      file: 'acme/mainTemplate.json',
      strategyId: 'task-created',
      version: '1.0.0',
      name: 'b5dd0b5d-784d-51cf-8ad1-1083912d7adc',
      kind: 'Scheduled',
      displayName: 'Scheduled task runs an interpreter',
      description: 'A task was created that runs a script interpreter.',
      severity: 'Medium',
      enabled: true,
      query: 'SecurityEvent\n| where EventID == 4698',
      schedule: { frequency: 3600, period: 3600, operator: 'GreaterThan', threshold: 0 },
      suppression: { enabled: false, duration: 3600 },
      tactics: ['Persistence', 'PrivilegeEscalation'],
      techniques: ['T1053'],
      subTechniques: ['T1053.005'],
      entities: [
        { type: 'Host', columns: { HostName: 'Computer' } },
        { type: 'Account', columns: { Sid: 'SubjectUserSid' } },
      ],
      entityColumns: [],
      customDetails: { Task: 'TaskName' },
      aggregation: 'SingleAlert',
      incident: {
        create: true,
        grouping: {
          enabled: true,
          reopenClosed: false,
          lookback: 14_400,
          method: 'Selected',
          entities: ['Host'],
          details: [],
          customDetails: ['Task'],
        },
      },
      needs: [],
    });
  });

  test('a near-real-time rule with settings', () => {
    const { emitted, rule } = throughTemplate({
      settings: {
        kind: 'NRT',
        enabled: false,
        severity: 'High',
        suppressionEnabled: true,
        suppressionDuration: '5h',
        eventGroupingSettings: { aggregationKind: 'AlertPerResult' },
        incidentConfiguration: { createIncident: false },
        sentinelEntitiesMappings: [{ columnName: 'TaskName' }],
        alertDetailsOverride: {
          alertDisplayNameFormat: '[Task {{TaskName}}]',
          alertSeverityColumnName: 'TaskName',
          alertDynamicProperties: [{ alertProperty: 'AlertLink', value: 'TaskName' }],
        },
      },
    });
    expect(emitted.diagnostics.filter((each) => each.severity === 'error')).toEqual([]);
    expect(rule).toMatchObject({
      kind: 'NRT',
      enabled: false,
      severity: 'High',
      suppression: { enabled: true, duration: 18_000 },
      aggregation: 'AlertPerResult',
      incident: { create: false },
      entityColumns: ['TaskName'],
      alertDetails: {
        displayNameFormat: '[Task {{TaskName}}]',
        severityColumn: 'TaskName',
        dynamicProperties: [{ property: 'AlertLink', column: 'TaskName' }],
      },
    });
    expect(rule).not.toHaveProperty('schedule');
  });

  test('functions and watchlists that the query mentions, before the rule', () => {
    const { read, rule, emitted } = throughTemplate({
      query:
        "SecurityEvent | where Count > least_hosts() and TaskName !in ((_GetWatchlist('known_tasks') | project SearchKey))",
      strategy: {
        tunables: [
          { name: 'least_hosts', description: 'Hosts that make it common.', value: 3 },
          { name: 'site', description: '', value: 'a "b" \\ [c]\n' },
          {
            name: 'known_tasks',
            description: '[Tasks to leave out]',
            columns: ['name', 'why'],
            rows: [
              { name: '\\Updater, "new"', why: '' },
              { name: ' x', why: "it's" },
            ],
          },
          { name: 'not_used', description: '', columns: ['a'], rows: [] },
        ],
      },
    });
    expect(emitted.diagnostics.filter((each) => each.severity === 'error')).toEqual([]);
    expect(rule?.needs).toEqual(['least_hosts', 'known_tasks']);
    expect([...read.value.functions.values()]).toEqual([
      {
        name: 'least_hosts',
        description: 'Hosts that make it common.',
        parameters: '',
        body: '3',
      },
    ]);
    expect([...read.value.watchlists.values()]).toEqual([
      {
        alias: 'known_tasks',
        description: '[Tasks to leave out]',
        columns: ['name', 'why'],
        searchKey: 'name',
        rows: [
          { name: '\\Updater, "new"', why: '' },
          { name: ' x', why: "it's" },
        ],
      },
    ]);
  });

  test('the file for Sentinel Repositories holds the same rule', () => {
    const { emitted, rule } = throughTemplate({});
    const path = 'acme/repositories/AnalyticsRules/task-created.json';
    const [read] = readTemplates(emitted.value, [path]).value.rules;
    expect(read).toEqual({ ...rule, file: path });
  });

  test('any text of a query, a title and a description', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('[', ']', "'", '"', '\\', '{', '}', '\r', '\n', 'a') }),
      fc.string().map((each) => `[${each}]`),
    );
    fc.assert(
      fc.property(
        text.filter((each) => each !== ''),
        text,
        text,
        (query, title, description) => {
          const { read, rule } = throughTemplate({ query, strategy: { title, description } });
          expect(read.diagnostics).toEqual([]);
          expect([rule?.query, rule?.displayName, rule?.description]).toEqual([
            query,
            title,
            description,
          ]);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('the same pack gives the same bytes whatever the order of its strategies', () => {
    const one = input({ strategy: { id: 'one', title: 'One' } });
    const two = input({ strategy: { id: 'two', title: 'Two' } });
    const [forwards, backwards] = [
      [one, two],
      [two, one],
    ].map((each) => emit(pack, each, new Map()));
    expect([...(forwards?.value ?? [])]).toEqual([...(backwards?.value ?? [])]);
  });
});

describe('a large pack', () => {
  const many = Array.from({ length: 1300 }, (_, index) => {
    const query = `T | where a > limit_${String(index % 2)}()`;
    const tunables = [0, 1].map((each) => ({
      name: `limit_${String(each)}`,
      description: '',
      value: each,
    }));
    return input({ query, strategy: { id: `s-${String(index).padStart(4, '0')}`, tunables } });
  });

  test('goes on in further templates, each with what its rules need', () => {
    const { value, diagnostics } = emit(pack, many, new Map());
    // More than a workspace runs at once, which is no reason not to write them.
    const told = diagnostics.filter((each) => each.severity !== 'note').map(({ code }) => code);
    expect(told).toEqual(['TSE1008']);
    const main = [...value.keys()].filter((path) => !path.includes('/repositories/'));
    expect(main).toEqual([
      'acme/mainTemplate.json',
      'acme/mainTemplate-2.json',
      'acme/mainTemplate-3.json',
    ]);
    const read = main.map((path) => readTemplates(value, [path]).value);
    expect(read.map((each) => [each.rules.length, each.functions.size])).toEqual([
      [600, 2],
      [600, 2],
      [100, 2],
    ]);
    expect(readTemplate(value).value.rules.length).toBe(1300);
  });
});

describe('two searches of one strategy', () => {
  test('are two rules, told apart by their labels, whatever the order they come in', () => {
    const first = input({ query: 'A' });
    const second = input({ query: 'B' });
    const label = 'On servers';
    const searches = [first.search, { ...second.search, label }];
    const strategy = { ...first.strategy, searches };
    const inputs = searches.map((search) => ({ ...first, strategy, search }));
    for (const given of [inputs, [...inputs].reverse()]) {
      const { rules } = readTemplate(emit(pack, given, new Map()).value).value;
      expect(rules.map(({ query, displayName, name }) => [query, displayName, name])).toEqual([
        ['A', 'Scheduled task runs an interpreter', 'b5dd0b5d-784d-51cf-8ad1-1083912d7adc'],
        [
          'B',
          'Scheduled task runs an interpreter (On servers)',
          expect.not.stringContaining('b5dd0b5d'),
        ],
      ]);
    }
  });
});

describe('templates that are not ours', () => {
  const read = (template: unknown) =>
    readTemplate(
      new Map([
        ['mainTemplate.json', typeof template === 'string' ? template : JSON.stringify(template)],
      ]),
    );
  const codes = (template: unknown) => read(template).diagnostics.map((each) => each.code);
  const rule = {
    type: 'Microsoft.SecurityInsights/alertRules',
    name: 'n',
    kind: 'Scheduled',
    properties: {
      displayName: 'A rule',
      severity: 'Low',
      query: 'T',
      queryFrequency: 'PT1H',
      queryPeriod: 'P1D',
      triggerOperator: 'GreaterThan',
      triggerThreshold: 0,
    },
  };
  const watchlist = (itemsSearchKey: string, numberOfLinesToSkip: unknown) => ({
    resources: [
      {
        type: 'Microsoft.SecurityInsights/watchlists',
        name: 'tasks',
        properties: { itemsSearchKey, numberOfLinesToSkip, rawContent: 'made by hand\na\nx\n' },
      },
    ],
  });
  const changed = (properties: object) => ({
    resources: [{ ...rule, properties: { ...rule.properties, ...properties } }],
  });

  test.each([
    ['not JSON', '{', ['TSE2001']],
    ['a list', [], ['TSE2001']],
    ['a resource without a type', { resources: [{}] }, ['TSE2002']],
    ['a query that is computed', changed({ query: "[concat('a', 'b')]" }), ['TSE2003', 'TSE2006']],
    ['a kind without a query', { resources: [{ ...rule, kind: 'Fusion' }] }, ['TSE2005']],
    ['a severity that is none', changed({ severity: 'Critical' }), ['TSE2006']],
    ['a period in months', changed({ queryPeriod: 'P1M' }), ['TSE2006']],
    ['a watchlist without its key', watchlist('b', 1), ['TSE2004']],
    ['a watchlist whose first line is to be skipped', watchlist('a', '1'), []],
    ['nothing', {}, []],
    ['a whole rule', { resources: [rule] }, []],
  ])('%s', (_name, template, expected) => {
    expect(codes(template)).toEqual(expected);
  });

  test('a rule inside its workspace, named by an expression, with a parameter', () => {
    const template = {
      parameters: { Query: { type: 'string', defaultValue: 'T | take 1' } },
      resources: [
        {
          type: 'Microsoft.OperationalInsights/workspaces',
          resources: [
            {
              ...rule,
              type: 'providers/alertRules',
              name: "[concat(parameters('workspace'),'/Microsoft.SecurityInsights/0d1c7b5e')]",
              properties: { ...rule.properties, query: "[parameters('query')]" },
            },
          ],
        },
      ],
    };
    expect(read(template).value.rules).toMatchObject([
      {
        strategyId: '0d1c7b5e',
        query: 'T | take 1',
        schedule: { frequency: 3600, period: 86_400 },
      },
    ]);
  });
});
