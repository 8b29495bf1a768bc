// A Splunk app as it lies on disk: a package (.spl, .tar.gz) or the app's folder.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { readApp, unpack, type SplunkApp } from '../targets/splunk/index.ts';
import type { FileTree, Outcome } from '../text/index.ts';
import { UsageError } from './pack-folder.ts';

// What an app's searches and pages are made of; the rest of a folder (bundles, pictures) is not looked at.
const READ =
  /^(?:[^/]+\/)?(?:(?:default|local|lookups)\/[^/]+\.(?:conf|csv)|default\/data\/ui\/[^/]+\/[^/]+\.xml)$/u;
/** A single file beyond this is no configuration. */
const LARGEST_FILE = 64 * 1024 * 1024;

/** @throws UsageError for a path that is not there. */
export function readAppAt(path: string): Outcome<SplunkApp> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new UsageError(`${path}: no such file or folder`);
  if (found.isDirectory()) return readApp(treeOf(path));
  const unpacked = unpack(readFileSync(path), path);
  const { value, diagnostics } = readApp(unpacked.value);
  return { value, diagnostics: [...unpacked.diagnostics, ...diagnostics] };
}

function treeOf(folder: string): FileTree {
  const tree = new Map<string, Uint8Array>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    const name = relative(folder, file).split(sep).join('/');
    if (!entry.isFile() || !READ.test(name) || statSync(file).size > LARGEST_FILE) continue;
    tree.set(name, readFileSync(file));
  }
  return tree;
}
