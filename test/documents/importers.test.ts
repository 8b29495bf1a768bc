// Rules of other products, small, each with one peculiarity.
import { describe, expect, test } from '@jest/globals';
import { importRules, readDocument, writeDocument } from '../../src/documents/index.ts';
import { documentSpan, validate, type Strategy } from '../../src/strategy/index.ts';
import { hasErrors } from '../../src/text/index.ts';

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const codes = (text: string): string[] =>
  importRules({ name: 'rule', text })
    .diagnostics.map(({ code }) => code)
    .filter((code) => code !== 'DOC1057');

function only(text: string): Strategy {
  const { value, diagnostics } = importRules({ name: 'rule', text });
  const [first, ...more] = value;
  if (!first || more.length > 0)
    throw new Error(diagnostics.map(({ message }) => message).join('; '));
  return first;
}

const RULE = {
  id: '0b1f5f3e-6f0f-4f0a-9d0e-1c2d3e4f5a6b',
  name: 'Task was made',
  severity: 'Medium',
  queryFrequency: '1h',
  queryPeriod: '1d',
  triggerOperator: 'gt',
  triggerThreshold: 0,
  tactics: ['Persistence'],
  query: 'SecurityEvent\n| where EventID == 4698\n',
};
const yaml = (change: object = {}): string =>
  Object.entries<unknown>({ ...RULE, ...change })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
    .join('');

describe('an analytics rule in YAML', () => {
  test('is carried whole', () => {
    const text = yaml({
      version: '1.10.2',
      description: "'A task.\nIt runs.'",
      severity: 'high',
      requiredDataConnectors: [{ connectorId: 'SecurityEvents', dataTypes: ['SecurityEvent'] }],
      triggerOperator: 'lt',
      triggerThreshold: 5,
      tactics: ['Persistence', 'CredentialAccess'],
      relevantTechniques: ['T1053.005', 'T1566'],
      entityMappings: [
        { entityType: 'Host', fieldMappings: [{ identifier: 'HostName', columnName: 'Computer' }] },
      ],
      customDetails: { Task: 'TaskName' },
      alertDetailsOverride: { alertDisplayNameFormat: 'Task {{TaskName}}' },
      eventGroupingSettings: { aggregationKind: 'AlertPerResult' },
      suppressionEnabled: true,
      suppressionDuration: '5h',
    });
    const strategy = only(text);
    expect(codes(text)).toEqual([]);
    expect(plain(strategy)).toMatchObject({
      id: RULE.id,
      title: 'Task was made',
      description: 'A task.\nIt runs.',
      version: '1.10.2',
      severity: 'high',
      schedule: { every: 3600, lookback: 86_400, delay: 300, nearRealTime: false },
      dataSources: [{ provider: 'SecurityEvents', table: 'SecurityEvent' }],
      entities: [{ type: 'Host', columns: { HostName: 'Computer' } }],
      details: { Task: 'TaskName' },
      platforms: {
        sentinel: {
          id: RULE.id,
          triggerOperator: 'lt',
          triggerThreshold: 5,
          suppressionEnabled: true,
          suppressionDuration: '5h',
          eventGroupingSettings: { aggregationKind: 'AlertPerResult' },
          alertDetailsOverride: { alertDisplayNameFormat: 'Task {{TaskName}}' },
        },
      },
    });
    // Each technique stands under the tactics of the rule that it serves; the others stand alone.
    expect(strategy.attack.map(({ tactic, technique }) => [tactic, technique])).toEqual([
      ['Persistence', 'T1053.005'],
      ['CredentialAccess', undefined],
      [undefined, 'T1566'],
    ]);
    expect(strategy.searches.map(({ platform, text }) => [platform, text])).toEqual([
      ['sentinel', 'SecurityEvent\n| where EventID == 4698'],
    ]);
  });

  test('says where its query is, line by line', () => {
    const text = `${yaml({ query: undefined })}query: |\n\n    T\n      | where a\n    | take 1\n`;
    const source = { name: 'rule.yaml', text };
    const { value } = readDocument(source);
    const [search] = value?.searches ?? [];
    expect(search?.text).toBe('T\n  | where a\n| take 1');
    const places = (search?.text ?? '')
      .split('')
      .map((character, at) =>
        search ? text[documentSpan(search, { start: at, end: at + 1 }).start] === character : false,
      );
    expect(places).not.toContain(false);
  });

  test.each<[string, object, string[]]>([
    ['no query', { query: undefined, severity: 'Low' }, ['DOC1056']],
    ['no severity', { severity: undefined }, ['DOC1051']],
    ['a severity that is none', { severity: 'Critical' }, ['DOC1052']],
    ['no frequency', { queryFrequency: undefined }, ['DOC1051']],
    ['a frequency that is none', { queryFrequency: 'daily' }, ['DOC1052']],
    ['tactics that are no list', { tactics: 'Persistence' }, ['DOC1052']],
    ['a kind without a query', { kind: 'Fusion' }, ['DOC1054']],
    [
      'a near-real-time rule',
      { kind: 'NRT', queryFrequency: undefined, queryPeriod: undefined },
      [],
    ],
    ['tags', { tags: ['a'] }, ['DOC1053']],
    ['metadata of the catalogue', { metadata: { author: { name: 'x' } } }, ['DOC1053']],
    ['a status that says nothing', { status: 'Available' }, []],
    ['another status', { status: 'Retired' }, ['DOC1053']],
    ['no id', { id: undefined }, ['DOC1059']],
    [
      'one identifier twice',
      {
        entityMappings: [
          {
            entityType: 'Host',
            fieldMappings: [
              { identifier: 'HostName', columnName: 'a' },
              { identifier: 'HostName', columnName: 'b' },
            ],
          },
        ],
      },
      ['DOC1052'],
    ],
    [
      'an entity without a column',
      { entityMappings: [{ entityType: 'Host', fieldMappings: [{}] }] },
      ['DOC1052'],
    ],
    ['details that are no texts', { customDetails: { a: ['b'] } }, ['DOC1052']],
  ])('%s', (_, change, expected) => {
    expect(codes(yaml(change))).toEqual(expected);
  });

  test('keeps what it has no place for as text', () => {
    const [notes] = only(yaml({ tags: ['a', { b: '```kusto' }] })).sections;
    expect(notes?.title).toBe('Import Notes');
    expect(notes?.body).toContain('"b": "```kusto"');
  });
});

