// A hunting query of Microsoft's repository: imported, built in every form, read back, passing the tests of templates.
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { runNative, shippedApiVersions, tests } from '../../src/arm-ttk-wrapper/index.ts';
import { assemble } from '../../src/flows/build.ts';
import { importFiles } from '../../src/flows/index.ts';
import { readTemplate } from '../../src/targets/sentinel/index.ts';
import { folderOf } from './disk.ts';

// Loading Microsoft's parser takes seconds on a busy machine.
jest.setTimeout(120_000);

const folders: (() => void)[] = [];
afterEach(() => {
  for (const remove of folders.splice(0)) remove();
});

const ID = '3e1f5f3e-6f0f-4f0a-9d0e-1c2d3e4f5a6b';
const QUERY = `id: ${ID}
name: Tasks by host
description: |
  'Counts tasks that were made, by host.'
requiredDataConnectors:
  - connectorId: SecurityEvents
    dataTypes:
      - SecurityEvent
tactics:
  - Persistence
relevantTechniques:
  - T1053.005
query: |
  search "schtasks" | summarize count() by $table
entityMappings: []
version: 1.2.0
`;

test('a hunting query', async () => {
  const made = folderOf({
    'hunts/tasks.yaml': QUERY,
    'pack/pack.yaml': `id: hunts
title: Hunts
version: 1.0.0
author: Example
solution:
  publisher: example
  published: "2026-01-31"
  email: a@example.com
  link: https://example.com
  tier: Community
  domains: [Security - Threat Protection]
`,
  });
  folders.push(made.remove);
  const out = join(made.path, 'pack');
  const imported = await importFiles({ paths: [join(made.path, 'hunts')], out });
  expect(imported.diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
    'note DOC1061',
    'note DOC1057',
  ]);

  const { tree, diagnostics } = await assemble({
    pack: out,
    sentinel: ['extension', 'repositories', 'solution'],
  });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const sentinel = new Map(
    [...tree].flatMap(([path, content]) =>
      path.startsWith('sentinel/hunts/') ? [[path.slice('sentinel/hunts/'.length), content]] : [],
    ),
  );
  expect([...sentinel.keys()].sort()).toEqual([
    'mainTemplate.json',
    `repositories/HuntingQueries/${ID}.json`,
    'solution/1.0.0.zip',
    'solution/SolutionMetadata.json',
    'solution/createUiDefinition.json',
    'solution/mainTemplate.json',
    'solution/testParameters.json',
  ]);
  const { rules, hunting } = readTemplate(sentinel).value;
  expect(rules).toEqual([]);
  expect([...hunting.values()]).toEqual([
    {
      strategyId: ID,
      version: '1.2.0',
      name: ID,
      displayName: 'Tasks by host',
      description: 'Counts tasks that were made, by host.',
      query: 'search "schtasks" | summarize count() by $table',
      tactics: ['Persistence'],
      techniques: ['T1053', 'T1053.005'],
    },
  ]);
  const settings = {
    apiVersions: shippedApiVersions(),
    testDate: Date.UTC(2026, 10, 21),
    sampleName: '',
  };
  for (const [path, content] of sentinel) {
    if (!path.endsWith('Template.json')) continue;
    const start = { path, text: String(content) };
    const { results } = runNative({ start, files: [start] }, tests, settings);
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
  }
});
