// Numbers and bits.
import { call, literal, nothing, when, type Expression } from '../../plan/index.ts';
import type { KustoType } from '../environment.ts';
import { coerce } from '../lower/types.ts';
import { page, type FunctionRow, type Site } from './row.ts';

type Example = readonly [string, unknown];

const real = (name: string, plan: string, examples: readonly Example[] = []): FunctionRow => ({
  name,
  takes: ['real'],
  lower: ([value = nothing('real')]) => call(plan, 'real', value),
  source: page(`${name}-function`),
  examples,
});

/** `bin`: the largest multiple of the size not above the value; ticks are counted from year 1. */
export function bin(value: Expression, size: Expression, type: KustoType): Expression {
  if (type === 'real' || type === 'decimal') {
    const [x, step] = [coerce(value, 'real'), coerce(size, 'real')];
    const floor = call(
      'multiply',
      'real',
      call('floor', 'real', call('divide', 'real', x, step)),
      step,
    );
    return coerce(when(call('gt', 'bool', step, literal(0, 'real')), floor, nothing('real')), type);
  }
  return coerce(call('floor_to', 'long', coerce(value, 'long'), coerce(size, 'long')), type);
}

function binAt(
  [value = nothing('long'), size = nothing('long'), at = nothing('long')]: readonly Expression[],
  { type }: Site,
): Expression {
  const storage: KustoType = type === 'real' || type === 'decimal' ? 'real' : 'long';
  const [x, step, origin] = [value, size, at].map((each) => coerce(each, storage));
  if (!x || !step || !origin) return nothing(type);
  const distance = bin(call('subtract', storage, x, origin), step, storage);
  return coerce(call('add', storage, distance, origin), type);
}

const whole =
  (name: 'floor' | 'ceiling'): FunctionRow['lower'] =>
  ([value = nothing('real')], { type }) =>
    value.type === 'real' || value.type === 'decimal'
      ? call(name, 'real', coerce(value, 'real'))
      : coerce(value, type);

const bits = (name: string, plan: string, examples: readonly Example[]): FunctionRow => ({
  name,
  takes: ['long'],
  lower: (args) => call(plan, 'long', ...args),
  source: page(`${name.replaceAll('_', '-')}-function`),
  examples,
});

/** The count is taken modulo 64; of one below 0 the result is null. */
const shift = (side: 'left' | 'right', examples: readonly Example[]): FunctionRow => ({
  name: `binary_shift_${side}`,
  takes: ['long'],
  lower: ([value = nothing('long'), by = nothing('long')]) =>
    when(
      call('ge', 'bool', by, literal(0n, 'long')),
      call(`bits_${side}`, 'long', value, by),
      nothing('long'),
    ),
  source: page(`binary-shift-${side}-function`),
  examples,
});

const times = (factor: number, name: string): FunctionRow => ({
  name,
  takes: ['real'],
  lower: ([value = nothing('real')]) => call('multiply', 'real', value, literal(factor, 'real')),
  source: page(`${name}-function`),
  examples: [],
});

const lowerFloor: FunctionRow['lower'] = (args, site) => {
  const [value = nothing('real'), size] = args;
  return size ? bin(value, size, site.type) : whole('floor')(args, site);
};

