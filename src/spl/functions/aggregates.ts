// Statistical functions of stats, eventstats, streamstats, tstats, chart and timechart: what the plan aggregates, and what
// is made of the outcome. (Splunk Search Reference, "Statistical and charting functions")
import {
  call,
  isNull,
  long,
  not,
  nothing,
  real,
  when,
  type AggregateCall,
  type AggregateFunction,
  type Expression,
  type Type,
} from '../../plan/index.ts';
import { nearest, type Span } from '../../text/index.ts';
import type { Report } from '../messages.ts';
import { absent, any, asNumber, asText, number, several, type Typed } from '../shape.ts';

/**
 * An aggregation: the plan's aggregates, and the value made of their outcomes (given in the same order, as columns).
 * Over no rows `calls` give null but for counts, as the plan says.
 */
export interface Aggregation {
  readonly calls: readonly AggregateCall[];
  readonly finish: (outcomes: readonly Expression[]) => Typed;
}

/** `argument` is absent for `count`; `time` is the row's _time, where it has one. */
export interface AggregateSite {
  readonly name: string;
  readonly span: Span;
  readonly argument?: Typed;
  readonly time?: Typed;
  readonly report: Report;
}

/** A statistical function: `argument` tells whether it takes a field or expression. */
export interface StatisticalFunction {
  readonly name: string;
  readonly argument: 'required' | 'optional';
  readonly meaning: string;
  readonly lower: (value: Typed, site: AggregateSite) => Aggregation | undefined;
}

/** `list` keeps so many values (limits.conf, list_maxsize). */
export const LIST_LIMIT = 100;

const aggregate = (
  name: AggregateFunction,
  type: Type,
  args: readonly Expression[],
  more: { readonly where?: Expression; readonly limit?: number } = {},
): AggregateCall => ({ function: name, args, type, ...more });

const single = (only: AggregateCall, finish: (outcome: Expression) => Typed): Aggregation => ({
  calls: [only],
  finish: ([outcome]) => (outcome ? finish(outcome) : absent),
});

/** Always null: of a field that no row has. */
const nothingAtAll: Aggregation = { calls: [], finish: () => absent };

const isList = (value: Typed): boolean => value.shape === 'multivalue';

/** Text of a value, or its list of texts. */
const textsOf = (value: Typed): Expression => (isList(value) ? value.expression : asText(value));

function count(value: Typed): Aggregation {
  switch (value.shape) {
    case 'bool':
      return single(aggregate('count', 'long', [], { where: value.expression }), number);
    case 'null':
      return { calls: [], finish: () => number(long(0)) };
    case 'number':
    case 'text':
    case 'any':
    case 'multivalue':
      return single(aggregate('count', 'long', [value.expression]), number);
  }
}

function distinct(value: Typed): Aggregation {
  if (value.shape === 'null') return { calls: [], finish: () => number(long(0)) };
  return single(
    aggregate('distinct', 'long', [isList(value) ? value.expression : asDistinct(value)]),
    number,
  );
}

/** Numbers are told apart as numbers, everything else as text. */
const asDistinct = (value: Typed): Expression =>
  value.shape === 'number' ? value.expression : asText(value);

/** The sum of the numbers among the values; of several values in one field all count. */
const rowTotal = (value: Typed): Expression =>
  isList(value) ? call('mv.total', 'real', value.expression) : asNumber(value);
const rowNumbers = (value: Typed): Expression => call('mv.count_numbers', 'long', value.expression);

function sum(value: Typed): Aggregation {
  if (value.shape === 'null') return nothingAtAll;
  if (value.shape === 'number' && value.expression.type === 'long') {
    return single(aggregate('sum', 'long', [value.expression]), number);
  }
  return single(aggregate('sum', 'real', [rowTotal(value)]), number);
}

function mean(value: Typed): Aggregation {
  if (value.shape === 'null') return nothingAtAll;
  if (!isList(value)) return single(aggregate('avg', 'real', [asNumber(value)]), number);
  return {
    calls: [
      aggregate('sum', 'real', [rowTotal(value)]),
      aggregate('sum', 'long', [rowNumbers(value)]),
    ],
    finish: ([total = nothing('real'), numbers = nothing('long')]) =>
      number(call('loose.divide', 'real', total, call('real_of_long', 'real', numbers))),
  };
}

/** By size when all values are numbers, else by code point of their texts. */
const extreme =
  (which: 'min' | 'max') =>
  (value: Typed): Aggregation => {
    const { shape, expression } = value;
    if (shape === 'null') return nothingAtAll;
    if (shape === 'number') return single(aggregate(which, expression.type, [expression]), number);
    if (shape === 'text') return single(aggregate(which, 'string', [expression]), any);
    const list = isList(value);
    const numbers = list
      ? call(which === 'min' ? 'mv.least_number' : 'mv.greatest_number', 'real', expression)
      : asNumber(value);
    const counted = list
      ? aggregate('sum', 'long', [rowNumbers(value)])
      : aggregate('count', 'long', [numbers]);
    return {
      calls: [
        aggregate(which, 'real', [numbers]),
        aggregate(which, 'string', [textsOf(value)]),
        counted,
        aggregate('count', 'long', [textsOf(value)]),
      ],
      finish: ([size = nothing('real'), text = nothing('string'), some = long(0), all = long(0)]) =>
        any(when(call('eq', 'bool', some, all), call('text_of_real', 'string', size), text)),
    };
  };

