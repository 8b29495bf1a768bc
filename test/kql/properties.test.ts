// The engine against a tiny evaluator that works row by row and is plain to see, on random tables and expressions; and
// lowering against texts that people did not mean.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { existsSync, readFileSync } from 'node:fs';
import { Engine } from '../../src/engines/duckdb/index.ts';
import { compile, compileStaged, loadKusto, type KqlEnvironment } from '../../src/kql/index.ts';

let engine: Engine;
beforeAll(async () => {
  await loadKusto();
  engine = await Engine.open({ threads: 1 });
  compile(source('print 1'), environment);
}, 60_000);
afterAll(() => {
  engine.close();
});

const environment: KqlEnvironment = { now: 638_000_000_000_000_000n, tables: new Map() };
const source = (text: string) => ({ name: '<query>', text });

interface Row {
  readonly i: number | null;
  readonly j: number | null;
  readonly s: string;
  readonly b: boolean | null;
}

/** An expression as KQL, and what it is on a row. */
interface Said<T> {
  readonly text: string;
  readonly on: (row: Row) => T | null;
}

const said = <T>(text: string, on: (row: Row) => T | null): Said<T> => ({ text, on });

const integers = fc.oneof(
  fc.constant(said<number>('i', (row) => row.i)),
  fc.constant(said<number>('j', (row) => row.j)),
  fc.integer({ min: -9, max: 9 }).map((n) => said<number>(`(${String(n)})`, () => n)),
  fc.constant(said<number>('long(null)', () => null)),
);

/** Null of null, else what the two numbers give. */
const both = (
  operator: string,
  compute: (a: number, b: number) => number | null,
): fc.Arbitrary<Said<number>> =>
  fc.tuple(integers, integers).map(([a, b]) =>
    said(`(${a.text} ${operator} ${b.text})`, (row) => {
      const [x, y] = [a.on(row), b.on(row)];
      return x === null || y === null ? null : compute(x, y);
    }),
  );

const sums = fc.oneof(
  integers,
  both('+', (a, b) => a + b),
  both('-', (a, b) => a - b),
  both('*', (a, b) => a * b),
  both('/', (a, b) => (b === 0 ? null : Math.trunc(a / b))),
  both('%', (a, b) => (b === 0 ? null : ((a % b) + Math.abs(b)) % Math.abs(b))),
);

const ordered = (
  operator: string,
  compute: (a: number, b: number) => boolean,
): fc.Arbitrary<Said<boolean>> =>
  fc.tuple(sums, sums).map(([a, b]) =>
    said(`${a.text} ${operator} ${b.text}`, (row) => {
      const [x, y] = [a.on(row), b.on(row)];
      return x === null || y === null ? null : compute(x, y);
    }),
  );

/** Equality knows when just one side is null. */
const equality = (same: boolean): fc.Arbitrary<Said<boolean>> =>
  fc.tuple(sums, sums).map(([a, b]) =>
    said(`${a.text} ${same ? '==' : '!='} ${b.text}`, (row) => {
      const [x, y] = [a.on(row), b.on(row)];
      if (x === null && y === null) return null;
      return (x === y) === same;
    }),
  );

const needles = fc.constantFrom('ab', 'AB', 'b', 'abc', 'c1', 'x');
const terms = (text: string): string[] => text.toLowerCase().split(/[^a-z0-9]+/);

const textTest = (
  operator: string,
  holds: (text: string, needle: string) => boolean,
): fc.Arbitrary<Said<boolean>> =>
  needles.map((needle) => said(`s ${operator} "${needle}"`, (row) => holds(row.s, needle)));
const lower = (text: string): string => text.toLowerCase();

