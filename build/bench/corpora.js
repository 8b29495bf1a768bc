// Real searches and recordings that lie outside the repository; without them the measurements that need them are skipped.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.STRATAGEM_SHARED ?? join(import.meta.dirname, '../../../shared');

/** The path of a file or folder there, or undefined. */
export function corpusPath(path) {
  const full = join(folder, path);
  return existsSync(full) ? full : undefined;
}

export const jsonLines = (path) =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

export const jsonFile = (path) => JSON.parse(readFileSync(path, 'utf8'));