function range(value: Typed): Aggregation {
  if (value.shape === 'null') return nothingAtAll;
  const lists = isList(value);
  const [low, high] = lists
    ? [
        call('mv.least_number', 'real', value.expression),
        call('mv.greatest_number', 'real', value.expression),
      ]
    : [asNumber(value), asNumber(value)];
  return {
    calls: [aggregate('max', 'real', [high]), aggregate('min', 'real', [low])],
    finish: ([most = nothing('real'), least = nothing('real')]) =>
      number(call('subtract', 'real', most, least)),
  };
}

function values(value: Typed): Aggregation {
  if (value.shape === 'null') return nothingAtAll;
  return single(aggregate('set', 'strings', [textsOf(value)]), (outcome) =>
    several(call('mv.sorted', 'strings', outcome)),
  );
}

function list(value: Typed): Aggregation {
  if (value.shape === 'null') return nothingAtAll;
  const all = aggregate('list', 'strings', [textsOf(value)], { limit: LIST_LIMIT });
  // The bound of the plan counts rows; a row of several values may go beyond.
  const first = (outcome: Expression): Expression => {
    if (value.shape !== 'multivalue') return outcome;
    const few = call('le', 'bool', call('mv.count', 'long', outcome), long(LIST_LIMIT));
    return when(few, outcome, call('mv.slice', 'strings', outcome, long(0), long(LIST_LIMIT - 1)));
  };
  return single(all, (outcome) => several(first(outcome)));
}

const typed = (value: Typed, expression: Expression): Typed => ({ expression, shape: value.shape });

/** The first or last row with a value, in the order that rows arrive. */
const arrival =
  (which: 'first' | 'last') =>
  (value: Typed): Aggregation => {
    if (value.shape === 'null') return nothingAtAll;
    if (isList(value)) return single(aggregate(which, 'string', [value.expression]), any);
    return single(aggregate(which, value.expression.type, [value.expression]), (outcome) =>
      typed(value, outcome),
    );
  };

/** The value of the row with a value that has the smallest or largest _time. */
const inTime =
  (which: 'arg_min' | 'arg_max') =>
  (value: Typed, { time }: AggregateSite): Aggregation => {
    if (value.shape === 'null' || !time || time.shape === 'null') return nothingAtAll;
    const where = not(isNull(value.expression));
    const args = [asNumber(time), value.expression];
    return single(aggregate(which, value.expression.type, args, { where }), (outcome) =>
      typed(value, outcome),
    );
  };

const timeOf =
  (which: 'min' | 'max') =>
  (value: Typed, { time }: AggregateSite): Aggregation => {
    if (value.shape === 'null' || !time || time.shape === 'null') return nothingAtAll;
    const where = not(isNull(value.expression));
    return single(aggregate(which, 'real', [asNumber(time)], { where }), number);
  };

function rate(value: Typed, site: AggregateSite): Aggregation | undefined {
  if (isList(value)) return refuseLists(site);
  const parts = [
    inTime('arg_max')(value, site),
    inTime('arg_min')(value, site),
    timeOf('max')(value, site),
    timeOf('min')(value, site),
  ];
  const calls = parts.flatMap((each) => each.calls);
  if (calls.length < 4) return nothingAtAll;
  return {
    calls,
    finish: (outcomes) => {
      const [late = absent, early = absent, end = absent, start = absent] = parts.map((each, at) =>
        each.finish(outcomes.slice(at, at + 1)),
      );
      const rise = call('subtract', 'real', asNumber(late), asNumber(early));
      const span = call('subtract', 'real', asNumber(end), asNumber(start));
      return number(call('loose.divide', 'real', rise, span));
    },
  };
}

function refuseLists(site: AggregateSite): Aggregation | undefined {
  site.report(
    'SPL1206',
    `\`${site.name}\` of a field with several values is not supported`,
    site.span,
    { remedy: 'expand the field with `mvexpand` first' },
  );
  return undefined;
}

/** An aggregate of the plan over the values that are numbers. */
const ofNumbers =
  (which: AggregateFunction) =>
  (value: Typed, site: AggregateSite): Aggregation | undefined => {
    if (value.shape === 'null') return nothingAtAll;
    if (isList(value)) return refuseLists(site);
    return single(aggregate(which, 'real', [asNumber(value)]), number);
  };

function sumOfSquares(value: Typed, site: AggregateSite): Aggregation | undefined {
  if (value.shape === 'null') return nothingAtAll;
  if (isList(value)) return refuseLists(site);
  const square = call('multiply', 'real', asNumber(value), asNumber(value));
  return single(aggregate('sum', 'real', [square]), number);
}

function mode(value: Typed): Aggregation {
  if (value.shape === 'null') return nothingAtAll;
  return single(aggregate('mode', 'string', [textsOf(value)]), any);
}

