// The native spellings of the loose, list and address families against their evaluators, on columns of awkward values.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { templateNames } from '../../src/engines/duckdb/index.ts';
import {
  call,
  column,
  literal,
  scalarFunction,
  type Expression,
  type Type,
  type Value,
} from '../../src/plan/index.ts';
import { engineSession } from '../engine-session.ts';

const session = engineSession();

const texts = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '10',
    '9',
    '9.0',
    '-0',
    '+5',
    '.5',
    '5.',
    '1e3',
    '1E-2',
    '1e999',
    '1_000',
    '0x10',
    'inf',
    'NaN',
    ' 7 ',
    '7\n',
    'abc',
    'Abc',
    'é',
    '\u{10000}',
    '\uffee',
    '10.0.0.1',
    '999.1.1.1',
    '1.2.3',
    'true',
    'a%b_c',
  ),
  fc.string({ maxLength: 5 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
);

const values: Readonly<Partial<Record<Type, fc.Arbitrary<Value>>>> = {
  string: fc.option(texts, { nil: null, freq: 10 }),
  real: fc.oneof(
    fc.constantFrom(0, 1, 9, 10, -5, 0.5),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  ),
  bool: fc.boolean(),
  long: fc.bigInt({ min: -6n, max: 6n }),
  strings: fc.option(fc.array(texts, { minLength: 1, maxLength: 5 }), { nil: null, freq: 10 }),
};

const prefixes = ['loose.', 'mv.', 'address.', 'digest.'];
const names = templateNames().filter((name) => prefixes.some((each) => name.startsWith(each)));

/** Arguments after the first are literals, as searches have them, or columns. */
function expressionOf(name: string, args: readonly Value[], literals: boolean): Expression {
  const { takes = [], returns } = scalarFunction(name);
  const type = returns === 'argument' ? (takes[0] ?? 'string') : returns;
  const parts = args.map((value, at): Expression => {
    const of = takes[at] ?? takes[takes.length - 1] ?? 'string';
    return literals && at > 0 ? literal(value, of) : column(`a${String(at)}`, of);
  });
  return call(name, type, ...parts);
}

function meaning(name: string, args: readonly Value[]): Value {
  const { nulls, evaluate } = scalarFunction(name);
  if (nulls === 'propagate' && args.includes(null)) return null;
  return (evaluate as (...all: readonly Value[]) => Value)(...args);
}

async function answer(name: string, args: readonly Value[], literals: boolean): Promise<Value> {
  const { takes = [] } = scalarFunction(name);
  const columns = args.map((_, at) => ({
    name: `a${String(at)}`,
    type: takes[at] ?? takes[takes.length - 1] ?? 'string',
  }));
  await session().load({ name: 't', columns, rows: [args] });
  const expression = expressionOf(name, args, literals);
  const { rows } = await session().run({
    kind: 'project',
    input: { kind: 'scan', table: 't', columns },
    columns: [{ name: 'r', expression }],
  });
  return rows[0]?.[0] ?? null;
}

describe.each([
  ['columns', false],
  ['literals', true],
])('%s', (_, literals) => {
  test.each(names)('%s', async (name) => {
    const { takes = [], repeats } = scalarFunction(name);
    const types = repeats ? [...takes, ...takes] : takes;
    const tuple = fc.tuple(...types.map((type) => values[type] ?? fc.constant(null)));
    await fc.assert(
      fc.asyncProperty(tuple, async (args) => {
        expect(await answer(name, args, literals)).toEqual(meaning(name, args));
      }),
      { numRuns: 40 },
    );
  });
});
