// Statistical functions on groups of rows. Values of a field are written as the events have them; null is an absent field.
import { describe, expect, test } from '@jest/globals';
import type { Column, NamedAggregate, Relation, Value } from '../../../src/plan/index.ts';
import {
  lowerAggregate,
  statisticalFunctions,
  type Sample,
} from '../../../src/spl/functions/index.ts';
import { any, number, several, type Typed } from '../../../src/spl/shape.ts';
import { lowerExpression } from '../../../src/spl/expression.ts';
import { normal, NOW, parseEval } from './evaluation.ts';
import { engineSession } from '../../engine-session.ts';

const session = engineSession();

/** Rows of _time (from 10 on, falling as rows arrive newest first) and x. */
function table(values: readonly Sample[]): { relation: Relation; x: Typed } {
  const lists = values.some(Array.isArray);
  const numbers = values.every((each) => each === null || typeof each === 'number');
  const type = lists ? 'strings' : numbers ? 'real' : 'string';
  const columns: Column[] = [
    { name: '_time', type: 'real' },
    { name: 'x', type },
  ];
  const rows = values.map((each, at): Value[] => {
    const value =
      each === null ? null : lists ? [each].flat().map(String) : numbers ? each : String(each);
    return [100 - at, value];
  });
  const column = { kind: 'column', name: 'x', type } as const;
  const x = lists ? several(column) : numbers ? number(column) : any(column);
  return { relation: { kind: 'values', columns, rows }, x };
}

async function outcome(
  name: string,
  values: readonly Sample[],
  expression?: string,
): Promise<Sample> {
  const { relation, x } = table(values);
  const time = number({ kind: 'column', name: '_time', type: 'real' });
  const problems: string[] = [];
  const report = (code: string): void => {
    problems.push(code);
  };
  const scope = {
    now: NOW,
    timezone: 'UTC',
    field: (each: string) => (each === 'x' ? x : undefined),
  };
  const made =
    expression === undefined || expression === ''
      ? x
      : lowerExpression(parseEval(expression), scope, report);
  if (!made) throw new Error(problems.join());
  const argument = expression === '' ? {} : { argument: made };
  const aggregation = lowerAggregate({
    name,
    span: { start: 0, end: 1 },
    time,
    report,
    ...argument,
  });
  if (!aggregation) throw new Error(problems.join());
  const aggregates = aggregation.calls.map((each, at): NamedAggregate => ({
    ...each,
    name: `a${String(at)}`,
  }));
  const columns = aggregates.map(
    (each) => ({ kind: 'column', name: each.name, type: each.type }) as const,
  );
  const { rows } = await session().run({
    kind: 'project',
    input: { kind: 'aggregate', input: relation, by: [], aggregates },
    columns: [{ name: 'r', expression: aggregation.finish(columns).expression }],
  });
  const found = rows[0]?.[0] ?? null;
  return normal(typeof found === 'bigint' ? Number(found) : (found as Sample));
}

const ten = ['10', '9', '8', '7', '6', '5', '4', '3', '2', '1'];

const cases: readonly (readonly [name: string, values: readonly Sample[], gives: Sample])[] = [
  ['count', ['a', null, 'b'], 2],
  ['count', [['a', 'b'], null, 'c'], 3],
  ['c', [], 0],
  ['dc', ['a', 'A', 'a', null], 2],
  ['distinct_count', [['a', 'b'], 'b'], 2],
  ['estdc', ['1', '1.0'], 2],
  ['sum', ['1', '2.5', 'x', null], 3.5],
  ['sum', [['1', '2'], 'x'], 3],
  ['sum', ['x'], null],
  ['avg', ['1', '3', 'q'], 2],
  ['mean', [['1', '2'], '6'], 3],
  ['min', ['9', '10'], '9'],
  ['max', ['9', '10'], '10'],
  ['max', ['9', '10', 'abc'], 'abc'],
  ['min', ['9', '10', 'abc'], '10'],
  ['min', [9, 10], 9],
  ['max', [['9', '10'], '2'], '10'],
  ['min', [null], null],
  ['range', ['3', '10', 'x'], 7],
  ['values', ['9', '10', '9'], ['10', '9']],
  ['values', [['b', 'a'], 'c', 'a'], ['a', 'b', 'c']],
  ['values', [null], null],
  ['list', ['9', '10', '9'], ['9', '10', '9']],
  ['first', [null, 'b', 'c'], 'b'],
  ['last', ['a', 'b', null], 'b'],
  ['earliest', ['new', 'old', null], 'old'],
  ['latest', [null, 'new', 'old'], 'new'],
  ['earliest_time', ['a', 'b', null], 99],
  ['latest_time', [null, 'b', 'c'], 99],
  ['rate', ['30', '20', '10'], 10],
  ['stdev', ['1', '3', 'q'], Math.SQRT2],
  ['stdevp', ['1', '3'], 1],
  ['stdev', ['1'], null],
  ['var', ['1', '3'], 2],
  ['varp', ['1', '3'], 1],
  ['sumsq', ['1', '3', 'x'], 10],
  ['mode', ['b', 'a', 'a', 'b', 'a'], 'a'],
  ['median', ten, 6],
  ['p50', ten, 6],
  ['perc95', ten, 10],
  ['exactperc10', ten, 2],
  ['upperperc99.9', ten, 10],
  ['p0', ten, 1],
  ['perc100', ten, 10],
  ['COUNT', ['a'], 1],
];

describe('of a field', () => {
  test.each(cases)('%s of %j', async (name, values, gives) => {
    expect(await outcome(name, values)).toEqual(normal(gives));
  });
});

describe('of an expression', () => {
  test.each([
    ['count', 'x>1', ['1', '2', '3', null], 2],
    ['count', '', ['1', null], 2],
    ['sum', 'if(x>1,1,0)', ['1', '2', '3'], 2],
    ['values', 'if(x>1,x,null())', ['1', '2', '3'], ['2', '3']],
    ['dc', 'zz', ['1'], 0],
    ['values', 'upper(x)', ['b', 'a'], ['A', 'B']],
  ] as const)('%s(%s) of %j', async (name, expression, values, gives) => {
    expect(await outcome(name, values, expression)).toEqual(gives);
  });
});

describe('refused', () => {
  test.each([
    ['sparkline', 'x', 'SPL1204'],
    ['per_second', 'x', 'SPL1204'],
    ['p101', 'x', 'SPL1204'],
    ['avgg', 'x', 'SPL1204'],
    ['avg', '', 'SPL1205'],
    ['avg', 'x=1', 'SPL1206'],
  ])('%s(%s)', async (name, expression, code) => {
    await expect(outcome(name, ['1'], expression)).rejects.toThrow(code);
  });

  test('spread of a field with several values', async () => {
    await expect(outcome('stdev', [['1', '2']])).rejects.toThrow('SPL1206');
  });
});

test('every statistical function has a case', () => {
  const tried = new Set(cases.map(([name]) => name));
  const untried = statisticalFunctions.map((each) => each.name).filter((name) => !tried.has(name));
  expect(untried).toEqual(['estdc_error']);
});
