// streamstats [options] <functions> [BY <fields>]: statistics over the rows up to each row.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Streamstats
import type { Frame } from '../../plan/index.ts';
import { annotate, nameOf, needsTime, statisticsOf, type Group } from '../aggregation.ts';
import { value, type Flow } from '../flow.ts';
import { everything, inOrder, withFields, without } from '../need.ts';
import { fieldsOfAggregates, fieldsOfEval } from '../reads.ts';
import { asNumber, asTruth } from '../shape.ts';
import { secondsIn, spanOf } from '../span.ts';
import type { CommandNode, EvalNode, OptionNode } from '../tree.ts';
import type { Command, Context } from './command.ts';
import { boolOption, countOption, option } from './reading.ts';
import { aggregatesOf, byNames, plainGroups, splitOf } from './stats.ts';
import { changeOf, numbered, withRuns, type Reset } from './stream-runs.ts';

/** limits.conf [stats] max_stream_window. */
const MOST_ROWS = 10_000;
/** Options whose expressions may look at any field. */
const RESETS = ['reset_before', 'reset_after'];

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
    if (RESETS.some((name) => option(command, name))) return everything;
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
    const statistics = statisticsOf(aggregatesOf(command), input, context, byNames(command));
    const groups = plainGroups(splitOf(command), input, context);
    if (!statistics || !groups || refusedGroup(command, groups, context)) return undefined;
    const window = option(command, 'window');
    if (window && Number(window.value) > MOST_ROWS) {
      context.report('SPL1003', '`window` is at most 10,000 rows', window.span);
      return undefined;
    }
    const resets = resetsOf(command, input, groups, context);
    const frame = frameOf(command, input, context);
    if (!resets || !frame) return undefined;
    const { flow, runs } = withRuns(resets.flow, resets.resets);
    const shared = boolOption(command, 'global', true) && groups.length > 0 && !frame.range;
    if (!shared || frame.from === null) return annotate(flow, groups, statistics, frame, runs);
    const rows = numbered(flow);
    return annotate(rows.flow, groups, statistics, { ...frame, range: rows.place }, runs);
  },
};

function refusedGroup(command: CommandNode, groups: readonly Group[], context: Context): boolean {
  const several = groups.find((each) => each.value.shape === 'multivalue');
  if (!several) return false;
  const message = `\`streamstats\` by \`${several.name}\`, a field of several values, is not documented`;
  context.report('SPL1201', message, command.span, {
    remedy: `write \`| mvexpand ${several.name}\` before it`,
  });
  return true;
}

/** Where the statistics begin anew. */
function resetsOf(
  command: CommandNode,
  input: Flow,
  groups: readonly Group[],
  context: Context,
): { readonly flow: Flow; readonly resets: readonly Reset[] } | undefined {
  const resets: Reset[] = [];
  let flow = input;
  if (boolOption(command, 'reset_on_change', false) && groups.length > 0) {
    const change = changeOf(input, groups);
    flow = change.flow;
    resets.push({ when: change.changed, before: true });
  }
  for (const name of ['reset_before', 'reset_after']) {
    const given = option(command, name);
    if (!given) continue;
    const inner = given.value.replace(/^\(([\s\S]*)\)$/, '$1');
    const node = context.parseExpression(inner, given.span);
    if (node && readsOwnResult(command, node, given, context)) return undefined;
    const typed = node && context.evaluate(node, input);
    if (!typed) return undefined;
    resets.push({ when: asTruth(typed), before: name === 'reset_before' });
  }
  return { flow, resets };
}

/** A reset that depends on the statistic itself would need the rows one by one. */
function readsOwnResult(
  command: CommandNode,
  condition: EvalNode,
  given: OptionNode,
  context: Context,
): boolean {
  const made = new Set(aggregatesOf(command).map(nameOf));
  const own = fieldsOfEval(condition).find((name) => made.has(name));
  if (own === undefined) return false;
  const message = `\`${given.name}\` by \`${own}\`, a result of this \`streamstats\`, is not supported`;
  context.report('SPL1201', message, given.span);
  return true;
}

/** The rows that count for each row; undefined when an option is not supported. */
function frameOf(command: CommandNode, input: Flow, context: Context): Frame | undefined {
  const to = boolOption(command, 'current', true) ? 0 : -1;
  if (option(command, 'time_window')) return timeFrame(command, input, context);
  const window = countOption(command, 'window') ?? 0;
  return window === 0 ? { from: null, to } : { from: to - window + 1, to };
}

/** Events of the last so many seconds before each one's own time; they arrive newest first. */
function timeFrame(command: CommandNode, input: Flow, context: Context): Frame | undefined {
  const given = option(command, 'time_window');
  const length = given && spanOf(given.value);
  const time = value(input, '_time');
  const seconds = length && secondsIn(length);
  if (given && (seconds === undefined || !time)) {
    const message = time ? `\`${given.value}\` is no window of time` : 'the rows have no `_time`';
    context.report('SPL1201', message, given.span);
    return undefined;
  }
  if (seconds === undefined || !time) return undefined;
  return { from: -seconds, to: 0, range: asNumber(time) };
}
