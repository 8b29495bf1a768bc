// The rows of a Parquet file as a file of JSON lines, so that they are read like any other, as often as needed.
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { EngineError, readParquet } from '../engines/duckdb/index.ts';
import { UsageError } from './pack-folder.ts';

/** A file that is there until it is closed. */
export interface ParquetRows {
  readonly path: string;
  close(): void;
}

const BATCH = 4 * 1024 * 1024;
/** What reading a file may take. */
export interface ParquetLimits {
  /** Bytes of rows on disk, or 200 times as many as the file has. */
  readonly rows: number;
  /** The engine's memory, as DuckDB spells it. */
  readonly memory: string;
}

const usualLimits: ParquetLimits = { rows: 1024 * 1024 * 1024, memory: '2GB' };
const MOST_RATIO = 200;

/** @throws UsageError for a file that is no Parquet, is damaged, or needs more than the limits. */
export async function parquetRows(
  path: string,
  limits: ParquetLimits = usualLimits,
): Promise<ParquetRows> {
  const folder = mkdtempSync(join(tmpdir(), `stratagem-parquet-${String(process.pid)}-`));
  const rows = join(folder, 'rows.jsonl');
  const close = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await writeRows(path, rows, limits);
    return { path: rows, close };
  } catch (error) {
    close();
    if (!(error instanceof EngineError)) throw error;
    throw new UsageError(`${path}: ${reasonOf(error)}`);
  }
}

function reasonOf({ message }: EngineError): string {
  return message.includes('Out of Memory')
    ? 'its rows are too large to be read together; write the file with smaller row groups'
    : (message.split('\n', 1)[0] ?? '');
}

async function writeRows(path: string, rows: string, limits: ParquetLimits): Promise<void> {
  const most = Math.max(limits.rows, statSync(path).size * MOST_RATIO);
  const file = openSync(rows, 'wx');
  let batch: string[] = [];
  let [length, written] = [0, 0];
  const flush = (): void => {
    written += writeSync(file, batch.join(''));
    if (written > most)
      throw new UsageError(`${path}: its rows take more than is unpacked of one file`);
    [batch, length] = [[], 0];
  };
  try {
    for await (const line of readParquet(resolve(path), limits.memory)) {
      batch.push(`${line}\n`);
      length += line.length + 1;
      if (length >= BATCH) flush();
    }
    flush();
  } finally {
    closeSync(file);
  }
}
