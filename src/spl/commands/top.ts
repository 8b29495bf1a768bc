// top|rare [<count>] [options] <fields> [BY <fields>]: the most (or least) frequent combinations of values.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Top
import {
  call,
  column,
  long,
  real,
  type Expression,
  type Relation,
  type SortKey,
  text,
  when,
} from '../../plan/index.ts';
import { aggregate, type Group } from '../aggregation.ts';
import {
  internal,
  project,
  value,
  valueOf,
  type Field,
  type Flow,
  type NewField,
} from '../flow.ts';
import { only } from '../need.ts';
import { absent, asText, number, shapeOf } from '../shape.ts';
import type { CommandNode } from '../tree.ts';
import type { Command } from './command.ts';
import { boolOption, countOption, namesOf, numberArgument, textOption } from './reading.ts';

const DEFAULT_ROWS = 10;

const made = (name: 'top' | 'rare', summary: string): Command => ({
  name,
  summary,
  syntax: {
    options: {
      limit: 'count',
      showcount: 'bool',
      showperc: 'bool',
      countfield: 'field',
      percentfield: 'field',
      useother: 'bool',
      otherstr: 'text',
    },
    slots: [
      { role: 'count', kind: 'number' },
      { role: 'fields', kind: 'fields', required: true },
      { role: 'by', kind: 'fields', lead: ['BY'] },
    ],
  },
  needs: (command) => only([...namesOf(command), ...namesOf(command, 'by')], true),
  lower: (command, input) => frequencies(command, input, name === 'top'),
});

export const top = made('top', 'Shows the most frequent values with their counts.');
export const rare = made('rare', 'Shows the least frequent values with their counts.');

const COUNT = internal('count');
const TOTAL = internal('total');

function frequencies(command: CommandNode, input: Flow, descending: boolean): Flow {
  const by = namesOf(command, 'by');
  const names = [...by, ...namesOf(command).filter((name) => !by.includes(name))];
  const groups = names.map((name): Group => ({ name, value: value(input, name) ?? noValue }));
  const counted = counts(input, groups);
  const partition = by.flatMap((name) => value(counted, name)?.expression ?? []);
  const limit = numberArgument(command, 'count') ?? countOption(command, 'limit') ?? DEFAULT_ROWS;
  const other = boolOption(command, 'useother', false)
    ? (textOption(command, 'otherstr') ?? 'OTHER')
    : undefined;
  const rows =
    other === undefined || limit === 0
      ? ranked(counted, partition, descending, limit)
      : withOther(counted, by, descending, limit, other);
  return shown(command, rows, names);
}

const noValue: Group['value'] = { ...absent, shape: 'any' };

function counts(input: Flow, groups: readonly Group[]): Flow {
  const count = {
    calls: [{ function: 'count' as const, args: [], type: 'long' as const }],
    finish: ([outcome]: readonly Expression[]) => number(outcome ?? long(0)),
  };
  const node = { name: 'count', nameSpan: NOWHERE, written: COUNT, span: NOWHERE };
  return aggregate(input, groups, [{ name: COUNT, node, lowered: count }], false);
}

const NOWHERE = { start: 0, end: 0 };

/** By count, equal ones in order of appearance, and only so many of each BY group. */
function ranked(
  flow: Flow,
  partition: readonly Expression[],
  descending: boolean,
  limit: number,
): Flow {
  const count = column(COUNT, 'long');
  const totals: Relation = {
    kind: 'window',
    input: flow.relation,
    partition,
    columns: [
      {
        name: TOTAL,
        function: 'sum',
        args: [count],
        type: 'long',
        frame: { from: null, to: null },
      },
    ],
  };
  const keys: SortKey[] = [{ by: count, descending, nulls: 'last' }];
  const sorted: Relation = { kind: 'sort', input: totals, keys };
  const few: Relation =
    limit === 0
      ? sorted
      : {
          kind: 'limit',
          input: sorted,
          count: limit,
          ...(partition.length > 0 && { per: partition }),
        };
  return { relation: few, fields: flow.fields };
}

const RANK = internal('rank');

/** As `ranked`, and what lies beyond the limit in one row of each BY group, its values called `other`. */
function withOther(
  flow: Flow,
  by: readonly string[],
  descending: boolean,
  limit: number,
  other: string,
): Flow {
  const partition = by.flatMap((name) => value(flow, name)?.expression ?? []);
  const all = ranked(flow, partition, descending, 0);
  const numbered: Relation = {
    kind: 'window',
    input: all.relation,
    partition,
    columns: [{ name: RANK, function: 'row_number', args: [], type: 'long' }],
  };
  const place = column(RANK, 'long');
  const beyond = call('gt', 'bool', place, long(limit));
  const values = flow.fields.filter((each) => each.name !== COUNT);
  const labelled = values.map(({ name, type }) => {
    const kept = column(name, type);
    if (by.includes(name)) return { name, expression: kept };
    const plain = asText(valueOf({ name, type, shape: shapeOf(type) }));
    return { name, expression: when(beyond, text(other), plain) };
  });
  const relation: Relation = {
    kind: 'aggregate',
    input: numbered,
    by: [...labelled, { name: RANK, expression: when(beyond, long(limit + 1), place) }],
    aggregates: [
      { name: COUNT, function: 'sum', args: [column(COUNT, 'long')], type: 'long' },
      { name: TOTAL, function: 'max', args: [column(TOTAL, 'long')], type: 'long' },
    ],
  };
  const fields = labelled.map(({ name, expression: { type } }): Field => ({
    name,
    type,
    shape: shapeOf(type),
  }));
  return { relation, fields };
}

function shown(command: CommandNode, rows: Flow, names: readonly string[]): Flow {
  const kept = names.map((name): NewField => ({ name, value: value(rows, name) }));
  const count = column(COUNT, 'long');
  const share = call(
    'round',
    'real',
    call(
      'divide',
      'real',
      call('multiply', 'real', call('real_of_long', 'real', count), real(100)),
      call('real_of_long', 'real', column(TOTAL, 'long')),
    ),
    long(6),
  );
  return project(rows, [
    ...kept,
    ...(boolOption(command, 'showcount', true)
      ? [{ name: textOption(command, 'countfield') ?? 'count', value: number(count) }]
      : []),
    ...(boolOption(command, 'showperc', true)
      ? [{ name: textOption(command, 'percentfield') ?? 'percent', value: number(share) }]
      : []),
  ]);
}
