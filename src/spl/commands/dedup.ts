// dedup [<count>] <fields> [keepevents=<bool>] [keepempty=<bool>] [consecutive=<bool>] [sortby ...]: the first rows of
// each combination of values. https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Dedup
import {
  and,
  call,
  column,
  isNull,
  long,
  not,
  or,
  type Expression,
  type Relation,
} from '../../plan/index.ts';
import { extend, filter, internal, value, type Flow } from '../flow.ts';
import { inOrder, withFields } from '../need.ts';
import type { Typed } from '../shape.ts';
import type { CommandNode } from '../tree.ts';
import type { Command } from './command.ts';
import { withoutColumn } from './head.ts';
import { argument, boolOption, namesOf, numberArgument } from './reading.ts';
import { sortedBy } from './sort.ts';

export const dedup: Command = {
  name: 'dedup',
  summary: 'Keeps the first row of each combination of values.',
  syntax: {
    options: { keepevents: 'bool', keepempty: 'bool', consecutive: 'bool' },
    slots: [
      { role: 'count', kind: 'number' },
      { role: 'fields', kind: 'fields', required: true },
      { role: 'sortby', kind: 'sort-keys', lead: ['SORTBY'] },
    ],
  },
  needs: (command, after) =>
    inOrder(
      withFields(after, [
        ...namesOf(command),
        ...(argument(command, 'sortby', 'sort-keys')?.keys ?? []).map((key) => key.field.text),
      ]),
    ),
  lower: (command, input, context) => {
    if (numberArgument(command, 'count') === 0) {
      context.report('SPL1003', '`dedup` keeps at least 1 row of each', command.span);
      return undefined;
    }
    const sortby = argument(command, 'sortby', 'sort-keys')?.keys ?? [];
    const ordered = sortedBy(input, sortby);
    const keys = namesOf(command).map((name) => value(input, name));
    const keepEmpty = boolOption(command, 'keepempty', false);
    const complete = and(keys.map((key) => (key ? not(isNull(key.expression)) : noValue)));
    if (boolOption(command, 'keepevents', false)) return emptied(command, ordered, complete);
    const present = keys.filter((key) => key !== undefined);
    const rows = keepEmpty ? ordered : filter(ordered, complete);
    return firstOfEach(command, rows, present, complete);
  },
};

const noValue: Expression = { kind: 'literal', value: false, type: 'bool' };

/** Numbers the rows of each combination (or of each run of one) and keeps the first; incomplete ones all stay. */
function firstOfEach(
  command: CommandNode,
  input: Flow,
  keys: readonly Typed[],
  complete: Expression,
): Flow {
  const count = numberArgument(command, 'count') ?? 1;
  const partition = keys.map((key) => key.expression);
  const numbered = boolOption(command, 'consecutive', false)
    ? runsOf(input, partition)
    : placed(input, partition);
  const early = call('le', 'bool', column(PLACE, 'long'), long(count));
  const kept = filter({ relation: numbered, fields: input.fields }, or([early, not(complete)]));
  return withoutColumn(kept, input);
}

const PLACE = internal('place');

function placed(input: Flow, partition: readonly Expression[]): Relation {
  return {
    kind: 'window',
    input: input.relation,
    partition,
    columns: [{ name: PLACE, function: 'row_number', args: [], type: 'long' }],
  };
}

/** The place of each row within its run of equal combinations. */
function runsOf(input: Flow, keys: readonly Expression[]): Relation {
  const previous = keys.map((_, index) => internal(`previous${String(index)}`));
  const lagged: Relation = {
    kind: 'window',
    input: input.relation,
    partition: [],
    columns: keys.map((key, index) => ({
      name: previous[index] ?? '',
      function: 'lag',
      args: [key, long(1), { kind: 'literal', value: null, type: key.type }],
      type: key.type,
    })),
  };
  const same = and(
    keys.map((key, index) => call('same', 'bool', key, column(previous[index] ?? '', key.type))),
  );
  const run = internal('run');
  const marked: Relation = {
    kind: 'window',
    input: lagged,
    partition: [],
    columns: [
      {
        name: run,
        function: 'count',
        args: [],
        type: 'long',
        where: not(same),
        frame: { from: null, to: 0 },
      },
    ],
  };
  return {
    kind: 'window',
    input: marked,
    partition: [column(run, 'long')],
    columns: [{ name: PLACE, function: 'row_number', args: [], type: 'long' }],
  };
}

/** With `keepevents` every row stays; those that would go lose the fields instead. */
function emptied(command: CommandNode, input: Flow, complete: Expression): Flow {
  const names = namesOf(command);
  const keys = names.map((name) => value(input, name)).filter((each) => each !== undefined);
  const relation = placed(
    input,
    keys.map((key) => key.expression),
  );
  const count = numberArgument(command, 'count') ?? 1;
  const early = and([complete, call('le', 'bool', column(PLACE, 'long'), long(count))]);
  const numbered: Flow = { relation, fields: input.fields };
  return extend(
    numbered,
    names.flatMap((name) => {
      const typed = value(input, name);
      if (!typed) return [];
      const { expression, shape } = typed;
      const kept: Expression = {
        kind: 'case',
        branches: [{ when: early, then: expression }],
        otherwise: { kind: 'literal', value: null, type: expression.type },
        type: expression.type,
      };
      return [{ name, value: { expression: kept, shape } }];
    }),
  );
}
