// nomv <field>: several values as one text, a line each. https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Nomv
import { call, text } from '../../plan/index.ts';
import { extend, value, type Flow } from '../flow.ts';
import { withFields } from '../need.ts';
import { any } from '../shape.ts';
import type { Command } from './command.ts';
import { namesOf } from './reading.ts';

export const nomv: Command = {
  name: 'nomv',
  summary: 'Makes one text of several values.',
  syntax: { slots: [{ role: 'fields', kind: 'field', required: true }] },
  needs: (command, after) => withFields(after, namesOf(command)),
  lower: (command, input): Flow => {
    const name = namesOf(command)[0] ?? '';
    const typed = value(input, name);
    if (typed?.shape !== 'multivalue') return input;
    return extend(input, [
      { name, value: any(call('mv.join', 'string', typed.expression, text('\n'))) },
    ]);
  },
};
