// Each kind of relation on small tables: what comes out, and in which order.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Engine, EngineError, type Session } from '../../src/engines/duckdb/index.ts';
import {
  call,
  column,
  literal,
  long,
  text,
  type Expression,
  type Named,
  type Relation,
  type Value,
} from '../../src/plan/index.ts';

let engine: Engine;
let session: Session;

beforeAll(async () => {
  engine = await Engine.open({ threads: 1 });
  session = await engine.session();
  await session.load({
    name: 'T',
    columns: [
      { name: 'k', type: 'string' },
      { name: 'K', type: 'long' },
      { name: 'm', type: 'strings' },
      { name: 'd', type: 'dynamic' },
    ],
    rows: [
      ['x', 1n, ['p', 'q'], '[1,"z",null]'],
      ['y', 2n, null, '{}'],
      ['x', 9007199254740993n, ['p'], null],
      [null, null, null, '[]'],
    ],
  });
});

afterAll(() => {
  session.close();
  engine.close();
});

const k = column('k', 'string');
const n = column('K', 'long');
const table: Relation = {
  kind: 'scan',
  table: 'T',
  columns: [
    { name: 'k', type: 'string' },
    { name: 'K', type: 'long' },
    { name: 'm', type: 'strings' },
    { name: 'd', type: 'dynamic' },
  ],
};
const just = (input: Relation, ...names: string[]): Relation => ({
  kind: 'project',
  input,
  columns: names.map((name): Named => ({
    name,
    expression: name === 'K' ? n : column(name, 'string'),
  })),
});
const renamed = (input: Relation, prefix: string): Relation => ({
  kind: 'project',
  input,
  columns: [
    { name: `${prefix}k`, expression: k },
    { name: `${prefix}K`, expression: n },
  ],
});
const byNumber = (descending: boolean): Relation => ({
  kind: 'sort',
  input: table,
  keys: [{ by: n, descending, nulls: 'last' }],
});
const numbers = (...values: (bigint | null)[]): Relation => ({
  kind: 'values',
  columns: [{ name: 'v', type: 'long' }],
  rows: values.map((value) => [value]),
});
const v = column('v', 'long');
const big = 9007199254740993n;

