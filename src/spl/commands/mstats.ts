// mstats <functions> WHERE <search> [BY <fields>] [span=<length>]: statistics over metrics, which are events with a
// `metric_name` and a value, or with `metric_name:<name>` fields.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Mstats
import { column } from '../../plan/index.ts';
import { aggregate, statisticsOf, type Group } from '../aggregation.ts';
import { extend, filter, value, type Flow } from '../flow.ts';
import { everything, only } from '../need.ts';
import { partialRows } from '../partial-statistics.ts';
import { lowerSearch } from '../search-lowering.ts';
import { asField } from '../shape.ts';
import { binned, spanOf } from '../span.ts';
import type { CommandNode } from '../tree.ts';
import type { Command, Context } from './command.ts';
import { argument, boolOption, option } from './reading.ts';
import { aggregatesOf, byNames, plainGroups, splitOf } from './stats.ts';

export const mstats: Command = {
  name: 'mstats',
  summary: 'Computes statistics over metrics.',
  generates: true,
  syntax: {
    options: {
      span: 'span',
      prestats: 'bool',
      append: 'bool',
      chart: 'bool',
      backfill: 'bool',
      update_period: 'count',
      fillnull_value: 'text',
      chunk_size: 'count',
    },
    slots: [
      { role: 'statistics', kind: 'aggregates', required: true },
      { role: 'where', kind: 'search', lead: ['WHERE'] },
      { role: 'by', kind: 'split', lead: ['BY', 'GROUPBY'] },
    ],
  },
  needs: () => only([], false),
  lower: (command, _, context, after): Flow | undefined => {
    if (refused(command, context)) return undefined;
    const rows = metricsOf(command, context);
    const spanned = rows && byIntervals(command, rows, context);
    if (!spanned) return undefined;
    const { flow, timed } = spanned;
    const statistics = statisticsOf(aggregatesOf(command), flow, context, byNames(command));
    const split = splitOf(command).map(({ field, options }) => ({
      field,
      options: options.filter((each) => each.name !== 'span'),
    }));
    const groups = plainGroups(split, flow, context);
    if (!statistics || !groups) return undefined;
    const all = groups.some((each) => each.name === '_time') ? groups : [...timed, ...groups];
    if (boolOption(command, 'prestats', false)) {
      return partialRows(command, flow, all, aggregatesOf(command), context);
    }
    return aggregate(flow, all, statistics, after.order);
  },
};

function refused(command: CommandNode, context: Context): boolean {
  const found = option(command, 'append') ?? option(command, 'chart');
  if (found) {
    const message = `unsupported option \`${found.name}\` of \`mstats\``;
    context.report('SPL1202', message, found.nameSpan);
    return true;
  }
  const bare = aggregatesOf(command).find((each) => !each.argument);
  if (bare) context.report('SPL1004', `\`${bare.name}\` needs a metric`, bare.span);
  return bare !== undefined;
}

function metricsOf(command: CommandNode, context: Context): Flow | undefined {
  const where = argument(command, 'where', 'search');
  const rows = context.events(everything);
  if (!where) return rows;
  const condition = lowerSearch(where.search, { flow: rows, context, retrieval: true });
  return condition && filter(rows, condition);
}

/** The times in intervals of `span`, which stands among the options or in the BY clause. */
function byIntervals(
  command: CommandNode,
  flow: Flow,
  context: Context,
): { readonly flow: Flow; readonly timed: readonly Group[] } | undefined {
  const given = [...splitOf(command).flatMap((each) => each.options), ...command.options].find(
    (each) => each.name === 'span',
  );
  const length = given && spanOf(given.value);
  if (given && !length) {
    context.report('SPL1003', `\`${given.value}\` is not a span`, given.span);
    return undefined;
  }
  const time = value(flow, '_time');
  if (!length || !time) return { flow, timed: [] };
  const start = binned(time, length, true, context.environment.timezone);
  return {
    flow: extend(flow, [{ name: '_time', value: start }]),
    timed: [
      {
        name: '_time',
        value: asField({ ...start, expression: column('_time', start.expression.type) }),
      },
    ],
  };
}
