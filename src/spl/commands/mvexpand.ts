// mvexpand <field> [limit=<n>]: a row for each value of the field; a row without the field stays.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Mvexpand
import { call, column, long, when } from '../../plan/index.ts';
import { extend, internal, value, type Flow } from '../flow.ts';
import { withFields } from '../need.ts';
import { any } from '../shape.ts';
import type { Command } from './command.ts';
import { countOption, namesOf } from './reading.ts';

export const mvexpand: Command = {
  name: 'mvexpand',
  summary: 'Makes a row of each value of a field.',
  syntax: {
    options: { limit: 'count' },
    slots: [{ role: 'fields', kind: 'field', required: true }],
  },
  needs: (command, after) => withFields(after, namesOf(command)),
  lower: (command, input): Flow => {
    const name = namesOf(command)[0] ?? '';
    const typed = value(input, name);
    if (typed?.shape !== 'multivalue') return input;
    const limit = countOption(command, 'limit') ?? 0;
    const each = internal('each');
    const all = typed.expression;
    const few = call('mv.slice', 'strings', all, long(0), long(limit - 1));
    const list =
      limit === 0
        ? all
        : when(call('le', 'bool', call('mv.count', 'long', all), long(limit)), all, few);
    const flow: Flow = {
      relation: {
        kind: 'unnest',
        input: input.relation,
        lists: [{ name: each, expression: list }],
        keepEmpty: true,
      },
      fields: input.fields,
    };
    return extend(flow, [{ name, value: any(column(each, 'string')) }]);
  },
};
