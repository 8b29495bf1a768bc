// Transactions by fields of one value each, found by windows over the rows of a key instead of row by row. What windows
// cannot tell stays with the evaluator of `transactions`, and each row goes one way or the other.
import {
  and,
  bool,
  call,
  column,
  isNull,
  literal,
  long,
  not,
  or,
  real,
  type Expression,
  type Named,
  type NamedWindow,
  type Relation,
} from '../../plan/index.ts';
import { internal } from '../flow.ts';

/** Limits as the command has them. Spans in seconds, null for none. */
export interface Limits {
  readonly maxspan: number | null;
  readonly maxpause: number | null;
  readonly maxevents: number;
  readonly maxopentxn: number;
}

/** Rows newest first, none without a time, with what decides about them in columns. */
export interface KeyedRows {
  readonly relation: Relation;
  /** Names of the columns with the fields' values. */
  readonly keys: readonly string[];
  /** Whether starts, ends were asked for: then the columns `STARTS`, `ENDS` tell of each row. */
  readonly starts: boolean;
  readonly ends: boolean;
}

export const TIME = internal('time');
/** Bool: the row starts, ends a transaction. */
export const STARTS = internal('starts');
export const ENDS = internal('ends');

const BEFORE = internal('before');
const STARTED = internal('started');
const RUN = internal('run');
const PLACE = internal('place');
const NEWEST = internal('newest');
const OLDEST = internal('oldest');

const key = (name: string): Expression => column(name, 'string');
const time = column(TIME, 'real');
const before = column(BEFORE, 'real');
const whole = { from: null, to: null } as const;
const minus = (a: Expression, b: Expression): Expression => call('subtract', 'real', a, b);
const above = (a: Expression, b: Expression): Expression => call('gt', 'bool', a, b);

const endsOfRun: readonly NamedWindow[] = [
  { name: NEWEST, function: 'max', args: [time], type: 'real', frame: whole },
  { name: OLDEST, function: 'min', args: [time], type: 'real', frame: whole },
];

/** Each row once, but for those without a key: in `found`, with what names its transaction, or `left` to the evaluator. */
export interface Divided {
  readonly found: Relation;
  readonly names: readonly Named[];
  readonly left?: Relation;
  /** All rows. */
  readonly all: Relation;
}

/** `id` names the rows for both ways to share. */
export function divide(rows: KeyedRows, limits: Limits, id: string): Divided {
  const all: Relation = { kind: 'shared', id, input: windowed(rows, limits) };
  const apart = or([partial(all, rows.keys), crowded(all, rows.keys, limits), tooLong(limits)]);
  const present = rows.keys.map((name) => not(isNull(key(name))));
  const part = call(
    'quotient',
    'long',
    call('subtract', 'long', column(PLACE, 'long'), long(1)),
    long(limits.maxevents),
  );
  const none = apart.kind === 'literal' && apart.value === false;
  return {
    all,
    found: { kind: 'filter', input: all, where: and([...present, not(apart)]) },
    names: [
      ...rows.keys.map((name) => ({ name, expression: key(name) })),
      { name: RUN, expression: column(RUN, 'long') },
      { name: PLACE, expression: part },
    ],
    ...(!none && { left: { kind: 'filter', input: all, where: apart } }),
  };
}

/** Runs of one key's rows, broken where a transaction must end, and each row's place in its run. */
function windowed({ relation, keys, starts, ends }: KeyedRows, limits: Limits): Relation {
  const partition = keys.map(key);
  const add = (
    input: Relation,
    by: readonly Expression[],
    columns: readonly NamedWindow[],
  ): Relation => ({ kind: 'window', input, partition: by, columns });
  const lag = (name: string, of: Expression): NamedWindow => ({
    name,
    function: 'lag',
    args: [of, long(1), literal(null, of.type)],
    type: of.type,
  });
  const started = column(STARTS, 'bool');
  const neighbours = add(relation, partition, [
    lag(BEFORE, time),
    ...(starts ? [lag(STARTED, started)] : []),
  ]);
  const breaks = or([
    isNull(before),
    ...(limits.maxpause === null ? [] : [above(minus(before, time), real(limits.maxpause))]),
    ...(ends ? [column(ENDS, 'bool')] : []),
    ...(starts ? [column(STARTED, 'bool')] : []),
  ]);
  const upToHere = { from: null, to: 0 };
  const runs = add(neighbours, partition, [
    { name: RUN, function: 'count', args: [], where: breaks, type: 'long', frame: upToHere },
  ]);
  return add(
    runs,
    [...partition, column(RUN, 'long')],
    [
      { name: PLACE, function: 'row_number', args: [], type: 'long' },
      ...(limits.maxspan === null ? [] : endsOfRun),
    ],
  );
}

/** Where a span ends depends on where the transaction began: a run that is longer must be gone through. */
function tooLong({ maxspan }: Limits): Expression {
  const length = minus(column(NEWEST, 'real'), column(OLDEST, 'real'));
  return maxspan === null ? bool(false) : above(length, real(maxspan));
}

/** A row with some of the fields may belong to transactions of several keys: then rows cannot be told apart by key. */
function partial(all: Relation, keys: readonly string[]): Expression {
  if (keys.length < 2) return bool(false);
  const missing = keys.map((name) => isNull(key(name)));
  const where = and([or(missing), not(and(missing))]);
  return above(counted({ kind: 'filter', input: all, where }), long(0));
}

/**
 * Whether more transactions may be open at once than are allowed: with as many keys, and, where an open one has had an
 * event within some time, as many events in such a time. Any such time lies within two neighbours of a division into
 * equal times.
 */
function crowded(all: Relation, keys: readonly string[], limits: Limits): Expression {
  if (keys.length === 0) return bool(false);
  const first = and([isNull(before), ...keys.map((name) => not(isNull(key(name))))]);
  const many = above(
    counted({ kind: 'filter', input: all, where: first }),
    long(limits.maxopentxn),
  );
  const reach = Math.min(limits.maxpause ?? Infinity, limits.maxspan ?? Infinity);
  if (reach === Infinity) return many;
  const period = call('floor', 'real', call('divide', 'real', time, real(Math.max(reach, 1))));
  const perPeriod: Relation = {
    kind: 'aggregate',
    input: all,
    by: [{ name: TIME, expression: period }],
    aggregates: [{ name: COUNT, function: 'count', args: [], type: 'long' }],
  };
  const most: Relation = {
    kind: 'aggregate',
    input: perPeriod,
    by: [],
    aggregates: [{ name: COUNT, function: 'max', args: [column(COUNT, 'long')], type: 'long' }],
  };
  return and([many, above(scalar(most), long(Math.floor(limits.maxopentxn / 2)))]);
}

const COUNT = internal('count');

const scalar = (input: Relation): Expression => ({ kind: 'scalar', input, type: 'long' });

const counted = (input: Relation): Expression =>
  scalar({
    kind: 'aggregate',
    input,
    by: [],
    aggregates: [{ name: COUNT, function: 'count', args: [], type: 'long' }],
  });
