// Documents of others that may lie beside the project: tests over them skip, and say so, where they are absent.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = process.env['STRATAGEM_SHARED'] ?? join(import.meta.dirname, '../../../shared');

/** Every file below the folders that exist, by path and text. */
export function sharedDocuments(...folders: readonly string[]): { name: string; text: string }[] {
  return folders
    .map((folder) => join(root, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .map((name) => join(folder, name))
        .filter((path) => statSync(path).isFile())
        .sort()
        .map((path) => ({ name: path, text: readFileSync(path, 'utf8') })),
    );
}
