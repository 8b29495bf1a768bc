// contingency [options] <row field> <column field>: how often each pair of values occurs, as a table.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Contingency
import { call, column, long, text, type Expression, type Relation } from '../../plan/index.ts';
import { statisticsOf } from '../aggregation.ts';
import { appended } from '../combine.ts';
import { project, value, type Flow, type NewField } from '../flow.ts';
import { only } from '../need.ts';
import { EVERY, pivot } from '../pivot.ts';
import { absent, any, number } from '../shape.ts';
import type { AggregateNode, CommandNode, Name } from '../tree.ts';
import type { Command, Context } from './command.ts';
import { boolOption, countOption, fieldsOf, namesOf, option, textOption } from './reading.ts';

const DEFAULT_SIZE = 1000;

export const contingency: Command = {
  name: 'contingency',
  aliases: ['counttable', 'ctable'],
  summary: 'Makes a table of how often two fields have each pair of values.',
  syntax: {
    options: {
      maxrows: 'count',
      maxcols: 'count',
      mincolcover: 'number',
      minrowcover: 'number',
      usetotal: 'bool',
      totalstr: 'text',
    },
    slots: [{ role: 'fields', kind: 'fields', required: true }],
  },
  needs: (command) => only(namesOf(command), false),
  lower: (command, input, context): Flow | undefined => {
    const [row, series, surplus] = fieldsOf(command);
    if (!row || !series || surplus) {
      context.report('SPL1004', '`contingency` takes two fields', command.span);
      return undefined;
    }
    const cover = ['mincolcover', 'minrowcover']
      .map((name) => option(command, name))
      .find((each) => each && Number(each.value) !== 1);
    if (cover) {
      const message = `\`${cover.name}\` other than 1 is not supported`;
      context.report('SPL1202', message, cover.nameSpan);
      return undefined;
    }
    return table(command, row, series, input, context);
  },
};

/** The largest sums first, in rows and columns. */
function table(
  command: CommandNode,
  row: Name,
  series: Name,
  input: Flow,
  context: Context,
): Flow | undefined {
  const count: AggregateNode = {
    name: 'count',
    nameSpan: row.span,
    written: 'count',
    span: row.span,
  };
  const statistics = statisticsOf([count], input, context);
  const field = (name: Name): NonNullable<ReturnType<typeof value>> =>
    value(input, name.text) ?? { ...absent, shape: 'any' };
  const split = {
    value: field(series),
    place: series.span,
    selection: { ...EVERY, count: countOption(command, 'maxcols') ?? DEFAULT_SIZE },
    other: undefined,
    none: undefined,
    title: (_: string, name: string) => name,
  };
  const group = { name: row.text, value: field(row) };
  const cells = statistics && pivot(input, group, statistics, split, context, command);
  if (!cells) return undefined;
  const total = textOption(command, 'totalstr') ?? 'TOTAL';
  const rows = ranked(cells, row.text, total, countOption(command, 'maxrows') ?? DEFAULT_SIZE);
  if (boolOption(command, 'usetotal', true)) {
    return appended([rows, sums(rows, row.text, total)]);
  }
  return project(
    rows,
    rows.fields
      .filter((each) => each.name !== total)
      .map((each): NewField => ({ name: each.name, value: value(rows, each.name) })),
  );
}

const zero = long(0);

function ranked(cells: Flow, row: string, total: string, most: number): Flow {
  const counts = cells.fields.filter((each) => each.name !== row);
  const sum = counts
    .map((each): Expression => call('coalesce', 'long', column(each.name, 'long'), zero))
    .reduce<Expression>((all, each) => call('add', 'long', all, each), zero);
  const summed = project(cells, [
    { name: row, value: value(cells, row) },
    ...counts.map((each): NewField => ({ name: each.name, value: value(cells, each.name) })),
    { name: total, value: number(sum) },
  ]);
  const sorted: Relation = {
    kind: 'sort',
    input: summed.relation,
    keys: [{ by: column(total, 'long'), descending: true, nulls: 'last' }],
  };
  return { ...summed, relation: { kind: 'limit', input: sorted, count: most } };
}

function sums(rows: Flow, row: string, total: string): Flow {
  const counts = rows.fields.filter((each) => each.name !== row);
  const relation: Relation = {
    kind: 'aggregate',
    input: rows.relation,
    by: [],
    aggregates: counts.map(({ name }) => ({
      name,
      function: 'sum',
      args: [column(name, 'long')],
      type: 'long',
    })),
  };
  return project({ relation, fields: [] }, [
    { name: row, value: any(text(total)) },
    ...counts.map(({ name }): NewField => ({
      name,
      value: number(call('coalesce', 'long', column(name, 'long'), zero)),
    })),
  ]);
}
