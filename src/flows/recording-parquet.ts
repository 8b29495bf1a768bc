// Canonical rows into the Parquet files of a recording.
import { join, resolve } from 'node:path';
import { EngineError, writeParquet } from '../engines/duckdb/index.ts';
import {
  canonicalColumns,
  toCanonicalRow,
  type AnyRecord,
  type RecordedFile,
} from '../events/index.ts';
import { UsageError } from './pack-folder.ts';
import { withRecording } from './recording-files.ts';
import { LARGEST_PART, partName } from './recording-writer.ts';

/** Records into `events.parquet`, `events-2.parquet`; a file is full when its rows take `largest` characters as text. */
export async function writeParquetFiles(
  folder: string,
  records: Iterable<AnyRecord>,
  largest = LARGEST_PART,
): Promise<readonly RecordedFile[]> {
  const files: RecordedFile[] = [];
  const source = records[Symbol.iterator]();
  try {
    for (let next = source.next(); next.done !== true;) {
      const name = partName(files.length + 1, 'parquet');
      const path = join(resolve(folder), name);
      const part = new Part(source, next.value, largest);
      await orFull(() => writeParquet(path, canonicalColumns, part.rows()));
      const { sha256 } = withRecording(path, (file) => ({ sha256: file.sha256 }));
      files.push({ name, sha256, records: part.records });
      next = part.next;
    }
    return files;
  } finally {
    source.return?.();
  }
}

/** What stands in the engine's way on the disk is no fault of ours. @throws UsageError */
async function orFull(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (error instanceof EngineError && error.message.startsWith('IO Error'))
      throw new UsageError(error.message);
    throw error;
  }
}

/** Records of a source for one file: the first, and more until the file is full. */
class Part {
  readonly #source: Iterator<AnyRecord>;
  readonly #largest: number;
  next: IteratorResult<AnyRecord>;
  records = 0;

  constructor(source: Iterator<AnyRecord>, first: AnyRecord, largest: number) {
    this.#source = source;
    this.#largest = largest;
    this.next = { done: false, value: first };
  }

  *rows(): Generator<string> {
    for (let length = 0; length < this.#largest && this.next.done !== true;) {
      const row = toCanonicalRow(this.next.value);
      this.records += 1;
      length += row.length;
      yield row;
      this.next = this.#source.next();
    }
  }
}
