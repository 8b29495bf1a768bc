// chart <functions> [OVER <row field>] [BY <row field>] [<column field>] [WHERE <condition on the columns>]: a table with a
// column for each value. https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Chart
import { aggregate, statisticsOf, needsTime } from '../aggregation.ts';
import { value, type Flow } from '../flow.ts';
import { rangeOf } from '../intervals.ts';
import { only, type Need } from '../need.ts';
import { fieldsOfAggregates } from '../reads.ts';
import { EVERY, pivot, titleOf, type Selection, type Split } from '../pivot.ts';
import { binned } from '../span.ts';
import { absent, type Typed } from '../shape.ts';
import type { Slot } from '../syntax.ts';
import type { CommandNode, OptionNode, SplitField } from '../tree.ts';
import { BIN_OPTIONS, lengthOf } from './bin.ts';
import type { Command, Context } from './command.ts';
import { boolOption, option, textOption, wordOf } from './reading.ts';
import { aggregatesOf, splitOf } from './stats.ts';

export const CHART_OPTIONS = {
  limit: 'text',
  cont: 'bool',
  format: 'text',
  sep: 'text',
  useother: 'bool',
  usenull: 'bool',
  nullstr: 'text',
  otherstr: 'text',
  dedup_splitvals: 'bool',
} as const;

/** `where max in top5`, `where sum > 10`: which values get a column. */
export const SERIES_WHERE: Slot = { role: 'where', kind: 'condition', lead: ['WHERE'] };

export const chart: Command = {
  name: 'chart',
  summary: 'Makes a table of statistics with a column for each value of a field.',
  syntax: {
    options: { ...CHART_OPTIONS, ...BIN_OPTIONS },
    slots: [
      { role: 'statistics', kind: 'aggregates', required: true },
      { role: 'over', kind: 'split', lead: ['OVER'] },
      { role: 'by', kind: 'split', lead: ['BY'] },
      SERIES_WHERE,
    ],
  },
  needs: (command) => chartNeeds(command),
  lower: (command, input, context) => {
    const splits = [...splitOf(command, 'over'), ...splitOf(command)];
    const [row, series] = splits;
    if (!limitOf(option(command, 'limit'), context)) return undefined;
    if (splits.length > 2) {
      const message = '`chart` takes one row field and at most one column field';
      context.report('SPL1201', message, command.span);
      return undefined;
    }
    if (!row) {
      const whole = statisticsOf(aggregatesOf(command), input, context);
      return whole && aggregate(input, [], whole, false);
    }
    const rowValue = rowOf(command, row, input, context);
    const statistics = statisticsOf(aggregatesOf(command), input, context, [row.field.text]);
    const split = series && splitOfSeries(command, series, input, context);
    if (!rowValue || !statistics || (series && !split)) return undefined;
    const group = { name: row.field.text, value: rowValue };
    return pivot(input, group, statistics, split, context, command);
  },
};

export function chartNeeds(command: CommandNode): Need {
  const aggregates = aggregatesOf(command);
  const splits = [...splitOf(command, 'over'), ...splitOf(command)].map((each) => each.field.text);
  const names = [...fieldsOfAggregates(aggregates), ...splits];
  return only(needsTime(aggregates) ? [...names, '_time'] : names, true);
}

const isBinned = (options: readonly OptionNode[]): boolean =>
  options.some((each) => Object.hasOwn(BIN_OPTIONS, each.name));

/** The row field's value; the command's own bin options are those of the rows. */
function rowOf(
  command: CommandNode,
  row: SplitField,
  input: Flow,
  context: Context,
): Typed | undefined {
  return binnedField(command, row, [...command.options, ...row.options], input, context);
}

function binnedField(
  command: CommandNode,
  { field }: SplitField,
  options: readonly OptionNode[],
  input: Flow,
  context: Context,
): Typed | undefined {
  const typed = value(input, field.text);
  if (!typed) return { ...absent, shape: 'any' };
  if (!isBinned(options)) return typed;
  const isTime = field.text === '_time';
  const range = (): ReturnType<typeof rangeOf> => rangeOf(input, typed, context);
  const length = lengthOf(command, options, isTime, range, context);
  return length && binned(typed, length, isTime, context.environment.timezone);
}

/** How a series field makes columns, by the command's options; undefined when one of them was refused. */
export function splitOfSeries(
  command: CommandNode,
  series: SplitField,
  input: Flow,
  context: Context,
): Split | undefined {
  const typed = binnedField(command, series, series.options, input, context);
  const selection = selectionOf(command, context);
  if (!typed || !selection) return undefined;
  const text = (name: string, otherwise: string): string => textOption(command, name) ?? otherwise;
  return {
    value: typed,
    place: series.field.span,
    selection,
    other: boolOption(command, 'useother', true) ? text('otherstr', 'OTHER') : undefined,
    none: boolOption(command, 'usenull', true) ? text('nullstr', 'NULL') : undefined,
    title: titleOf(command),
  };
}

const WHERE =
  /^(sum|max|min|avg|mean|count)(?:\([^()]*\))?\s*(?:(in|notin)\s+(top|bottom)\s*(\d{1,6})|(>=|<=|>|<)\s*(-?\d+(?:\.\d+)?))$/i;

/** `limit` counts columns by the sum of their values; a WHERE clause takes its place. */
function selectionOf(command: CommandNode, context: Context): Selection | undefined {
  const where = wordOf(command, 'where');
  if (!where) return limitOf(option(command, 'limit'), context);
  const found = WHERE.exec(where.text.trim());
  if (!found) {
    const message = `\`${where.text.trim()}\` is no condition on columns such as \`sum in top5\` or \`max > 10\``;
    context.report('SPL1201', message, where.span);
    return undefined;
  }
  const [, score = 'sum', membership, from, count, operator, bound] = found;
  const scored = score.toLowerCase().replace('mean', 'avg') as Selection['score'];
  if (operator !== undefined) {
    return { score: scored, kind: 'bound', operator: operator as '<', bound: Number(bound) };
  }
  return {
    score: scored,
    kind: 'ranked',
    from: from?.toLowerCase() === 'bottom' ? 'bottom' : 'top',
    count: Number(count),
    inverse: membership?.toLowerCase() === 'notin',
  };
}

function limitOf(given: OptionNode | undefined, context: Context): Selection | undefined {
  const found = /^(top|bottom)?\s*(\d{1,9})$/i.exec(given?.value.trim() ?? '10');
  if (!found) {
    const message = `\`limit\` takes a number, \`top5\` or \`bottom5\`, not \`${given?.value ?? ''}\``;
    if (given) context.report('SPL1003', message, given.span);
    return undefined;
  }
  const count = Number(found[2]);
  if (count === 0) return EVERY;
  return { ...EVERY, from: found[1]?.toLowerCase() === 'bottom' ? 'bottom' : 'top', count };
}
