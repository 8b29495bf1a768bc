// Mathematical, trigonometric and hyperbolic functions. What is outside a function's domain is null.
import { call, long, real } from '../../plan/index.ts';
import { absent, asLong, asNumber, number } from '../shape.ts';
import { row, type EvalFunction, type Example } from './function.ts';

const MATH = 'Mathematical functions';
const TRIG = 'Trig and Hyperbolic functions';

const onNumber = (
  name: string,
  page: string,
  functionName: string,
  examples: readonly Example[],
): EvalFunction =>
  row(name, [1, 1], page, examples, ([value = absent]) =>
    number(call(functionName, 'real', asNumber(value))),
  );

const trig = (
  name: string,
  functionName: string,
  expression: string,
  gives: number,
): EvalFunction => onNumber(name, TRIG, functionName, [[expression, gives]]);

export const mathematics: readonly EvalFunction[] = [
  onNumber('abs', MATH, 'abs', [
    ['abs(-5.5)', 5.5],
    ['abs("x".a)', null, { a: '1' }],
  ]),
  onNumber('ceiling', MATH, 'ceiling', [['ceiling(1.2)', 2]]),
  onNumber('ceil', MATH, 'ceiling', [['ceil(-1.2)', -1]]),
  onNumber('floor', MATH, 'floor', [['floor(-1.2)', -2]]),
  onNumber('exp', MATH, 'exp', [['round(exp(1),4)', 2.7183]]),
  onNumber('ln', MATH, 'ln', [
    ['ln(1)', 0],
    ['ln(0)', null],
  ]),
  onNumber('sqrt', MATH, 'sqrt', [
    ['sqrt(9)', 3],
    ['sqrt(-1)', null],
  ]),
  row('exact', [1, 1], MATH, [['exact(3.14*2)', 6.28]], ([value = absent]) =>
    number(asNumber(value)),
  ),
  row('pi', [0, 0], MATH, [['round(pi(),5)', 3.14159]], () => number(real(Math.PI))),
  row(
    'log',
    [1, 2],
    MATH,
    [
      ['log(1000)', 3],
      ['log(8,2)', 3],
      ['log(-1)', null],
      ['log(8,1)', null],
    ],
    ([value = absent, base]) =>
      number(
        base
          ? call('number.logarithm', 'real', asNumber(value), asNumber(base))
          : call('log10', 'real', asNumber(value)),
      ),
  ),
  row('pow', [2, 2], MATH, [['pow(2,10)', 1024]], ([value = absent, power = absent]) =>
    number(call('power', 'real', asNumber(value), asNumber(power))),
  ),
  row(
    'round',
    [1, 2],
    MATH,
    [
      ['round(2.5)', 3],
      ['round(-2.5)', -3],
      ['round(2.555,2)', 2.56],
      ['round(x,1)', 3.1, { x: '3.14' }],
    ],
    ([value = absent, places]) =>
      number(call('round', 'real', asNumber(value), places ? asLong(places) : long(0))),
  ),
  trig('sin', 'sin', 'round(sin(1),4)', 0.8415),
  trig('cos', 'cos', 'cos(0)', 1),
  trig('tan', 'tan', 'round(tan(1),4)', 1.5574),
  trig('asin', 'asin', 'round(asin(1),4)', 1.5708),
  trig('acos', 'acos', 'acos(1)', 0),
  trig('atan', 'atan', 'round(atan(1),4)', 0.7854),
  trig('sinh', 'number.sinh', 'round(sinh(1),4)', 1.1752),
  trig('cosh', 'number.cosh', 'cosh(0)', 1),
  trig('tanh', 'number.tanh', 'round(tanh(1),4)', 0.7616),
  trig('asinh', 'number.asinh', 'round(asinh(1),4)', 0.8814),
  trig('acosh', 'number.acosh', 'acosh(1)', 0),
  trig('atanh', 'number.atanh', 'round(atanh(0.5),4)', 0.5493),
  row('atan2', [2, 2], TRIG, [['round(atan2(1,1),4)', 0.7854]], ([y = absent, x = absent]) =>
    number(call('number.atan2', 'real', asNumber(y), asNumber(x))),
  ),
  row('hypot', [2, 2], TRIG, [['hypot(3,4)', 5]], ([x = absent, y = absent]) =>
    number(call('number.hypot', 'real', asNumber(x), asNumber(y))),
  ),
];
