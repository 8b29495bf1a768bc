// delta <field> [AS <name>] [p=<n>]: the difference to the row n before.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Delta
import { call, column, long, nothing, type Relation } from '../../plan/index.ts';
import { extend, internal, value, type Flow } from '../flow.ts';
import { inOrder, withFields } from '../need.ts';
import { asNumber, number } from '../shape.ts';
import type { Command } from './command.ts';
import { argument, countOption, option } from './reading.ts';

export const delta: Command = {
  name: 'delta',
  summary: 'Adds the difference to an earlier row.',
  syntax: { options: { p: 'count' }, slots: [{ role: 'field', kind: 'rename', required: true }] },
  needs: (command, after) =>
    inOrder(
      withFields(after, [argument(command, 'field', 'renames')?.renames[0]?.from.text ?? '']),
    ),
  lower: (command, input, context): Flow | undefined => {
    const step = option(command, 'p');
    if (step && Number(step.value) === 0) {
      context.report('SPL1003', '`p` takes a whole number from 1', step.span);
      return undefined;
    }
    const pair = argument(command, 'field', 'renames')?.renames[0];
    const typed = pair && value(input, pair.from.text);
    if (!typed) return input;
    const earlier = internal('earlier');
    const size = asNumber(typed);
    const back = countOption(command, 'p') ?? 1;
    const relation: Relation = {
      kind: 'window',
      input: input.relation,
      partition: [],
      columns: [
        { name: earlier, function: 'lag', args: [size, long(back), nothing('real')], type: 'real' },
      ],
    };
    const name = pair.to?.text ?? `delta(${pair.from.text})`;
    const difference = call('subtract', 'real', size, column(earlier, 'real'));
    return extend({ relation, fields: input.fields }, [{ name, value: number(difference) }]);
  },
};
