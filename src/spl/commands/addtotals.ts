// addtotals [row=<bool>] [col=<bool>] [labelfield=<field>] [label=<text>] [fieldname=<field>] [<fields>]
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Addtotals
import { call, real, text, type Expression, type NamedAggregate } from '../../plan/index.ts';
import { column } from '../../plan/index.ts';
import { appended } from '../combine.ts';
import { extend, internal, named, project, value, type Flow, type NewField } from '../flow.ts';
import { everything, withFields, without, type Need } from '../need.ts';
import { any, asNumber, number } from '../shape.ts';
import type { CommandNode } from '../tree.ts';
import type { Command, Context } from './command.ts';
import { boolOption, namesOf, textOption } from './reading.ts';

const totalName = (command: CommandNode): string => textOption(command, 'fieldname') ?? 'Total';

const options = {
  row: 'bool',
  col: 'bool',
  labelfield: 'field',
  label: 'text',
  fieldname: 'field',
} as const;

export const addtotals: Command = {
  name: 'addtotals',
  summary: 'Adds the sum of the numbers of each row, or of each column.',
  syntax: { options, slots: [{ role: 'fields', kind: 'fields' }] },
  needs: (command, after) => needsOf(command, after),
  lower: (command, input, context) => {
    const names = numbersOf(command, input);
    const rows = boolOption(command, 'row', true)
      ? extend(input, [{ name: totalName(command), value: number(rowSum(names, input)) }])
      : input;
    return boolOption(command, 'col', false)
      ? withColumnTotals(command, rows, names, context)
      : rows;
  },
};

export const addcoltotals: Command = {
  name: 'addcoltotals',
  summary: 'Adds a row with the sum of each column.',
  syntax: {
    options: { labelfield: 'field', label: 'text' },
    slots: [{ role: 'fields', kind: 'fields' }],
  },
  needs: (command, after) => needsOf(command, after),
  lower: (command, input, context) =>
    withColumnTotals(command, input, numbersOf(command, input), context),
};

const needsOf = (command: CommandNode, after: Need): Need =>
  namesOf(command).length === 0
    ? everything
    : withFields(without(after, [totalName(command)]), namesOf(command));

function numbersOf(command: CommandNode, input: Flow): string[] {
  const listed = namesOf(command);
  const all = input.fields.filter((each) => each.shape !== 'multivalue').map((each) => each.name);
  const names =
    listed.length > 0 ? named(input, listed) : all.filter((name) => !name.startsWith('_'));
  return names.filter((name) => name !== totalName(command));
}

function rowSum(names: readonly string[], input: Flow): Expression {
  const parts = names.flatMap((name) => {
    const typed = value(input, name);
    return typed ? [call('coalesce', 'real', asNumber(typed), real(0))] : [];
  });
  return parts.reduce((sum: Expression, part) => call('add', 'real', sum, part), real(0));
}

function withColumnTotals(
  command: CommandNode,
  input: Flow,
  names: readonly string[],
  context: Context,
): Flow {
  const shared: Flow = {
    ...input,
    relation: { kind: 'shared', id: context.fresh('totals'), input: input.relation },
  };
  const summed =
    boolOption(command, 'row', true) && command.name === 'addtotals'
      ? [...names, totalName(command)]
      : names;
  const sums = summed.flatMap((name): NamedAggregate[] => {
    const typed = value(shared, name);
    if (!typed) return [];
    return [{ name: internal(name), function: 'sum', args: [asNumber(typed)], type: 'real' }];
  });
  const totals: Flow = {
    relation: { kind: 'aggregate', input: shared.relation, by: [], aggregates: sums },
    fields: [],
  };
  const label = textOption(command, 'labelfield');
  const fields = sums.map(({ name }): NewField => ({
    name: name.slice(1),
    value: number(column(name, 'real')),
  }));
  const labelled: NewField[] =
    label === undefined
      ? []
      : [{ name: label, value: any(text(textOption(command, 'label') ?? 'Total')) }];
  return appended([shared, project(totals, [...fields, ...labelled])]);
}
