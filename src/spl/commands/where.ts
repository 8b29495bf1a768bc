// where <eval-expression>: keeps the rows for which the expression is true; null is not true.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Where
import { filter } from '../flow.ts';
import { withFields } from '../need.ts';
import { fieldsOfEval } from '../reads.ts';
import { condition } from './condition.ts';
import type { Command } from './command.ts';
import { argument } from './reading.ts';

export const where: Command = {
  name: 'where',
  summary: 'Keeps the rows for which an eval expression is true.',
  syntax: { slots: [{ role: 'expression', kind: 'expression', required: true }] },
  needs: (command, after) => {
    const found = argument(command, 'expression', 'expression');
    return found ? withFields(after, fieldsOfEval(found.expression)) : after;
  },
  lower: (command, input, context) => {
    const found = argument(command, 'expression', 'expression');
    if (!found) return input;
    const value = condition(found.expression, input, context);
    return value && filter(input, value);
  },
};