const texts = fc.oneof(
  textTest('has', (text, needle) => terms(text).includes(lower(needle))),
  textTest('!has', (text, needle) => !terms(text).includes(lower(needle))),
  textTest('hasprefix', (text, needle) => terms(text).some((t) => t.startsWith(lower(needle)))),
  textTest('hassuffix', (text, needle) => terms(text).some((t) => t.endsWith(lower(needle)))),
  textTest('has_cs', (text, needle) => text.split(/[^A-Za-z0-9]+/).includes(needle)),
  textTest('contains', (text, needle) => lower(text).includes(lower(needle))),
  textTest('contains_cs', (text, needle) => text.includes(needle)),
  textTest('startswith', (text, needle) => lower(text).startsWith(lower(needle))),
  textTest('endswith_cs', (text, needle) => text.endsWith(needle)),
  textTest('==', (text, needle) => text === needle),
  textTest('=~', (text, needle) => lower(text) === lower(needle)),
  fc
    .tuple(needles, needles)
    .map(([a, b]) =>
      said<boolean>(`s has_any ("${a}", "${b}")`, (row) =>
        [a, b].some((needle) => terms(row.s).includes(lower(needle))),
      ),
    ),
  fc
    .tuple(needles, needles)
    .map(([a, b]) =>
      said<boolean>(`s has_all ("${a}", "${b}")`, (row) =>
        [a, b].every((needle) => terms(row.s).includes(lower(needle))),
      ),
    ),
  fc
    .tuple(needles, needles)
    .map(([a, b]) =>
      said<boolean>(`s in~ ("${a}", "${b}")`, (row) => [a, b].map(lower).includes(lower(row.s))),
    ),
);

const plain = fc.oneof(
  fc.constant(said<boolean>('b', (row) => row.b)),
  fc.constant(said<boolean>('isempty(s)', (row) => row.s === '')),
  sums.map((each) => said<boolean>(`isnull(${each.text})`, (row) => each.on(row) === null)),
  ordered('<', (a, b) => a < b),
  ordered('>=', (a, b) => a >= b),
  equality(true),
  equality(false),
  texts,
);

const { logic } = fc.letrec<{ logic: Said<boolean> }>((tie) => ({
  logic: fc.oneof(
    { maxDepth: 3 },
    plain,
    fc.tuple(tie('logic'), tie('logic')).map(([a, b]) =>
      said<boolean>(`(${a.text} and ${b.text})`, (row) => {
        const [x, y] = [a.on(row), b.on(row)];
        if (x === false || y === false) return false;
        return x === null || y === null ? null : true;
      }),
    ),
    fc.tuple(tie('logic'), tie('logic')).map(([a, b]) =>
      said<boolean>(`(${a.text} or ${b.text})`, (row) => {
        const [x, y] = [a.on(row), b.on(row)];
        if (x === true || y === true) return true;
        return x === null || y === null ? null : false;
      }),
    ),
    tie('logic').map((a) =>
      said<boolean>(`not(${a.text})`, (row) => {
        const x = a.on(row);
        return x === null ? null : !x;
      }),
    ),
  ),
}));

const rowsOf = fc.array(
  fc.record({
    i: fc.option(fc.integer({ min: -9, max: 9 })),
    j: fc.option(fc.integer({ min: -9, max: 9 })),
    s: fc
      .array(fc.constantFrom('ab', 'AB', 'c1', 'b', ' ', '.', '-'), { maxLength: 5 })
      .map((parts) => parts.join('')),
    b: fc.option(fc.boolean()),
  }),
  { minLength: 1, maxLength: 6 },
);

function tableOf(rows: readonly Row[]): string {
  const cells = rows.map(({ i, j, s, b }) => {
    const number = (n: number | null): string => (n === null ? 'long(null)' : String(n));
    return [number(i), number(j), JSON.stringify(s), b === null ? 'bool(null)' : String(b)].join();
  });
  return `datatable(i:long, j:long, s:string, b:bool)[${cells.join()}]`;
}

