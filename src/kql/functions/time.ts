// Dates, times of day, durations.
import {
  and,
  call,
  literal,
  nothing,
  text,
  TICKS,
  UNIX_EPOCH_TICKS,
  when,
  type Expression,
} from '../../plan/index.ts';
import { INGESTION_TIME } from '../environment.ts';
import { coerce, present } from '../lower/types.ts';
import { page, type FunctionRow, type Site } from './row.ts';

const long = (value: bigint): Expression => literal(value, 'long');

function now([offset]: readonly Expression[], { context }: Site): Expression {
  const instant = literal(context.environment.now, 'datetime');
  return offset ? moved(instant, offset, 'add') : instant;
}

function moved(instant: Expression, by: Expression, how: 'add' | 'subtract'): Expression {
  const distance = coerce(by, 'datetime');
  if (
    instant.kind === 'literal' &&
    typeof instant.value === 'bigint' &&
    distance.kind === 'literal' &&
    typeof distance.value === 'bigint'
  ) {
    const ticks = how === 'add' ? instant.value + distance.value : instant.value - distance.value;
    return literal(ticks, 'datetime');
  }
  return call(how, 'datetime', instant, distance);
}

function ago([by = long(0n)]: readonly Expression[], { context }: Site): Expression {
  return moved(literal(context.environment.now, 'datetime'), coerce(by, 'timespan'), 'subtract');
}

/** When the row was taken in. Only rows that come straight from a table know. */
function ingestionTime(_args: readonly Expression[], { context, node }: Site): Expression {
  const known = context.row?.hidden.some((each) => each.name === INGESTION_TIME);
  if (known === true) return { kind: 'column', name: INGESTION_TIME, type: 'datetime' };
  context.report(
    {
      code: 'KQL1203',
      message: '`ingestion_time()` has no meaning here: rows that were joined or grouped have none',
      remedy: 'take it with `extend` straight behind the table',
    },
    context.place(node),
  );
  return nothing('datetime');
}

const bound = (unit: string, side: 'start' | 'end'): FunctionRow => ({
  name: `${side}of${unit}`,
  lower: ([instant = nothing('datetime'), offset = long(0n)]) =>
    call(
      `instant_${side}`,
      'datetime',
      text(unit),
      coerce(instant, 'datetime'),
      coerce(offset, 'long'),
    ),
  source: page(`${side}of${unit}-function`),
  examples: BOUND_EXAMPLES[`${side}of${unit}`] ?? [],
});

const BOUND_EXAMPLES: Readonly<Record<string, FunctionRow['examples']>> = {
  startofday: [['startofday(datetime(2017-01-01 10:10:17), -1)', '2016-12-31T00:00:00.0000000Z']],
  endofday: [['endofday(datetime(2017-01-01 10:10:17))', '2017-01-01T23:59:59.9999999Z']],
  startofweek: [['startofweek(datetime(2017-01-04))', '2017-01-01T00:00:00.0000000Z']],
  endofmonth: [['endofmonth(datetime(2017-02-01))', '2017-02-28T23:59:59.9999999Z']],
  startofyear: [['startofyear(datetime(2017-02-01))', '2017-01-01T00:00:00.0000000Z']],
};

const part = (name: string, unit: string, examples: FunctionRow['examples'] = []): FunctionRow => ({
  name,
  takes: ['datetime'],
  lower: ([instant = nothing('datetime')]) => call('instant_part', 'long', text(unit), instant),
  source: page(`${name.toLowerCase()}-function`),
  examples,
});

const unix = (
  unit: string,
  ticks: bigint,
  examples: FunctionRow['examples'] = [],
): FunctionRow => ({
  name: `unixtime_${unit}_todatetime`,
  lower: ([value = nothing('long')]) => {
    const exact = value.type === 'real' || value.type === 'dynamic';
    const scaled = exact
      ? call(
          'long_of_real',
          'long',
          call('multiply', 'real', coerce(value, 'real'), literal(Number(ticks), 'real')),
        )
      : call('multiply', 'long', coerce(value, 'long'), long(ticks));
    return call(
      'instant_in_range',
      'datetime',
      call('add', 'long', scaled, long(UNIX_EPOCH_TICKS)),
    );
  },
  source: page(`unixtime-${unit}-todatetime-function`),
  examples,
});

