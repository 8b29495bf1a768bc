// A new strategy document.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname } from 'node:path';
import { readDocument, skeleton } from '../documents/index.ts';
import { validate } from '../strategy/index.ts';
import { UsageError } from './pack-folder.ts';

/**
 * Writes the skeleton; id and title come from the file's name unless given.
 * @throws UsageError when the file is there already, or when no document may have that id.
 */
export function createStrategy(file: string, id?: string): void {
  if (existsSync(file)) throw new UsageError(`${file}: there already; nothing is replaced`);
  const words = basename(file, extname(file))
    .replaceAll(/[^A-Za-z0-9]+/g, ' ')
    .trim();
  if (words === '') throw new UsageError(`${file}: a file name with letters or digits is wanted`);
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  const text = skeleton({ id: id ?? words.toLowerCase().replaceAll(' ', '-'), title });
  const { value, diagnostics } = readDocument({ name: file, text });
  const fault = [...diagnostics, ...(value ? validate([value]) : [])].find(
    ({ severity }) => severity === 'error',
  );
  if (fault) throw new UsageError(`${file}: ${fault.message}`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, { flag: 'wx' });
}
