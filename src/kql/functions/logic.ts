// Choice and null.
import {
  and,
  call,
  isNull,
  not,
  nothing,
  text,
  type Case,
  type Expression,
} from '../../plan/index.ts';
import type { KustoType } from '../environment.ts';
import { condition } from '../lower/comparison.ts';
import { absent, coerce, present } from '../lower/types.ts';
import { page, type FunctionRow, type Site } from './row.ts';

/** Null counts as false, so the condition only has to be true or not. */
function choice(args: readonly Expression[], { type }: Site): Expression {
  const branches: Case['branches'][number][] = [];
  for (let at = 0; at + 1 < args.length; at += 2) {
    const [when, then] = [args[at], args[at + 1]];
    if (when && then)
      branches.push({ when: condition(coerce(when, 'bool')), then: coerce(then, type) });
  }
  const last = args.length % 2 === 1 ? args[args.length - 1] : undefined;
  return { kind: 'case', branches, otherwise: last ? coerce(last, type) : absent(type), type };
}

/** Text is empty when it is `""`, anything else when it is null; a dynamic value when its text is empty. */
function empty([value = nothing('dynamic')]: readonly Expression[]): Expression {
  if (value.type === 'string') return call('eq', 'bool', value, text(''));
  if (value.type === 'dynamic') return call('eq', 'bool', coerce(value, 'string'), text(''));
  return isNull(value);
}

function missing([value = nothing('dynamic')]: readonly Expression[]): Expression {
  return value.type === 'string' ? { kind: 'literal', value: false, type: 'bool' } : isNull(value);
}

/** The first that is not null, of texts the first that is not empty. */
function coalesce(args: readonly Expression[], { type }: Site): Expression {
  const typed = args.map((each) => coerce(each, type));
  if (type !== 'string') return call('coalesce', type, ...typed);
  const filled = typed.map((each): Expression =>
    each.kind === 'literal' && each.value !== ''
      ? each
      : {
          kind: 'case',
          branches: [{ when: call('ne', 'bool', each, text('')), then: each }],
          otherwise: nothing('string'),
          type: 'string',
        },
  );
  return present(call('coalesce', 'string', ...filled));
}

const extreme =
  (name: 'least' | 'greatest') =>
  (args: readonly Expression[], { type }: Site): Expression =>
    call(name, type, ...args.map((each) => coerce(each, type)));

/** `around(value, center, delta)`: whether the value lies at most so far from the center. */
const lowerAround: FunctionRow['lower'] = ([
  value = nothing('long'),
  center = nothing('long'),
  delta = nothing('long'),
]) => {
  const timely = [value, center, delta].some(
    ({ type }) => type === 'datetime' || type === 'timespan',
  );
  const [x, middle, reach] = [value, center, delta].map((each) =>
    timely ? coerce(coerce(each, value.type as KustoType), 'long') : coerce(each, 'real'),
  ) as [Expression, Expression, Expression];
  const type = timely ? 'long' : 'real';
  return and([
    call('ge', 'bool', x, call('subtract', type, middle, reach)),
    call('le', 'bool', x, call('add', type, middle, reach)),
  ]);
};

export const logic: readonly FunctionRow[] = [
  {
    name: 'around',
    lower: lowerAround,
    source: page('around-function'),
    examples: [
      ['around(100, 99, 2)', true],
      ['around(1.5, 3, 1)', false],
      ['around(datetime(2021-01-01 01:31), datetime(2021-01-01 01:30), 1min)', true],
      ['around(long(null), 99, 2)', null],
    ],
  },
  {
    name: 'not',
    takes: ['bool'],
    lower: ([value = nothing('bool')]) => not(value),
    source: page('not-function'),
    examples: [
      ['not(true)', false],
      ['not(bool(null))', null],
    ],
  },
  {
    name: 'iff',
    aliases: ['iif'],
    lower: choice,
    source: page('iff-function'),
    examples: [
      ['iff(1 > 0, "a", "b")', 'a'],
      ['iff(bool(null), "a", "b")', 'b'],
    ],
  },
  {
    name: 'case',
    lower: choice,
    source: page('case-function'),
    examples: [['case(false, 1, bool(null), 2, 3)', 3]],
  },
  {
    name: 'isempty',
    lower: empty,
    source: page('isempty-function'),
    examples: [
      ['isempty("")', true],
      ['isempty(long(null))', true],
      ['isempty(0)', false],
    ],
  },
  {
    name: 'isnotempty',
    aliases: ['notempty'],
    lower: (args) => not(empty(args)),
    source: page('isnotempty-function'),
    examples: [['isnotempty("x")', true]],
  },
  {
    name: 'isnull',
    lower: missing,
    source: page('isnull-function'),
    examples: [
      ['isnull("")', false],
      ['isnull(int(null))', true],
    ],
  },
  {
    name: 'isnotnull',
    aliases: ['notnull'],
    lower: (args) => not(missing(args)),
    source: page('isnotnull-function'),
    examples: [['isnotnull(1)', true]],
  },
  {
    name: 'coalesce',
    lower: coalesce,
    source: page('coalesce-function'),
    examples: [
      ['coalesce(int(null), 3)', 3],
      ['coalesce("", "x")', 'x'],
    ],
  },
  {
    name: 'max_of',
    lower: extreme('greatest'),
    source: page('max-of-function'),
    examples: [['max_of(10, 1, 17)', 17]],
  },
  {
    name: 'min_of',
    lower: extreme('least'),
    source: page('min-of-function'),
    examples: [['min_of(10, 1, 17)', 1]],
  },
];
