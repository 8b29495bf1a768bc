/** Gets the files of a run from the disk: the rim of this room. */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { isMainName, type FileSet, type SourceFile } from './files.ts';

/** Why no files could be read, in words for the caller. */
export interface NoFiles {
  readonly problem: string;
}

const mostFiles = 5_000;
const deepestFolder = 32;
const mostBytes = 64 * 1024 * 1024;

/**
 * The files that a path means: a folder or anything but JSON leads to the main template in that folder. With a main
 * template come all JSON files below its folder; another JSON file stands alone.
 */
export function readFileSet(path: string): FileSet | NoFiles {
  if (!existsSync(path)) return { problem: `${path} does not exist` };
  const start = startFile(path);
  if (typeof start !== 'string') return start;
  const folder = dirname(start);
  const name = start.slice(folder.length).replace(/^[/\\]/, '');
  const alone = extname(start).toLowerCase() === '.json' && !isMainName(name);
  const paths = alone ? [start] : jsonFilesBelow(folder);
  const files: SourceFile[] = [];
  for (const file of paths) {
    const text = textOf(file);
    if (typeof text !== 'string') return text;
    files.push({ path: file, text });
  }
  const found = files.find((file) => file.path === start);
  return found === undefined ? { problem: `${start} cannot be read` } : { start: found, files };
}

function startFile(path: string): string | NoFiles {
  const isFile = statSync(path).isFile();
  if (isFile && /\.jsonc?$/i.test(path)) return path;
  const folder = isFile ? dirname(path) : path;
  const names = readdirSync(folder).sort(byName);
  const main = names.find((name) => isMainName(name));
  return main === undefined
    ? { problem: `no azuredeploy.json, mainTemplate.json or prereq.azuredeploy.json in ${folder}` }
    : join(folder, main);
}

/** Files before folders, each sorted by name; links to folders are not followed, so there are no circles. */
function jsonFilesBelow(folder: string, depth = 0): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((one, other) =>
    byName(one.name, other.name),
  );
  const isJson = (name: string): boolean => /\.jsonc?$/i.test(name);
  const found = entries.filter((entry) => isJson(entry.name) && isFileAt(join(folder, entry.name)));
  const files = found.map((entry) => join(folder, entry.name));
  if (depth >= deepestFolder) return files;
  for (const entry of entries) {
    if (!entry.isDirectory() || entry.name.toLowerCase() === '__macosx') continue;
    if (files.length >= mostFiles) break;
    files.push(...jsonFilesBelow(join(folder, entry.name), depth + 1));
  }
  return files.slice(0, mostFiles);
}

function isFileAt(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** The text without its byte order mark, which also tells UTF-16 from UTF-8. */
function textOf(path: string): string | NoFiles {
  if (statSync(path).size > mostBytes) return { problem: `${path} is larger than 64 MiB` };
  const bytes = readFileSync(path);
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : undefined;
  const reversed = bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
  return new TextDecoder(wide ?? reversed ?? 'utf-8').decode(bytes);
}

function byName(one: string, other: string): number {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  return a < b ? -1 : a > b ? 1 : 0;
}
