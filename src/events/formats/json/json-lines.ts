// JSON lines read by an engine: what one look at all lines tells, and views as plans over the lines' members. Whatever cannot
// be told so for certain is undefined; the records are then read one by one, with the same outcome.
import {
  and,
  bool,
  call,
  column,
  columnsIn,
  isNull,
  isTrue,
  LINE,
  LINES,
  not,
  or,
  text,
  when,
  type Aggregate,
  type Expression,
  type Limit,
  type Project,
  type Relation,
  type Value,
} from '../../../plan/index.ts';
import { datumOf, oneOf, selected, systemField } from '../../views/fields.ts';
import type { OverFields, TableView, ViewContext } from '../../views/view.ts';
import { channelName } from '../channel.ts';
import { member, type FieldColumn, type LineColumns } from './line-columns.ts';
import type { JsonObject, JsonShape } from './shape.ts';

/** More kinds of lines are no log. */
const MOST_GROUPS = 5000;

/** What a look at a file's lines has to find out, and what follows from it. */
export interface LinesSurvey {
  readonly plan: Relation;
  /** The rows of the plan. */
  read(rows: readonly (readonly Value[])[]): SurveyedLines | undefined;
}

/** A file of which every line is known to be one event, read without a finding. */
export interface SurveyedLines {
  readonly count: number;
  /** Ticks. */
  readonly first: bigint;
  readonly last: bigint;
  /** The rows of a view; undefined where they take the records. */
  table(view: TableView, context: ViewContext): LinesView | undefined;
}

/** A plan over `LINES` in the order of the lines; rows for which `doubt` is true may not be right. Without it, no rows. */
export interface LinesView {
  readonly plan?: Project;
  readonly doubt: string;
}

const DOUBT = '$Doubt';

/** `readsAs`: whether an object is itself an event, and none of another shape that is asked before this one. */
export function surveyOf(
  { columns }: JsonShape,
  readsAs: (line: JsonObject) => boolean,
): LinesSurvey | undefined {
  if (!columns) return undefined;
  return {
    plan: surveyPlan(columns),
    read: (rows) => {
      const groups = rows.map(groupOf);
      const isSure = (group: Group | undefined): group is Group =>
        group !== undefined &&
        columns.names.every((each) => group.names.includes(each)) &&
        surely(readsAs, group.names);
      const sure = groups.filter(isSure);
      if (sure.length < groups.length || groups.length > MOST_GROUPS) return undefined;
      return surveyed(columns, sure);
    },
  };
}

/** Lines by their names and by what says which event they are: how many, how many in doubt, when. */
function surveyPlan({ channel, eventId, time, sure }: LineColumns): Limit {
  const made = [
    { name: 'names', expression: column(LINE.names, 'string') },
    { name: 'count', expression: column(LINE.count, 'long') },
    { name: 'channel', expression: member(channel) },
    { name: 'event', expression: member(eventId) },
    { name: 'time', expression: time },
    { name: 'sure', expression: sure },
    { name: 'nested', expression: column(LINE.nested, 'bool') },
  ];
  const lines: Project = {
    kind: 'project',
    input: scanOf(made.map(({ expression }) => expression)),
    columns: made,
  };
  const of = (name: string): Expression => {
    const found = made.find((each) => each.name === name);
    return column(name, found?.expression.type ?? 'string');
  };
  const isSure = isTrue(and([of('sure'), not(isNull(of('time')))]));
  const count = { function: 'count', args: [], type: 'long' } as const;
  const at = { args: [of('time')], type: 'datetime' } as const;
  const input: Aggregate = {
    kind: 'aggregate',
    input: lines,
    by: ['names', 'count', 'channel', 'event'].map((name) => ({ name, expression: of(name) })),
    aggregates: [
      { name: 'lines', ...count },
      { name: 'unsure', ...count, where: or([of('nested'), not(isSure)]) },
      { name: 'first', function: 'min', ...at },
      { name: 'last', function: 'max', ...at },
    ],
  };
  return { kind: 'limit', input, count: MOST_GROUPS + 1 };
}

const scanOf = (read: readonly Expression[]): Relation => ({
  kind: 'scan',
  table: LINES,
  columns: columnsIn(read).map(({ name, type }) => ({ name, type })),
});

/** Lines with the same names that are the same event. */
interface Group {
  readonly names: readonly string[];
  /** As the lines spell it. */
  readonly channel: string | null;
  readonly eventId: number;
  readonly lines: number;
  readonly first: bigint;
  readonly last: bigint;
}

const SEPARATOR = '\u001f';

/** Undefined where a line of the group may be read in another way, or with a finding. */
function groupOf(row: readonly Value[]): Group | undefined {
  const [names, count, channel, event, lines, unsure, first, last] = row;
  if (typeof names !== 'string' || typeof event !== 'string') return undefined;
  if (unsure !== 0n || typeof first !== 'bigint' || typeof last !== 'bigint') return undefined;
  const all = names.split(SEPARATOR).slice(0, -1);
  // Of names given again the reader tells.
  if (BigInt(all.length) !== count || new Set(all).size !== all.length) return undefined;
  if (typeof channel === 'string' && !isPlain(channel)) return undefined;
  return {
    names: all,
    channel: typeof channel === 'string' ? channel : null,
    eventId: Number(event),
    lines: Number(lines),
    first,
    last,
  };
}