const properties = {
  displayName: 'Task was made',
  description: '[[Preview] A task]',
  severity: 'Medium',
  enabled: true,
  query: 'SecurityEvent\r\n| where EventID == 4698 // "x"',
  queryFrequency: 'PT1H',
  queryPeriod: 'P1D',
  triggerOperator: 'GreaterThan',
  triggerThreshold: 0,
  suppressionDuration: 'PT1H',
  suppressionEnabled: false,
  tactics: ['Persistence'],
  techniques: ['T1053'],
  subTechniques: ['T1053.005'],
  alertRuleTemplateName: null,
  customDetails: null,
  entityMappings: null,
  eventGroupingSettings: { aggregationKind: 'SingleAlert' },
  incidentConfiguration: {
    createIncident: true,
    groupingConfiguration: {
      enabled: false,
      reopenClosedIncident: false,
      lookbackDuration: 'PT5H',
      matchingMethod: 'AllEntities',
      groupByEntities: [],
      groupByAlertDetails: null,
    },
  },
};
const resource = (change: object = {}, more: object = {}): object => ({
  id: "[concat(resourceId('Microsoft.OperationalInsights/workspaces/providers', parameters('workspace'), 'Microsoft.SecurityInsights'),'/alertRules/0b1f5f3e-6f0f-4f0a-9d0e-1c2d3e4f5a6b')]",
  name: "[concat(parameters('workspace'),'/Microsoft.SecurityInsights/0b1f5f3e-6f0f-4f0a-9d0e-1c2d3e4f5a6b')]",
  type: 'Microsoft.OperationalInsights/workspaces/providers/alertRules',
  kind: 'Scheduled',
  apiVersion: '2022-11-01-preview',
  properties: { ...properties, ...change },
  ...more,
});
const arm = (resources: readonly object[], more: object = {}): string =>
  JSON.stringify(
    {
      $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
      contentVersion: '1.0.0.0',
      parameters: { workspace: { type: 'String' } },
      resources,
      ...more,
    },
    undefined,
    2,
  );