const lowerMakeDatetime: FunctionRow['lower'] = (args) => {
  const [first = text('')] = args;
  if (args.length === 1) return coerce(first, 'datetime');
  const whole = args.slice(0, 5).map((each) => coerce(each, 'long'));
  const seconds = coerce(args[5] ?? long(0n), 'real');
  const filled = [...whole, ...Array<Expression>(5).fill(long(0n))].slice(0, 5);
  const floor = call('long_of_real', 'long', call('floor', 'real', seconds));
  const ticks = call(
    'long_of_real',
    'long',
    call('round', 'real', call('multiply', 'real', seconds, literal(1e7, 'real')), long(0n)),
  );
  const rest = call('subtract', 'long', ticks, call('multiply', 'long', floor, long(TICKS.second)));
  return call(
    'add',
    'datetime',
    call('instant_of_parts', 'datetime', ...filled, floor),
    coerce(rest, 'datetime'),
  );
};

/** Hours, minutes and seconds of a clock: a part outside of its range makes the whole null. */
const lowerMakeTimespan: FunctionRow['lower'] = (args) => {
  const parts = args.map((each) => coerce(each, 'real'));
  const [days, clock] = parts.length === 4 ? [parts.slice(0, 1), parts.slice(1)] : [[], parts];
  const sized = [
    ...days.map((each) => spanOf(each, TICKS.day)),
    ...clock.map((each, at) => spanOf(each, CLOCK[at]?.ticks ?? 1n)),
  ];
  const total = sized.reduce((sum, each) => call('add', 'long', sum, each));
  const fits = clock.flatMap((each, at) => [
    call('ge', 'bool', each, literal(0, 'real')),
    call('lt', 'bool', each, literal(CLOCK[at]?.below ?? 60, 'real')),
  ]);
  return coerce(when(and(fits), total, nothing('long')), 'timespan');
};

const CLOCK = [
  { ticks: TICKS.hour, below: 24 },
  { ticks: TICKS.minute, below: 60 },
  { ticks: TICKS.second, below: 60 },
] as const;

const spanOf = (value: Expression, unit: bigint): Expression =>
  call(
    'long_of_real',
    'long',
    call('round', 'real', call('multiply', 'real', value, literal(Number(unit), 'real')), long(0n)),
  );

