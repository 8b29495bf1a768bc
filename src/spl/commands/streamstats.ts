// streamstats [options] <functions> [BY <fields>]: statistics over the rows up to each row.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Streamstats
import type { Frame } from '../../plan/index.ts';
import { annotate, nameOf, needsTime, statisticsOf } from '../aggregation.ts';
import { value, type Flow } from '../flow.ts';
import { inOrder, withFields, without } from '../need.ts';
import { fieldsOfAggregates } from '../reads.ts';
import { asNumber } from '../shape.ts';
import { spanOf } from '../span.ts';
import type { CommandNode } from '../tree.ts';
import type { Command, Context } from './command.ts';
import { boolOption, countOption, option } from './reading.ts';
import { aggregatesOf, byNames, plainGroups, splitOf } from './stats.ts';

const MOST_ROWS = 10_000;

export const streamstats: Command = {
  name: 'streamstats',
  summary: 'Adds statistics over the rows up to each row.',
  syntax: {
    options: {
      current: 'bool',
      window: 'count',
      global: 'bool',
      allnum: 'bool',
      time_window: 'span',
      reset_on_change: 'bool',
      reset_before: 'search',
      reset_after: 'search',
    },
    slots: [
      { role: 'statistics', kind: 'aggregates', required: true },
      { role: 'by', kind: 'split', lead: ['BY'] },
    ],
  },
  needs: (command, after) => {
    const aggregates = aggregatesOf(command);
    const made = aggregates.map(nameOf).filter((name) => !name.includes('*'));
    const timed = needsTime(aggregates) || option(command, 'time_window') !== undefined;
    return inOrder(
      withFields(without(after, made), [
        ...fieldsOfAggregates(aggregates),
        ...splitOf(command).map((each) => each.field.text),
        ...(timed ? ['_time'] : []),
      ]),
    );
  },
  lower: (command, input, context) => {
    const frame = frameOf(command, input, context);
    const statistics = statisticsOf(aggregatesOf(command), input, context, byNames(command));
    const groups = plainGroups(splitOf(command), input, context);
    if (!statistics || !groups || !frame) return undefined;
    const several = groups.find((each) => each.value.shape === 'multivalue');
    if (several) {
      const message = `\`streamstats\` by \`${several.name}\`, a field of several values, is not supported`;
      context.report('SPL1201', message, command.span);
      return undefined;
    }
    return annotate(input, groups, statistics, frame);
  },
};

/** The rows that count for each row; undefined when an option is not supported. */
function frameOf(command: CommandNode, input: Flow, context: Context): Frame | undefined {
  const refused = refusedOption(command);
  if (refused) {
    const what = `unsupported option \`${refused.name}\` of \`streamstats\``;
    context.report('SPL1202', what, refused.nameSpan);
    return undefined;
  }
  const to = boolOption(command, 'current', true) ? 0 : -1;
  const timed = option(command, 'time_window');
  if (timed) return timeFrame(command, input, context);
  const window = Math.min(countOption(command, 'window') ?? 0, MOST_ROWS);
  if (window === 0) return { from: null, to };
  const shared = boolOption(command, 'global', true) && splitOf(command).length > 0;
  if (shared) {
    const message =
      '`streamstats` with `window` and BY shares one window among all groups, which is not supported';
    context.report('SPL1201', message, command.nameSpan, {
      remedy: 'write `global=f` for a window of each group',
    });
    return undefined;
  }
  return { from: to - window + 1, to };
}

function refusedOption(command: CommandNode): CommandNode['options'][number] | undefined {
  return command.options.find(
    (each) =>
      each.name === 'reset_before' ||
      each.name === 'reset_after' ||
      (each.name === 'reset_on_change' && boolOption(command, each.name, false)),
  );
}

/** Events of the last so many seconds before each one's own time; they arrive newest first. */
function timeFrame(command: CommandNode, input: Flow, context: Context): Frame | undefined {
  const given = option(command, 'time_window');
  const length = given && spanOf(given.value);
  const time = value(input, '_time');
  if (given && (length?.kind !== 'seconds' || !time)) {
    context.report('SPL1201', 'unsupported `time_window`', given.span);
    return undefined;
  }
  if (length?.kind !== 'seconds' || !time) return undefined;
  return { from: -length.seconds, to: 0, range: asNumber(time) };
}