/** Whether it can be no other JSON value than the text, or a number that prints like it. */
const isPlain = (value: string): boolean =>
  !/^(?:true|false|[[{].*|[-\d.]+(?:[eE].*)?)$/s.test(value) || /^\d{1,15}$/.test(value);

/** Whether that is so for a line with these names, whatever its values. */
function surely(readsAs: (line: JsonObject) => boolean, names: readonly string[]): boolean {
  try {
    return readsAs(unknownValues(names));
  } catch (thrown) {
    if (thrown === UNKNOWN) return false;
    throw thrown;
  }
}

const UNKNOWN = new Error('the value is not known');

/** An object that has these names; who looks at a value learns that it is not known. */
function unknownValues(names: readonly string[]): JsonObject {
  const get = (): never => {
    throw UNKNOWN;
  };
  const line = {};
  for (const name of names) Object.defineProperty(line, name, { get, enumerable: true });
  return line;
}

function surveyed(columns: LineColumns, groups: readonly Group[]): SurveyedLines | undefined {
  const [one] = groups;
  if (!one) return undefined;
  const earlier = (a: bigint, b: bigint): bigint => (a < b ? a : b);
  const later = (a: bigint, b: bigint): bigint => (a > b ? a : b);
  return {
    count: groups.reduce((sum, { lines }) => sum + lines, 0),
    first: groups.map(({ first }) => first).reduce(earlier),
    last: groups.map(({ last }) => last).reduce(later),
    table: (view, context) => tableOf(columns, groups, view.overFields(context)),
  };
}

function tableOf(
  shape: LineColumns,
  groups: readonly Group[],
  ways: readonly OverFields[],
): LinesView | undefined {
  const taken = new Set<Group>();
  const taking: Required<OverFields>[] = [];
  for (const { selection, columns } of ways) {
    if (!selection) return undefined;
    const own = groups.filter(
      ({ channel, eventId }) =>
        channelName(channel ?? '') === selection.channel && selection.ids.includes(eventId),
    );
    if (own.length === 0) continue;
    if (!columns) return undefined;
    own.forEach((each) => taken.add(each));
    taking.push({ selection, columns });
  }
  if (taking.length === 0) return { doubt: DOUBT };
  const fields = fieldsOf(shape, [...taken], taking);
  return fields && { plan: viewPlan(taking, fields), doubt: DOUBT };
}

/** The columns of an event's fields that ways read, by name. */
function fieldsOf(
  shape: LineColumns,
  groups: readonly Group[],
  ways: readonly Required<OverFields>[],
): ReadonlyMap<string, FieldColumn> | undefined {
  const read = ways.flatMap(({ selection, columns }) => [
    selected(selection),
    ...columns.map(({ expression }) => expression),
  ]);
  const fields = columnsIn(read).map(({ name }) => [name, fieldOf(shape, groups, name)]);
  return fields.every((each): each is [string, FieldColumn] => each[1] !== undefined)
    ? new Map(fields)
    : undefined;
}

function fieldOf(
  shape: LineColumns,
  groups: readonly Group[],
  name: string,
): FieldColumn | undefined {
  const datum = datumOf(name);
  if (datum !== undefined && groups.some(({ names }) => isInOtherCase(datum, names)))
    return undefined;
  return datum === undefined ? systemFieldOf(shape, groups, name) : shape.datum(datum);
}

/** A datum is found in any letter case where its own name is not there. */
function isInOtherCase(name: string, names: readonly string[]): boolean {
  if (names.includes(name)) return false;
  const wanted = name.toLowerCase();
  return names.some((each) => each.toLowerCase() === wanted);
}

function systemFieldOf(
  { channel, eventId, fields }: LineColumns,
  groups: readonly Group[],
  name: string,
): FieldColumn | undefined {
  if (name === systemField('eventId').name) {
    const number = call('event.number', 'long', member(eventId));
    return { value: call('int_of_long', 'int', number) };
  }
  if (name !== systemField('channel').name) return fields.get(name);
  const spellings = new Set(groups.flatMap((each) => each.channel ?? []));
  const others = [...spellings].flatMap((each) => {
    const known = channelName(each);
    return known === each ? [] : [[each, known] as const];
  });
  return {
    value: oneOf(member(channel), others, call('coalesce', 'string', member(channel), text(''))),
  };
}

function viewPlan(
  ways: readonly Required<OverFields>[],
  fields: ReadonlyMap<string, FieldColumn>,
): Project {
  const all = [...fields].map(([name, { value }]) => ({ name, expression: value }));
  const doubts = [...fields.values()].flatMap(({ doubt }) => doubt ?? []);
  const doubt = { name: DOUBT, expression: isTrue(or(doubts)) };
  const events: Project = {
    kind: 'project',
    input: scanOf([...all.map((each) => each.expression), doubt.expression]),
    columns: [...all, doubt],
  };
  const conditions = ways.map(({ selection }) => selected(selection));
  const [first, ...others] = ways;
  const columns = (first?.columns ?? []).map(({ name, expression }, at) => {
    const all = [expression, ...others.flatMap((each) => each.columns[at]?.expression ?? [])];
    return { name, expression: firstThatTakes(conditions, all) };
  });
  return {
    kind: 'project',
    input: { kind: 'filter', input: events, where: or(conditions) },
    columns: [...columns, { name: DOUBT, expression: column(DOUBT, 'bool') }],
  };
}

/** The expression of the first condition that is true; one is, for every row that is looked at. */
const firstThatTakes = (
  conditions: readonly Expression[],
  expressions: readonly Expression[],
): Expression =>
  expressions.reduceRight((rest, each, at) => when(conditions[at] ?? bool(true), each, rest));
