// Templates and apps as they lie on disk, ours and others'.
import { basename, join } from 'node:path';
import { readdirSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { build, UsageError, validate } from '../../src/flows/index.ts';
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

describe("with a report of Splunk's AppInspect", () => {
  const document = join(
    import.meta.dirname,
    '../../strategies/rare-binary-run-as-scheduled-task.md',
  );
  const SEARCH =
    '`windows_sysmon` EventCode=1 ParentImage="*\\\\svchost.exe" ParentCommandLine="*netsvcs*" ParentCommandLine="*Schedule*"';
  /** The package built from that document alone, with a report beside it. */
  const built = async (text: string): Promise<{ app: string; appInspect: string }> => {
    const path = folder({ 'report.json': text });
    await build({ pack: document, out: join(path, 'out') });
    return {
      app: join(path, 'out/splunk/stratagem_scheduled_tasks.spl'),
      appInspect: join(path, 'report.json'),
    };
  };
  const report = (checks: readonly object[]): string =>
    JSON.stringify({ reports: [{ groups: [{ checks }] }] });
  const message = (result: string, file: string, line: number | null): object => ({
    name: 'check_x',
    result,
    messages: [{ result, message: 'It is odd.', message_filename: file, message_line: line }],
  });

  test('each message is told at its line, in the document where one is behind it', async () => {
    const checks = [
      message('failure', 'default/savedsearches.conf', 3),
      message('warning', 'default/app.conf', 2),
      message('success', 'default/app.conf', 1),
      message('manual_check', 'nowhere.txt', null),
    ];
    const { app, appInspect } = await built(report(checks));
    const told = await validate(app, { appInspect, pack: document });
    const found = told.filter(({ code }) => code.startsWith('AI-'));
    expect(
      found.map(({ code, severity, source, span }) => [
        code,
        severity,
        basename(source.name),
        span && source.text.slice(span.start, span.end).split('\n')[0],
      ]),
    ).toEqual([
      ['AI-check_x', 'error', basename(document), SEARCH],
      ['AI-check_x', 'warning', 'app.conf', 'is_configured = 0'],
      ['AI-check_x', 'error', 'report.json', undefined],
    ]);
  });

  test.each(['', '[]', '{"a":1}', '{"reports":[{"groups":7}]}'])('a report of %j', async (text) => {
    const { app, appInspect } = await built(text);
    const found = await validate(app, { appInspect });
    expect(found.map(({ code }) => code)).toEqual(text.includes('reports') ? [] : ['AIR1001']);
  });
});
