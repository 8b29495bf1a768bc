// mstats <functions> WHERE <search> [BY <fields>] [span=<length>]: statistics over metrics, which are events with a
// `metric_name` and a value, or with `metric_name:<name>` fields.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Mstats
import { aggregate, statisticsOf } from '../aggregation.ts';
import { extend, filter, value, type Flow } from '../flow.ts';
import { everything, only } from '../need.ts';
import { lowerSearch } from '../search-lowering.ts';
import { binned, spanOf } from '../span.ts';
import type { Command } from './command.ts';
import { argument, option } from './reading.ts';
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
    const refused = ['prestats', 'append', 'chart']
      .map((name) => option(command, name))
      .find((each) => each);
    if (refused) {
      context.report(
        'SPL1202',
        `unsupported option \`${refused.name}\` of \`mstats\``,
        refused.nameSpan,
      );
      return undefined;
    }
    const where = argument(command, 'where', 'search');
    const rows = context.events(everything);
    const condition = where && lowerSearch(where.search, { flow: rows, context, retrieval: true });
    if (where && !condition) return undefined;
    const kept = condition ? filter(rows, condition) : rows;
    const given = option(command, 'span');
    const length = given && spanOf(given.value);
    const time = value(kept, '_time');
    const spanned =
      length && time
        ? extend(kept, [
            { name: '_time', value: binned(time, length, true, context.environment.timezone) },
          ])
        : kept;
    const statistics = statisticsOf(aggregatesOf(command), spanned, context, byNames(command));
    const groups = plainGroups(splitOf(command), spanned, context);
    if (!statistics || !groups) return undefined;
    const byTime = length && value(spanned, '_time');
    const timed =
      byTime && !groups.some((each) => each.name === '_time')
        ? [{ name: '_time', value: byTime }]
        : [];
    return aggregate(spanned, [...timed, ...groups], statistics, after.order);
  },
};
