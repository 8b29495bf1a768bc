// Statistical eval functions: over the arguments of one row.
import { call, type Expression } from '../../plan/index.ts';
import { absent, any, asList, asNumber, asText, number, type Typed } from '../shape.ts';
import { MANY, row, type EvalFunction } from './function.ts';

const PAGE = 'Statistical eval functions';

/** Text is larger than any number; nulls do not count; several values count each. */
function extreme(args: readonly Typed[], which: 'greatest' | 'least'): Typed {
  const present = args.filter((each) => each.shape !== 'null');
  if (present.length === 0) return absent;
  if (present.every((each) => each.shape === 'number')) {
    return number(call(which, 'real', ...present.map(asNumber)));
  }
  if (present.some((each) => each.shape === 'multivalue')) {
    return any(call(`mv.${which}`, 'string', ...present.map(asList)));
  }
  return any(call(`loose.${which}`, 'string', ...present.map(asText)));
}

/** Arguments that are no numbers do not count. */
function total(args: readonly Typed[]): Expression {
  return call('mv.total', 'real', call('mv.append', 'strings', ...args.map(asList)));
}

export const statisticalEval: readonly EvalFunction[] = [
  row(
    'max',
    [1, MANY],
    PAGE,
    [
      ['max(1,3,2)', 3],
      ['max(a,10)', '10', { a: '9' }],
      ['max(a,10)', 'abc', { a: 'abc' }],
      ['max(zz,2)', 2],
      ['max(m)', '10', { m: ['9', '10'] }],
    ],
    (args) => extreme(args, 'greatest'),
  ),
  row(
    'min',
    [1, MANY],
    PAGE,
    [
      ['min(1,3,2)', 1],
      ['min(a,10)', '9', { a: '9' }],
      ['min(a,b)', '2', { a: 'abc', b: '2' }],
    ],
    (args) => extreme(args, 'least'),
  ),
  row(
    'sum',
    [1, MANY],
    PAGE,
    [
      ['sum(1,2,"x",a)', 7, { a: '4' }],
      ['sum(zz)', null],
    ],
    (args) => number(total(args)),
  ),
  row('avg', [1, MANY], PAGE, [['avg(1,2,a,"x")', 2, { a: '3' }]], (args) =>
    number(call('mv.mean', 'real', call('mv.append', 'strings', ...args.map(asList)))),
  ),
];
