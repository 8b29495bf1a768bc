// Rows are written chunk by chunk in memory that is used again: what a cell held in the chunk before is never seen.
import { expect, test } from '@jest/globals';
import type { Column, Type, Value } from '../../src/plan/index.ts';
import { engineSession } from '../engine-session.ts';

/** Values by type, taken in turn. */
const values: Readonly<Record<Type, readonly Value[]>> = {
  bool: [true, false],
  int: [1, -2],
  long: [1n, -(2n ** 62n)],
  real: [0.5, -1.25],
  decimal: ['1.500000000000000000', '-2.000000000000000000'],
  string: ['short', '', 'longer than twelve bytes, so that it lies elsewhere', 'ü'],
  guid: ['6ba7b810-9dad-11d1-80b4-00c04fd430c8'],
  datetime: [638_000_000_000_000_000n],
  timespan: [864_000_000_000n],
  dynamic: ['{"a":1}', '[1,2]'],
  strings: [['one'], [], ['two', 'three, which is a long text as well']],
};

const columns: readonly Column[] = Object.keys(values).map((type) => ({
  name: type,
  type: type as Type,
}));

/** More than two chunks, and a rest. */
const MANY = 5000;

/** A cell has a value where the pattern says so; patterns differ between chunks and between columns. */
const rowsWhere = (isFilled: (row: number, column: number) => boolean): (readonly Value[])[] =>
  Array.from({ length: MANY }, (_, row) =>
    columns.map(({ type }, at) => {
      const all = values[type];
      return isFilled(row, at) ? (all[row % all.length] ?? null) : null;
    }),
  );

const session = engineSession();

test.each<[name: string, isFilled: (row: number, column: number) => boolean]>([
  ['all cells', () => true],
  ['every other chunk', (row) => Math.floor(row / 2048) % 2 === 0],
  ['every third cell', (row, column) => (row + column) % 3 === 0],
  ['a column more in each row', (row, column) => row % 12 > column],
  ['the first chunk, and the last row', (row) => row < 2048 || row === MANY - 1],
])('%s', async (_, isFilled) => {
  const rows = rowsWhere(isFilled);
  await session().load({ name: 'T', columns, rows });
  const read = await session().run({ kind: 'scan', table: 'T', columns });
  expect(read.rows).toEqual(rows);
});