async function answer(query: string): Promise<readonly (readonly unknown[])[]> {
  const { value, diagnostics } = compile(source(query), environment);
  if (!value) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  const session = await engine.session();
  try {
    return (await session.run(value.plan)).rows;
  } finally {
    session.close();
  }
}

const shown = (cell: unknown): unknown => (typeof cell === 'bigint' ? Number(cell) : cell);
/** JavaScript has two zeros. */
const whole = (value: number | null): number | null => (value === 0 ? 0 : value);

describe('the engine agrees with the evaluator', () => {
  test('on logic, comparison with null, terms', async () => {
    await fc.assert(
      fc.asyncProperty(
        rowsOf,
        fc.array(logic, { minLength: 4, maxLength: 8 }),
        async (rows, tests) => {
          const columns = tests.map((each, at) => `x${String(at)} = ${each.text}`);
          const got = await answer(`${tableOf(rows)} | project ${columns.join(', ')}`);
          expect(got).toEqual(rows.map((row) => tests.map((each) => each.on(row))));
        },
      ),
      { numRuns: 40, seed: 7 },
    );
  }, 120_000);

  test('on arithmetic', async () => {
    await fc.assert(
      fc.asyncProperty(
        rowsOf,
        fc.array(sums, { minLength: 4, maxLength: 8 }),
        async (rows, values) => {
          const columns = values.map((each, at) => `x${String(at)} = ${each.text}`);
          const got = await answer(`${tableOf(rows)} | project ${columns.join(', ')}`);
          expect(got.map((row) => row.map(shown))).toEqual(
            rows.map((row) => values.map((each) => whole(each.on(row)))),
          );
        },
      ),
      { numRuns: 40, seed: 7 },
    );
  }, 120_000);

  test('on the rows that where keeps', async () => {
    await fc.assert(
      fc.asyncProperty(rowsOf, logic, async (rows, condition) => {
        const got = await answer(`${tableOf(rows)} | where ${condition.text} | project i, s`);
        const kept = rows.filter((row) => condition.on(row) === true);
        expect(got.map((row) => row.map(shown))).toEqual(kept.map(({ i, s }) => [i, s]));
      }),
      { numRuns: 60, seed: 7 },
    );
  }, 120_000);
});

const shared =
  process.env['STRATAGEM_SHARED'] ?? new URL('../../../shared', import.meta.url).pathname;
const corpus = `${shared}/kql/corpus.jsonl`;
const TOKEN = /\w+|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\s+|./gs;

/** One token left out, doubled, or replaced by one of another query. */
function mutated(query: string, other: string, at: number, how: number): string {
  const tokens = query.match(TOKEN) ?? [];
  const strange = other.match(TOKEN) ?? [' '];
  const place = at % Math.max(1, tokens.length);
  const own = tokens[place] ?? '';
  const put = [[], [own, ' ', own], [strange[at % strange.length] ?? '']][how % 3] ?? [];
  return [...tokens.slice(0, place), ...put, ...tokens.slice(place + 1)].join('');
}

if (existsSync(corpus)) {
  test('queries with a token changed are answered or refused', () => {
    const queries = readFileSync(corpus, 'utf8')
      .trim()
      .split('\n')
      .map((each) => (JSON.parse(each) as { query: string }).query)
      .filter((each) => each.length < 3000 && !/search|union\s+\*|find/.test(each));
    const sentinel: KqlEnvironment = { ...environment, environment: 'sentinel' };
    const some = fc.sample(fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat()), {
      numRuns: 80,
      seed: 11,
    });
    for (const [first, second, at, how] of some) {
      const query = queries[first % queries.length] ?? '';
      const text = mutated(query, queries[second % queries.length] ?? '', at, how);
      const { value, diagnostics } = compileStaged(source(text), sentinel);
      const refused = diagnostics.some(({ severity }) => severity === 'error');
      expect([text, value !== undefined]).toEqual([text, !refused]);
    }
  }, 240_000);
} else test.skip('the corpus of queries is absent', () => undefined);
