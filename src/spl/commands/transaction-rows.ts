// Rows to transactions: which rows belong together, and one row for each transaction.
import {
  and,
  bool,
  call,
  column,
  isNull,
  long,
  not,
  nothing,
  or,
  real,
  text,
  TRANSACTION_SEPARATOR,
  when,
  type Expression,
  type Named,
  type NamedAggregate,
  type Relation,
} from '../../plan/index.ts';
import { internal, project, value, type Flow, type NewField } from '../flow.ts';
import { wants, type Need } from '../need.ts';
import { any, asText, number, several, type Typed } from '../shape.ts';
import { divide, ENDS, STARTS, TIME, type Limits } from './transaction-keys.ts';

/** What the command says besides its fields. */
export interface Settings extends Limits {
  readonly connected: boolean;
  /** Whether `startswith`, `endswith` are given. */
  readonly starts: boolean;
  readonly ends: boolean;
}

/** What decides about a row: the fields named, its time, and whether it starts or ends a transaction. */
export interface Deciding {
  readonly fields: readonly string[];
  readonly seconds: Expression;
  readonly starts: Expression;
  readonly ends: Expression;
}

export interface Wanted {
  readonly after: Need;
  /** Whether a field becomes a list with an entry for each event, instead of its distinct values. */
  readonly lists: (name: string) => boolean;
  /** What stands in such a list for an event without the field. */
  readonly filler: string;
  /** Whether the events' texts stay apart. */
  readonly eachRaw: boolean;
  /** Also those whose start or end was not seen. */
  readonly evicted: boolean;
  /** A name that no other relation of the search has. */
  readonly id: string;
}

/** All that the steps need; `rows` are newest first and have the deciding columns besides their fields. */
interface Task {
  readonly rows: Flow;
  readonly fields: readonly string[];
  readonly settings: Settings;
  readonly wanted: Wanted;
}

const MARK = internal('transaction');
const CLOSED = internal('closed');
const END = internal('end');
const EVENTS = internal('events');
const time = column(TIME, 'real');
const keySlot = (index: number): string => internal(`key${String(index)}`);

/** One row for each transaction, the one that began last first. */
export function groupTransactions(
  input: Flow,
  deciding: Deciding,
  settings: Settings,
  wanted: Wanted,
): Flow {
  const rows: Flow = { ...input, relation: newestFirst(input, deciding) };
  const task = { rows, fields: deciding.fields, settings, wanted };
  const legs = gathered(task);
  const relation: Relation = {
    kind: 'sort',
    input: legs.length === 1 && legs[0] ? legs[0] : { kind: 'union', inputs: legs },
    keys: [{ by: time, descending: true, nulls: 'last' }],
  };
  return project({ relation, fields: [] }, outputs(task));
}

const keysOf = (rows: Flow, fields: readonly string[]): string[] =>
  fields.flatMap((name, index) => (isSingle(value(rows, name)) ? [keySlot(index)] : []));

const isSingle = (typed: Typed | undefined): typed is Typed =>
  typed !== undefined && typed.shape !== 'null' && typed.shape !== 'multivalue';

/** The rows that have a time, with what decides about them in columns. */
function newestFirst(input: Flow, { fields, seconds, starts, ends }: Deciding): Relation {
  const keys = fields.flatMap((name, index): Named[] => {
    const typed = value(input, name);
    return isSingle(typed) ? [{ name: keySlot(index), expression: asText(typed) }] : [];
  });
  const decided: Relation = {
    kind: 'project',
    input: input.relation,
    columns: [
      ...input.fields.map(({ name, type }) => ({ name, expression: column(name, type) })),
      ...keys,
      { name: TIME, expression: seconds },
      { name: STARTS, expression: call('is_true', 'bool', starts) },
      { name: ENDS, expression: call('is_true', 'bool', ends) },
    ],
  };
  return {
    kind: 'sort',
    input: { kind: 'filter', input: decided, where: not(isNull(time)) },
    keys: [{ by: time, descending: true, nulls: 'last' }],
  };
}

