// What the measurements stand on: generated events are the same again and look like events, and different work is noticed.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Engine, type Session } from '../../src/engines/duckdb/index.ts';
import type { Column, Value } from '../../src/plan/index.ts';

interface Made extends Column {
  readonly sql: string;
}
type Rows = readonly (readonly Value[])[];

const script = (name: string): string => new URL(`../../build/bench/${name}`, import.meta.url).href;
const generator = (await import(script('process-events.js'))) as {
  readonly eventsAs: (columns: readonly Made[], options: { rows: number; seed: number }) => string;
  readonly kustoColumns: readonly Made[];
  readonly splunkColumns: readonly Made[];
  readonly nxlogColumns: readonly Made[];
};
const compare = (await import(script('compare.js'))) as {
  readonly difference: (ours: Rows, reference: Rows) => string | undefined;
  readonly median: (values: readonly number[]) => number;
};

const ROWS = 5000;
let engine: Engine;
let session: Session;

beforeAll(async () => {
  engine = await Engine.open({ threads: 2 });
  session = await engine.session();
});

afterAll(() => {
  engine.close();
});

/** Aggregates over the events. */
async function summarised(columns: readonly Made[], seed: number, what: string): Promise<Rows> {
  const events = generator.eventsAs(columns, { rows: ROWS, seed });
  return session.runSql(`SELECT ${what} FROM (${events}) AS events`);
}

describe('generated events', () => {
  const shapes = {
    kusto: generator.kustoColumns,
    splunk: generator.splunkColumns,
    nxlog: generator.nxlogColumns,
  };

  test.each(Object.entries(shapes))('%s: equal seeds give equal rows', async (_, columns) => {
    const digest = 'count(*), sum(CAST(hash(events) % 1000000007 AS BIGINT))';
    const first = await summarised(columns, 7, digest);
    expect(await summarised(columns, 7, digest)).toEqual(first);
    expect(await summarised(columns, 8, digest)).not.toEqual(first);
  });

  test('command lines are of a usual length and hardly ever the same', async () => {
    const [row] = await summarised(
      generator.kustoColumns,
      7,
      'avg(length(ProcessCommandLine)), count(DISTINCT ProcessCommandLine)',
    );
    const [length, distinct] = (row ?? []).map(Number);
    expect(length).toBeGreaterThan(75);
    expect(length).toBeLessThan(95);
    expect(distinct).toBeGreaterThan(0.99 * ROWS);
  });

  test('events lie over eight days on many hosts', async () => {
    const [row] = await summarised(
      generator.splunkColumns,
      7,
      '(max(_time) - min(_time)) / 86400, count(DISTINCT host)',
    );
    const [days, hosts] = (row ?? []).map(Number);
    expect(days).toBeGreaterThan(7.9);
    expect(days).toBeLessThanOrEqual(8);
    expect(hosts).toBeGreaterThan(1000);
  });
});

describe('comparing', () => {
  const rows: Rows = [
    ['a', 1n, 0.1 + 0.2],
    ['b', 2n, null],
  ];

  test('rows are the same in any order, reals in their first twelve digits', () => {
    expect(
      compare.difference(rows, [
        ['b', 2n, null],
        ['a', 1, 0.3],
      ]),
    ).toBeUndefined();
  });

  test('different work is noticed', () => {
    expect(compare.difference(rows, rows.slice(1))).toMatch(/2 rows of ours, 1 of the reference/);
    expect(
      compare.difference(rows, [
        ['a', 1n, 0.31],
        ['b', 2n, null],
      ]),
    ).toMatch(/different rows/);
    expect(
      compare.difference(rows, [
        ['a', 1n, 0.3],
        ['b', 2n, ''],
      ]),
    ).toMatch(/different rows/);
  });

  test('medians', () => {
    expect(compare.median([3, 1, 2])).toBe(2);
    expect(compare.median([4, 1, 2, 3])).toBe(2.5);
  });
});
