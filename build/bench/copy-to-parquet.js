// The reference for `record --format parquet`: DuckDB's own way from JSON lines to Parquet. Arguments: the two files.
import { DuckDBInstance } from '@duckdb/node-api';

const [from, to] = process.argv.slice(2);
const database = await DuckDBInstance.create(':memory:', { threads: '2' });
const connection = await database.connect();
await connection.run(
  `COPY (SELECT * FROM read_json('${from}', format = 'newline_delimited')) TO '${to}' (FORMAT parquet, COMPRESSION zstd)`,
);
connection.closeSync();
database.closeSync();
