// untable <row field> <name field> <value field>: a row for each cell of a table.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Untable
import { appended } from '../combine.ts';
import { filter, internal, project, value, type Flow } from '../flow.ts';
import { everything } from '../need.ts';
import { any } from '../shape.ts';
import { column, isNull, not, text, type Relation } from '../../plan/index.ts';
import type { Command } from './command.ts';
import { namesOf } from './reading.ts';

const ROW = internal('row');
const PLACE = internal('column');

export const untable: Command = {
  name: 'untable',
  summary: 'Makes a row of each cell of a table.',
  syntax: { slots: [{ role: 'fields', kind: 'fields', required: true }] },
  needs: () => everything,
  lower: (command, input, context): Flow | undefined => {
    const [row, name, cell] = namesOf(command);
    if (row === undefined || name === undefined || cell === undefined) {
      context.report('SPL1004', '`untable` needs three fields', command.span);
      return undefined;
    }
    const numbered: Relation = {
      kind: 'window',
      input: input.relation,
      partition: [],
      columns: [{ name: ROW, function: 'row_number', args: [], type: 'long' }],
    };
    const shared: Relation = { kind: 'shared', id: context.fresh('untable'), input: numbered };
    const columns = input.fields
      .map((each) => each.name)
      .filter((each) => each !== row && !each.startsWith('_'));
    const parts = columns.map((each, index): Flow => {
      const present = filter(
        { relation: shared, fields: input.fields },
        not(isNull(value(input, each)?.expression ?? text(''))),
      );
      return project(present, [
        { name: row, value: value(input, row) },
        { name, value: any(text(each)) },
        { name: cell, value: value(input, each) },
        { name: ROW, value: { shape: 'number', expression: column(ROW, 'long') } },
        {
          name: PLACE,
          value: {
            shape: 'number',
            expression: { kind: 'literal', value: BigInt(index), type: 'long' },
          },
        },
      ]);
    });
    return inRowOrder(appended(parts), [row, name, cell]);
  },
};

/** Cells of the first row first. */
function inRowOrder(flow: Flow, names: readonly string[]): Flow {
  const relation: Relation = {
    kind: 'sort',
    input: flow.relation,
    keys: [ROW, PLACE].map((each) => ({
      by: column(each, 'long'),
      descending: false,
      nulls: 'last' as const,
    })),
  };
  return project(
    { relation, fields: flow.fields },
    names.map((name) => ({ name, value: value(flow, name) })),
  );
}
