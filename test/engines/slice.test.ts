// A slice is its table where no range cuts, and a table of its own where one does.
import { expect, test } from '@jest/globals';
import type { Range } from '../../src/engines/duckdb/index.ts';
import type { Column, Value } from '../../src/plan/index.ts';
import { engineSession } from '../engine-session.ts';

const session = engineSession();

const columns: readonly Column[] = [
  { name: 'id', type: 'long' },
  { name: 'at', type: 'datetime' },
  { name: 'never', type: 'string' },
];
const rows: readonly (readonly Value[])[] = [
  [3n, 30n, ''],
  [1n, 10n, ''],
  [2n, null, ''],
];

const cases: readonly (readonly [
  what: string,
  ranges: readonly Range[],
  ids: readonly bigint[],
])[] = [
  ['no range', [], [3n, 1n, 2n]],
  ['an open range', [{ column: 'at' }], [3n, 1n, 2n]],
  ['a column that is not stored', [{ column: 'never', below: 0 }], [3n, 1n, 2n]],
  ['a range', [{ column: 'at', below: 20n }], [1n, 2n]],
  ['a range that holds all', [{ column: 'at', atLeast: 0n }], [3n, 1n, 2n]],
  ['a range that holds none', [{ column: 'id', atLeast: 9n }], []],
];

test('names stand for slices, one after another', async () => {
  await session().load({ name: 'all', columns, rows });
  const found = async (name: string): Promise<readonly Value[]> => {
    const answer = await session().run({ kind: 'scan', table: name, columns });
    return answer.rows.map(([id = null]) => id);
  };
  for (const [what, ranges, ids] of [...cases, ...cases]) {
    const count = await session().slice({ of: 'all', name: 'part', ranges });
    expect([what, count, await found('part')]).toEqual([what, ids.length, ids]);
    expect(await found('all')).toEqual([3n, 1n, 2n]);
  }
});
