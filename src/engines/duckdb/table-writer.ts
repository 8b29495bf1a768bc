// Rows into a table, chunk by chunk, in the columns that they fill.
import {
  DuckDBDataChunk,
  type DuckDBAppender,
  type DuckDBConnection,
  type DuckDBValue,
} from '@duckdb/node-api';
import type { Type, Value } from '../../plan/index.ts';
import { toStored } from './evaluators.ts';
import { storedJson } from './stored-json.ts';
import { apiType } from './types.ts';

const CHUNK = 2048;

/** A stored column: its place in the rows, and its type. */
export interface StoredColumn {
  readonly place: number;
  readonly type: Type;
}

export class TableWriter {
  readonly #appender: DuckDBAppender;
  readonly #columns: readonly StoredColumn[];
  #batch: DuckDBValue[][];

  private constructor(appender: DuckDBAppender, columns: readonly StoredColumn[]) {
    this.#appender = appender;
    this.#columns = columns;
    this.#batch = columns.map(() => []);
  }

  /** For a temporary table; `columns` as they lie in it. */
  static async open(
    connection: DuckDBConnection,
    table: string,
    columns: readonly StoredColumn[],
  ): Promise<TableWriter> {
    return new TableWriter(await connection.createAppender(table, undefined, 'temp'), columns);
  }

  write(row: readonly Value[]): void {
    this.#columns.forEach(({ place, type }, at) => {
      this.#batch[at]?.push(cellOf(row[place] ?? null, type));
    });
    if (this.#batch[0]?.length === CHUNK) this.#flush();
  }

  close(): void {
    this.#flush();
    this.#appender.flushSync();
    this.#appender.closeSync();
  }

  #flush(): void {
    const count = this.#batch[0]?.length ?? 0;
    if (count === 0) return;
    const types = this.#columns.map(({ type }) => apiType(type));
    const chunk = DuckDBDataChunk.create(types, count);
    chunk.setColumns(this.#batch);
    this.#appender.appendDataChunk(chunk);
    this.#batch = this.#columns.map(() => []);
  }
}

/** A cell of a table that comes from outside: dynamic values are checked once, here. */
function cellOf(value: Value, type: Type): ReturnType<typeof toStored> {
  return type === 'dynamic' && typeof value === 'string'
    ? storedJson(value)
    : toStored(value, type);
}