export const numbers: readonly FunctionRow[] = [
  {
    name: 'bin',
    lower: ([value = nothing('long'), size = nothing('long')], { type }) => bin(value, size, type),
    source: page('bin-function'),
    examples: [
      ['bin(4.5, 1)', 4],
      ['bin(-1, 3)', -3],
      ['bin(time(16d), 7d)', '14.00:00:00'],
      ['bin(datetime(1970-05-11 13:45:07), 1d)', '1970-05-11T00:00:00.0000000Z'],
    ],
  },
  {
    name: 'floor',
    lower: lowerFloor,
    source: page('floor-function'),
    examples: [['floor(4.7, 1)', 4]],
  },
  {
    name: 'bin_at',
    lower: binAt,
    source: page('bin-at-function'),
    examples: [
      ['bin_at(6.5, 2.5, 7)', 4.5],
      ['bin_at(1h, 1d, 12h)', '-12:00:00'],
    ],
  },
  {
    name: 'ceiling',
    lower: whole('ceiling'),
    source: page('ceiling-function'),
    examples: [['ceiling(1.1)', 2]],
  },
  {
    name: 'abs',
    lower: ([value = nothing('long')], { type }) =>
      type === 'timespan'
        ? coerce(call('abs', 'long', coerce(value, 'long')), 'timespan')
        : call('abs', type, coerce(value, type)),
    source: page('abs-function'),
    examples: [['abs(-5)', 5]],
  },
  {
    name: 'round',
    takes: ['real', 'long'],
    lower: ([value = nothing('real'), places = literal(0n, 'long')]) =>
      call('round', 'real', value, places),
    source: page('round-function'),
    examples: [
      ['round(2.98765, 3)', 2.988],
      ['round(2.15)', 2],
    ],
  },
  {
    name: 'sign',
    takes: ['real'],
    lower: ([value = nothing('real')], { type }) => coerce(call('sign', 'real', value), type),
    source: page('sign-function'),
    examples: [['sign(-3.5)', -1]],
  },
  {
    name: 'pow',
    takes: ['real', 'real'],
    lower: (args) => call('power', 'real', ...args),
    source: page('pow-function'),
    examples: [['pow(2, 3)', 8]],
  },
  {
    name: 'log2',
    takes: ['real'],
    lower: ([value = nothing('real')]) =>
      call('divide', 'real', call('ln', 'real', value), literal(Math.LN2, 'real')),
    source: page('log2-function'),
    examples: [['log2(8)', 3]],
  },
  {
    name: 'exp2',
    takes: ['real'],
    lower: ([value = nothing('real')]) => call('power', 'real', literal(2, 'real'), value),
    source: page('exp2-function'),
    examples: [['exp2(3)', 8]],
  },
  {
    name: 'exp10',
    takes: ['real'],
    lower: ([value = nothing('real')]) => call('power', 'real', literal(10, 'real'), value),
    source: page('exp10-function'),
    examples: [['exp10(2)', 100]],
  },
  {
    name: 'pi',
    lower: () => literal(Math.PI, 'real'),
    source: page('pi-function'),
    examples: [],
  },
  real('sqrt', 'sqrt', [['sqrt(9)', 3]]),
  real('exp', 'exp', [['exp(0)', 1]]),
  real('log', 'ln', [['log(1)', 0]]),
  real('log10', 'log10', [['log10(100)', 2]]),
  ...(['sin', 'cos', 'tan', 'asin', 'acos', 'atan'] as const).map((name) => real(name, name)),
  times(Math.PI / 180, 'radians'),
  times(180 / Math.PI, 'degrees'),
  {
    name: 'isnan',
    takes: ['real'],
    lower: ([value = nothing('real')]) => call('is_nan', 'bool', value),
    source: page('isnan-function'),
    examples: [['isnan(real(nan))', true]],
  },
  {
    name: 'isinf',
    takes: ['real'],
    lower: ([value = nothing('real')]) => call('is_infinite', 'bool', value),
    source: page('isinf-function'),
    examples: [['isinf(1.0)', false]],
  },
  {
    name: 'isfinite',
    takes: ['real'],
    lower: ([value = nothing('real')]) => call('is_finite', 'bool', value),
    source: page('isfinite-function'),
    examples: [['isfinite(1.0)', true]],
  },
  bits('binary_and', 'bits_and', [['binary_and(12, 10)', 8]]),
  bits('binary_or', 'bits_or', [['binary_or(12, 10)', 14]]),
  bits('binary_xor', 'bits_xor', [['binary_xor(12, 10)', 6]]),
  bits('binary_not', 'bits_not', [['binary_not(100)', -101]]),
  shift('left', [
    ['binary_shift_left(1, 4)', 16],
    ['binary_shift_left(1, 65)', 2],
    ['binary_shift_left(1, -1)', null],
  ]),
  shift('right', [
    ['binary_shift_right(16, 2)', 4],
    ['binary_shift_right(16, -1)', null],
  ]),
  bits('bitset_count_ones', 'bits_count', [['bitset_count_ones(42)', 3]]),
  {
    name: 'atan2',
    takes: ['real'],
    lower: (args) => call('number.atan2', 'real', ...args),
    source: page('atan2-function'),
    examples: [['round(atan2(1, 1), 6)', 0.785398]],
  },
  {
    name: 'cot',
    takes: ['real'],
    lower: ([value = nothing('real')]) =>
      call('divide', 'real', literal(1, 'real'), call('tan', 'real', value)),
    source: page('cot-function'),
    examples: [['round(cot(1), 6)', 0.642093]],
  },
  real('gamma', 'gamma', [
    ['gamma(5)', 24],
    ['round(gamma(4.2), 6)', 7.75669],
    ['gamma(0)', null],
  ]),
  real('loggamma', 'log_gamma', [['round(loggamma(5), 6)', 3.178054]]),
  real('erf', 'erf', [
    ['round(erf(0.5), 9)', 0.520499878],
    ['round(erf(3), 9)', 0.99997791],
  ]),
  real('erfc', 'erfc', [['round(erfc(0.5), 9)', 0.479500122]]),
];
