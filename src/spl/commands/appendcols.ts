// appendcols [override=<bool>] [subsearch]: the fields of another search's rows, first to first, second to second.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Appendcols
import { column, type Named, type Relation } from '../../plan/index.ts';
import { internal, project, value, valueOf, type Flow, type NewField } from '../flow.ts';
import { inOrder } from '../need.ts';
import { pipelinesOf, subsearch } from './append.ts';
import type { Command } from './command.ts';
import { firstOf } from './join.ts';
import { boolOption } from './reading.ts';

const LEFT = internal('left place');
const RIGHT = internal('right place');

export const appendcols: Command = {
  name: 'appendcols',
  summary: "Adds the fields of another search's rows, row by row.",
  syntax: {
    options: { override: 'bool', maxtime: 'count', maxout: 'count', timeout: 'count' },
    slots: [{ role: 'search', kind: 'pipeline', required: true }],
  },
  needs: (_, after) => inOrder(after),
  lower: (command, input, context): Flow | undefined => {
    const [pipeline] = pipelinesOf(command);
    const right = pipeline && subsearch(command, pipeline, context);
    if (!right) return undefined;
    const theirs = right.fields.map((field): Named => ({
      name: internal(`right ${field.name}`),
      expression: valueOf(field).expression,
    }));
    const joined: Relation = {
      kind: 'join',
      join: 'full',
      left: numbered(input.relation, LEFT),
      right: {
        kind: 'project',
        input: numbered(right.relation, RIGHT),
        columns: [...theirs, { name: RIGHT, expression: column(RIGHT, 'long') }],
      },
      keys: [{ left: column(LEFT, 'long'), right: column(RIGHT, 'long') }],
    };
    const override = boolOption(command, 'override', false);
    const names = [...new Set([...input.fields, ...right.fields].map((each) => each.name))];
    return project(
      { relation: joined, fields: input.fields },
      names.map((name): NewField => {
        const own = value(input, name);
        const field = right.fields.find((each) => each.name === name);
        const found = field && {
          shape: field.shape,
          expression: column(internal(`right ${name}`), field.type),
        };
        if (!own || !found) return { name, value: own ?? found };
        return { name, value: override ? firstOf(found, own) : firstOf(own, found) };
      }),
    );
  },
};

const numbered = (input: Relation, name: string): Relation => ({
  kind: 'window',
  input,
  partition: [],
  columns: [{ name, function: 'row_number', args: [], type: 'long' }],
});
