// autoregress <field> [AS <name>] [p=<n>|p=<n>-<m>]: values of earlier rows.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Autoregress
import { column, literal, long, type Relation } from '../../plan/index.ts';
import { extend, internal, value, type Flow } from '../flow.ts';
import { inOrder, withFields } from '../need.ts';
import type { Command } from './command.ts';
import { argument, option } from './reading.ts';

const FARTHEST = 100;

export const autoregress: Command = {
  name: 'autoregress',
  summary: 'Adds values of earlier rows.',
  syntax: { options: { p: 'text' }, slots: [{ role: 'field', kind: 'rename', required: true }] },
  needs: (command, after) =>
    inOrder(
      withFields(after, [argument(command, 'field', 'renames')?.renames[0]?.from.text ?? '']),
    ),
  lower: (command, input, context): Flow | undefined => {
    const pair = argument(command, 'field', 'renames')?.renames[0];
    const typed = pair && value(input, pair.from.text);
    if (!typed) return input;
    const given = option(command, 'p');
    const range = /^(\d{1,3})(?:-(\d{1,3}))?$/.exec(given?.value ?? '1');
    const [first, last] = [Number(range?.[1]), Number(range?.[2] ?? range?.[1])];
    if (!(first <= last && last <= FARTHEST)) {
      context.report(
        'SPL1003',
        '`p` takes a number or a range of them',
        given?.span ?? command.span,
      );
      return undefined;
    }
    const steps = Array.from({ length: last - first + 1 }, (_, index) => first + index);
    const { expression } = typed;
    const relation: Relation = {
      kind: 'window',
      input: input.relation,
      partition: [],
      columns: steps.map((step) => ({
        name: internal(`p${String(step)}`),
        function: 'lag',
        args: [expression, long(step), literal(null, expression.type)],
        type: expression.type,
      })),
    };
    const nameOf = (step: number): string =>
      pair.to && first === last ? pair.to.text : `${pair.from.text}_p${String(step)}`;
    return extend(
      { relation, fields: input.fields },
      steps.map((step) => ({
        name: nameOf(step),
        value: {
          shape: typed.shape,
          expression: column(internal(`p${String(step)}`), expression.type),
        },
      })),
    );
  },
};
