// stats <function>(<field>) [AS <name>] ... [BY <fields>]: one row per combination of the BY fields' values.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Stats
import {
  aggregate,
  needsTime,
  noteLists,
  orderMatters,
  statisticsOf,
  type Group,
} from '../aggregation.ts';
import { value, type Flow } from '../flow.ts';
import { only, type Need } from '../need.ts';
import { fieldsOfAggregates } from '../reads.ts';
import type { AggregateNode, CommandNode, SplitField } from '../tree.ts';
import type { Command, Context } from './command.ts';
import { argument } from './reading.ts';

export const stats: Command = {
  name: 'stats',
  summary: 'Computes statistics over all rows or over groups of them.',
  syntax: {
    options: {
      partitions: 'count',
      allnum: 'bool',
      delim: 'text',
      dedup_splitvals: 'bool',
    },
    slots: [
      { role: 'statistics', kind: 'aggregates', required: true },
      { role: 'by', kind: 'split', lead: ['BY'] },
    ],
  },
  needs: (command, after) => needsOfStatistics(aggregatesOf(command), splitOf(command), after),
  lower: (command, input, context, after) => {
    const statistics = statisticsOf(aggregatesOf(command), input, context, byNames(command));
    const groups = plainGroups(splitOf(command), input, context);
    if (!statistics || !groups) return undefined;
    noteLists(input, groups, statistics, context);
    return aggregate(input, groups, statistics, after.order);
  },
};

export const aggregatesOf = (command: CommandNode): readonly AggregateNode[] =>
  argument(command, 'statistics', 'aggregates')?.aggregates ?? [];

export const splitOf = (command: CommandNode, role = 'by'): readonly SplitField[] =>
  argument(command, role, 'split')?.fields ?? [];

export const byNames = (command: CommandNode): string[] =>
  splitOf(command).map((each) => each.field.text);

/** What statistics need; the order only where one depends on it. */
export function needsOfStatistics(
  aggregates: readonly AggregateNode[],
  split: readonly SplitField[],
  after: Need,
): Need {
  const names = [...fieldsOfAggregates(aggregates), ...split.map((each) => each.field.text)];
  return only(
    needsTime(aggregates) ? [...names, '_time'] : names,
    after.order && orderMatters(aggregates),
  );
}

/** Tells of a wildcard in a BY clause. */
export function wildcardGroup(split: readonly SplitField[], context: Context): boolean {
  const found = split.find(({ field }) => field.text.includes('*'));
  if (!found) return false;
  context.report('SPL1201', 'a BY clause takes no wildcards', found.field.span);
  return true;
}

/** The BY fields as they are. */
export function plainGroups(
  split: readonly SplitField[],
  input: Flow,
  context: Context,
): Group[] | undefined {
  if (wildcardGroup(split, context)) return undefined;
  const groups: Group[] = [];
  for (const { field, options } of split) {
    const [extra] = options;
    if (extra) {
      context.report(
        'SPL1202',
        `unsupported option \`${extra.name}\` in a BY clause`,
        extra.nameSpan,
      );
      return undefined;
    }
    groups.push({ name: field.text, value: value(input, field.text) ?? missing });
  }
  return groups;
}

const missing: Group['value'] = {
  expression: { kind: 'literal', value: null, type: 'string' },
  shape: 'any',
};
