// The only place that writes artifacts: whole, or not at all.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { bytesOf, sortedPaths, type FileTree } from '../text/index.ts';
import { removeAbandoned } from './abandoned.ts';
import { UsageError } from './pack-folder.ts';

/** The file that marks a folder as one that we made and may replace. */
export const MANIFEST = 'build-manifest.json';

export interface Written {
  readonly path: string;
  readonly sha256: string;
}

/**
 * Writes the tree to a temporary folder beside `folder` and renames it into place.
 * @throws UsageError when `folder` holds something that we did not make.
 */
export function writeTree(folder: string, tree: FileTree): Written[] {
  const target = resolve(folder);
  refuseForeign(target, folder);
  const fresh = `${target}.new-${process.pid}`;
  removeAbandoned(target);
  rmSync(fresh, { recursive: true, force: true });
  try {
    for (const path of sortedPaths(tree)) {
      const file = within(fresh, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, bytesOf(tree.get(path) ?? ''));
    }
    swap(fresh, target);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw error;
  }
  return sortedPaths(tree).map((path) => ({ path, sha256: sha256(tree.get(path) ?? '') }));
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(bytesOf(content)).digest('hex');
}

function refuseForeign(target: string, shown: string): void {
  const entry = statSync(target, { throwIfNoEntry: false });
  if (!entry) return;
  if (!entry.isDirectory()) throw new UsageError(`${shown}: a file, not a folder`);
  if (readdirSync(target).length > 0 && !isOurs(join(target, MANIFEST))) {
    throw new UsageError(
      `${shown}: the folder is not empty and holds no ${MANIFEST} of ours; name another with --out`,
    );
  }
}

/** Other tools write a file of that name as well; ours says who made it. */
function isOurs(manifest: string): boolean {
  try {
    const { tool } = JSON.parse(readFileSync(manifest, 'utf8')) as { tool?: { name?: unknown } };
    return tool?.name === 'stratagem';
  } catch {
    return false;
  }
}

function swap(fresh: string, target: string): void {
  const old = `${target}.old-${process.pid}`;
  const replaced = existsSync(target);
  if (replaced) renameSync(target, old);
  try {
    mkdirSync(dirname(target), { recursive: true });
    renameSync(fresh, target);
  } catch (error) {
    if (replaced) renameSync(old, target);
    throw error;
  }
  rmSync(old, { recursive: true, force: true });
}

/** A path of a tree is relative and stays below the folder: targets make them, so anything else is our own fault. */
function within(folder: string, path: string): string {
  const file = resolve(folder, path);
  if (!file.startsWith(join(folder, '/')))
    throw new Error(`artifact path ${path} leaves the output folder`);
  return file;
}