/** Transactions by windows and by the evaluator, in the same columns. */
function gathered(task: Task): Relation[] {
  const { rows, fields, settings, wanted } = task;
  const several = fields.some((name) => value(rows, name)?.shape === 'multivalue');
  if (several) {
    const all: Relation = { kind: 'shared', id: wanted.id, input: rows.relation };
    return [byEvaluator(all, all, task)];
  }
  const keyed = { relation: rows.relation, keys: keysOf(rows, fields), ...settings };
  const { all, found, names, left } = divide(keyed, settings, wanted.id);
  const aggregates = [
    ...edges,
    ...valuesOf(task),
    { name: STARTS, function: 'count', args: [], where: column(STARTS, 'bool'), type: 'long' },
    { name: ENDS, function: 'count', args: [], where: column(ENDS, 'bool'), type: 'long' },
  ] as const;
  const byKey = oneEach(found, names, aggregates);
  const closed = closedByRows(settings, all);
  const shown = shape(byKey, closed, task);
  const complete = kept(shown, task);
  return left ? [complete, byEvaluator(left, all, task)] : [complete];
}

const edges: readonly NamedAggregate[] = [
  { name: TIME, function: 'min', args: [time], type: 'real' },
  { name: END, function: 'max', args: [time], type: 'real' },
  { name: EVENTS, function: 'count', args: [], type: 'long' },
];

const kept = (input: Relation, { settings, wanted }: Task): Relation =>
  (settings.starts || settings.ends) && !wanted.evicted
    ? { kind: 'filter', input, where: column(CLOSED, 'bool') }
    : input;

/** Complete is a transaction with the start and end asked for or, where none is, one that met a limit. */
function closedByRows({ starts, ends, ...limits }: Settings, all: Relation): Expression {
  const seen = (name: string): Expression => call('gt', 'bool', column(name, 'long'), long(0));
  return starts || ends
    ? and([...(starts ? [seen(STARTS)] : []), ...(ends ? [seen(ENDS)] : [])])
    : overLimit(limits, all);
}

/** Whether a transaction is full, or the last of all rows came too late for it. */
function overLimit({ maxspan, maxpause, maxevents }: Limits, all: Relation): Expression {
  const last: Expression = {
    kind: 'scalar',
    type: 'real',
    input: {
      kind: 'aggregate',
      input: all,
      by: [],
      aggregates: [{ name: TIME, function: 'min', args: [time], type: 'real' }],
    },
  };
  const late = (from: Expression, limit: number | null): Expression =>
    limit === null
      ? bool(false)
      : call('gt', 'bool', call('subtract', 'real', from, last), real(limit));
  return or([
    call('ge', 'bool', column(EVENTS, 'long'), long(maxevents)),
    late(time, maxpause),
    late(column(END, 'real'), maxspan),
  ]);
}

