// DuckDB at the rim: an instance without file system or network, sessions with their own tables, plans in, rows out.
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { scalarFunction, type Column, type Relation, type Value } from '../../plan/index.ts';
import { EngineError } from './engine-error.ts';
import { evaluatorOf, toValue } from './evaluators.ts';
import { again, FilledColumns, lookAhead } from './filled-columns.ts';
import { storeLines, type LinesTable } from './lines-table.ts';
import { Names } from './names.ts';
import { identifier, valueLiteral } from './quote.ts';
import { renderPlan, type Statement } from './render.ts';
import type { StoredTable } from './scope.ts';
import { sealed } from './seal.ts';
import { defaultMemory, makeSpill, removeSpill } from './spill.ts';
import { TableWriter, type StoredColumn } from './table-writer.ts';
import { sqlType } from './types.ts';

export interface EngineOptions {
  /** Worker threads; small fixtures run fastest with one. */
  readonly threads?: number;
  /** `2GB`, as DuckDB spells it; what exceeds it goes to disk. */
  readonly memoryLimit?: string;
  /** Recordings that tables may be made of (`loadLines`): no other file can be read. */
  readonly files?: readonly string[];
}

/** A table to load: rows hold a value per column, in the columns' order. */
export interface TableData {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly rows: Iterable<readonly Value[]>;
}

/** Values of a column in `[atLeast, below)`, in the column's own unit; either end may be open. */
export interface Range {
  readonly column: string;
  readonly atLeast?: number | bigint;
  readonly below?: number | bigint;
}

/** `of` and `name` are tables of the session; rows of `of` that lie in all ranges. */
export interface Slice {
  readonly of: string;
  readonly name: string;
  readonly ranges: readonly Range[];
}

export interface Rows {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Value[])[];
}

/** What SQL calls `"#distinct"`: distinct values in order of first appearance; quadratic only while that is cheapest. */
const DISTINCT = `CREATE OR REPLACE MACRO "#distinct"(l) AS
  CASE WHEN len(l) <= 1 THEN l
       WHEN len(l) <= 64 THEN list_filter(l, lambda x, n: list_position(l, x) = n)
       ELSE "plan_distinct_in_order"(l) END`;

const number = (value: number | bigint): string =>
  typeof value === 'bigint' ? valueLiteral(value, 'long') : valueLiteral(value, 'real');

/** One DuckDB instance in memory, sealed. */
export class Engine {
  readonly #instance: DuckDBInstance;
  readonly #registered = new Set<string>();

  readonly #spill: string;

  private constructor(instance: DuckDBInstance, spill: string) {
    this.#instance = instance;
    this.#spill = spill;
  }

  static async open(options: EngineOptions = {}): Promise<Engine> {
    const spill = makeSpill();
    const instance = await DuckDBInstance.create(':memory:', {
      threads: String(options.threads ?? 2),
      memory_limit: options.memoryLimit ?? defaultMemory(),
      temp_directory: spill,
    });
    const engine = new Engine(instance, spill);
    const connection = await instance.connect();
    try {
      engine.#register(connection, ['distinct_in_order']);
      await connection.run(DISTINCT);
      for (const setting of sealed(options.files)) await connection.run(setting);
    } finally {
      connection.closeSync();
    }
    return engine;
  }

  /** A session sees its own tables only. */
  async session(): Promise<Session> {
    const connection = await this.#instance.connect();
    return new Session(connection, (names) => {
      this.#register(connection, names);
    });
  }

  close(): void {
    this.#instance.closeSync();
    removeSpill(this.#spill);
  }

  #register(connection: DuckDBConnection, names: readonly string[]): void {
    for (const name of names) {
      if (this.#registered.has(name)) continue;
      connection.registerScalarFunction(evaluatorOf(scalarFunction(name)));
      this.#registered.add(name);
    }
  }
}

/** Tables of one replay or one case, and the searches on them. */
export class Session {
  readonly #connection: DuckDBConnection;
  readonly #register: (names: readonly string[]) => void;
  readonly #tables = new Map<string, StoredTable>();
  readonly #names = new Names();

  constructor(connection: DuckDBConnection, register: (names: readonly string[]) => void) {
    this.#connection = connection;
    this.#register = register;
  }

