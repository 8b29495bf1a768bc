// transaction [<fields>] [options]: groups events that belong together into one.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Transaction
import {
  call,
  column,
  isNull,
  literal,
  long,
  not,
  nothing,
  text,
  TRANSACTION_SEPARATOR,
  when,
  type Expression,
  type NamedAggregate,
  type Relation,
} from '../../plan/index.ts';
import { filter, internal, project, value, type Flow, type NewField } from '../flow.ts';
import { everything, inOrder, withFields, wants, type Need } from '../need.ts';
import { lowerSearch } from '../search-lowering.ts';
import { any, asNumber, asText, asTruth, number, several, type Typed } from '../shape.ts';
import { spanOf } from '../span.ts';
import { truthOf } from '../syntax.ts';
import type { CommandNode, OptionNode } from '../tree.ts';
import type { Command, Context } from './command.ts';
import { boolOption, countOption, namesOf, option, textOption } from './reading.ts';

const DEFAULT_EVENTS = 1000;

export const transaction: Command = {
  name: 'transaction',
  summary: 'Groups events that belong together into one.',
  syntax: {
    options: {
      maxspan: 'span',
      maxpause: 'span',
      maxevents: 'number',
      startswith: 'search',
      endswith: 'search',
      connected: 'bool',
      unifyends: 'bool',
      keeporphans: 'bool',
      keepevicted: 'bool',
      mvlist: 'text',
      delim: 'text',
      nullstr: 'text',
      mvraw: 'bool',
      maxopentxn: 'count',
      maxopenevents: 'count',
      name: 'text',
    },
    slots: [{ role: 'fields', kind: 'fields' }],
  },
  needs: (command, after) => {
    const conditions = option(command, 'startswith') ?? option(command, 'endswith');
    if (conditions) return everything;
    return inOrder(withFields(after, [...namesOf(command), '_time']));
  },
  lower: (command, input, context, after) => {
    const refused = ['unifyends', 'keeporphans', 'name']
      .map((name) => option(command, name))
      .find((each) => each && each.value !== 'f' && each.value !== 'false');
    if (refused) {
      context.report(
        'SPL1202',
        `unsupported option \`${refused.name}\` of \`transaction\``,
        refused.nameSpan,
      );
      return undefined;
    }
    const bound = option(command, 'maxopentxn') ?? option(command, 'maxopenevents');
    if (bound) {
      const message = `a replay keeps every transaction open, whatever \`${bound.name}\` says`;
      context.report('SPL1301', message, bound.span, { severity: 'note' });
    }
    const time = value(input, '_time');
    const marks = marksOf(command, input, context);
    const settings = settingsOf(command, context);
    if (!marks || !settings) return undefined;
    if (!time) return filter(input, literal(false, 'bool'));
    return grouped(command, input, { time, marks, settings }, after);
  },
};

interface Marks {
  readonly starts: Expression;
  readonly ends: Expression;
}

interface Parts {
  readonly time: Typed;
  readonly marks: Marks;
  readonly settings: string;
}

function marksOf(command: CommandNode, input: Flow, context: Context): Marks | undefined {
  const starts = markOf(option(command, 'startswith'), input, context);
  const ends = markOf(option(command, 'endswith'), input, context);
  return starts && ends && { starts, ends };
}

/** `"words"`, `(search)` or `eval(expression)`. */
function markOf(
  node: OptionNode | undefined,
  input: Flow,
  context: Context,
): Expression | undefined {
  if (!node) return text('0');
  const written = node.value.trim();
  const inner = /^eval\s*\(([\s\S]*)\)$/i.exec(written)?.[1];
  const flag = (truth: Expression): Expression => when(truth, text('1'), text('0'));
  if (inner !== undefined) {
    const parsed = context.parseExpression(inner, node.span);
    const typed = parsed && context.evaluate(parsed, input);
    return typed && flag(asTruth(typed));
  }
  const parsed = context.parseSearch(written, node.span);
  const condition = parsed && lowerSearch(parsed, { flow: input, context, retrieval: false });
  return condition && flag(condition);
}

function settingsOf(command: CommandNode, context: Context): string | undefined {
  const seconds = (name: string): number | null | undefined => {
    const given = option(command, name);
    if (!given || given.value === '-1') return null;
    const length = spanOf(given.value);
    if (length?.kind === 'seconds') return length.seconds;
    if (length?.kind === 'number') return length.size;
    if (length?.kind === 'calendar' && length.unit === 'd') return length.count * 86_400;
    context.report('SPL1003', `\`${given.value}\` is not a length of time`, given.span);
    return undefined;
  };
  const maxspan = seconds('maxspan');
  const maxpause = seconds('maxpause');
  if (maxspan === undefined || maxpause === undefined) return undefined;
  const most = countOption(command, 'maxevents') ?? DEFAULT_EVENTS;
  return JSON.stringify({
    maxspan,
    maxpause,
    maxevents: most < 1 ? Number.MAX_SAFE_INTEGER : most,
    connected: boolOption(command, 'connected', true),
    starts: option(command, 'startswith') !== undefined,
    ends: option(command, 'endswith') !== undefined,
  });
}

const MARK = internal('transaction');
const TIME = internal('time');

