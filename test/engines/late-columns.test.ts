// Tables are stored in the columns that their rows fill, also where a column is filled first by a late row.
import { expect, test } from '@jest/globals';
import {
  call,
  column,
  text,
  type Column,
  type Relation,
  type Value,
} from '../../src/plan/index.ts';
import { engineSession } from '../engine-session.ts';

const columns: readonly Column[] = [
  { name: 'id', type: 'long' },
  { name: 'text', type: 'string' },
  { name: 'never', type: 'string' },
  { name: 'number', type: 'int' },
  { name: 'bag', type: 'dynamic' },
  { name: 'list', type: 'strings' },
  { name: 'none', type: 'datetime' },
];

/** More than are looked at before the table is made. */
const MANY = 25_000;

const session = engineSession();

function* rows(filled: ReadonlyMap<number, readonly Value[]>): Generator<readonly Value[]> {
  for (let id = 0; id < MANY; id++) {
    yield [BigInt(id), ...(filled.get(id) ?? ['', '', null, null, null, null])];
  }
}

test('columns that a late row fills are there, with what earlier rows had', async () => {
  const filled = new Map<number, readonly Value[]>([
    [22_000, ['late', '', 7, null, null, null]],
    [24_000, ['later', '', null, '{"a":1}', ['x', 'y'], null]],
  ]);
  await session().load({ name: 'T', columns, rows: rows(filled) });
  const scan: Relation = { kind: 'scan', table: 'T', columns };
  const all = await session().run(scan);
  const wanted = [...rows(filled)];
  expect(all.rows).toHaveLength(MANY);
  for (const at of [0, 20_000, 21_999, 22_000, 22_001, 24_000, MANY - 1]) {
    expect(all.rows[at]).toEqual(wanted[at]);
  }
  const where = call('eq', 'bool', column('text', 'string'), text(''));
  const blank = await session().run({ kind: 'filter', input: scan, where });
  expect(blank.rows).toHaveLength(MANY - 2);
});

test('columns that no row fills can be asked for', async () => {
  await session().load({ name: 'E', columns, rows: rows(new Map()) });
  const all = await session().run({ kind: 'scan', table: 'E', columns });
  expect(all.rows[MANY - 1]).toEqual([BigInt(MANY - 1), '', '', null, null, null, null]);
});
