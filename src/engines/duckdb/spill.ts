// Where DuckDB puts what does not fit in memory: a directory of the engine's own, readable by nobody else, gone with it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';

const open = new Set<string>();

/** A new empty directory. It is removed by `removeSpill` or, at the latest, when the process ends. */
export function makeSpill(): string {
  const path = mkdtempSync(join(tmpdir(), 'stratagem-'));
  if (open.size === 0) process.once('exit', removeAll);
  open.add(path);
  return path;
}

export function removeSpill(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  open.delete(path);
  if (open.size === 0) process.removeListener('exit', removeAll);
}

function removeAll(): void {
  for (const each of open) rmSync(each, { recursive: true, force: true });
}

const SHARE = 0.6;

/** The memory that DuckDB may take unless told otherwise: most of what the machine or its container has. */
export function defaultMemory(): string {
  const allowed = process.constrainedMemory();
  const all = allowed > 0 ? Math.min(allowed, totalmem()) : totalmem();
  return `${String(Math.floor((all * SHARE) / 2 ** 20))}MiB`;
}
