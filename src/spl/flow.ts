// The rows on their way through a pipeline: a relation and its fields. A field is a plan column of the same name.
import {
  column,
  type Column,
  type Expression,
  type Named,
  type Relation,
  type Type,
} from '../plan/index.ts';
import { fieldMatcher } from './need.ts';
import type { Partial } from './partial-statistics.ts';
import { asField, nullOf, type Shape, type Typed } from './shape.ts';

export interface Field {
  readonly name: string;
  readonly shape: Shape;
  readonly type: Type;
}

/** The relation's columns are exactly the fields, in this order. */
export interface Flow {
  readonly relation: Relation;
  readonly fields: readonly Field[];
  /** The rows of statistics that a later command finishes. */
  readonly partial?: Partial;
}

/** A field to be; undefined for the value takes it away. */
export interface NewField {
  readonly name: string;
  readonly value: Typed | undefined;
}

// A character of Unicode's private use area: no field of an event begins with it.
const INTERNAL = '\uE000';

/** The name of a column that no search can see or meet. */
export const internal = (name: string): string => `${INTERNAL}${name}`;
export const isInternal = (name: string): boolean => name.startsWith(INTERNAL);

export function fieldNamed(flow: Flow, name: string): Field | undefined {
  return flow.fields.find((each) => each.name === name);
}

export function valueOf(field: Field): Typed {
  return { expression: column(field.name, field.type), shape: field.shape };
}

export function value(flow: Flow, name: string): Typed | undefined {
  const field = fieldNamed(flow, name);
  return field && valueOf(field);
}

export const columnsOfFlow = (flow: Flow): Column[] =>
  flow.fields.map(({ name, type }) => ({ name, type }));

/** Exactly these fields, computed from the current row; what is never a value is left out. */
export function project(flow: Flow, fields: readonly NewField[]): Flow {
  const made = new Map<string, Typed>();
  for (const { name, value: typed } of fields) {
    if (typed && typed.shape !== 'null') made.set(name, asField(typed));
    else made.delete(name);
  }
  const columns: Named[] = [...made].map(([name, { expression }]) => ({ name, expression }));
  return {
    relation: { kind: 'project', input: flow.relation, columns },
    fields: [...made].map(([name, { shape, expression }]) => ({
      name,
      shape,
      type: expression.type,
    })),
  };
}

/** The fields as they are, with these set, added at the end, or taken away; all see the row as it was. */
export function extend(flow: Flow, changes: readonly NewField[]): Flow {
  if (changes.length === 0) return flow;
  const set = new Map(changes.map((each) => [each.name, each]));
  const kept = flow.fields.map((field): NewField => {
    const change = set.get(field.name);
    set.delete(field.name);
    return change ?? { name: field.name, value: valueOf(field) };
  });
  const all = [...kept, ...set.values()];
  return project(flow, all);
}

export function filter(flow: Flow, where: Expression): Flow {
  if (where.kind === 'literal' && where.value === true) return flow;
  return { ...flow, relation: { kind: 'filter', input: flow.relation, where } };
}

/** Only the fields that pass; order as it is. */
export function keep(flow: Flow, passes: (name: string) => boolean): Flow {
  if (flow.fields.every((each) => passes(each.name))) return flow;
  return select(
    flow,
    flow.fields.filter((each) => passes(each.name)).map((each) => each.name),
  );
}

/** These fields in this order; those that are not there come as nulls. */
export function select(flow: Flow, names: readonly string[]): Flow {
  const distinct = [...new Set(names)];
  const fields = distinct.map(
    (name): Field => fieldNamed(flow, name) ?? { name, shape: 'any', type: 'string' },
  );
  const columns = fields.map((field): Named => {
    const known = fieldNamed(flow, field.name);
    return { name: field.name, expression: known ? valueOf(known).expression : nullOf('any') };
  });
  return { relation: { kind: 'project', input: flow.relation, columns }, fields };
}

/** Names of the fields that a list of names and patterns means, in the list's order, each once. */
export function named(flow: Flow, wanted: readonly string[]): string[] {
  const found = new Set<string>();
  for (const name of wanted) {
    if (!name.includes('*')) found.add(name);
    else for (const each of matching(flow, name)) found.add(each);
  }
  return [...found];
}

/** Fields that fit a pattern; `*` alone leaves the internal ones (`_time`) out. */
export function matching(flow: Flow, pattern: string): string[] {
  const fits = fieldMatcher(pattern);
  return flow.fields
    .map((each) => each.name)
    .filter((name) => fits(name) !== undefined && !isInternal(name))
    .filter((name) => !name.startsWith('_') || pattern.startsWith('_'));
}

const NOTHING = internal('nothing');

/** No rows, and no fields that a search can see. */
export const empty: Flow = {
  relation: { kind: 'values', columns: [{ name: NOTHING, type: 'string' }], rows: [] },
  fields: [{ name: NOTHING, shape: 'any', type: 'string' }],
};
