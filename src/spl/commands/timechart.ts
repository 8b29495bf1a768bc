// timechart [span=<length>] <functions> [BY <column field>]: statistics by time, every interval with a row.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Timechart
import { call, column, moveTime, real, type Relation } from '../../plan/index.ts';
import { statisticsOf } from '../aggregation.ts';
import { fieldNamed, internal, project, value, type Flow, type NewField } from '../flow.ts';
import { withFields } from '../need.ts';
import { pivot } from '../pivot.ts';
import { number, type Typed } from '../shape.ts';
import { binned, spanOf, type Length } from '../span.ts';
import type { AggregateNode, CommandNode } from '../tree.ts';
import { CHART_OPTIONS, chartNeeds, refusedOption, splitOfSeries } from './chart.ts';
import type { Command, Context } from './command.ts';
import { rowsOf } from './makeresults.ts';
import { boolOption, option } from './reading.ts';
import { aggregatesOf, splitOf } from './stats.ts';

/** Intervals beyond this many are refused. */
const MOST_INTERVALS = 50_000;
/** The spans that are tried for at most so many intervals when none is given. */
const INTERVALS = 100;
const SPANS = ['1s', '5s', '10s', '30s', '1m', '5m', '10m', '30m', '1h', '1d', '1mon'];

export const timechart: Command = {
  name: 'timechart',
  summary: 'Makes a table of statistics by time.',
  syntax: {
    options: {
      ...CHART_OPTIONS,
      span: 'span',
      bins: 'count',
      partial: 'bool',
      fixedrange: 'bool',
      minspan: 'span',
      aligntime: 'text',
    },
    slots: [
      { role: 'statistics', kind: 'aggregates', required: true },
      { role: 'by', kind: 'split', lead: ['BY'] },
    ],
  },
  needs: (command) => withFields(chartNeeds(command), ['_time']),
  lower: (command, input, context) => {
    const time = value(input, '_time');
    const refused = ['minspan', 'aligntime']
      .map((name) => option(command, name))
      .find((each) => each);
    if (refused) {
      context.report(
        'SPL1202',
        `unsupported option \`${refused.name}\` of \`timechart\``,
        refused.nameSpan,
      );
      return undefined;
    }
    if (!time) return rowsOf([{ name: '_time', type: 'real' }], []);
    const range = rangeOf(input, time, context);
    return range && charted(command, input, time, range, context);
  },
};

type Range = readonly [first: number, last: number] | 'empty';

function rangeOf(input: Flow, time: Typed, context: Context): Range | undefined {
  const size = project(input, [{ name: '_time', value: time }]);
  const field = fieldNamed(size, '_time');
  const at = field ? number(column('_time', field.type)) : time;
  const seconds =
    field?.type === 'string' ? call('real_of_text', 'real', at.expression) : at.expression;
  const rows = context.ask({
    kind: 'aggregate',
    input: size.relation,
    by: [],
    aggregates: [
      { name: 'first', function: 'min', args: [seconds], type: seconds.type },
      { name: 'last', function: 'max', args: [seconds], type: seconds.type },
    ],
  });
  if (!rows) return undefined;
  const [first, last] = rows[0] ?? [];
  return first === null || first === undefined ? 'empty' : [Number(first), Number(last)];
}

function charted(
  command: CommandNode,
  input: Flow,
  time: Typed,
  range: Range,
  context: Context,
): Flow | undefined {
  const length = lengthOf(command, range, context);
  const statistics = statisticsOf(aggregatesOf(command), input, context);
  if (!length || !statistics || refusedOption(command, context)) return undefined;
  const { timezone } = context.environment;
  const row = { name: '_time', value: binned(time, length, true, timezone) };
  const [series] = splitOf(command);
  const split = series && splitOfSeries(command, series, input);
  const table = pivot(input, row, statistics, split, context, command);
  if (!table || range === 'empty' || !boolOption(command, 'cont', true)) return table;
  const starts = intervals(range, length, timezone);
  if (!starts) {
    context.report('SPL1201', '`timechart` would make more than 50,000 intervals', command.span);
    return undefined;
  }
  return completed(table, starts, aggregatesOf(command));
}

function lengthOf(command: CommandNode, range: Range, context: Context): Length | undefined {
  const given = option(command, 'span');
  if (given) {
    const length = spanOf(given.value);
    if (!length) context.report('SPL1003', `\`${given.value}\` is not a span`, given.span);
    return length;
  }
  const [first, last] = range === 'empty' ? [0, 0] : range;
  const fitting = SPANS.find((each) => (last - first) / secondsOf(spanOf(each)) < INTERVALS);
  return spanOf(fitting ?? '1mon');
}

function secondsOf(length: Length | undefined): number {
  if (length?.kind === 'seconds') return length.seconds;
  return length?.kind === 'calendar' && length.unit === 'd' ? 86_400 : 86_400 * 30;
}

/** The start of each interval from the first event's to the last one's. */
function intervals(
  range: readonly [number, number],
  length: Length,
  zone: string,
): number[] | undefined {
  const [first, last] = range;
  const step = (at: number): number => {
    if (length.kind === 'calendar') {
      return (
        moveTime(at, `+${String(length.count)}${length.unit}@${length.unit}`, zone) ?? Infinity
      );
    }
    return at + (length.kind === 'seconds' ? length.seconds : length.size);
  };
  const size = length.kind === 'number' ? length.size : secondsOf(length);
  let at =
    length.kind === 'calendar'
      ? (moveTime(first, `@${length.unit}`, zone) ?? first)
      : Math.floor(first / size) * size;
  const starts: number[] = [];
  for (; at <= last; at = step(at)) {
    starts.push(at);
    if (starts.length > MOST_INTERVALS) return undefined;
  }
  return starts;
}

/** A row for every interval; where there were no events counts are 0. */
function completed(
  table: Flow,
  starts: readonly number[],
  aggregates: readonly AggregateNode[],
): Flow {
  const calendar = internal('start');
  const times = rowsOf(
    [{ name: calendar, type: 'real' }],
    starts.map((each) => [each]),
  );
  const joined: Relation = {
    kind: 'join',
    join: 'left',
    left: times.relation,
    right: table.relation,
    keys: [{ left: column(calendar, 'real'), right: column('_time', 'real') }],
  };
  const counting = aggregates.every((each) =>
    /^(?:c|count|dc|distinct_count|estdc)$/i.test(each.name),
  );
  const fields = table.fields.map((field): NewField => {
    if (field.name === '_time') return { name: '_time', value: number(column(calendar, 'real')) };
    const expression = column(field.name, field.type);
    const zero =
      field.type === 'long'
        ? { kind: 'literal' as const, value: 0n, type: 'long' as const }
        : real(0);
    const filled = counting && field.shape === 'number';
    return {
      name: field.name,
      value: {
        shape: field.shape,
        expression: filled ? call('coalesce', field.type, expression, zero) : expression,
      },
    };
  });
  return project({ relation: joined, fields: table.fields }, fields);
}
