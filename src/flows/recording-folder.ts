// A recording's folder: made whole beside its place, then moved there.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { RECORDING_MANIFEST } from '../events/index.ts';
import { removeAbandoned } from './abandoned.ts';
import { UsageError } from './pack-folder.ts';
import { manifestIn } from './recording-files.ts';

/** What `make` writes into a fresh folder takes the place of what was there; when it throws, nothing changes. */
export async function replaceRecording<T>(
  shown: string,
  make: (folder: string) => Promise<T>,
): Promise<T> {
  const target = resolve(shown);
  const fresh = `${target}.new-${String(process.pid)}`;
  removeAbandoned(target);
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  try {
    const made = await make(fresh);
    swap(fresh, target);
    return made;
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw error;
  }
}

/** @throws UsageError when something else than a recording lies there. */
export function refuseForeign(shown: string): void {
  const target = resolve(shown);
  if (!existsSync(target)) return;
  if (!statSync(target).isDirectory()) throw new UsageError(`${shown}: is a file, not a folder`);
  if (readdirSync(target).length === 0 || isRecording(target)) return;
  throw new UsageError(`${shown}: the folder is not empty and holds no recording; name another`);
}

function isRecording(folder: string): boolean {
  const files = manifestIn(folder)?.files;
  if (!files) return false;
  const own = new Set([RECORDING_MANIFEST, ...files.map(({ name }) => name)]);
  return readdirSync(folder).every((name) => own.has(name));
}

function swap(fresh: string, target: string): void {
  const old = `${target}.old-${String(process.pid)}`;
  const replaced = existsSync(target);
  if (replaced) renameSync(target, old);
  try {
    renameSync(fresh, target);
  } catch (error) {
    if (replaced) renameSync(old, target);
    throw error;
  }
  if (replaced) rmSync(old, { recursive: true, force: true });
}
