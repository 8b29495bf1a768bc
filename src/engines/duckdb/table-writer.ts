// Rows into a table, chunk by chunk, in the columns that they fill.
import {
  DuckDBDataChunk,
  type DuckDBAppender,
  type DuckDBConnection,
  type DuckDBValue,
  type DuckDBVector,
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
  readonly #rows: (readonly Value[])[] = [];
  #chunk: Chunk | undefined;

  private constructor(appender: DuckDBAppender, columns: readonly StoredColumn[]) {
    this.#appender = appender;
    this.#columns = columns;
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
    this.#rows.push(row);
    if (this.#rows.length === CHUNK) this.#flush();
  }

  close(): void {
    this.#flush();
    this.#appender.flushSync();
    this.#appender.closeSync();
  }

  #flush(): void {
    const count = this.#rows.length;
    if (count === 0) return;
    if (this.#chunk?.size !== count) this.#chunk = new Chunk(this.#columns, count);
    this.#appender.appendDataChunk(this.#chunk.filled(this.#rows));
    this.#rows.length = 0;
  }
}

/**
 * Room for so many rows, used again and again: most cells of a wide table are empty, and one that was empty before is not
 * touched.
 */
class Chunk {
  readonly size: number;
  readonly #chunk: DuckDBDataChunk;
  readonly #columns: readonly ChunkColumn[];

  constructor(columns: readonly StoredColumn[], size: number) {
    this.size = size;
    this.#chunk = DuckDBDataChunk.create(
      columns.map(({ type }) => apiType(type)),
      size,
    );
    this.#columns = columns.map((column, at) => ({
      ...column,
      vector: this.#chunk.getColumnVector(at),
      isFilled: new Uint8Array(size).fill(1),
    }));
  }

  /** The chunk with these rows; valid until the next ones. */
  filled(rows: readonly (readonly Value[])[]): DuckDBDataChunk {
    this.#chunk.reset();
    this.#chunk.rowCount = this.size;
    this.#columns.forEach((column, at) => {
      // A list's items lie in a vector that is gone with the rows before.
      if (column.type === 'strings') fillAnew(this.#chunk.getColumnVector(at), column, rows);
      else fill(column, rows);
    });
    return this.#chunk;
  }
}

interface ChunkColumn extends StoredColumn {
  readonly vector: DuckDBVector;
  /** 1 where the vector has a value. */
  readonly isFilled: Uint8Array;
}

function fill(
  { place, type, vector, isFilled }: ChunkColumn,
  rows: readonly (readonly Value[])[],
): void {
  for (let at = 0; at < rows.length; at++) {
    const value = rows[at]?.[place] ?? null;
    const cell = value === null ? null : cellOf(value, type);
    if (cell === null && isFilled[at] === 0) continue;
    vector.setItem(at, cell);
    isFilled[at] = cell === null ? 0 : 1;
  }
  vector.flush();
}

function fillAnew(
  vector: DuckDBVector,
  { place, type }: StoredColumn,
  rows: readonly (readonly Value[])[],
): void {
  for (let at = 0; at < rows.length; at++)
    vector.setItem(at, cellOf(rows[at]?.[place] ?? null, type));
  vector.flush();
}

/** A cell of a table that comes from outside: dynamic values are checked once, here. */
function cellOf(value: Value, type: Type): DuckDBValue {
  return type === 'dynamic' && typeof value === 'string'
    ? storedJson(value)
    : toStored(value, type);
}