  /** Stores a table, replacing one of the same name. Columns that no row fills are not stored. */
  async load({ name, columns, rows }: TableData): Promise<void> {
    const physical = this.#names.of(name);
    const names = new Names();
    const { first, rest } = lookAhead(rows);
    const filled = new FilledColumns(columns, first);
    const stored = new Map<string, string>();
    const shape: StoredColumn[] = [];
    const define = (column: Column): string => {
      const own = names.of(column.name);
      stored.set(column.name, own);
      shape.push({ place: columns.indexOf(column), type: column.type });
      return `${identifier(own)} ${sqlType(column.type)}`;
    };
    const definition = filled.places.flatMap((at) => columns[at] ?? []).map(define);
    // A table needs a column even where the data has none.
    if (definition.length === 0) {
      shape.push({ place: columns.length, type: 'bool' });
      definition.push(`${identifier('~')} ${sqlType('bool')}`);
    }
    const table = identifier(physical);
    await this.#connection.run(`CREATE OR REPLACE TEMP TABLE ${table} (${definition.join(', ')})`);
    let writer = await TableWriter.open(this.#connection, physical, [...shape]);
    for (const row of again(first, rest)) {
      const late = filled.fillers(row);
      if (late.length > 0) {
        writer.close();
        for (const column of late) {
          const blank = filled.isBlank(column) ? ` DEFAULT ''` : '';
          await this.#connection.run(`ALTER TABLE ${table} ADD COLUMN ${define(column)}${blank}`);
        }
        writer = await TableWriter.open(this.#connection, physical, [...shape]);
      }
      writer.write(row);
    }
    writer.close();
    this.#tables.set(name, { name: physical, columns: stored, blank: filled.blank });
  }

  /**
   * Stores what a plan makes of the lines of a file, in their order; answers how many rows there are. Undefined, with
   * nothing stored, for a file that cannot be read so or a row that is in doubt.
   */
  async loadLines(lines: LinesTable): Promise<number | undefined> {
    const made = await storeLines(
      this.#connection,
      this.#names.of(lines.name),
      lines,
      this.#register,
    );
    if (made) this.#tables.set(lines.name, made.table);
    return made?.rows;
  }

  /**
   * Gives those rows of a loaded table that lie in ranges, in order, a name; answers how many they are. They are stored
   * anew only where a range may leave some out.
   */
  async slice({ of, name, ranges }: Slice): Promise<number> {
    const stored = this.#tables.get(of);
    if (!stored) throw new Error(`no table ${of} in the engine`);
    const conditions = ranges.flatMap((range) => within(range, stored.columns.get(range.column)));
    const made = this.#names.of(name);
    if (conditions.length === 0) {
      if (made !== stored.name)
        await this.#connection.run(`DROP TABLE IF EXISTS ${identifier(made)}`);
      this.#tables.set(name, stored);
      return this.#count(`SELECT count(*) FROM ${identifier(stored.name)}`);
    }
    const rows = await this.#count(
      `CREATE OR REPLACE TEMP TABLE ${identifier(made)} AS SELECT * FROM ${identifier(stored.name)} WHERE ${conditions.join(' AND ')} ORDER BY rowid`,
    );
    this.#tables.set(name, { ...stored, name: made });
    return rows;
  }

  async #count(sql: string): Promise<number> {
    const result = await this.#connection.runAndReadAll(sql);
    return Number(result.getRows()[0]?.[0] ?? 0);
  }

  /** The SQL that would run. */
  explain(plan: Relation): Statement {
    return renderPlan(plan, this.#tables);
  }

  /**
   * The plan's rows in order.
   * @throws EngineError when DuckDB refuses or the time is up: a fault of ours, or data beyond the limits.
   */
  async run(plan: Relation, options: { readonly seconds?: number } = {}): Promise<Rows> {
    const { sql, columns, evaluators } = this.explain(plan);
    this.#register(evaluators);
    const timer =
      options.seconds === undefined
        ? undefined
        : setTimeout(() => {
            this.#connection.interrupt();
          }, options.seconds * 1000);
    try {
      const reader = await this.#connection.runAndReadAll(sql);
      const width = columns.length;
      return { columns, rows: reader.getRows().map((row) => row.slice(0, width).map(toValue)) };
    } catch (error) {
      throw new EngineError(error instanceof Error ? error.message : String(error), sql);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Runs a statement as it is: for measuring against hand-written SQL, and for showing that the seal holds. */
  async runSql(sql: string): Promise<readonly (readonly Value[])[]> {
    const reader = await this.#connection.runAndReadAll(sql);
    return reader.getRows().map((row) => row.map(toValue));
  }

  close(): void {
    this.#connection.closeSync();
  }
}

/** Conditions in SQL. A row without a value is in every range: nothing says that it is outside. */
function within({ atLeast, below }: Range, column: string | undefined): string[] {
  if (column === undefined) return [];
  const value = identifier(column);
  const [from, to] = [
    atLeast === undefined ? [] : [`(${value} >= ${number(atLeast)} OR ${value} IS NULL)`],
    below === undefined ? [] : [`(${value} < ${number(below)} OR ${value} IS NULL)`],
  ];
  return [...from, ...to];
}
