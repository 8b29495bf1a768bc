// setfields <field>="<value>", ...: sets fields to the same value in every row.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Setfields
// fieldformat <field>=<expression>: how a field is shown; its value stays, and with it all that a search goes on.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Fieldformat
import { text } from '../../plan/index.ts';
import { extend, type Flow, type NewField } from '../flow.ts';
import { withFields, without } from '../need.ts';
import { fieldsOfEval } from '../reads.ts';
import { any } from '../shape.ts';
import type { Assignment, CommandNode } from '../tree.ts';
import type { Command } from './command.ts';
import { argument } from './reading.ts';

const assignmentsOf = (command: CommandNode): readonly Assignment[] =>
  argument(command, 'assignments', 'assignments')?.assignments ?? [];

export const setfields: Command = {
  name: 'setfields',
  summary: 'Sets fields to the same text in every row.',
  syntax: { slots: [{ role: 'assignments', kind: 'assignments', required: true }] },
  needs: (command, after) =>
    without(
      after,
      assignmentsOf(command).map((each) => each.field.text),
    ),
  lower: (command, input, context): Flow | undefined => {
    const fields: NewField[] = [];
    for (const { field, expression } of assignmentsOf(command)) {
      if (expression.kind === 'text') {
        fields.push({ name: field.text, value: any(text(expression.value)) });
      } else {
        context.report('SPL1206', '`setfields` takes texts in double quotes', expression.span);
        return undefined;
      }
    }
    return extend(input, fields);
  },
};

export const fieldformat: Command = {
  name: 'fieldformat',
  summary: 'Tells how a field is shown; its value stays.',
  syntax: { slots: [{ role: 'assignments', kind: 'assignments', required: true }] },
  needs: (command, after) =>
    withFields(
      after,
      assignmentsOf(command).flatMap((each) => fieldsOfEval(each.expression)),
    ),
  lower: (command, input, context): Flow | undefined => {
    const values = assignmentsOf(command).map((each) => context.evaluate(each.expression, input));
    if (values.includes(undefined)) return undefined;
    context.report('SPL1302', 'a replay shows values as they are', command.nameSpan, {
      severity: 'note',
    });
    return input;
  },
};
