// The windows of `transaction` against the evaluator that goes through the events one by one, on random events.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Engine } from '../../src/engines/duckdb/index.ts';
import { scalarFunction, TRANSACTION_SEPARATOR } from '../../src/plan/index.ts';
import { replay, type Row } from './replay.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.open({ threads: 1 });
});
afterAll(() => {
  engine.close();
});

interface Event {
  readonly _time: number;
  readonly u?: string;
  readonly h?: string;
  readonly e?: string;
  readonly n: string;
}

interface Options {
  readonly fields: readonly ('u' | 'h')[];
  readonly maxspan: number | null;
  readonly maxpause: number | null;
  readonly maxevents: number;
  readonly maxopentxn: number;
  readonly starts: boolean;
  readonly ends: boolean;
  readonly keepevicted: boolean;
  readonly connected: boolean;
}

const name = (most: number): fc.Arbitrary<string> =>
  fc.integer({ min: 0, max: most }).map((at) => `v${String(at)}`);

const optional = (values: fc.Arbitrary<string>, complete: boolean): fc.Arbitrary<string | null> =>
  complete ? values : fc.option(values, { freq: 4 });

/** Half of the sets have every field in every event, which is what windows can do. */
const events = fc
  .tuple(fc.boolean(), fc.integer({ min: 1, max: 5 }))
  .chain(([complete, most]) =>
    fc.array(
      fc.record({
        time: fc.integer({ min: 0, max: 60 }),
        u: optional(name(most), complete),
        h: optional(name(1), complete),
        e: fc.option(fc.constantFrom('in', 'out', 'both'), { freq: 2 }),
      }),
      { maxLength: 30 },
    ),
  )
  .map((rows) =>
    rows.map(({ time, u, h, e }, at): Event => ({
      _time: time,
      n: `n${String(at)}`,
      ...(u !== null && { u }),
      ...(h !== null && { h }),
      ...(e !== null && { e }),
    })),
  );

const limit = fc.option(fc.integer({ min: 1, max: 20 }), { nil: null });
const options: fc.Arbitrary<Options> = fc.record({
  fields: fc.constantFrom([], ['u'], ['u', 'h']),
  maxspan: limit,
  maxpause: limit,
  maxevents: fc.constantFrom(1, 2, 3, 1000),
  maxopentxn: fc.constantFrom(1, 2, 3, 8, 5000),
  starts: fc.boolean(),
  ends: fc.boolean(),
  keepevicted: fc.boolean(),
  connected: fc.boolean(),
});

function searchOf(given: Options): string {
  const option = (key: 'maxspan' | 'maxpause'): string =>
    given[key] === null ? '' : `${key}=${String(given[key])}s `;
  return [
    `* | transaction ${given.fields.join(' ')} ${option('maxspan')}${option('maxpause')}`,
    `maxevents=${String(given.maxevents)} maxopentxn=${String(given.maxopentxn)}`,
    `connected=${String(given.connected)} keepevicted=${String(given.keepevicted)}`,
    given.starts ? 'startswith=eval(e="in" OR e="both")' : '',
    given.ends ? 'endswith=eval(e="out" OR e="both")' : '',
    '| table _time u h n duration eventcount closed_txn',
  ].join(' ');
}

const evaluate = scalarFunction('transactions').evaluate as unknown as (
  settings: readonly string[],
  rows: readonly string[],
) => readonly string[];

/** What the evaluator makes of the events. */
function expected(rows: readonly Event[], given: Options): Row[] {
  const newest = [...rows].sort((a, b) => b._time - a._time);
  const flag = (is: boolean): string => (is ? '1' : '0');
  const written = newest.map((row) => {
    const starts = given.starts && (row.e === 'in' || row.e === 'both');
    const ends = given.ends && (row.e === 'out' || row.e === 'both');
    const fields = given.fields.map((field) => (row[field] === undefined ? '' : `=${row[field]}`));
    return [`${String(row._time)} ${flag(starts)}${flag(ends)}`, ...fields].join(
      TRANSACTION_SEPARATOR,
    );
  });
  const groups = new Map<string, Event[]>();
  evaluate([JSON.stringify(given)], written).forEach((mark, at) => {
    const row = newest[at];
    if (mark !== '' && row) groups.set(mark, [...(groups.get(mark) ?? []), row]);
  });
  return [...groups].flatMap(([mark, members]) => {
    const closed = mark.endsWith('+');
    if ((given.starts || given.ends) && !given.keepevicted && !closed) return [];
    return [rowOf(members, closed)];
  });
}

function rowOf(members: readonly Event[], closed: boolean): Row {
  const times = members.map((each) => each._time);
  const set = (field: 'u' | 'h' | 'n'): Row => {
    const values = [...new Set(members.flatMap((each) => each[field] ?? []))].sort();
    const [first] = values;
    if (first === undefined) return {};
    return { [field]: values.length === 1 ? first : values };
  };
  return {
    _time: Math.min(...times),
    ...set('u'),
    ...set('h'),
    ...set('n'),
    duration: Math.max(...times) - Math.min(...times),
    eventcount: members.length,
    closed_txn: closed ? 1 : 0,
  };
}

const inOneOrder = (rows: readonly Row[]): string[] =>
  rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort();

test('transactions by windows are those of the evaluator', async () => {
  await fc.assert(
    fc.asyncProperty(events, options, async (rows, given) => {
      const outcome = await replay(engine, {
        search: searchOf(given),
        events: rows as unknown as Row[],
      });
      expect(outcome.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(inOneOrder(outcome.rows ?? [])).toEqual(inOneOrder(expected(rows, given)));
      const times = (outcome.rows ?? []).map((row) => Number(row['_time']));
      expect(times).toEqual([...times].sort((a, b) => b - a));
    }),
    { numRuns: 300, seed: 20 },
  );
}, 120_000);