/**
 * The value with `percent` per cent of the values below it: of ten values, the sixth smallest for 50, the largest for 95.
 * The plan's nearest rank takes the fifth, hence the same seen from the other end.
 */
function percentile(value: Typed, percent: number, site: AggregateSite): Aggregation | undefined {
  if (value.shape === 'null') return nothingAtAll;
  if (isList(value)) return refuseLists(site);
  const opposite = call('negate', 'real', asNumber(value));
  // A difference such as 100 - 99.9 is rounded to what was meant.
  const rest = Number((100 - percent).toFixed(9));
  return single(aggregate('percentile', 'real', [opposite, real(rest)]), (outcome) =>
    number(call('negate', 'real', outcome)),
  );
}

const row = (
  name: string,
  meaning: string,
  lower: StatisticalFunction['lower'],
): StatisticalFunction => ({ name, argument: 'required', meaning, lower });

const counting: StatisticalFunction['lower'] = (value, site) =>
  site.argument ? count(value) : single(aggregate('count', 'long', []), number);

export const statisticalFunctions: readonly StatisticalFunction[] = [
  {
    name: 'count',
    argument: 'optional',
    meaning: 'rows, or values, or rows for which a condition holds',
    lower: counting,
  },
  { name: 'c', argument: 'optional', meaning: 'as `count`', lower: counting },
  row('dc', 'number of distinct values', distinct),
  row('distinct_count', 'number of distinct values', distinct),
  row('estdc', 'number of distinct values, here exact', distinct),
  row('estdc_error', 'error of `estdc`, here none', () => ({
    calls: [],
    finish: () => number(real(0)),
  })),
  row('sum', 'sum of the values that are numbers', sum),
  row('avg', 'mean of the values that are numbers', mean),
  row('mean', 'mean of the values that are numbers', mean),
  row('min', 'smallest value', extreme('min')),
  row('max', 'largest value', extreme('max')),
  row('range', 'largest less smallest', range),
  row('values', 'distinct values by code point', values),
  row('list', 'values in order, the first hundred', list),
  row('first', 'first value in the order of arrival', arrival('first')),
  row('last', 'last value in the order of arrival', arrival('last')),
  row('earliest', 'value of the earliest event', inTime('arg_min')),
  row('latest', 'value of the latest event', inTime('arg_max')),
  row('earliest_time', 'time of the earliest event with a value', timeOf('min')),
  row('latest_time', 'time of the latest event with a value', timeOf('max')),
  row('rate', 'change per second from the earliest to the latest value', rate),
  row('stdev', 'sample standard deviation', ofNumbers('stdev')),
  row('stdevp', 'population standard deviation', ofNumbers('stdevp')),
  row('var', 'sample variance', ofNumbers('variance')),
  row('varp', 'population variance', ofNumbers('variancep')),
  row('sumsq', 'sum of the squares', sumOfSquares),
  row('mode', 'most frequent value', mode),
  row('median', 'middle value', (value, site) => percentile(value, 50, site)),
];

const byName = new Map(statisticalFunctions.map((each) => [each.name, each]));

/** Functions that Splunk has and this does not; they are refused by name. */
const refused = new Set([
  'per_second',
  'per_minute',
  'per_hour',
  'per_day',
  'sparkline',
  'rate_avg',
  'rate_sum',
]);

/** `p95`, `perc99.9`, `exactperc50`, `upperperc90`: the percentage, or undefined. */
function percentageOf(name: string): number | undefined {
  const found = /^(?:p|perc|exactperc|upperperc)(\d{1,3}(?:\.\d{1,9})?)$/.exec(name);
  const percent = Number(found?.[1]);
  return found && percent >= 0 && percent <= 100 ? percent : undefined;
}

/** Whether a word is the name of a statistical function, here or in Splunk. */
export function isStatistical(name: string): boolean {
  const lower = name.toLowerCase();
  return byName.has(lower) || refused.has(lower) || percentageOf(lower) !== undefined;
}

/** Lowers one aggregation; undefined when it cannot be, which is reported (SPL1204, SPL1205, SPL1206). */
export function lowerAggregate(site: AggregateSite): Aggregation | undefined {
  const name = site.name.toLowerCase();
  const percent = percentageOf(name);
  const found = byName.get(name);
  if (!found && percent === undefined) {
    const [near] = nearest(name, byName.keys());
    const remedy =
      near === undefined || refused.has(name)
        ? undefined
        : `write \`${near}\`, if that is what was meant`;
    const more = remedy === undefined ? undefined : { remedy };
    site.report('SPL1204', `unsupported statistical function \`${site.name}\``, site.span, more);
    return undefined;
  }
  if (!site.argument && found?.argument !== 'optional') {
    site.report('SPL1205', `\`${site.name}\` takes a field`, site.span);
    return undefined;
  }
  const value = site.argument ?? absent;
  if (value.shape === 'bool' && name !== 'count' && name !== 'c') {
    site.report('SPL1206', `\`${site.name}\` cannot take a condition`, site.span, {
      remedy: 'write `if(condition, 1, 0)` or count it',
    });
    return undefined;
  }
  return percent === undefined ? found?.lower(value, site) : percentile(value, percent, site);
}
