// `prestats=t`: statistics that a later stats, chart or timechart brings to an end. Here the rows themselves are handed on,
// cut down to what the statistics see, so that the later command computes them from the same rows.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Tstats
import { and, isNull, not } from '../plan/index.ts';
import { needsTime, type Group } from './aggregation.ts';
import { appended } from './combine.ts';
import type { Context } from './commands/command.ts';
import { filter, named, project, value, type Flow, type NewField } from './flow.ts';
import { fieldsOfAggregates } from './reads.ts';
import type { AggregateNode, CommandNode } from './tree.ts';

/** What a later command can finish: these statistics, by these fields. */
export interface Partial {
  readonly statistics: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
}

const FINISHING: ReadonlySet<string> = new Set(['stats', 'chart', 'timechart']);

/** The rows with their group values and the fields that the statistics look at. */
export function partialRows(
  command: CommandNode,
  rows: Flow,
  groups: readonly Group[],
  nodes: readonly AggregateNode[],
  context: Context,
): Flow | undefined {
  const names = named(rows, fieldsOfAggregates(nodes));
  const grouped = new Set(groups.map((each) => each.name));
  const clash = [...names, ...(needsTime(nodes) ? ['_time'] : [])].find((name) =>
    grouped.has(name),
  );
  const several = groups.find((each) => each.value.shape === 'multivalue')?.name;
  const refused = clash ?? several;
  if (refused !== undefined) {
    const why = clash === undefined ? 'has several values' : "is a statistic's own field as well";
    const message = `\`prestats\` by \`${refused}\`, which ${why}, is not supported`;
    context.report('SPL1201', message, command.span);
    return undefined;
  }
  const fields = new Map<string, NewField['value']>(
    ['_time', ...names].map((name) => [name, value(rows, name)]),
  );
  for (const group of groups) fields.set(group.name, group.value);
  const present = and(groups.map((each) => not(isNull(each.value.expression))));
  const kept = project(
    filter(rows, present),
    [...fields].map(([name, typed]) => ({ name, value: typed })),
  );
  return { ...kept, partial: { statistics: new Set(nodes.map(key)), groups: grouped } };
}

/** `append=t`: further rows for the same statistics. */
export function withPartialRows(
  command: CommandNode,
  before: Flow,
  more: Flow,
  context: Context,
): Flow | undefined {
  const [known, added] = [before.partial, more.partial];
  if (known && added && same(known.statistics, added.statistics)) {
    const groups = new Set([...known.groups].filter((name) => added.groups.has(name)));
    return { ...appended([before, more]), partial: { ...known, groups } };
  }
  const message = known
    ? `\`append=t\` with other statistics than those before is not supported`
    : `\`append=t\` stands after \`${command.name} prestats=t\` and has \`prestats=t\` itself`;
  context.report('SPL1201', message, command.nameSpan);
  return undefined;
}

/** Whether the command can take unfinished statistics; what it cannot take is reported. */
export function finishes(command: CommandNode, partial: Partial, context: Context): boolean {
  if (adds(command)) return true;
  if (!FINISHING.has(command.name)) {
    tellUnfinished(command, context);
    return false;
  }
  for (const argument of command.args) {
    if (argument.kind === 'aggregates') {
      const other = argument.aggregates.find((each) => !partial.statistics.has(key(each)));
      if (other) {
        const message = `\`${other.written.trim()}\` is not among the statistics that \`prestats\` prepared`;
        context.report('SPL1201', message, other.span);
        return false;
      }
    }
    if (argument.kind !== 'split') continue;
    const other = argument.fields.find(({ field }) => !partial.groups.has(field.text));
    if (other) {
      const message = `\`${other.field.text}\` is not among the BY fields that \`prestats\` prepared`;
      context.report('SPL1201', message, other.field.span);
      return false;
    }
  }
  return true;
}

/** Tells that statistics were prepared and are not brought to an end by this command. */
export function tellUnfinished(command: CommandNode, context: Context): void {
  const message = 'the statistics of `prestats=t` have to be finished by stats, chart or timechart';
  context.report('SPL1201', message, command.nameSpan);
}

const adds = (command: CommandNode): boolean =>
  command.name === 'tstats' && command.options.some((each) => each.name === 'append');

/** Functions under all their names, so that `c` finishes `count`. */
function key({ name, argument }: AggregateNode): string {
  const lower = name.toLowerCase();
  const field = argument?.kind === 'field' ? argument.field.text : '';
  return `${SYNONYMS.get(lower) ?? lower}(${argument?.kind === 'eval' ? 'eval' : field})`;
}

const SYNONYMS: ReadonlyMap<string, string> = new Map([
  ['c', 'count'],
  ['distinct_count', 'dc'],
  ['mean', 'avg'],
]);

const same = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((each) => b.has(each));
