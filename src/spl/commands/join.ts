// join [type=inner|outer|left] [max=<n>] [overwrite=<bool>] [<fields>] [subsearch]
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Join
import {
  and,
  column,
  isNull,
  not,
  nothing,
  type Expression,
  type Join,
  type Named,
  type Relation,
} from '../../plan/index.ts';
import { filter, internal, project, value, valueOf, type Flow, type NewField } from '../flow.ts';
import { everything, inOrder, withFields } from '../need.ts';
import { as, asNumber, asText, commonShape, type Typed } from '../shape.ts';
import type { CommandNode } from '../tree.ts';
import { call } from '../../plan/index.ts';
import { pipelinesOf, subsearch } from './append.ts';
import type { Command } from './command.ts';
import { boolOption, countOption, namesOf, option, textOption } from './reading.ts';

export const join: Command = {
  name: 'join',
  summary: 'Brings rows together with those of another search that have the same values.',
  syntax: {
    options: {
      type: ['inner', 'outer', 'left'],
      max: 'count',
      overwrite: 'bool',
      usetime: 'bool',
      earlier: 'bool',
      left: 'field',
      right: 'field',
    },
    slots: [
      { role: 'fields', kind: 'fields' },
      { role: 'search', kind: 'pipeline', required: true },
    ],
  },
  needs: (command, after) =>
    namesOf(command).length === 0
      ? everything
      : withFields(inOrder(after), [
          ...namesOf(command),
          ...(boolOption(command, 'usetime', false) ? ['_time'] : []),
        ]),
  lower: (command, input, context) => {
    const refused = option(command, 'left') ?? option(command, 'right');
    if (refused) {
      context.report(
        'SPL1202',
        `unsupported option \`${refused.name}\` of \`join\``,
        refused.nameSpan,
      );
      return undefined;
    }
    const [pipeline] = pipelinesOf(command);
    const right = pipeline && subsearch(command, pipeline, context);
    return right && joined(command, input, right);
  },
};

function joined(command: CommandNode, left: Flow, right: Flow): Flow {
  const listed = namesOf(command);
  const keys =
    listed.length > 0
      ? listed
      : left.fields
          .map((each) => each.name)
          .filter((name) => value(right, name) && !name.startsWith('_'));
  const inner = (textOption(command, 'type') ?? 'inner') === 'inner';
  const pairs = keys.map((name) => ({ left: value(left, name), right: value(right, name) }));
  if (keys.length === 0 || pairs.some((each) => !each.left || !each.right)) {
    return inner ? filter(left, { kind: 'literal', value: false, type: 'bool' }) : left;
  }
  const most = countOption(command, 'max') ?? 1;
  const times = timesOf(command, left, right);
  const relation: Join = {
    kind: 'join',
    join: inner ? 'inner' : 'left',
    left: times ? numbered(left.relation) : left.relation,
    right: matchable(right, keys, times ? 0 : most),
    ...(times && { where: times }),
    keys: pairs.map((each, index) => ({
      left: each.left ? asText(each.left) : nowhere,
      right: column(internal(`key${String(index)}`), 'string'),
    })),
  };
  const few: Relation =
    times && most > 0
      ? { kind: 'limit', input: relation, count: most, per: [column(PLACE, 'long')] }
      : relation;
  return merged(
    { relation: few, fields: left.fields },
    left,
    right,
    boolOption(command, 'overwrite', true),
  );
}

const PLACE = internal('left place');

const numbered = (input: Relation): Relation => ({
  kind: 'window',
  input,
  partition: [],
  columns: [{ name: PLACE, function: 'row_number', args: [], type: 'long' }],
});

/** With `usetime` only rows that are not later count, or with `earlier=f` those that are not earlier. */
function timesOf(command: CommandNode, left: Flow, right: Flow): Expression | undefined {
  if (!boolOption(command, 'usetime', false)) return undefined;
  const second = (typed: Typed | undefined): Expression =>
    call('floor', 'real', typed ? asNumber(typed) : nothing('real'));
  const field = right.fields.find((each) => each.name === '_time');
  const theirs = field && { shape: field.shape, expression: column(other('_time'), field.type) };
  const test = boolOption(command, 'earlier', true) ? 'le' : 'ge';
  return call(test, 'bool', second(theirs), second(value(left, '_time')));
}

const nowhere: Expression = { kind: 'literal', value: null, type: 'string' };

/** The right side with its key texts, at most so many rows for each; its columns get names of their own. */
function matchable(right: Flow, keys: readonly string[], most: number): Relation {
  const texts = keys.map((name, index): Named => {
    const typed = value(right, name);
    return { name: internal(`key${String(index)}`), expression: typed ? asText(typed) : nowhere };
  });
  const fields = right.fields.map((field): Named => ({
    name: other(field.name),
    expression: valueOf(field).expression,
  }));
  const named: Relation = {
    kind: 'project',
    input: right.relation,
    columns: [...texts, ...fields],
  };
  const columns = texts.map(({ name }) => column(name, 'string'));
  const complete: Relation = {
    kind: 'filter',
    input: named,
    where: and(columns.map((each) => not(isNull(each)))),
  };
  return most === 0 ? complete : { kind: 'limit', input: complete, count: most, per: columns };
}

const other = (name: string): string => internal(`right ${name}`);

/** Fields of both sides; where both have one, the right side's value counts, or the left's without `overwrite`. */
function merged(flow: Flow, left: Flow, right: Flow, overwrite: boolean): Flow {
  const names = [...new Set([...left.fields, ...right.fields].map((each) => each.name))];
  return project(
    flow,
    names.map((name): NewField => {
      const own = value(left, name);
      const theirs = right.fields.find((each) => each.name === name);
      const found: Typed | undefined = theirs && {
        expression: column(other(name), theirs.type),
        shape: theirs.shape,
      };
      if (!own || !found) return { name, value: own ?? found };
      const [first, second] = overwrite ? [found, own] : [own, found];
      return { name, value: firstOf(first, second) };
    }),
  );
}

/** The first value that is there. */
export function firstOf(first: Typed, second: Typed): Typed {
  const shape = commonShape([first, second]);
  const [a, b] = [as(shape, first), as(shape, second)];
  return { shape, expression: call('coalesce', a.type, a, b) };
}
