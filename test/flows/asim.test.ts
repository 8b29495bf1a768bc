// Normalised schemas in queries over recordings: a parser function is there for a query that names it, in Sentinel only.
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runQuery } from '../../src/flows/query.ts';

const recording = join(import.meta.dirname, '../../strategies/recordings/rare-binary.xml');

async function answer(query: string, environment: 'sentinel' | 'defender'): Promise<unknown> {
  const { value, diagnostics } = await runQuery({
    language: 'kql',
    query: { name: '<query>', text: query },
    events: [recording],
    environment,
    fallbackNow: 0n,
    seconds: 60,
    explain: false,
  });
  return value?.rows ?? diagnostics.map(({ code, message }) => `${code} ${message}`);
}

test.each([
  ['_Im_ProcessCreate | where TargetProcessName endswith "lnvsvc.exe" | count', [[1n]]],
  [
    'imProcessCreate | where DvcHostname =~ "ws-014.corp.example" | summarize dcount(TargetProcessName)',
    [[3n]],
  ],
  [
    '_Im_ProcessCreate(targetprocess_has_any=dynamic(["lnvsvc"])) | project EventProduct',
    [['Sysmon']],
  ],
])(
  '%s',
  async (query, rows) => {
    expect(await answer(query, 'sentinel')).toEqual(rows);
  },
  60_000,
);

test('Defender has no such function', async () => {
  expect(await answer('_Im_ProcessCreate | count', 'defender')).toEqual([
    expect.stringMatching(/^KQL1\d{3} .*_Im_ProcessCreate/),
  ]);
});