const cases: readonly { name: string; plan: Relation; rows: readonly (readonly Value[])[] }[] = [
  {
    name: 'scan keeps the stored order',
    plan: just(table, 'k', 'K'),
    rows: [
      ['x', 1n],
      ['y', 2n],
      ['x', big],
      [null, null],
    ],
  },
  {
    name: 'a scanned column that is not stored is null',
    plan: {
      kind: 'project',
      input: { ...table, columns: [{ name: 'gone', type: 'real' }] } as Relation,
      columns: [{ name: 'g', expression: column('gone', 'real') }],
    },
    rows: [[null], [null], [null], [null]],
  },
  {
    name: 'values hold any text and any long',
    plan: {
      kind: 'values',
      columns: [
        { name: 'a', type: 'string' },
        { name: 'b', type: 'long' },
      ],
      rows: [
        ["o'q\0w", -(2n ** 63n)],
        ['', null],
      ],
    },
    rows: [
      ["o'q\0w", -(2n ** 63n)],
      ['', null],
    ],
  },
  {
    name: 'filter drops false and null',
    plan: just({ kind: 'filter', input: table, where: call('gt', 'bool', n, long(1)) }, 'K'),
    rows: [[2n], [big]],
  },
  {
    name: 'sort descending, nulls last',
    plan: just(byNumber(true), 'K'),
    rows: [[big], [2n], [1n], [null]],
  },
  {
    name: 'sort is stable',
    plan: just(
      { kind: 'sort', input: byNumber(true), keys: [{ by: k, descending: false, nulls: 'first' }] },
      'k',
      'K',
    ),
    rows: [
      [null, null],
      ['x', big],
      ['x', 1n],
      ['y', 2n],
    ],
  },
  {
    name: 'limit with skip',
    plan: just({ kind: 'limit', input: byNumber(true), count: 2, skip: 1 }, 'K'),
    rows: [[2n], [1n]],
  },
  {
    name: 'limit per group',
    plan: just({ kind: 'limit', input: byNumber(true), count: 1, per: [k] }, 'k', 'K'),
    rows: [
      ['x', big],
      ['y', 2n],
      [null, null],
    ],
  },
  {
    name: 'aggregate: groups by first appearance, null is a group',
    plan: {
      kind: 'aggregate',
      input: byNumber(true),
      by: [{ name: 'g', expression: k }],
      aggregates: [
        { name: 'n', function: 'count', args: [], type: 'long' },
        { name: 'first', function: 'first', args: [n], type: 'long' },
        { name: 'least', function: 'arg_min', args: [n, column('d', 'dynamic')], type: 'dynamic' },
        { name: 'all', function: 'set', args: [column('m', 'strings')], type: 'strings' },
      ],
    },
    rows: [
      ['x', 2n, big, '[1,"z",null]', ['p', 'q']],
      ['y', 1n, 2n, '{}', null],
      [null, 1n, null, '[]', null],
    ],
  },
  {
    name: 'one row picked for several columns, from a table: ties go to the first row, null keys come last',
    plan: {
      kind: 'aggregate',
      input: { kind: 'filter', input: table, where: call('ne', 'bool', k, text('y')) },
      by: [{ name: 'g', expression: k }],
      aggregates: [
        { name: 'top', function: 'arg_max', args: [n, n], type: 'long' },
        {
          name: 'with',
          function: 'arg_max',
          args: [n, call('upper', 'string', k)],
          type: 'string',
        },
        { name: 'd', function: 'arg_max', args: [n, column('d', 'dynamic')], type: 'dynamic' },
        { name: 'n', function: 'count', args: [], type: 'long' },
      ],
    },
    rows: [['x', big, 'X', null, 2n]],
  },
  {
    name: 'one row picked for several columns, from computed rows, under a condition',
    plan: {
      kind: 'aggregate',
      input: { kind: 'limit', input: byNumber(true), count: 3 },
      by: [],
      aggregates: [
        {
          name: 'least',
          function: 'arg_min',
          args: [n, n],
          type: 'long',
          where: call('gt', 'bool', n, long(1)),
        },
        {
          name: 'k',
          function: 'arg_min',
          args: [n, k],
          type: 'string',
          where: call('gt', 'bool', n, long(1)),
        },
        { name: 'first', function: 'first', args: [k, literal(true, 'bool')], type: 'string' },
        { name: 'number', function: 'first', args: [n, literal(true, 'bool')], type: 'long' },
      ],
    },
    rows: [[2n, 'y', 'x', big]],
  },
  {
    name: 'aggregate without groups on nothing gives one row',
    plan: {
      kind: 'aggregate',
      input: { kind: 'filter', input: table, where: literal(false, 'bool') },
      by: [],
      aggregates: [
        { name: 'n', function: 'count', args: [], type: 'long' },
        { name: 's', function: 'sum', args: [n], type: 'long' },
      ],
    },
    rows: [[0n, null]],
  },
  {
    name: 'aggregate by a constant',
    plan: {
      kind: 'aggregate',
      input: table,
      by: [{ name: 'one', expression: long(1) }],
      aggregates: [{ name: 'n', function: 'count', args: [n], type: 'long' }],
    },
    rows: [[1n, 3n]],
  },
  {
    name: 'percentiles: nearest rank and interpolated',
    plan: {
      kind: 'aggregate',
      input: numbers(1n, 2n, 3n, 4n),
      by: [],
      aggregates: [
        { name: 'a', function: 'percentile', args: [v, long(50)], type: 'long' },
        { name: 'b', function: 'percentile_interpolated', args: [v, long(50)], type: 'real' },
      ],
    },
    rows: [[2n, 2.5]],
  },
  {
    name: 'left join keeps the left order and both sides of one shared relation apart',
    plan: {
      kind: 'join',
      join: 'left',
      left: renamed({ kind: 'shared', id: 's', input: table }, 'l'),
      right: renamed(
        { kind: 'limit', input: { kind: 'shared', id: 's', input: table }, count: 1 },
        'r',
      ),
      keys: [{ left: column('lk', 'string'), right: column('rk', 'string') }],
    },
    rows: [
      ['x', 1n, 'x', 1n],
      ['y', 2n, null, null],
      ['x', big, 'x', 1n],
      [null, null, null, null],
    ],
  },
  {
    name: 'null keys meet only when asked',
    plan: {
      kind: 'join',
      join: 'inner',
      left: renamed(table, 'l'),
      right: renamed({ kind: 'filter', input: table, where: call('is_null', 'bool', k) }, 'r'),
      keys: [{ left: column('lk', 'string'), right: column('rk', 'string') }],
      nullsMatch: true,
    },
    rows: [[null, null, null, null]],
  },
  {
    name: 'anti join',
    plan: {
      kind: 'join',
      join: 'anti',
      left: renamed(table, 'l'),
      right: renamed({ kind: 'limit', input: table, count: 1 }, 'r'),
      keys: [{ left: column('lk', 'string'), right: column('rk', 'string') }],
    },
    rows: [
      ['y', 2n],
      [null, null],
    ],
  },
  {
    name: 'semi join: both sides may have columns of the same names',
    plan: {
      kind: 'join',
      join: 'semi',
      left: renamed(table, 'l'),
      right: renamed({ kind: 'limit', input: table, count: 1 }, 'l'),
      keys: [{ left: column('lk', 'string'), right: column('lk', 'string') }],
    },
    rows: [
      ['x', 1n],
      ['x', big],
    ],
  },
  {
    name: 'union is input after input',
    plan: { kind: 'union', inputs: [numbers(3n, 1n), numbers(2n)] },
    rows: [[3n], [1n], [2n]],
  },
  {
    name: 'unnest pads shorter lists and numbers the elements',
    plan: just2({
      kind: 'unnest',
      input: table,
      lists: [
        { name: 'e', expression: column('m', 'strings') },
        { name: 'f', expression: column('d', 'dynamic') },
      ],
      keepEmpty: false,
      index: 'at',
    }),
    rows: [
      ['p', '1', 0n],
      ['q', '"z"', 1n],
      [null, null, 2n],
      ['p', null, 0n],
    ],
  },
  {
    name: 'unnest keeps rows without elements when asked',
    plan: {
      kind: 'project',
      input: {
        kind: 'unnest',
        input: table,
        lists: [{ name: 'e', expression: column('m', 'strings') }],
        keepEmpty: true,
      },
      columns: [{ name: 'e', expression: column('e', 'string') }],
    },
    rows: [['p'], ['q'], [null], ['p'], [null]],
  },
  {
    name: 'windows follow the order within their partition',
    plan: {
      kind: 'project',
      input: {
        kind: 'window',
        input: byNumber(true),
        partition: [k],
        columns: [
          { name: 'rn', function: 'row_number', args: [], type: 'long' },
          { name: 'prev', function: 'lag', args: [n, long(1), long(-1)], type: 'long' },
          { name: 'run', function: 'sum', args: [n], type: 'long', frame: { from: null, to: 0 } },
          {
            name: 'seen',
            function: 'sequence',
            args: [k],
            type: 'string',
            evaluate: 'distinct_in_order',
          },
        ],
      },
      columns: ['rn', 'prev', 'run']
        .map((name): Named => ({ name, expression: column(name, 'long') }))
        .concat({ name: 'seen', expression: column('seen', 'string') }),
    },
    rows: [
      [1n, -1n, big, 'x'],
      [1n, -1n, 2n, 'y'],
      [2n, big, big + 1n, null],
      [1n, -1n, null, null],
    ],
  },
  {
    name: 'first and last values of a window pass over nulls, of those that count',
    plan: {
      kind: 'project',
      input: {
        kind: 'window',
        input: byNumber(true),
        partition: [],
        columns: [
          { name: 'f', function: 'first', args: [k], type: 'string', frame: { from: null, to: 0 } },
          {
            name: 'l',
            function: 'last',
            args: [n],
            type: 'long',
            where: call('eq', 'bool', k, text('x')),
            frame: { from: null, to: 0 },
          },
          {
            name: 'v',
            function: 'last',
            args: [column('m', 'strings')],
            type: 'string',
            frame: { from: null, to: 0 },
          },
        ],
      },
      columns: [
        { name: 'f', expression: column('f', 'string') },
        { name: 'l', expression: column('l', 'long') },
        { name: 'v', expression: column('v', 'string') },
      ],
    },
    rows: [
      ['x', big, 'p'],
      ['x', big, 'p'],
      ['x', 1n, 'q'],
      ['x', 1n, 'q'],
    ],
  },
  {
    name: 'subqueries: first value, membership, a list mapped',
    plan: {
      kind: 'project',
      input: table,
      columns: [
        {
          name: 's',
          expression: { kind: 'scalar', input: just(byNumber(true), 'K'), type: 'long' },
        },
        {
          name: 'm',
          expression: {
            kind: 'member',
            value: k,
            input: just({ kind: 'limit', input: table, count: 1 }, 'k'),
            type: 'bool',
          },
        },
        {
          name: 'u',
          expression: {
            kind: 'each',
            operation: 'map',
            list: column('m', 'strings'),
            item: 'i',
            body: call('upper', 'string', { kind: 'item', name: 'i', type: 'string' }),
            type: 'strings',
          },
        },
      ],
    },
    rows: [
      [big, true, ['P', 'Q']],
      [big, false, null],
      [big, true, ['P']],
      [big, null, null],
    ],
  },
  {
    name: 'an overflow is null, not an error',
    plan: {
      kind: 'project',
      input: numbers(2n ** 63n - 1n),
      columns: [{ name: 'x', expression: call('add', 'long', v, long(1)) }],
    },
    rows: [[null]],
  },
];

