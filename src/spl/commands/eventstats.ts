// eventstats <function>(<field>) [AS <name>] ... [BY <fields>]: the statistics of its group, added to every row.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Eventstats
import {
  annotate,
  nameOf,
  needsTime,
  noteLists,
  orderMatters,
  statisticsOf,
} from '../aggregation.ts';
import { inOrder, withFields, without } from '../need.ts';
import { fieldsOfAggregates } from '../reads.ts';
import type { Command } from './command.ts';
import { aggregatesOf, byNames, plainGroups, splitOf } from './stats.ts';

export const eventstats: Command = {
  name: 'eventstats',
  summary: 'Adds the statistics of its group to every row.',
  syntax: {
    options: { allnum: 'bool' },
    slots: [
      { role: 'statistics', kind: 'aggregates', required: true },
      { role: 'by', kind: 'split', lead: ['BY'] },
    ],
  },
  needs: (command, after) => {
    const aggregates = aggregatesOf(command);
    const made = aggregates.map(nameOf).filter((name) => !name.includes('*'));
    const ordered = orderMatters(aggregates) ? inOrder(after) : after;
    return withFields(without(ordered, made), [
      ...fieldsOfAggregates(aggregates),
      ...splitOf(command).map((each) => each.field.text),
      ...(needsTime(aggregates) ? ['_time'] : []),
    ]);
  },
  lower: (command, input, context) => {
    const statistics = statisticsOf(aggregatesOf(command), input, context, byNames(command));
    const groups = plainGroups(splitOf(command), input, context);
    if (!statistics || !groups) return undefined;
    const several = groups.find((each) => each.value.shape === 'multivalue');
    if (several) {
      const message = `\`eventstats\` by \`${several.name}\`, a field of several values, is not documented`;
      context.report('SPL1201', message, command.span, {
        remedy: `write \`| mvexpand ${several.name}\` before it`,
      });
      return undefined;
    }
    noteLists(input, groups, statistics, context);
    return annotate(input, groups, statistics);
  },
};
