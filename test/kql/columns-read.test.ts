// What a query reads of tables that nobody declared: query, then table and columns; `?` marks a guessed type.
import { beforeAll, expect, test } from '@jest/globals';
import { columnsRead, loadKusto } from '../../src/kql/index.ts';

beforeAll(async () => {
  await loadKusto();
}, 60_000);

test.each<[string, Record<string, string>]>([
  ['SecurityEvent | where EventID == 1', {}],
  ['Odd | take 1', { Odd: 'TimeGenerated:datetime' }],
  [
    'Odd_CL | where TimeGenerated > ago(1h) and a_s has "x" and n_d > 5 | summarize count() by b_b, Computer',
    { Odd_CL: 'TimeGenerated:datetime Computer:string a_s:string b_b:bool n_d:real' },
  ],
  [
    'Odd | where a == 1 and b == "x" and c > ago(1h) and d in ("x") and e.f == 1 | project g, toupper(h)',
    {
      Odd: 'TimeGenerated:datetime a:long b:string c:datetime d:string e:dynamic g:string? h:string',
    },
  ],
  [
    'Odd | where a =~ "x" | join kind=inner (Other | project b) on $left.a == $right.b',
    { Odd: 'TimeGenerated:datetime a:string', Other: 'TimeGenerated:datetime b:string?' },
  ],
  [
    'datatable(k: long)[1] | join (Odd | where v > 1) on k',
    { Odd: 'TimeGenerated:datetime k:long v:long' },
  ],
  ['Odd | where Event =~ "made"', { Odd: 'TimeGenerated:datetime Event:string' }],
  [
    'union Odd, Other | where a has "x"',
    { Odd: 'TimeGenerated:datetime a:string', Other: 'TimeGenerated:datetime a:string' },
  ],
  [
    'Odd | extend made = now(), n = tostring(a) | where made > ago(1h) and n == "x"',
    { Odd: 'TimeGenerated:datetime a:string?' },
  ],
])('%s', (text, expected) => {
  const read = columnsRead(
    { name: '<query>', text },
    { now: 0n, environment: 'sentinel', tables: new Map() },
  );
  const told = [...read].map(([table, columns]) => [
    table,
    columns.map(({ name, type, certain }) => `${name}:${type}${certain ? '' : '?'}`).join(' '),
  ]);
  expect(Object.fromEntries(told)).toEqual(expected);
});
