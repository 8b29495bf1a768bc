// Which columns of a table need to be stored: most of a product's are empty in a recording.
import type { Column, Type, Value } from '../../plan/index.ts';

/** Rows that are looked at before a table is made. */
const LOOKED_AT = 20_000;

/** The first rows, and the others where there are more. */
export function lookAhead(rows: Iterable<readonly Value[]>): {
  readonly first: readonly (readonly Value[])[];
  readonly rest: Iterator<readonly Value[]> | undefined;
} {
  const rest = rows[Symbol.iterator]();
  const first: (readonly Value[])[] = [];
  while (first.length < LOOKED_AT) {
    const next = rest.next();
    if (next.done === true) return { first, rest: undefined };
    first.push(next.value);
  }
  return { first, rest };
}

/** The rows as they were. */
export function* again(
  first: readonly (readonly Value[])[],
  rest: Iterator<readonly Value[]> | undefined,
): Generator<readonly Value[]> {
  yield* first;
  for (let next = rest?.next(); next && next.done !== true; next = rest?.next()) yield next.value;
}

/**
 * Places of the columns that some row fills, and which of the others are empty text throughout: most columns of a
 * product's table are, in a recording. Of a table without rows nothing is known.
 */
export function filledColumns(
  columns: readonly Column[],
  rows: readonly (readonly Value[])[],
): { readonly places: readonly number[]; readonly blank: ReadonlySet<string> } {
  const all = columns.map((_, at) => at);
  const [first] = rows;
  if (!first) return everyColumn(columns);
  const same = (row: readonly Value[], at: number): boolean =>
    (row[at] ?? null) === (first[at] ?? null);
  let alike = all.filter((at) => isEmpty(first[at], columns[at]?.type));
  for (const row of rows) {
    if (alike.some((at) => !same(row, at))) alike = alike.filter((at) => same(row, at));
  }
  const empty = new Set(alike);
  return {
    places: all.filter((at) => !empty.has(at)),
    blank: new Set(
      alike.flatMap((at) => (isBlank(first[at], columns[at]) ? (columns[at]?.name ?? []) : [])),
    ),
  };
}

/** As for rows that are too many to be looked at. */
export const everyColumn = (
  columns: readonly Column[],
): { readonly places: readonly number[]; readonly blank: ReadonlySet<string> } => ({
  places: columns.map((_, at) => at),
  blank: new Set(),
});

/** Empty text is no dynamic value. */
const isEmpty = (value: Value | undefined, type: Type | undefined): boolean =>
  (value ?? null) === null || (value === '' && type !== 'strings');

const isBlank = (value: Value | undefined, column: Column | undefined): boolean =>
  value === '' && (column?.type === 'string' || column?.type === 'guid');
