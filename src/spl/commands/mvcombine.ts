// mvcombine [delim=<text>] <field>: rows that differ only in one field become one with all its values.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Mvcombine
import { column, type Relation } from '../../plan/index.ts';
import {
  fieldNamed,
  internal,
  project,
  value,
  valueOf,
  type Flow,
  type NewField,
} from '../flow.ts';
import { everything } from '../need.ts';
import { asText, several } from '../shape.ts';
import type { Command } from './command.ts';
import { namesOf } from './reading.ts';

export const mvcombine: Command = {
  name: 'mvcombine',
  summary: 'Brings rows together that differ only in one field.',
  syntax: {
    options: { delim: 'text' },
    slots: [{ role: 'fields', kind: 'field', required: true }],
  },
  needs: () => everything,
  lower: (command, input): Flow => {
    const name = namesOf(command)[0] ?? '';
    const typed = value(input, name);
    if (!typed || !fieldNamed(input, name)) return input;
    const list = internal('list');
    const others = input.fields.filter((each) => each.name !== name);
    const relation: Relation = {
      kind: 'aggregate',
      input: input.relation,
      by: others.map((each) => ({ name: each.name, expression: valueOf(each).expression })),
      aggregates: [
        {
          name: list,
          function: 'list',
          args: [typed.shape === 'multivalue' ? typed.expression : asText(typed)],
          type: 'strings',
        },
      ],
    };
    const fields = input.fields.map((each): NewField => ({
      name: each.name,
      value: each.name === name ? several(column(list, 'strings')) : valueOf(each),
    }));
    return project({ relation, fields: input.fields }, fields);
  },
};
