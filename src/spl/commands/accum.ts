// accum <field> [AS <name>]: the running total. https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Accum
import { column, isNull, nothing, not, when, type Relation } from '../../plan/index.ts';
import { extend, internal, value, type Flow } from '../flow.ts';
import { inOrder, withFields } from '../need.ts';
import { asNumber, number } from '../shape.ts';
import type { Command } from './command.ts';
import { argument } from './reading.ts';

export const accum: Command = {
  name: 'accum',
  summary: 'Adds the running total of a field.',
  syntax: { slots: [{ role: 'field', kind: 'rename', required: true }] },
  needs: (command, after) =>
    inOrder(
      withFields(after, [argument(command, 'field', 'renames')?.renames[0]?.from.text ?? '']),
    ),
  lower: (command, input): Flow => {
    const pair = argument(command, 'field', 'renames')?.renames[0];
    const typed = pair && value(input, pair.from.text);
    if (!typed) return input;
    const total = internal('total');
    const size = asNumber(typed);
    const relation: Relation = {
      kind: 'window',
      input: input.relation,
      partition: [],
      columns: [
        { name: total, function: 'sum', args: [size], type: 'real', frame: { from: null, to: 0 } },
      ],
    };
    // Rows without a number stay as they are.
    const shown = when(not(isNull(size)), column(total, 'real'), nothing('real'));
    return extend({ relation, fields: input.fields }, [
      { name: (pair.to ?? pair.from).text, value: number(shown) },
    ]);
  },
};
