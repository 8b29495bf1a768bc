// xyseries [sep=<text>] <row field> <column field> <value field> ...: a column for each value of a field.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Xyseries
import { value, type Flow } from '../flow.ts';
import { inOrder, only } from '../need.ts';
import { EVERY, pivot, titleOf, type Split } from '../pivot.ts';
import { statisticsOf } from '../aggregation.ts';
import { absent } from '../shape.ts';
import type { AggregateNode } from '../tree.ts';
import type { Command } from './command.ts';
import { fieldsOf, namesOf } from './reading.ts';

export const xyseries: Command = {
  name: 'xyseries',
  summary: 'Makes a table with a column for each value of a field.',
  syntax: {
    options: { grouped: 'bool', sep: 'text', format: 'text' },
    slots: [{ role: 'fields', kind: 'fields', required: true }],
  },
  needs: (command) => inOrder(only(namesOf(command), true)),
  lower: (command, input, context): Flow | undefined => {
    const [row, series, ...cells] = fieldsOf(command);
    if (!row || !series || cells.length === 0) {
      context.report('SPL1004', '`xyseries` needs at least three fields', command.span);
      return undefined;
    }
    const aggregates = cells.map((field): AggregateNode => ({
      name: 'first',
      nameSpan: field.span,
      argument: { kind: 'field', field },
      written: field.text,
      span: field.span,
    }));
    const statistics = statisticsOf(aggregates, input, context);
    if (!statistics) return undefined;
    const group = {
      name: row.text,
      value: value(input, row.text) ?? { ...absent, shape: 'any' as const },
    };
    const split: Split = {
      value: value(input, series.text) ?? { ...absent, shape: 'any' },
      place: series.span,
      selection: EVERY,
      other: undefined,
      none: undefined,
      title: titleOf(command),
    };
    return pivot(input, group, statistics, split, context, command);
  },
};
