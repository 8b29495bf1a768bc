// Commands that make fields of whatever keys a text has. Only the names that are looked at later are extracted; the keys
// themselves are read from the data only where all fields are shown.
import type { Expression, Relation } from '../../plan/index.ts';
import { column } from '../../plan/index.ts';
import { internal, type Flow } from '../flow.ts';
import { wants, type Need } from '../need.ts';
import { textsOf } from '../subsearch.ts';
import type { Context } from './command.ts';

export interface KeySource {
  /** The list of the keys in a row's text. */
  readonly all: () => Expression;
  /** Whether a field of that name can come out of the text at all. */
  readonly possible: (name: string) => boolean;
}

/** More keys than a table can have columns are not read. */
const MOST_KEYS = 1000;

/** Names of the fields to extract; undefined while the keys are not known. */
export function extractKeys(
  input: Flow,
  after: Need,
  context: Context,
  source: KeySource,
): string[] | undefined {
  const wanted = [...after.names].filter(source.possible);
  if (!after.all && after.patterns.length === 0) return wanted;
  const rows = context.ask(distinctKeys(input, source.all()), 'columns');
  if (!rows) return undefined;
  const found = rows.flatMap((row) => textsOf(row[0] ?? null)).filter(source.possible);
  return [...new Set([...wanted, ...found.filter((name) => wants(after, name))])];
}

/** The distinct elements of a list over all rows, sorted. */
export function distinctKeys(input: Flow, list: Expression): Relation {
  const key = internal('key');
  const lists: Relation = {
    kind: 'project',
    input: input.relation,
    columns: [{ name: internal('keys'), expression: list }],
  };
  const each: Relation = {
    kind: 'unnest',
    input: lists,
    lists: [{ name: key, expression: column(internal('keys'), 'strings') }],
    keepEmpty: false,
  };
  const distinct: Relation = {
    kind: 'aggregate',
    input: each,
    by: [{ name: key, expression: column(key, 'string') }],
    aggregates: [],
  };
  const sorted: Relation = {
    kind: 'sort',
    input: distinct,
    keys: [{ by: column(key, 'string'), descending: false, nulls: 'last' }],
  };
  return { kind: 'limit', input: sorted, count: MOST_KEYS };
}
