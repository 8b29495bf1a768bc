// KQL from text to rows: every operator and function family, through the engine.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { Engine } from '../../src/engines/duckdb/index.ts';
import { functionFamilies } from '../../src/kql/functions/index.ts';
import {
  compile,
  formatValue,
  loadKusto,
  type Cell,
  type KqlEnvironment,
} from '../../src/kql/index.ts';
import { parseInstant } from '../../src/plan/index.ts';

let engine: Engine;
beforeAll(async () => {
  await loadKusto();
  engine = await Engine.open({ threads: 1 });
  // The first query builds the grammar, which takes longer than any test should.
  await run('print 1');
}, 60_000);
afterAll(() => {
  engine.close();
});

const environment: KqlEnvironment = {
  now: parseInstant('2026-03-01T12:00:00Z') ?? 0n,
  tables: new Map(),
};

interface Result {
  readonly columns: string;
  readonly rows: readonly (readonly Cell[])[];
}

async function run(query: string): Promise<Result> {
  const { value, diagnostics } = compile({ name: '<query>', text: query }, environment);
  if (!value) throw new Error(diagnostics.map((each) => each.message).join('; '));
  const session = await engine.session();
  try {
    const { rows } = await session.run(value.plan);
    return {
      columns: value.columns.map((each) => `${each.name}:${each.type}`).join(' '),
      rows: rows.map((row) =>
        row.map((cell, at) => formatValue(cell, value.columns[at]?.type ?? 'string')),
      ),
    };
  } finally {
    session.close();
  }
}

interface Case extends Result {
  readonly name: string;
  readonly query: string;
}

const read = (file: string): readonly Case[] =>
  parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as Case[];

describe.each(['operators', 'aggregates'])('%s', (family) => {
  test.each(read(`${family}.yaml`))('$name', async ({ query, columns, rows }) => {
    expect(await run(query)).toEqual({ columns, rows });
  });
});

interface Rule extends Omit<Case, 'name'> {
  readonly says: string;
  /** Expressions with their values, in place of a query. */
  readonly values?: readonly (readonly [expression: string, value: unknown])[];
}

const rules = parse(
  readFileSync(new URL('semantics.yaml', import.meta.url), 'utf8'),
) as readonly Rule[];

describe('semantics', () => {
  test.each(rules)('$says', async ({ values, query, columns, rows }) => {
    if (!values) {
      expect(await run(query)).toEqual({ columns, rows });
      return;
    }
    const shown = values.map(([expression], at) => `x${String(at)} = ${expression}`).join(', ');
    const [row = []] = (await run(`print ${shown}`)).rows;
    const got = values.map(([expression], at) => [expression, number(row[at])]);
    expect(got).toEqual(values.map(([expression, value]) => [expression, value]));
  });
});

describe.each(Object.entries(functionFamilies))('examples of %s', (_family, rows) => {
  const examples = rows.flatMap((row) => row.examples);
  if (examples.length === 0) test.skip('no examples in this family', () => undefined);
  else {
    test('each gives what its row says', async () => {
      // Several to a query: what is tested is the meaning, not the compiling.
      for (let from = 0; from < examples.length; from += 20) {
        const some = examples.slice(from, from + 20);
        const query = `print ${some.map(([expression], at) => `x${String(at)} = ${expression}`).join(', ')}`;
        const [row = []] = (await run(query)).rows;
        const got = some.map(([expression], at) => [expression, number(row[at])]);
        expect(got).toEqual(some.map(([expression, value]) => [expression, value]));
      }
    });
  }
});

const number = (cell: Cell | undefined): unknown =>
  typeof cell === 'bigint' ? Number(cell) : cell;
