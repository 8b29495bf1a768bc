// The core of expressions on random rows: three-valued logic, nulls, comparison by number and by code point, several values
// in one field. The engine and the reference evaluator must agree on every row.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Column, Relation, Value } from '../../../src/plan/index.ts';
import { lowerExpression } from '../../../src/spl/expression.ts';
import { any, asText, several, type Scope } from '../../../src/spl/shape.ts';
import { NOW, parseEval } from './evaluation.ts';
import { evaluate, textIn, truthOf, type Fields } from './reference.ts';
import { engineSession } from '../../engine-session.ts';

const session = engineSession();

/** Texts among which numbers, near-numbers and words meet often. */
const texts = [
  '0', '1', '2', '9', '10', '-1', '1.0', '01', '1e1', ' 2 ', '.5', '-', '', 'a', 'A', 'abc', 'b', '1a', 'é', '\u{1f600}', '\uffee',
]; // prettier-ignore
const cell = fc.option(fc.constantFrom(...texts), { freq: 3 });
const row = fc.record({
  a: cell,
  b: cell,
  m: fc.option(fc.array(fc.constantFrom(...texts), { minLength: 1, maxLength: 3 }), { freq: 4 }),
});

const fieldName = fc.constantFrom('a', 'b', 'm', 'nosuch');
const literal = fc.constantFrom('"10"', '"9"', '"a"', '"1.0"', '""', '"A"');
const number = fc.constantFrom('0', '1', '2', '9', '10', '1.5');
const { condition } = fc.letrec<{ value: string; size: string; condition: string }>((tie) => ({
  size: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    number,
    fieldName,
    fc
      .tuple(tie('size'), fc.constantFrom('-', '*', '/', '%'), tie('size'))
      .map(([a, operator, b]) => `(${a} ${operator} ${b})`),
    tie('size').map((each) => `(-${each})`),
  ),
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fieldName,
    literal,
    tie('size'),
    fc.tuple(tie('value'), tie('value')).map(([a, b]) => `(${a} . ${b})`),
    fc
      .tuple(tie('condition'), tie('value'), tie('value'))
      .map(([when, a, b]) => `if(${when}, (${a} . "") , (${b} . ""))`),
    fc.tuple(fieldName, literal).map(([a, b]) => `coalesce(${a} . "", ${b} . "")`),
  ),
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc
      .tuple(tie('value'), fc.constantFrom('=', '!=', '<', '<=', '>', '>='), tie('value'))
      .map(([a, operator, b]) => `${a} ${operator} ${b}`),
    fieldName.map((each) => `isnull(${each})`),
    fc.tuple(fieldName, literal, number).map(([a, b, c]) => `(${a} IN (${b}, ${c}))`),
    tie('condition').map((each) => `NOT (${each})`),
    fc
      .tuple(tie('condition'), fc.constantFrom('AND', 'OR', 'XOR'), tie('condition'))
      .map(([a, operator, b]) => `((${a}) ${operator} (${b}))`),
  ),
}));

const scope: Scope = {
  now: NOW,
  timezone: 'UTC',
  field: (name) => {
    if (name === 'm') return several({ kind: 'column', name, type: 'strings' });
    return name === 'nosuch' ? undefined : any({ kind: 'column', name, type: 'string' });
  },
};

const columns: Column[] = [
  { name: 'a', type: 'string' },
  { name: 'b', type: 'string' },
  { name: 'm', type: 'strings' },
];

async function onEngine(expression: string, rows: readonly Fields[]): Promise<readonly Value[]> {
  const problems: string[] = [];
  const typed = lowerExpression(parseEval(expression), scope, (_, message) => {
    problems.push(message);
  });
  if (!typed) throw new Error(`${expression}: ${problems.join('; ')}`);
  const input: Relation = {
    kind: 'values',
    columns,
    rows: rows.map((each) => columns.map(({ name }) => each[name] ?? null)),
  };
  const made = { name: 'r', expression: asText(typed) };
  const answer = await session().run({ kind: 'project', input, columns: [made] });
  return answer.rows.map(([value = null]) => value);
}

const rows = fc.array(row, { minLength: 1, maxLength: 12 });
const MANY = { numRuns: 400, seed: 7 };

test('conditions are true, false and null on the same rows', async () => {
  await fc.assert(
    fc.asyncProperty(condition, rows, async (expression, table) => {
      const node = parseEval(expression);
      const expected = table.map((each) => {
        const found = truthOf(evaluate(node, each));
        return found === null ? null : found ? 'True' : 'False';
      });
      expect(await onEngine(expression, table)).toEqual(expected);
    }),
    MANY,
  );
}, 120_000);

test('values are the same text', async () => {
  const text = fc.oneof(
    fc.tuple(fieldName, literal).map(([a, b]) => `${a} . ${b}`),
    fc
      .tuple(condition, fieldName, literal)
      .map(([when, a, b]) => `if(${when}, ${a} . "x", coalesce(${a} . ${b}, ${b}))`),
  );
  await fc.assert(
    fc.asyncProperty(text, rows, async (expression, table) => {
      const node = parseEval(expression);
      const expected = table.map((each) => textIn(evaluate(node, each)));
      expect(await onEngine(expression, table)).toEqual(expected);
    }),
    MANY,
  );
}, 120_000);