describe('an ARM template', () => {
  test('as the portal exports it', () => {
    const text = arm([resource()]);
    expect(codes(text)).toEqual([]);
    const strategy = only(text);
    expect(plain(strategy)).toMatchObject({
      id: RULE.id,
      title: 'Task was made',
      description: '[Preview] A task]',
      schedule: { every: 3600, lookback: 86_400 },
      attack: [{ tactic: 'Persistence', technique: 'T1053.005' }],
    });
    expect(plain(strategy.platforms)).toEqual({
      sentinel: {
        id: RULE.id,
        incidentConfiguration: {
          createIncident: true,
          groupingConfiguration: {
            enabled: false,
            reopenClosedIncident: false,
            lookbackDuration: 'PT5H',
            matchingMethod: 'AllEntities',
          },
        },
      },
    });
    const [search] = strategy.searches;
    expect(search?.text).toBe('SecurityEvent\n| where EventID == 4698 // "x"');
    const place = search && documentSpan(search, { start: 14, end: 21 });
    expect(text.slice(place?.start, place?.end)).toBe('| where');
  });

  test.each<[string, string, string[], number]>([
    ['two rules', arm([resource(), resource({ displayName: 'Other' })]), [], 2],
    ['no rule', arm([]), ['DOC1056'], 0],
    [
      'a resource of another type',
      arm([resource(), { type: 'Microsoft.Insights/workbooks', name: 'x' }]),
      ['DOC1060'],
      1,
    ],
    [
      'a parameter with a default',
      arm([resource({ severity: "[parameters('severity')]" })], {
        parameters: { severity: { type: 'string', defaultValue: 'Low' } },
      }),
      [],
      1,
    ],
    [
      'a parameter without one: that rule is left out, not the other',
      arm([resource({ severity: "[parameters('severity')]" }), resource()]),
      ['DOC1055', 'DOC1051'],
      1,
    ],
    ['a rule of another kind', arm([resource({}, { kind: 'Fusion' })]), ['DOC1054'], 0],
    [
      'a link to the template that it was made from',
      arm([resource({ alertRuleTemplateName: 'c0ffee00-0000-4000-8000-000000000000' })]),
      ['DOC1053'],
      1,
    ],
    ['a rule switched off', arm([resource({ enabled: false })]), [], 1],
    ['JSON that is none', `${arm([resource()])}}`, ['DOC1050'], 0],
    [
      'an expression made to be deep',
      arm([resource({ description: `[${'concat('.repeat(20_000)}'x'${')'.repeat(20_000)}]` })]),
      ['DOC1055'],
      0,
    ],
  ])('%s', (_, text, expected, count) => {
    expect(codes(text)).toEqual(expected);
    expect(importRules({ name: 'rule', text }).value).toHaveLength(count);
  });

  const hunt = (change: object = {}): object => ({
    type: 'Microsoft.OperationalInsights/workspaces/savedSearches',
    apiVersion: '2020-08-01',
    name: "[concat(parameters('workspace'), '/3e1f5f3e-6f0f-4f0a-9d0e-1c2d3e4f5a6b')]",
    properties: {
      etag: '*',
      displayName: '[[Hunt] for tasks]',
      category: 'Hunting Queries',
      query: 'SecurityEvent | where EventID == 4698',
      version: 2,
      tags: [
        { name: 'description', value: 'Looks for tasks.' },
        { name: 'tactics', value: 'Persistence, Execution' },
        { name: 'techniques', value: 'T1053,T1053.005' },
        { name: 'createdBy', value: 'a@example.com' },
      ],
      ...change,
    },
  });

  test('with a hunting query, as a file of its own has it', () => {
    const strategy = only(arm([hunt()]));
    const own = only(`id: 3e1f5f3e-6f0f-4f0a-9d0e-1c2d3e4f5a6b
name: "[Hunt] for tasks]"
description: Looks for tasks.
tactics: [Persistence, Execution]
relevantTechniques: [T1053.005]
query: SecurityEvent | where EventID == 4698
`);
    for (const each of ['id', 'title', 'description', 'severity', 'schedule', 'platforms'] as const)
      expect(plain(strategy[each])).toEqual(plain(own[each]));
    const pairs = ({ attack }: Strategy) =>
      attack.map(({ tactic, technique }) => [tactic, technique]);
    expect(pairs(strategy)).toEqual(pairs(own));
    expect(pairs(strategy)).toEqual([
      ['Persistence', 'T1053.005'],
      ['Execution', 'T1053.005'],
    ]);
    expect(strategy.searches.map(({ text }) => text)).toEqual(own.searches.map(({ text }) => text));
  });

  test.each<[string, object, string[], number]>([
    ['with a tag that no strategy has', {}, ['DOC1053', 'DOC1061'], 1],
    ['without tags', { tags: null }, ['DOC1061'], 1],
    ['without a query', { query: '', tags: [] }, ['DOC1051'], 0],
    ['of another category', { category: 'Saved' }, ['DOC1060', 'DOC1056'], 0],
    ['that is a function', { functionAlias: 'Hunt' }, ['DOC1060', 'DOC1056'], 0],
  ])('a saved search %s', (_, change, expected, count) => {
    const text = arm([hunt(change)]);
    expect(codes(text)).toEqual(expected);
    expect(importRules({ name: 'rule', text }).value).toHaveLength(count);
  });

  test('as a Content Hub solution holds rules', () => {
    const text = arm(
      [
        {
          type: 'Microsoft.OperationalInsights/workspaces/providers/contentTemplates',
          name: "[variables('rule1').name]",
          properties: {
            mainTemplate: {
              resources: [
                resource(
                  { enabled: false, status: 'Available' },
                  {
                    type: 'Microsoft.SecurityInsights/AlertRuleTemplates',
                    name: "[variables('rule1').contentId]",
                  },
                ),
                { type: 'Microsoft.OperationalInsights/workspaces/providers/metadata', name: 'x' },
              ],
            },
          },
        },
      ],
      { variables: { rule1: { name: 'a', contentId: '11111111-2222-4333-8444-555555555555' } } },
    );
    expect(codes(text)).toEqual([]);
    expect(only(text).id).toBe('11111111-2222-4333-8444-555555555555');
  });
});

