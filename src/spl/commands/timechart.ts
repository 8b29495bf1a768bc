// timechart [span=<length>] <functions> [BY <column field>]: statistics by time, every interval with a row.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Timechart
import { call, column, real, type Expression, type Relation } from '../../plan/index.ts';
import { statisticsOf, type Statistic } from '../aggregation.ts';
import { internal, project, value, type Flow, type NewField } from '../flow.ts';
import { rangeOf, startsOf, type Range } from '../intervals.ts';
import { withFields } from '../need.ts';
import { pivot } from '../pivot.ts';
import { asNumber, number, type Typed } from '../shape.ts';
import { binned, secondsIn, spanOf, type Length } from '../span.ts';
import type { AggregateNode, CommandNode } from '../tree.ts';
import { BIN_OPTIONS, lengthOf } from './bin.ts';
import { CHART_OPTIONS, chartNeeds, SERIES_WHERE, splitOfSeries } from './chart.ts';
import type { Command, Context } from './command.ts';
import { rowsOf } from './makeresults.ts';
import { boolOption, option } from './reading.ts';
import { aggregatesOf, splitOf } from './stats.ts';

export const timechart: Command = {
  name: 'timechart',
  summary: 'Makes a table of statistics by time.',
  syntax: {
    options: {
      ...CHART_OPTIONS,
      ...BIN_OPTIONS,
      partial: 'bool',
      fixedrange: 'bool',
    },
    slots: [
      { role: 'statistics', kind: 'aggregates', required: true },
      { role: 'by', kind: 'split', lead: ['BY'] },
      SERIES_WHERE,
    ],
  },
  needs: (command) => withFields(chartNeeds(command), ['_time']),
  lower: (command, input, context) => {
    const time = value(input, '_time');
    const refused = option(command, 'partial');
    if (refused && !boolOption(command, 'partial', true)) {
      const message =
        '`partial=f` is not supported: which intervals the time range cuts is not known here';
      context.report('SPL1202', message, refused.nameSpan);
      return undefined;
    }
    if (wrongSpan(command, context)) return undefined;
    if (!time) return rowsOf([{ name: '_time', type: 'real' }], []);
    const range = rangeOf(input, time, context);
    return range && charted(command, input, time, range, context);
  },
};

/** What can be told before the data are read. */
function wrongSpan(command: CommandNode, context: Context): boolean {
  const given = option(command, 'span');
  const surplus = splitOf(command)[1];
  if (surplus) {
    context.report('SPL1201', '`timechart` takes one column field', surplus.field.span);
    return true;
  }
  if (!given || spanOf(given.value)) return false;
  context.report('SPL1003', `\`${given.value}\` is not a span`, given.span);
  return true;
}

function charted(
  command: CommandNode,
  input: Flow,
  time: Typed,
  range: Range,
  context: Context,
): Flow | undefined {
  const length = lengthOf(command, command.options, true, () => range, context);
  const statistics = length && pacedStatistics(command, length, input, context);
  if (!length || !statistics) return undefined;
  const { timezone } = context.environment;
  const row = { name: '_time', value: binned(time, length, true, timezone) };
  const [series] = splitOf(command);
  const split = series && splitOfSeries(command, series, input, context);
  if (series && !split) return undefined;
  const table = pivot(input, row, statistics, split, context, command);
  if (!table || range === 'empty' || !boolOption(command, 'cont', true)) return table;
  const starts = startsOf(range, length, timezone);
  if (!starts) {
    context.report('SPL1201', '`timechart` would make more than 50,000 intervals', command.span);
    return undefined;
  }
  return completed(table, starts, aggregatesOf(command));
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ['per_second', 1],
  ['per_minute', 60],
  ['per_hour', 3600],
  ['per_day', 86_400],
]);

/** `per_hour(x)` and its like are the sum of an interval, brought to the unit. */
function pacedStatistics(
  command: CommandNode,
  length: Length,
  input: Flow,
  context: Context,
): Statistic[] | undefined {
  const nodes = aggregatesOf(command);
  const summed = nodes.map((each) =>
    UNITS.has(each.name.toLowerCase()) ? { ...each, name: 'sum' } : each,
  );
  const paced = nodes.find((each) => UNITS.has(each.name.toLowerCase()));
  const seconds = length.kind === 'number' ? length.size : secondsIn(length);
  if (paced && seconds === undefined) {
    const message = `\`${paced.name}\` with intervals of months is not supported`;
    context.report('SPL1201', message, paced.nameSpan);
    return undefined;
  }
  const statistics = statisticsOf(summed, input, context);
  return statistics?.map((each) => {
    const node = nodes.find((one) => one.span.start === each.node.span.start);
    const unit = node && UNITS.get(node.name.toLowerCase());
    if (unit === undefined || seconds === undefined) return each;
    const factor = real(unit / seconds);
    const { calls, finish } = each.lowered;
    const finished = (outcomes: readonly Expression[]): Typed =>
      number(call('multiply', 'real', asNumber(finish(outcomes)), factor));
    return { ...each, lowered: { calls, finish: finished } };
  });
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
