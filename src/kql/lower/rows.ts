// Small steps on lowered rows that many operators share.
import {
  column,
  type ColumnRef,
  type Expression,
  type Named,
  type Relation,
} from '../../plan/index.ts';
import { items, type TypeSymbol } from '../bridge/nodes.ts';
import type { KqlColumn } from '../environment.ts';
import type { Rows } from './context.ts';
import { absent, typeOfSymbol } from './types.ts';

export const reference = (each: KqlColumn): ColumnRef => column(each.name, each.type);

/** The columns of a bound table. A column whose type the binder does not know counts as dynamic. */
export function columnsOfType(type: TypeSymbol | null | undefined): KqlColumn[] {
  return items(type?.Columns).map((each) => ({
    name: each.Name,
    type: typeOfSymbol(each.Type) ?? 'dynamic',
  }));
}

/** Rows of exactly these columns; what is hidden goes along. */
export function project(
  input: Rows,
  columns: readonly { readonly name: string; readonly expression: Expression }[],
): Rows {
  const hidden = input.hidden.map((each): Named => ({
    name: each.name,
    expression: reference(each),
  }));
  const relation: Relation = {
    kind: 'project',
    input: input.relation,
    columns: [...columns, ...hidden],
  };
  const shown = columns.map(({ name, expression }): KqlColumn => ({
    name,
    type: expression.type as KqlColumn['type'],
  }));
  return { ...input, relation, columns: shown };
}

/** The input's columns with some replaced in place and the others added behind. */
export function extend(
  input: Rows,
  added: readonly { readonly name: string; readonly expression: Expression }[],
): Rows {
  const byName = new Map<string, Expression>(
    input.columns.map((each) => [each.name, reference(each)]),
  );
  for (const { name, expression } of added) byName.set(name, expression);
  return project(
    input,
    [...byName].map(([name, expression]) => ({ name, expression })),
  );
}

/** Another relation with the same columns. */
export function rearranged(input: Rows, relation: Relation): Rows {
  return { ...input, relation };
}

/** No rows of these columns. */
export function nowhere(columns: readonly KqlColumn[]): Rows {
  return { relation: { kind: 'values', columns, rows: [] }, columns, hidden: [] };
}

/** The same rows under a schema: columns that are missing are absent values. Nothing stays hidden. */
export function aligned(input: Rows, columns: readonly KqlColumn[]): Rows {
  const has = new Map(input.columns.map((each) => [each.name, each.type]));
  const shown = columns.map((each) => ({
    name: each.name,
    expression: has.get(each.name) === each.type ? reference(each) : absent(each.type),
  }));
  return project({ ...input, hidden: [], per: undefined }, shown);
}

/** Leaves off what is hidden: what is made by joining and grouping has no one ingestion time. */
export function bare(input: Rows): Rows {
  if (input.hidden.length === 0) return input;
  return project({ ...input, hidden: [], per: undefined }, input.columns.map(unchanged));
}

export const unchanged = (each: KqlColumn): { name: string; expression: Expression } => ({
  name: each.name,
  expression: reference(each),
});

/** The hidden column that numbers the rows a subquery runs for, as a list to group or partition by. */
export function perColumn(input: Rows): KqlColumn[] {
  return input.hidden.filter((each) => each.name === input.per);
}

/** Makes a limit one of each row's subquery, where there is one. */
export function perRow(input: Rows): { readonly per?: readonly ColumnRef[] } {
  const per = perColumn(input).map(reference);
  return per.length > 0 ? { per } : {};
}

/** What stays hidden once rows are grouped: the number of the row that a subquery runs for. */
export function grouped(input: Rows): Pick<Rows, 'hidden' | 'per' | 'open'> {
  return { hidden: perColumn(input), per: input.per, open: input.open === true };
}

/** The same rows with other names for some columns. */
export function renamed(input: Rows, names: ReadonlyMap<string, string>): Rows {
  if ([...names].every(([from, to]) => from === to)) return input;
  return project(
    input,
    input.columns.map((each) => ({
      name: names.get(each.name) ?? each.name,
      expression: reference(each),
    })),
  );
}
