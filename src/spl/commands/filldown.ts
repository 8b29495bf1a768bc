// filldown [<fields>]: the last value above, where there is none.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Filldown
import { column, type AggregateCall } from '../../plan/index.ts';
import { extend, internal, named, value, type Flow } from '../flow.ts';
import { everything, inOrder, withFields } from '../need.ts';
import { withWindows } from '../windows.ts';
import { firstOf } from './join.ts';
import type { Command } from './command.ts';
import { namesOf } from './reading.ts';

export const filldown: Command = {
  name: 'filldown',
  summary: 'Fills empty fields with the last value above.',
  syntax: { slots: [{ role: 'fields', kind: 'fields' }] },
  needs: (command, after) =>
    namesOf(command).length === 0 ? everything : inOrder(withFields(after, namesOf(command))),
  lower: (command, input): Flow => {
    const listed = namesOf(command);
    const all = input.fields.map((each) => each.name).filter((name) => !name.startsWith('_'));
    const names = (listed.length > 0 ? named(input, listed) : all).filter((name) =>
      value(input, name),
    );
    const calls = names.flatMap((name) => {
      const typed = value(input, name);
      if (!typed) return [];
      const { expression } = typed;
      const call: AggregateCall = { function: 'last', args: [expression], type: expression.type };
      return [{ name: internal(name), call }];
    });
    const relation = withWindows(input.relation, [], calls, { from: null, to: 0 });
    return extend(
      { relation, fields: input.fields },
      names.flatMap((name) => {
        const typed = value(input, name);
        if (!typed) return [];
        const last = {
          shape: typed.shape,
          expression: column(internal(name), typed.expression.type),
        };
        return [{ name, value: firstOf(typed, last) }];
      }),
    );
  },
};
