// The examples in the function tables, and the reference semantics of expressions, run on the engine.
import { describe, expect, test } from '@jest/globals';
import { evalFamilies, type Example } from '../../../src/spl/functions/index.ts';
import { evaluateOn, lowerText, normal } from './evaluation.ts';
import { engineSession } from '../../engine-session.ts';

const session = engineSession();

async function check([text, gives, row = {}]: Example): Promise<void> {
  const { typed, problems } = lowerText(text, row);
  expect(problems).toEqual([]);
  if (!typed) throw new Error('nothing was lowered');
  expect(normal(await evaluateOn(session(), typed, row))).toEqual(normal(gives));
}

describe.each(Object.entries(evalFamilies))('%s', (_, family) => {
  const rows = family.flatMap((each) =>
    each.examples.map((example) => [example[0], example] as const),
  );
  test.each(rows)('%s', async (_name, example) => {
    await check(example);
  });
});

describe('operators', () => {
  const rows: Example[] = [
    ['1/3*3', 1],
    ['1/0', null],
    ['7%4', 3],
    ['7%0', null],
    ['6/2', 3],
    ['"id".1+2', 'id3'],
    ['a.b', '12', { a: '1', b: '2' }],
    ['a+b', '3', { a: '1', b: '2' }],
    ['a+b', 'xy', { a: 'x', b: 'y' }],
    ['a+b', null, { a: 'x', b: '2' }],
    ['a+zz', null, { a: '1' }],
    ['a.zz', null, { a: '1' }],
    ['-a', -5, { a: '5' }],
    ['-(2+3)', -5],
    ['2*a', null, { a: 'x' }],
    ['if(x<9,1,0)', 0, { x: '10' }],
    ['if(x>5,1,0)', 1, { x: 'abc' }],
    ['if(x="1.0",1,0)', 0, { x: '1' }],
    ['if(x=1.0,1,0)', 1, { x: '1' }],
    ['if(x=y,1,0)', 1, { x: '1.0', y: '1' }],
    ['if(x=y,1,0)', 0, { x: 'a', y: 'A' }],
    ['if("10"<"9",1,0)', 1],
    ['if(x<"9",1,0)', 1, { x: '10' }],
    ['if(x==1 AND NOT zz=1,1,0)', 0, { x: '1' }],
    ['if(x=1 XOR x=2,1,0)', 1, { x: '1' }],
    ['if(a=1 OR b=2 AND c=3,1,0)', 1, { a: '1' }],
    ['if(m="b",1,0)', 1, { m: ['a', 'b'] }],
    ['if(m!="b",1,0)', 1, { m: ['a', 'b'] }],
    ['if(m=n,1,0)', 1, { m: ['a', 'b'], n: ['b', 'c'] }],
    ['if(m>9,1,0)', 1, { m: ['8', '10'] }],
    ['if(m>9,1,0)', 0, { m: ['8', '9'] }],
    ['if(x=null,1,0)', 0, { x: '1' }],
    ['1e3', 1000],
    ['0.1+0.2', 0.3],
  ];
  test.each(rows.map((each) => [each[0], each] as const))('%s', async (_, example) => {
    await check(example);
  });
});

describe('refused', () => {
  test.each([
    ['foo(1)', 'SPL1204'],
    ['if(1=1,2)', 'SPL1205'],
    ['"a"*2', 'SPL1206'],
    ['5+"x"', 'SPL1206'],
    ['match(a,"(")', 'SPL1208'],
    ['case(1=1,2,3)', 'SPL1205'],
    ['relative_time(1,"soon")', 'SPL1206'],
    ['mvfilter(a=b)', 'SPL1206'],
    ['tostring(1,"roman")', 'SPL1206'],
    ['searchmatch("x")', 'SPL1204'],
  ])('%s', (text, code) => {
    const { typed, problems } = lowerText(text, { a: 'x', b: 'y' });
    expect(typed).toBeUndefined();
    expect(problems.map((each) => each.code)).toEqual([code]);
  });
});
