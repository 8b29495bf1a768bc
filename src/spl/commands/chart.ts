// chart <functions> [OVER <row field>] [BY <row field>] [<column field>]: a table with a column for each value.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Chart
import { statisticsOf, needsTime } from '../aggregation.ts';
import { value, type Flow } from '../flow.ts';
import { only, type Need } from '../need.ts';
import { fieldsOfAggregates } from '../reads.ts';
import { pivot, type Split } from '../pivot.ts';
import { binned, spanOf } from '../span.ts';
import { absent, type Typed } from '../shape.ts';
import type { CommandNode, SplitField } from '../tree.ts';
import type { Command, Context } from './command.ts';
import { boolOption, countOption, textOption } from './reading.ts';
import { aggregatesOf, splitOf } from './stats.ts';

export const CHART_OPTIONS = {
  limit: 'text',
  agg: 'text',
  cont: 'bool',
  format: 'text',
  sep: 'text',
  useother: 'bool',
  usenull: 'bool',
  nullstr: 'text',
  otherstr: 'text',
  dedup_splitvals: 'bool',
} as const;

export const chart: Command = {
  name: 'chart',
  summary: 'Makes a table of statistics with a column for each value of a field.',
  syntax: {
    options: { ...CHART_OPTIONS, span: 'span', bins: 'count' },
    slots: [
      { role: 'statistics', kind: 'aggregates', required: true },
      { role: 'over', kind: 'split', lead: ['OVER'] },
      { role: 'by', kind: 'split', lead: ['BY'] },
    ],
  },
  needs: (command) => chartNeeds(command),
  lower: (command, input, context) => {
    const splits = [...splitOf(command, 'over'), ...splitOf(command)];
    const [row, series] = splits;
    if (!row || splits.length > 2) {
      context.report(
        'SPL1201',
        '`chart` needs one row field and at most one column field',
        command.span,
      );
      return undefined;
    }
    const rowValue = rowOf(row, input, context);
    const statistics = statisticsOf(aggregatesOf(command), input, context, [row.field.text]);
    if (!rowValue || !statistics || refusedOption(command, context)) return undefined;
    const group = { name: row.field.text, value: rowValue };
    return pivot(
      input,
      group,
      statistics,
      series && splitOfSeries(command, series, input),
      context,
      command,
    );
  },
};

export function chartNeeds(command: CommandNode): Need {
  const aggregates = aggregatesOf(command);
  const splits = [...splitOf(command, 'over'), ...splitOf(command)].map((each) => each.field.text);
  const names = [...fieldsOfAggregates(aggregates), ...splits];
  return only(needsTime(aggregates) ? [...names, '_time'] : names, true);
}

export function refusedOption(command: CommandNode, context: Context): boolean {
  const found = command.options.find((each) =>
    ['agg', 'format', 'sep', 'bins'].includes(each.name),
  );
  if (found) {
    context.report(
      'SPL1202',
      `unsupported option \`${found.name}\` of \`${command.name}\``,
      found.nameSpan,
    );
  }
  return found !== undefined;
}

function rowOf(row: SplitField, input: Flow, context: Context): Typed | undefined {
  const typed = value(input, row.field.text) ?? { ...absent, shape: 'any' as const };
  const [given] = row.options;
  if (!given) return typed;
  const length = given.name === 'span' ? spanOf(given.value) : undefined;
  if (!length) {
    context.report('SPL1202', `unsupported option \`${given.name}\` in a BY clause`, given.span);
    return undefined;
  }
  return binned(typed, length, row.field.text === '_time', context.environment.timezone);
}

/** How a series field makes columns, by the command's options. */
export function splitOfSeries(command: CommandNode, series: SplitField, input: Flow): Split {
  const limit = (textOption(command, 'limit') ?? '10').replace(/^top/i, '');
  return {
    value: value(input, series.field.text),
    place: series.field.span,
    limit: /^\d+$/.test(limit) ? Number(limit) : (countOption(command, 'limit') ?? 10),
    other: boolOption(command, 'useother', true)
      ? (textOption(command, 'otherstr') ?? 'OTHER')
      : undefined,
    none: boolOption(command, 'usenull', true)
      ? (textOption(command, 'nullstr') ?? 'NULL')
      : undefined,
  };
}
