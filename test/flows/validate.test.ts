// Templates and apps as they lie on disk, ours and others'.
import { join } from 'node:path';
import { readdirSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { UsageError, validate } from '../../src/flows/index.ts';
import { folderOf } from './disk.ts';

const folders: (() => void)[] = [];
const folder = (files: Readonly<Record<string, string>>): string => {
  const made = folderOf(files);
  folders.push(made.remove);
  return made.path;
};
afterEach(() => {
  for (const remove of folders.splice(0)) remove();
});

const rule = {
  displayName: 'Task was made',
  description: 'A task.',
  severity: 'Medium',
  enabled: true,
  query: 'SecurityEvent\n| where EventID == 4688\n| project TimeGenerated, Computer',
  queryFrequency: 'PT1H',
  queryPeriod: 'PT1H',
  triggerOperator: 'GreaterThan',
  triggerThreshold: 0,
  suppressionDuration: 'PT1H',
  suppressionEnabled: false,
  tactics: ['Persistence'],
  techniques: ['T1053'],
  entityMappings: [
    { entityType: 'Host', fieldMappings: [{ identifier: 'HostName', columnName: 'Computer' }] },
  ],
};

function template(change: object, more: readonly object[] = []): string {
  return JSON.stringify(
    {
      $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
      contentVersion: '1.0.0.0',
      parameters: { workspace: { type: 'string' } },
      resources: [
        {
          type: 'Microsoft.OperationalInsights/workspaces/providers/alertRules',
          apiVersion: '2025-09-01',
          name: "[concat(parameters('workspace'), '/Microsoft.SecurityInsights/0b1f5f3e-6f0f-4f0a-9d0e-1c2d3e4f5a6b')]",
          kind: 'Scheduled',
          properties: { ...rule, ...change },
        },
        ...more,
      ],
    },
    undefined,
    2,
  );
}

const savedSearch = {
  type: 'Microsoft.OperationalInsights/workspaces/savedSearches',
  apiVersion: '2020-08-01',
  name: "[concat(parameters('workspace'), '/Limits')]",
  properties: {
    category: 'x',
    displayName: 'Limits',
    functionAlias: 'Limits',
    query: 'print most = 3',
    version: 2,
  },
};

describe('a template with an analytics rule', () => {
  test.each<[string, string, string[]]>([
    ['that is good', template({}), []],
    [
      'with a column that the query does not return',
      template({ query: 'SecurityEvent | project TimeGenerated' }),
      ['TGT1004 "Computer"'],
    ],
    [
      'with a table that there is not',
      template({ query: 'SecurityEvnet | project Computer' }),
      ['KQL1004 SecurityEvnet'],
    ],
    ['with KQL that cannot be read', template({ query: 'SecurityEvent | wher' }), ['KQL']],
    [
      'with a function of the template',
      template({ query: 'Limits | extend Computer = "x", TimeGenerated = now()' }, [savedSearch]),
      [],
    ],
    [
      'with a function that there is not',
      template({ query: 'Limits | extend Computer = "x"' }),
      ['KQL'],
    ],
    [
      'with a watchlist of the template, as solutions have them',
      template(
        {
          query:
            "SecurityEvent | where Computer in ((_GetWatchlist('hosts') | project name)) | project TimeGenerated, Computer",
        },
        [
          {
            type: 'Microsoft.OperationalInsights/workspaces/providers/Watchlists',
            apiVersion: '2025-09-01',
            name: "[concat(parameters('workspace'), '/Microsoft.SecurityInsights/', 'hosts')]",
            properties: { itemsSearchKey: 'name', rawContent: 'name\r\na\r\n' },
          },
        ],
      ),
      [],
    ],
    [
      'with a construct that rules cannot have',
      template({ query: 'set notruncation; SecurityEvent | project TimeGenerated, Computer' }),
      ['TSE1702 set'],
    ],
    ['that looks back too far', template({ queryPeriod: 'P15D' }), ['TSE1103 "P15D"']],
    [
      'with a severity that there is not',
      template({ severity: 'Critical' }),
      ['DOC1052 "Critical"'],
    ],
    [
      'with a parameter that it does not declare',
      template({ severity: "[parameters('s')]" }),
      ["ARM-parameter 's'", 'DOC1051 "[parameters(\'s\')]"'],
    ],
  ])('%s', async (_, text, expected) => {
    const path = join(folder({ 'rule.json': text }), 'rule.json');
    const errors = (await validate(path)).filter(({ severity }) => severity === 'error');
    const shown = errors.map(({ code, span }, index) => {
      const wanted = expected[index] ?? '';
      const words = span ? text.slice(span.start, span.end) : '';
      return wanted === 'KQL' && code.startsWith('KQL')
        ? 'KQL'
        : `${code} ${words.slice(0, 40)}`.trim();
    });
    expect(shown).toEqual(expected);
  });
});

test('the golden bundle and its files for Repositories are valid', async () => {
  const golden = join(import.meta.dirname, '../targets/sentinel/golden');
  const files = readdirSync(golden, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.json'),
  );
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) {
    const found = await validate(join(golden, file));
    const arm = found.filter(({ code }) => code.startsWith('ARM'));
    expect([file, arm.map(({ code, message }) => `${code} ${message}`)]).toEqual([file, []]);
  }
});

test('an app folder is held against the checks of an app', async () => {
  const path = folder({ 'default/app.conf': '[launcher]\nversion = 1\n' });
  const codes = (await validate(path)).map(({ code }) => code);
  expect(codes.length).toBeGreaterThan(0);
  expect(codes.every((each) => each.startsWith('TSP'))).toBe(true);
});

test('anything else is refused', async () => {
  await expect(validate('/nowhere/at-all.json')).rejects.toThrow(UsageError);
  await expect(validate(folder({ 'a.txt': 'x' }))).rejects.toThrow(UsageError);
  const notes = join(folder({ 'a.json': 'x' }), 'a.json');
  expect((await validate(notes)).map(({ code }) => code)).toEqual(['ARM-json']);
});
