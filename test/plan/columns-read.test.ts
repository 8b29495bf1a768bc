// What a plan reads of stored tables, wherever in the plan a scan stands.
import { expect, test } from '@jest/globals';
import { call, column, columnsRead, text, type Relation } from '../../src/plan/index.ts';

const scan = (table: string, ...names: string[]): Relation => ({
  kind: 'scan',
  table,
  columns: names.map((name) => ({ name, type: 'string' })),
});

const where = call('eq', 'bool', column('a', 'string'), text('x'));

const rows: [what: string, plan: Relation, read: Record<string, string[]>][] = [
  ['a scan', scan('T', 'a', 'b'), { T: ['a', 'b'] }],
  ['a table of which only rows are counted', scan('T'), { T: [] }],
  [
    'one table in two places',
    { kind: 'union', inputs: [scan('T', 'a'), { kind: 'filter', input: scan('T', 'b'), where }] },
    { T: ['a', 'b'] },
  ],
  [
    'a table inside an expression',
    {
      kind: 'filter',
      input: scan('T', 'a'),
      where: call('not', 'bool', {
        kind: 'member',
        value: column('a', 'string'),
        input: scan('U', 'k'),
        type: 'bool',
      }),
    },
    { T: ['a'], U: ['k'] },
  ],
];

test.each(rows)('%s', (_, plan, read) => {
  const found = [...columnsRead([plan])].map(([table, columns]) => [table, [...columns]]);
  expect(Object.fromEntries(found)).toEqual(read);
});