function grouped(command: CommandNode, input: Flow, parts: Parts, after: Need): Flow {
  const { time, marks, settings } = parts;
  const seconds = asNumber(time);
  const newest: Relation = {
    kind: 'sort',
    input: input.relation,
    keys: [{ by: seconds, descending: true, nulls: 'last' }],
  };
  const fields = namesOf(command).flatMap((name) => [
    text(TRANSACTION_SEPARATOR),
    packed(value(input, name)),
  ]);
  const marked: Relation = {
    kind: 'window',
    input: { kind: 'filter', input: newest, where: not(isNull(seconds)) },
    partition: [],
    columns: [
      {
        name: MARK,
        function: 'sequence',
        evaluate: 'transactions',
        args: [
          text(settings),
          call(
            'concat',
            'string',
            call('text_of_real', 'string', seconds),
            text(' '),
            marks.starts,
            marks.ends,
            ...fields,
          ),
        ],
        type: 'string',
      },
    ],
  };
  const limited = option(command, 'startswith') ?? option(command, 'endswith');
  const mark = column(MARK, 'string');
  const complete = limited && !boolOption(command, 'keepevicted', false);
  const kept = filter(
    { relation: marked, fields: input.fields },
    complete ? call('ends_with', 'bool', mark, text('+')) : call('ne', 'bool', mark, text('')),
  );
  return gathered(command, kept, seconds, after);
}

/** The field's value behind `=`, several as a JSON list, empty text without any. */
function packed(typed: Typed | undefined): Expression {
  if (!typed || typed.shape === 'null') return text('');
  const values =
    typed.shape === 'multivalue'
      ? call('mv.to_json', 'string', typed.expression)
      : call('concat', 'string', text('='), asText(typed));
  const plain = call('replace', 'string', values, text(TRANSACTION_SEPARATOR), text(''));
  return call('coalesce', 'string', plain, text(''));
}

/** One row for each transaction, the one that began last first. */
function gathered(command: CommandNode, flow: Flow, seconds: Expression, after: Need): Flow {
  const oldest: Relation = {
    kind: 'sort',
    input: flow.relation,
    keys: [{ by: seconds, descending: false, nulls: 'last' }],
  };
  const lists = listsOf(command);
  const filler = text(textOption(command, 'nullstr') ?? 'NULL');
  const names = flow.fields
    .map((each) => each.name)
    .filter((name) => name !== '_time' && wants(after, name));
  const aggregates = names.flatMap((name): NamedAggregate[] => {
    const typed = value(flow, name);
    if (!typed) return [];
    const whole = name === '_raw' || lists(name);
    const texts = typed.shape === 'multivalue' ? typed.expression : asText(typed);
    const filled =
      name === '_raw' || !lists(name) || typed.shape === 'multivalue'
        ? texts
        : call('coalesce', 'string', texts, filler);
    return [
      { name: internal(name), function: whole ? 'list' : 'set', args: [filled], type: 'strings' },
      { name: internal(`${name} there`), function: 'count', args: [texts], type: 'long' },
    ];
  });
  const relation: Relation = {
    kind: 'aggregate',
    input: oldest,
    by: [{ name: MARK, expression: column(MARK, 'string') }],
    aggregates: [
      { name: TIME, function: 'min', args: [seconds], type: 'real' },
      { name: internal('end'), function: 'max', args: [seconds], type: 'real' },
      { name: internal('events'), function: 'count', args: [], type: 'long' },
      ...aggregates,
    ],
  };
  const sorted: Relation = {
    kind: 'sort',
    input: relation,
    keys: [{ by: column(TIME, 'real'), descending: true, nulls: 'last' }],
  };
  return project({ relation: sorted, fields: [] }, outputs(command, names, lists));
}

type IsList = (name: string) => boolean;

/** `mvlist`: a list with an entry for each event, of every field or of those named. */
function listsOf(command: CommandNode): IsList {
  const written = textOption(command, 'mvlist');
  if (written === undefined) return () => false;
  const all = truthOf(written);
  const named = new Set(written.split(/[\s,]+/));
  return (name) => all ?? named.has(name);
}

function outputs(command: CommandNode, names: readonly string[], lists: IsList): NewField[] {
  const start = column(TIME, 'real');
  const list = (name: string): Expression => column(internal(name), 'strings');
  const complete = call('ends_with', 'bool', column(MARK, 'string'), text('+'));
  return [
    { name: '_time', value: number(start) },
    ...names.map((name): NewField => {
      if (name === '_raw' && !boolOption(command, 'mvraw', false))
        return { name, value: any(call('mv.join', 'string', list(name), text('\n'))) };
      if (!lists(name) && name !== '_raw')
        return { name, value: several(call('mv.sorted', 'strings', list(name))) };
      // A field that no event has is not there, however many entries stand for it.
      const there = call('gt', 'bool', column(internal(`${name} there`), 'long'), long(0));
      return { name, value: several(when(there, list(name), nothing('strings'))) };
    }),
    {
      name: 'duration',
      value: number(call('subtract', 'real', column(internal('end'), 'real'), start)),
    },
    { name: 'eventcount', value: number(column(internal('events'), 'long')) },
    { name: 'closed_txn', value: number(when(complete, long(1), long(0))) },
  ];
}
