// table <list>: exactly these fields, in this order; one that is not there is an empty column.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Table
import { named, select } from '../flow.ts';
import { only, wants } from '../need.ts';
import type { Command } from './command.ts';
import { namesOf } from './reading.ts';

export const table: Command = {
  name: 'table',
  summary: 'Shows fields as columns, in the order given.',
  syntax: { slots: [{ role: 'fields', kind: 'fields', required: true }] },
  needs: (command, after) =>
    only(
      namesOf(command).filter((name) => name.includes('*') || wants(after, name)),
      after.order,
    ),
  lower: (command, input) => select(input, named(input, namesOf(command))),
};
