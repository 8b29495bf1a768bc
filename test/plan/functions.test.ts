// Every native spelling says what its plan function means: random arguments through DuckDB and through the evaluator.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { templateNames } from '../../src/engines/duckdb/index.ts';
import {
  call,
  literal,
  scalarFunction,
  scalarFunctions,
  type Expression,
  type Type,
  type Value,
} from '../../src/plan/index.ts';
import { engineSession } from '../engine-session.ts';

const session = engineSession();

const words = fc.constantFrom(
  '',
  'a',
  'A',
  'cmd.exe',
  'CMD.EXE /c',
  'a*b',
  'äÖ',
  '7',
  '-12',
  '1e3',
  ' 5 ',
  'x\\y',
  "o'q",
  '😀',
);
const arbitrary: Readonly<Record<string, fc.Arbitrary<Value>>> = {
  bool: fc.boolean(),
  string: fc.oneof(words, fc.string({ maxLength: 8 })),
  long: fc.oneof(fc.bigInt({ min: -20n, max: 20n }), fc.constantFrom(2n ** 63n - 1n, -(2n ** 63n))),
  real: fc.oneof(
    fc.integer({ min: -50, max: 50 }),
    fc.double({ noNaN: true, min: -1e6, max: 1e6 }),
  ),
  int: fc.integer({ min: -100, max: 100 }),
  strings: fc.array(words, { minLength: 1, maxLength: 4 }),
};

/** Functions of any type are tried on these. */
const anyType: Readonly<Record<string, readonly Type[]>> = {
  and: ['bool', 'bool', 'bool'],
  or: ['bool', 'bool', 'bool'],
  not: ['bool'],
  is_true: ['bool'],
};
const numeric = ['add', 'subtract', 'multiply', 'quotient', 'modulo', 'negate', 'abs'];
const unary = ['negate', 'abs', 'is_null', 'retype'];

function typesOf(name: string): (readonly Type[])[] {
  const { takes, repeats } = scalarFunction(name);
  if (takes) return repeats ? [takes, [...takes, ...takes.slice(-1)]] : [takes];
  const known = anyType[name];
  if (known) return [known];
  const kinds: Type[] = numeric.includes(name) ? ['long'] : ['long', 'string'];
  return kinds.map((type) => (unary.includes(name) ? [type] : [type, type]));
}

async function answer(expressions: readonly Expression[]): Promise<readonly Value[]> {
  const columns = expressions.map((expression, at) => ({ name: `c${at}`, expression }));
  const one = { kind: 'values', columns: [{ name: 'x', type: 'bool' }], rows: [[true]] } as const;
  const { rows } = await session().run({ kind: 'project', input: one, columns });
  return rows[0] ?? [];
}

// A literal second argument takes another path in the templates than a column would; patterns must be literals anyway.
const SKIPPED = new Set(['regex_matches', 'regex_extract', 'regex_extract_all', 'regex_replace']);
const CORE = new Set([
  'and',
  'or',
  'not',
  'is_true',
  'is_null',
  'coalesce',
  'eq',
  'ne',
  'lt',
  'le',
  'gt',
  'ge',
  'same',
  'in',
  'least',
  'greatest',
  'add',
  'subtract',
  'multiply',
  'quotient',
  'modulo',
  'divide',
  'negate',
  'abs',
  'floor',
  'ceiling',
  'truncate',
  'sqrt',
  'sign',
  'concat',
  'lower',
  'upper',
  'length',
  'eq_ci',
  'contains',
  'contains_ci',
  'starts_with',
  'starts_with_ci',
  'ends_with',
  'ends_with_ci',
  'contains_any_ci',
  'wildcard_ci',
  'wildcard',
  'slice',
  'position',
  'replace',
  'real_of_text',
  'long_of_text',
  'real_of_long',
  'long_of_real',
  'long_of_int',
  'int_of_long',
  'text_of_long',
  'text_of_bool',
  'retype',
  'reverse',
  'round',
  'text_of_real',
  'distinct_in_order',
]);

describe('native spellings', () => {
  test('each belongs to a plan function', () => {
    const known = new Set(scalarFunctions().map(({ name }) => name));
    expect(templateNames().filter((name) => !known.has(name))).toEqual([]);
  });

  const tried = scalarFunctions().filter(({ name }) => CORE.has(name) && !SKIPPED.has(name));
  for (const { name, returns, nulls } of tried) {
    for (const types of typesOf(name)) {
      test(`${name}(${types.join(', ')})`, async () => {
        const argument = types.map((type) =>
          fc.option(arbitrary[type] ?? fc.constant(null), { nil: null, freq: 8 }),
        );
        const samples = fc.sample(fc.tuple(...argument), { numRuns: 60, seed: 7 });
        const result = returns === 'argument' ? (types[0] ?? 'string') : returns;
        const calls = samples.map((args) =>
          call(name, result, ...args.map((value, at) => literal(value, types[at] ?? 'string'))),
        );
        const answers = await answer(calls);
        samples.forEach((args, at) => {
          const evaluate = scalarFunction(name).evaluate as unknown as (...all: Value[]) => Value;
          const silent = nulls === 'propagate' && args.includes(null);
          const expected = silent ? null : evaluate(...args);
          expect({ args, value: plain(answers[at] ?? null) }).toEqual({
            args,
            value: plain(expected),
          });
        });
      });
    }
  }
});

/** -0 and 0 are one value. */
const plain = (value: Value): Value => (typeof value === 'number' && value === 0 ? 0 : value);