function byEvaluator(input: Relation, all: Relation, task: Task): Relation {
  const { rows, fields, settings } = task;
  const flag = (name: string): Expression => when(column(name, 'bool'), text('1'), text('0'));
  const parts = fields.flatMap((name) => [text(TRANSACTION_SEPARATOR), packed(value(rows, name))]);
  const stamp = call('concat', 'string', call('text_of_real', 'string', time), text(' '));
  const marked: Relation = {
    kind: 'window',
    input,
    partition: [],
    columns: [
      {
        name: MARK,
        function: 'sequence',
        evaluate: 'transactions',
        args: [
          text(JSON.stringify(settings)),
          call('concat', 'string', stamp, flag(STARTS), flag(ENDS), ...parts),
        ],
        type: 'string',
      },
    ],
  };
  const mark = column(MARK, 'string');
  const found: Relation = {
    kind: 'filter',
    input: marked,
    where: call('ne', 'bool', mark, text('')),
  };
  const keys = keysOf(rows, fields).map((name): NamedAggregate => ({
    name,
    function: 'first',
    args: [column(name, 'string')],
    type: 'string',
  }));
  const aggregates = [...edges, ...valuesOf(task), ...keys];
  const each = oneEach(found, [{ name: MARK, expression: mark }], aggregates);
  const is = (state: string): Expression => call('ends_with', 'bool', mark, text(state));
  // The evaluator may not have seen the rows after which a transaction is over.
  const closed =
    settings.starts || settings.ends
      ? is('+')
      : or([is('+'), and([is('-'), overLimit(settings, all)])]);
  return kept(shape(each, closed, task), task);
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

const oneEach = (
  input: Relation,
  by: readonly Named[],
  aggregates: readonly NamedAggregate[],
): Relation => ({
  kind: 'aggregate',
  input: { kind: 'sort', input, keys: [{ by: time, descending: false, nulls: 'last' }] },
  by,
  aggregates,
});

const shownNames = ({ rows, wanted: { after } }: Task): string[] =>
  rows.fields.map(({ name }) => name).filter((name) => name !== '_time' && wants(after, name));

/** The slot of a field that has one value in a transaction: it is named by the command. */
function slotOf(name: string, { rows, fields, wanted }: Task): string | undefined {
  const index = fields.indexOf(name);
  const plain = index >= 0 && !wanted.lists(name) && name !== '_raw' && isSingle(value(rows, name));
  return plain ? keySlot(index) : undefined;
}

/** How many events have a field that becomes a list with an entry for each. */
const thereSlot = (name: string): string => internal(`${name} there`);

/** The values of the other fields. */
function valuesOf(task: Task): NamedAggregate[] {
  const { rows, wanted } = task;
  return shownNames(task).flatMap((name): NamedAggregate[] => {
    const typed = value(rows, name);
    if (!typed || slotOf(name, task) !== undefined) return [];
    const texts = typed.shape === 'multivalue' ? typed.expression : asText(typed);
    const collect = (how: 'list' | 'set', from: Expression): NamedAggregate => ({
      name: internal(name),
      function: how,
      args: [from],
      type: 'strings',
    });
    if (name === '_raw') return [collect('list', texts)];
    if (!wanted.lists(name)) return [collect('set', texts)];
    const every =
      typed.shape === 'multivalue' ? texts : call('coalesce', 'string', texts, text(wanted.filler));
    return [
      collect('list', every),
      { name: thereSlot(name), function: 'count', args: [texts], type: 'long' },
    ];
  });
}

/** The columns that both ways give, in one order. */
function shape(input: Relation, closed: Expression, task: Task): Relation {
  const same = (name: string, type: 'real' | 'long' | 'string' | 'strings'): Named => ({
    name,
    expression: column(name, type),
  });
  const columns = shownNames(task).map((name) => {
    const slot = slotOf(name, task);
    if (slot !== undefined) return same(slot, 'string');
    if (name === '_raw' || !task.wanted.lists(name)) return same(internal(name), 'strings');
    // A field that no event has is not there, however many entries stand for it.
    const there = call('gt', 'bool', column(thereSlot(name), 'long'), long(0));
    const list = column(internal(name), 'strings');
    return { name: internal(name), expression: when(there, list, nothing('strings')) };
  });
  return {
    kind: 'project',
    input,
    columns: [
      same(TIME, 'real'),
      same(END, 'real'),
      same(EVENTS, 'long'),
      { name: CLOSED, expression: closed },
      ...columns,
    ],
  };
}

function outputs(task: Task): NewField[] {
  const list = (name: string): Expression => column(internal(name), 'strings');
  const shown = (name: string): Typed => {
    const slot = slotOf(name, task);
    if (slot !== undefined) return any(column(slot, 'string'));
    if (name === '_raw' && !task.wanted.eachRaw)
      return any(call('mv.join', 'string', list(name), text('\n')));
    const kept = name === '_raw' || task.wanted.lists(name);
    return several(kept ? list(name) : call('mv.sorted', 'strings', list(name)));
  };
  const duration = call('subtract', 'real', column(END, 'real'), time);
  return [
    { name: '_time', value: number(time) },
    ...shownNames(task).map((name): NewField => ({ name, value: shown(name) })),
    { name: 'duration', value: number(duration) },
    { name: 'eventcount', value: number(column(EVENTS, 'long')) },
    { name: 'closed_txn', value: number(when(column(CLOSED, 'bool'), long(1), long(0))) },
  ];
}
