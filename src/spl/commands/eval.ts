// eval <field>=<expression> [, ...]: sets fields, from left to right; a null takes the field away.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Eval
import { extend, type Flow } from '../flow.ts';
import { withFields, without, wants } from '../need.ts';
import { fieldsOfEval } from '../reads.ts';
import type { Assignment } from '../tree.ts';
import type { Command, Context } from './command.ts';
import { argument } from './reading.ts';

export const evaluate: Command = {
  name: 'eval',
  summary: 'Sets fields to the values of expressions.',
  syntax: { slots: [{ role: 'assignments', kind: 'assignments', required: true }] },
  needs: (command, after) => {
    let need = after;
    for (const { field, expression } of [...assignmentsOf(command)].reverse()) {
      if (!wants(need, field.text)) continue;
      need = withFields(without(need, [field.text]), fieldsOfEval(expression));
    }
    return need;
  },
  lower: (command, input, context) => {
    let flow: Flow | undefined = input;
    let failed = false;
    for (const each of assignmentsOf(command)) {
      const next: Flow | undefined = assign(each, flow, context);
      failed ||= next === undefined;
      flow = next ?? flow;
    }
    return failed ? undefined : flow;
  },
};

const assignmentsOf = (command: Parameters<Command['lower']>[0]): readonly Assignment[] =>
  argument(command, 'assignments', 'assignments')?.assignments ?? [];

function assign({ field, expression }: Assignment, flow: Flow, context: Context): Flow | undefined {
  const value = context.evaluate(expression, flow);
  if (!value) return undefined;
  if (value.shape === 'bool') {
    const message = 'the expression is true or false, which no field can hold';
    context.report('SPL1207', message, expression.span, {
      remedy: 'write `if(..., "true", "false")`, or use `where`',
    });
    return undefined;
  }
  return extend(flow, [{ name: field.text, value }]);
}
