// reverse: the rows from last to first. https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Reverse
import { column, type Relation } from '../../plan/index.ts';
import { internal, type Flow } from '../flow.ts';
import { inOrder } from '../need.ts';
import type { Command } from './command.ts';
import { withoutColumn } from './head.ts';

export const reverse: Command = {
  name: 'reverse',
  summary: 'Turns the order of the rows round.',
  syntax: { slots: [] },
  needs: (_, after) => inOrder(after),
  lower: (_, input) => reversed(input),
};

export function reversed(input: Flow): Flow {
  const place = internal('place');
  const numbered: Relation = {
    kind: 'window',
    input: input.relation,
    partition: [],
    columns: [{ name: place, function: 'row_number', args: [], type: 'long' }],
  };
  const relation: Relation = {
    kind: 'sort',
    input: numbered,
    keys: [{ by: column(place, 'long'), descending: true, nulls: 'last' }],
  };
  return withoutColumn({ relation, fields: input.fields }, input);
}