const detection = (template: object = {}, more: object = {}): object => ({
  id: '7506',
  displayName: 'Odd binary',
  status: 'enabled',
  createdBy: 'x',
  queryCondition: { queryText: 'DeviceProcessEvents\n| take 1', lastModifiedDateTime: null },
  schedule: { frequency: 'PT3H', nextRunDateTime: '2026-01-01T00:00:00Z' },
  detectionAction: {
    alertTemplate: {
      title: 'Odd binary',
      description: 'It is odd.',
      severity: 'medium',
      recommendedActions: '# Look\nand see',
      tactics: [
        {
          tactic: 'Persistence',
          techniques: [{ technique: 'T1053', subTechniques: ['T1053.005'] }],
        },
      ],
      entityMappings: {
        hosts: [{ deviceIdColumn: 'DeviceId', nameColumn: 'DeviceName' }],
        accounts: [{ sidColumn: 'AccountSid' }],
      },
      customDetails: { Hash: 'SHA1' },
      ...template,
    },
    automatedActions: null,
  },
  ...more,
});

describe('a custom detection', () => {
  test('is carried whole', () => {
    const text = JSON.stringify({ value: [detection()] });
    expect(codes(text)).toEqual(['DOC1059']);
    expect(plain(only(text))).toMatchObject({
      id: 'odd-binary',
      title: 'Odd binary',
      description: 'It is odd.',
      severity: 'medium',
      schedule: { every: 10_800, lookback: 43_200, delay: 0, nearRealTime: false },
      attack: [{ tactic: 'Persistence', technique: 'T1053.005' }],
      entities: [
        { type: 'Host', columns: { HostName: 'DeviceName' } },
        { type: 'Account', columns: { Sid: 'AccountSid' } },
      ],
      details: { Hash: 'SHA1' },
      searches: [{ platform: 'defender', text: 'DeviceProcessEvents\n| take 1' }],
      platforms: {},
    });
    const response = only(text).sections.find(({ kind }) => kind === 'response');
    expect(response?.body).toBe('\n\\# Look\nand see\n\n');
  });

  test.each<[string, object, string[], number]>([
    ['switched off', detection({}, { status: 'disabled' }), ['DOC1059'], 1],
    ['continuous', detection({}, { schedule: { frequency: 'PT0S' } }), ['DOC1059'], 1],
    ['another title on the alert', detection({ title: 'Odd {{x}}' }), ['DOC1059', 'DOC1053'], 1],
    [
      'an action of its own',
      {
        ...detection(),
        detectionAction: {
          ...(detection() as { detectionAction: object }).detectionAction,
          automatedActions: { isolateDevices: [{ a: 'b' }] },
        },
      },
      ['DOC1059', 'DOC1053'],
      1,
    ],
    [
      'an entity that Sentinel does not have',
      detection({ entityMappings: { mailboxes: [{ x: 'y' }] } }),
      ['DOC1059', 'DOC1053'],
      1,
    ],
    ['no frequency', detection({}, { schedule: {} }), ['DOC1059', 'DOC1052'], 0],
    ['no query', detection({}, { queryCondition: {} }), ['DOC1051'], 0],
    [
      'the former shape',
      detection(
        {
          tactics: undefined,
          category: 'Persistence',
          mitreTechniques: ['T1053.005'],
          entityMappings: undefined,
        },
        { status: undefined, isEnabled: true, schedule: { period: '24H' } },
      ),
      ['DOC1059'],
      1,
    ],
  ])('%s', (_, body, expected, count) => {
    const text = JSON.stringify(body);
    expect(codes(text)).toEqual(expected);
    expect(importRules({ name: 'rule', text }).value).toHaveLength(count);
  });
});

test('what is imported is a valid document, and the same strategy', () => {
  for (const text of [yaml({ tags: ['x'] }), arm([resource()]), JSON.stringify(detection())]) {
    const strategy = only(text);
    const { value, diagnostics } = readDocument({ name: 'made.md', text: writeDocument(strategy) });
    expect(hasErrors(diagnostics)).toBe(false);
    expect(value && hasErrors(validate([value]))).toBe(false);
    const { id, title, description, severity, schedule, entities, details, platforms } = strategy;
    expect(plain(value)).toMatchObject(
      plain({ id, title, description, severity, schedule, entities, details, platforms }) as object,
    );
    expect(value?.searches.map((each) => each.text)).toEqual(
      strategy.searches.map((each) => each.text),
    );
  }
});

test.each([
  '',
  '{',
  '[',
  'query:',
  '{"$schema":"deploymentTemplate.json"',
  '\uFEFF{}',
  'a: &a [*a]',
])('a file that is none: %j', (text) => {
  const { value, diagnostics } = importRules({ name: 'x', text });
  expect([value, hasErrors(diagnostics)]).toEqual([[], true]);
});
