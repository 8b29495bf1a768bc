// A recording's folder: made whole beside its place, then moved there.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { RECORDING_MANIFEST, recordedFiles } from '../events/index.ts';
import { UsageError } from './pack-folder.ts';

/** What `make` writes into a fresh folder takes the place of what was there; when it throws, nothing changes. */
export async function replaceRecording<T>(
  shown: string,
  make: (folder: string) => Promise<T>,
): Promise<T> {
  const target = resolve(shown);
  const fresh = `${target}.new-${String(process.pid)}`;
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
  const file = join(folder, RECORDING_MANIFEST);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return false;
  const names = readdirSync(folder);
  const files = recordedFiles(readFileSync(file, 'utf8'));
  if (typeof files === 'string') return false;
  const own = new Set([RECORDING_MANIFEST, ...files.map(({ name }) => name)]);
  return names.every((name) => own.has(name));
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
