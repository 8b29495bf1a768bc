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

/** Which columns rows fill, found while they come. */
export class FilledColumns {
  readonly #columns: readonly Column[];
  readonly #first: readonly Value[] | undefined;
  #empty: readonly number[];

  /** From the first rows. Of a table without rows nothing is known: all columns count as filled. */
  constructor(columns: readonly Column[], rows: readonly (readonly Value[])[]) {
    this.#columns = columns;
    this.#first = rows[0];
    this.#empty = columns.flatMap(({ type }, at) =>
      this.#first && isEmpty(this.#first[at], type) ? [at] : [],
    );
    for (const row of rows) this.fillers(row);
  }

  /** Places of the columns that are not empty. */
  get places(): readonly number[] {
    const empty = new Set(this.#empty);
    return this.#columns.map((_, at) => at).filter((at) => !empty.has(at));
  }

  /** Names of the columns that are empty text throughout. */
  get blank(): ReadonlySet<string> {
    const columns = this.#empty.flatMap((at) => this.#columns[at] ?? []);
    return new Set(columns.filter((each) => this.isBlank(each)).map(({ name }) => name));
  }

  /** Whether an empty column has empty text in all rows so far, and not null. */
  isBlank(column: Column): boolean {
    const value = this.#first?.[this.#columns.indexOf(column)];
    return value === '' && (column.type === 'string' || column.type === 'guid');
  }

  /** Columns that were empty and that this row fills; from here on they count as filled. */
  fillers(row: readonly Value[]): readonly Column[] {
    const differs = (at: number): boolean => (row[at] ?? null) !== (this.#first?.[at] ?? null);
    if (!this.#empty.some(differs)) return [];
    const found = this.#empty.filter(differs);
    this.#empty = this.#empty.filter((at) => !found.includes(at));
    return found.flatMap((at) => this.#columns[at] ?? []);
  }
}

/** Empty text is no dynamic value. */
const isEmpty = (value: Value | undefined, type: Type | undefined): boolean =>
  (value ?? null) === null || (value === '' && type !== 'strings');
