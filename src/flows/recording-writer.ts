// Canonical lines into the gzip files of a recording.
import { createHash, type Hash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Gzip } from 'fflate';
import { toCanonical, type AnyRecord, type RecordedFile } from '../events/index.ts';

/** A file holds no more than this, unpacked, so that reading it back needs no more memory. */
export const LARGEST_PART = 256 * 1024 * 1024;
const BATCH = 1024 * 1024;

/** `events.jsonl.gz`, `events-2.jsonl.gz`. */
export function partName(ordinal: number, extension: string): string {
  return ordinal === 1 ? `events.${extension}` : `events-${String(ordinal)}.${extension}`;
}

/**
 * Lines into gzip files: `events.jsonl.gz`, `events-2.jsonl.gz`. Compressed in JavaScript, because what zlib makes of the
 * same bytes differs between versions of Node, and Zstandard is not in the oldest Node that is supported.
 */
class RecordWriter {
  readonly #folder: string;
  readonly #files: RecordedFile[] = [];
  #part: Part | undefined;
  #lines: string[] = [];
  #length = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get files(): readonly RecordedFile[] {
    return this.#files;
  }

  write(line: string): void {
    this.#part ??= new Part(this.#folder, this.#files.length + 1);
    this.#part.records += 1;
    this.#lines.push(line);
    this.#length += line.length + 1;
    if (this.#length >= BATCH) this.#flush(false);
    if (this.#part.unpacked >= LARGEST_PART) this.#flush(true);
  }

  close(): void {
    if (this.#part) this.#flush(true);
  }

  #flush(last: boolean): void {
    const text = this.#lines.length === 0 ? '' : `${this.#lines.join('\n')}\n`;
    this.#part?.push(Buffer.from(text, 'utf8'), last);
    this.#lines = [];
    this.#length = 0;
    if (!last || !this.#part) return;
    this.#files.push(this.#part.done());
    this.#part = undefined;
  }
}

/** Records into gzip files of their lines. */
export function writeLineFiles(
  folder: string,
  records: Iterable<AnyRecord>,
): readonly RecordedFile[] {
  const writer = new RecordWriter(folder);
  try {
    for (const each of records) writer.write(toCanonical(each));
  } finally {
    writer.close();
  }
  return writer.files;
}

class Part {
  readonly #name: string;
  readonly #file: number;
  readonly #hash: Hash = createHash('sha256');
  readonly #gzip: Gzip;
  unpacked = 0;
  records = 0;

  constructor(folder: string, ordinal: number) {
    this.#name = partName(ordinal, 'jsonl.gz');
    this.#file = openSync(join(folder, this.#name), 'wx');
    this.#gzip = new Gzip({ level: 6, mtime: 0 }, (packed) => {
      this.#hash.update(packed);
      writeSync(this.#file, packed);
    });
  }

  push(bytes: Buffer, last: boolean): void {
    this.unpacked += bytes.length;
    this.#gzip.push(bytes, last);
  }

  done(): RecordedFile {
    closeSync(this.#file);
    return { name: this.#name, sha256: this.#hash.digest('hex'), records: this.records };
  }
}