function just2(input: Relation): Relation {
  const columns: Named[] = [
    { name: 'e', expression: column('e', 'string') },
    { name: 'f', expression: column('f', 'dynamic') },
    { name: 'at', expression: column('at', 'long') },
  ];
  return { kind: 'project', input, columns };
}

describe('relations', () => {
  for (const { name, plan, rows } of cases) {
    test(name, async () => {
      expect((await session.run(plan)).rows).toEqual(rows);
    });
  }
});

describe('hostile names and texts', () => {
  const wild = ['a"b', "a'b", 'a;drop table T', '#o1', 'É', 'A', 'a', '', 'x\ny', '🦆'];
  test('any name is a column of its own', async () => {
    const columns = wild.map((name, at): Named => ({ name, expression: long(at) }));
    const result = await session.run({ kind: 'project', input: numbers(0n), columns });
    expect(result.columns.map(({ name }) => name)).toEqual(wild);
    expect(result.rows).toEqual([wild.map((_, at) => BigInt(at))]);
  });

  test('a text is never SQL', async () => {
    const texts = ['\'; drop table "T"; --', '\\', '$$', "''", '\u0000', '\ud800'];
    const columns = texts.map((each, at): Named => ({ name: `c${at}`, expression: text(each) }));
    const { rows } = await session.run({ kind: 'project', input: numbers(0n), columns });
    expect(rows).toEqual([[...texts.slice(0, -1), '\ufffd']]);
  });
});

describe('the seal', () => {
  const sql = async (name: string, argument: Expression): Promise<unknown> => {
    const plan: Relation = {
      kind: 'project',
      input: numbers(0n),
      columns: [{ name, expression: argument }],
    };
    return session.run(plan);
  };

  test('a statement that fails is an EngineError with its SQL', async () => {
    const deep: Expression = call('eq', 'bool', text('a'), call('eq', 'bool', text('a'), long(1)));
    await expect(sql('x', deep)).rejects.toBeInstanceOf(EngineError);
  });

  test('files and settings are out of reach of SQL itself', async () => {
    for (const statement of [
      "SELECT * FROM read_text('package.json')",
      "COPY (SELECT 1) TO 'x.csv'",
      'SET enable_external_access = true',
      "ATTACH 'x.db'",
      'INSTALL httpfs',
    ]) {
      await expect(session.runSql(statement)).rejects.toThrow(/disabled|locked|configuration/i);
    }
  });
});
