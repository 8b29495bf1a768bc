// JSON objects into a Parquet file, by DuckDB's own writer: an instance of its own that may write this one file and nothing
// else. Equal objects give equal bytes with one version of DuckDB.
import { DuckDBInstance, DuckDBTableFunction, VARCHAR } from '@duckdb/node-api';
import { EngineError } from './engine-error.ts';
import { onlyFile } from './only-file.ts';
import { identifier, textLiteral } from './quote.ts';
import { makeSpill, removeSpill } from './spill.ts';

/** A column's type: `time` is an instant in UTC, to the microsecond; `[{...}]` a list of groups of columns. */
export type ParquetType =
  'text' | 'long' | 'bool' | 'time' | readonly [{ readonly [name: string]: ParquetType }];

/** Types by name, in order. */
export type ParquetColumns = Readonly<Record<string, ParquetType>>;

/** What is compressed at a time, whichever is reached first, and what is held in memory of the file when it is read. */
const ROWS_PER_GROUP = 16_384;
const BYTES_PER_GROUP = 16 * 1024 * 1024;
/** Rows that are handed over at once: DuckDB's own number, fewer where they are long. */
const ROWS_PER_CHUNK = 2048;
const CHARACTERS_PER_CHUNK = 1024 * 1024;

const sqlTypes = {
  text: 'VARCHAR',
  long: 'BIGINT',
  bool: 'BOOLEAN',
  time: 'TIMESTAMPTZ',
} as const;

/**
 * Writes a file that is not there yet. `rows` are JSON objects with a value for every column, null at least, and text that
 * is well-formed Unicode; they are taken as they are needed, on this thread, while it waits.
 * @throws EngineError when DuckDB cannot write them; whatever `rows` throws.
 */
export async function writeParquet(
  path: string,
  columns: ParquetColumns,
  rows: Iterator<string, unknown>,
): Promise<void> {
  const group = `ROW_GROUP_SIZE ${String(ROWS_PER_GROUP)}, ROW_GROUP_SIZE_BYTES ${String(BYTES_PER_GROUP)}`;
  const items = Object.keys(columns).map((name) => `r.${identifier(name)}`);
  const sql =
    `COPY (SELECT ${items.join(', ')} FROM (SELECT from_json_strict(line, ${textLiteral(structure(columns))}) AS r FROM lines()))` +
    ` TO ${textLiteral(path)} (FORMAT parquet, COMPRESSION zstd, ${group}, USE_TMP_FILE false)`;
  const spill = makeSpill();
  const feed = new Feed(rows);
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    memory_limit: '1GB',
    temp_directory: spill,
    // One thread keeps the rows in order; told to keep it, DuckDB would not count a group's bytes.
    preserve_insertion_order: 'false',
  });
  try {
    const connection = await instance.connect();
    connection.registerTableFunction(feed.asTable('lines'));
    for (const setting of onlyFile(path)) await connection.run(setting);
    await connection.run(sql);
  } catch (error) {
    if (feed.failure) throw feed.failure.reason;
    throw new EngineError(error instanceof Error ? error.message : String(error), sql);
  } finally {
    instance.closeSync();
    removeSpill(spill);
  }
}

/** As `from_json` wants it. */
function structure(columns: ParquetColumns): string {
  const shape = (type: ParquetType): unknown =>
    typeof type === 'string' ? sqlTypes[type] : [group(type[0])];
  const group = (of: ParquetColumns): unknown =>
    Object.fromEntries(Object.entries(of).map(([name, type]) => [name, shape(type)]));
  return JSON.stringify(group(columns));
}

/** Lines as a table of DuckDB's, chunk by chunk. */
class Feed {
  readonly #rows: Iterator<string, unknown>;
  /** What `rows` threw. */
  failure: { readonly reason: unknown } | undefined;

  constructor(rows: Iterator<string, unknown>) {
    this.#rows = rows;
  }

  asTable(name: string): DuckDBTableFunction {
    return DuckDBTableFunction.create({
      name,
      bindFunction: (bind) => {
        bind.addResultColumn('line', VARCHAR);
      },
      initFunction: () => undefined,
      mainFunction: (_, chunk) => {
        const lines = this.#next();
        chunk.rowCount = lines.length;
        if (lines.length > 0) chunk.setColumnValues(0, lines);
      },
    });
  }

  #next(): string[] {
    const lines: string[] = [];
    let length = 0;
    try {
      while (lines.length < ROWS_PER_CHUNK && length < CHARACTERS_PER_CHUNK) {
        const { done, value } = this.#rows.next();
        if (done) break;
        lines.push(value);
        length += value.length;
      }
    } catch (reason) {
      this.failure = { reason };
      throw reason;
    }
    return lines;
  }
}