export const time: readonly FunctionRow[] = [
  { name: 'now', lower: now, source: page('now-function'), examples: [] },
  { name: 'ago', lower: ago, source: page('ago-function'), examples: [] },
  {
    name: 'ingestion_time',
    lower: ingestionTime,
    source: page('ingestion-time-function'),
    examples: [],
  },
  bound('day', 'start'),
  bound('day', 'end'),
  bound('week', 'start'),
  bound('week', 'end'),
  bound('month', 'start'),
  bound('month', 'end'),
  bound('year', 'start'),
  bound('year', 'end'),
  {
    name: 'datetime_diff',
    takes: ['string', 'datetime', 'datetime'],
    lower: (args) => call('instant_difference', 'long', ...args),
    source: page('datetime-diff-function'),
    examples: [
      ['datetime_diff("year", datetime(2017-01-01), datetime(2000-12-31))', 17],
      ['datetime_diff("week", datetime(2017-10-29 00:00), datetime(2017-09-30 23:59))', 5],
      ['datetime_diff("day", datetime(2017-10-29 00:00), datetime(2017-09-30 23:59))', 29],
      ['datetime_diff("hour", datetime(2017-10-31 01:00), datetime(2017-10-30 23:59))', 2],
    ],
  },
  {
    name: 'datetime_add',
    takes: ['string', 'long', 'datetime'],
    lower: (args) => call('instant_add', 'datetime', ...args),
    source: page('datetime-add-function'),
    examples: [
      ['datetime_add("month", 1, datetime(2017-01-31))', '2017-02-28T00:00:00.0000000Z'],
      ['datetime_add("week", -1, datetime(2017-01-08))', '2017-01-01T00:00:00.0000000Z'],
    ],
  },
  {
    name: 'datetime_part',
    aliases: ['datepart'],
    takes: ['string', 'datetime'],
    lower: (args) => call('instant_part', 'long', ...args),
    source: page('datetime-part-function'),
    examples: [['datetime_part("quarter", datetime(2017-10-30))', 4]],
  },
  {
    name: 'dayofweek',
    takes: ['datetime'],
    lower: ([instant = nothing('datetime')]) =>
      coerce(
        call(
          'multiply',
          'long',
          call('instant_part', 'long', text('weekday'), instant),
          long(TICKS.day),
        ),
        'timespan',
      ),
    source: page('dayofweek-function'),
    examples: [
      ['dayofweek(datetime(1947-11-30 10:00:05))', '00:00:00'],
      ['dayofweek(datetime(1970-05-11))', '1.00:00:00'],
    ],
  },
  part('dayofmonth', 'day', [['dayofmonth(datetime(2015-12-14))', 14]]),
  part('dayofyear', 'dayofyear', [['dayofyear(datetime(2015-12-14))', 348]]),
  part('monthofyear', 'month', [['monthofyear(datetime(2015-12-14))', 12]]),
  part('getmonth', 'month'),
  part('getyear', 'year', [['getyear(datetime(2015-10-12))', 2015]]),
  part('hourofday', 'hour', [['hourofday(datetime(2015-12-14 18:54))', 18]]),
  part('week_of_year', 'week', [['week_of_year(datetime(2020-12-31))', 53]]),
  part('weekofyear', 'week'),
  {
    name: 'format_datetime',
    takes: ['datetime', 'string'],
    lower: (args) => present(call('instant_format', 'string', ...args)),
    source: page('format-datetime-function'),
    examples: [
      [
        'format_datetime(datetime(2017-01-29 09:00:05), "yy-MM-dd [HH:mm:ss]")',
        '17-01-29 [09:00:05]',
      ],
      ['format_datetime(datetime(2017-01-29 21:00:05), "yyyy-M-d h:mm tt")', '2017-1-29 9:00 PM'],
    ],
  },
  {
    name: 'format_timespan',
    takes: ['timespan', 'string'],
    lower: (args) => present(call('span_format', 'string', ...args)),
    source: page('format-timespan-function'),
    examples: [
      ['format_timespan(time(29.09:00:05.12345), "dd.hh:mm:ss [FF]")', '29.09:00:05 [12]'],
    ],
  },
  {
    name: 'make_datetime',
    lower: lowerMakeDatetime,
    source: page('make-datetime-function'),
    examples: [['make_datetime(2017, 10, 1, 12, 10)', '2017-10-01T12:10:00.0000000Z']],
  },
  {
    name: 'make_timespan',
    lower: lowerMakeTimespan,
    source: page('make-timespan-function'),
    examples: [
      ['make_timespan(1, 12, 30, 55)', '1.12:30:55'],
      ['make_timespan(1, 12, 30, 55.123)', '1.12:30:55.1230000'],
      ['make_timespan(1, 15)', '01:15:00'],
      ['make_timespan(25, 0)', null],
      ['make_timespan(1, 60)', null],
    ],
  },
  unix('seconds', TICKS.second, [
    ['unixtime_seconds_todatetime(0)', '1970-01-01T00:00:00.0000000Z'],
  ]),
  unix('milliseconds', TICKS.millisecond, [
    ['unixtime_milliseconds_todatetime(1546300800000)', '2019-01-01T00:00:00.0000000Z'],
  ]),
  unix('microseconds', TICKS.microsecond),
  {
    name: 'unixtime_nanoseconds_todatetime',
    takes: ['long'],
    lower: ([value = nothing('long')]) =>
      call(
        'instant_in_range',
        'datetime',
        call('add', 'long', call('quotient', 'long', value, long(100n)), long(UNIX_EPOCH_TICKS)),
      ),
    source: page('unixtime-nanoseconds-todatetime-function'),
    examples: [],
  },
  {
    name: 'datetime_utc_to_local',
    takes: ['datetime', 'string'],
    lower: (args) => call('instant_to_zone', 'datetime', ...args),
    source: page('datetime-utc-to-local-function'),
    examples: [
      [
        'datetime_utc_to_local(datetime(2024-07-01 12:00), "Europe/Berlin")',
        '2024-07-01T14:00:00.0000000Z',
      ],
    ],
  },
  {
    name: 'datetime_local_to_utc',
    takes: ['datetime', 'string'],
    lower: (args) => call('instant_from_zone', 'datetime', ...args),
    source: page('datetime-local-to-utc-function'),
    examples: [
      [
        'datetime_local_to_utc(datetime(2024-07-01 12:00), "Europe/Berlin")',
        '2024-07-01T10:00:00.0000000Z',
      ],
      [
        'datetime_local_to_utc(datetime(2022-03-27 02:00), "Europe/Brussels")',
        '2022-03-27T00:00:00.0000000Z',
      ],
    ],
  },
];
