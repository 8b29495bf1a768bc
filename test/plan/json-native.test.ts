// JSON in the engine's own spelling against the meaning of the functions, on random documents and paths.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  call,
  column,
  literal,
  long,
  scalarFunction,
  text,
  type Call,
  type Expression,
  type Value,
} from '../../src/plan/index.ts';
import { readJson, type Json } from '../../src/plan/functions/json-text.ts';
import { engineSession } from '../engine-session.ts';

const session = engineSession();

const names = ['a', 'b', 'c d', 'e'];
const leaves = [
  'null',
  'true',
  'false',
  '0',
  '-7',
  '123456789012345678',
  '1234567890123456789',
  '12345678901234567890123',
  '1.0',
  '1.5e3',
  '-2E-2',
  '""',
  '"text"',
  '"12"',
  '"1.50"',
  '"10.0.0.1"',
  '"{x"',
  '"[1]"',
  '"null"',
  '"a\\"b\\\\c"',
  '"\\u00e9\\n"',
  '"x\\u0001{"',
];

const json = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...leaves),
    fc.array(tie('value'), { maxLength: 3 }).map((all) => `[${all.join(',')}]`),
    // Names may come twice.
    fc
      .array(fc.tuple(fc.constantFrom(...names), tie('value')), { maxLength: 3 })
      .map((all) => `{${all.map(([name, value]) => `"${name}":${value}`).join(', ')}}`),
  ),
})).value;

const step = fc.oneof(
  fc
    .constantFrom(...names)
    .map((name) => (of: Expression) => call('json_get', 'dynamic', of, text(name))),
  fc
    .integer({ min: -2, max: 2 })
    .map((at) => (of: Expression) => call('json_at', 'dynamic', of, long(at))),
);
const chain = fc
  .array(step, { maxLength: 3 })
  .map((steps) => steps.reduce<Expression>((of, next) => next(of), column('x', 'dynamic')));
const splunkPath = fc
  .array(fc.tuple(fc.constantFrom('a', 'b', 'e'), fc.constantFrom('', '', '{}', '{0}', '{1}')), {
    minLength: 1,
    maxLength: 3,
  })
  .map((steps) => steps.map((each) => each.join('')).join('.'));

const asked: fc.Arbitrary<Call> = fc.oneof(
  chain.map((of) => call('json_text', 'string', of)),
  chain.map((of) => call('json_long', 'long', of)),
  chain.map((of) => call('json_elements', 'dynamic', of, literal(false, 'bool'))),
  splunkPath.map((path) => call('json_path.values', 'strings', column('x', 'dynamic'), text(path))),
);

function meaning(expression: Expression, x: string): Value {
  if (expression.kind === 'column') return x;
  if (expression.kind === 'literal') return expression.value;
  if (expression.kind !== 'call') throw new Error('no other kind is asked');
  const { evaluate, nulls } = scalarFunction(expression.function);
  const args = expression.args.map((each) => meaning(each, x));
  if (nulls === 'propagate' && args.includes(null)) return null;
  return (evaluate as unknown as (...all: Value[]) => Value)(...args);
}

/** The engine spells numbers that are not whole in its own way: texts that are JSON count as what they mean. */
function understood(value: Value, type: string): unknown {
  if (typeof value !== 'string' || (type !== 'dynamic' && type !== 'string')) return value;
  const json = readJson(value);
  return json ? plain(json) : value;
}

function plain(json: Json): unknown {
  switch (json.kind) {
    case 'object':
      return Object.fromEntries([...json.entries].map(([name, each]) => [name, plain(each)]));
    case 'array':
      return json.items.map(plain);
    case 'text':
      return json.value;
    default:
      return JSON.parse(json.raw);
  }
}

test('what JSON holds is found alike by the engine and by the meaning', async () => {
  // JSON's own null is stored as none.
  const stored = json.filter((each) => each !== 'null');
  const cases = fc.array(fc.tuple(stored, asked), { minLength: 20, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(cases, async (all) => {
      await session().load({
        name: 't',
        columns: all.map((_, at) => ({ name: `x${String(at)}`, type: 'string' })),
        rows: [all.map(([document]) => document)],
      });
      const renamed = (expression: Expression, at: number): Expression => {
        if (expression.kind === 'column') return column(`x${String(at)}`, 'dynamic');
        if (expression.kind !== 'call') return expression;
        return { ...expression, args: expression.args.map((each) => renamed(each, at)) };
      };
      const { rows } = await session().run({
        kind: 'project',
        input: {
          kind: 'scan',
          table: 't',
          columns: all.map((_, at) => ({ name: `x${String(at)}`, type: 'dynamic' })),
        },
        columns: all.map(([, wanted], at) => ({
          name: `c${String(at)}`,
          expression: renamed(wanted, at),
        })),
      });
      all.forEach(([document, wanted], at) => {
        const found = rows[0]?.[at] ?? null;
        expect([document, wanted, understood(found, wanted.type)]).toEqual([
          document,
          wanted,
          understood(meaning(wanted, document), wanted.type),
        ]);
      });
    }),
    { numRuns: 60, seed: 7 },
  );
}, 120_000);
