// A pack as it lies on disk: the documents in a folder, its configuration, every problem met on the way.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import { readDocument } from '../documents/index.ts';
import { defaultPack, readPack, validate, type Pack, type Strategy } from '../strategy/index.ts';
import type { Diagnostic, Source } from '../text/index.ts';

export interface LoadedPack {
  /** The pack's folder, absolute: recordings are found relative to the documents in it. */
  readonly root: string;
  readonly pack: Pack;
  readonly strategies: readonly Strategy[];
  /** Each document's absolute path. */
  readonly files: ReadonlyMap<Source, string>;
  readonly diagnostics: readonly Diagnostic[];
}

const DOCUMENT_NAMES = new Set(['.md', '.markdown', '.txt', '.yaml', '.yml', '']);
const SKIPPED_FOLDERS = new Set(['node_modules', 'recordings', 'out', 'dist']);
const LARGEST_DOCUMENT = 4 * 1024 * 1024;
const CONFIGURATION = 'pack.yaml';

/**
 * Reads a folder of documents, or one document.
 * @throws UsageError when there is nothing at the path.
 */
export function loadPack(path: string): LoadedPack {
  const target = resolve(path);
  const entry = statSync(target, { throwIfNoEntry: false });
  if (!entry) throw new UsageError(`${path}: no such file or folder`);
  const root = entry.isDirectory() ? target : resolve(target, '..');
  const files = entry.isDirectory() ? documentFiles(target) : [target];
  const diagnostics: Diagnostic[] = [];
  const strategies: Strategy[] = [];
  const sources = new Map<Source, string>();
  for (const file of files) {
    const read = readFile(file, shownName(path, target, file));
    if ('code' in read) {
      diagnostics.push(read);
      continue;
    }
    sources.set(read, file);
    const outcome = readDocument(read);
    diagnostics.push(...outcome.diagnostics);
    if (outcome.value) strategies.push(outcome.value);
  }
  const configuration = readConfiguration(path, root);
  diagnostics.push(...configuration.diagnostics, ...validate(strategies));
  return { root, pack: configuration.pack, strategies, files: sources, diagnostics };
}

/** What the user did wrong on the command line, as opposed to in a document. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** Where a strategy's document lies: recordings are named from there. */
export function documentFolder(loaded: LoadedPack, strategy: Strategy): string {
  return dirname(loaded.files.get(strategy.source) ?? loaded.root);
}

/** The document's path below the pack's folder, with `/`: the same wherever the pack lies. */
export function documentPath(loaded: LoadedPack, strategy: Strategy): string {
  const file = loaded.files.get(strategy.source) ?? strategy.source.name;
  return relative(loaded.root, file).split(sep).join('/');
}

/** Rules in YAML are documents too; the pack's own configuration is not. */
function isDocumentName(name: string): boolean {
  return DOCUMENT_NAMES.has(extname(name).toLowerCase()) && name !== CONFIGURATION;
}

function documentFiles(folder: string): string[] {
  const found: string[] = [];
  const visit = (at: string): void => {
    for (const each of readdirSync(at, { withFileTypes: true })) {
      const path = join(at, each.name);
      if (each.name.startsWith('.') || each.name.startsWith('_')) continue;
      if (each.isDirectory()) {
        if (!SKIPPED_FOLDERS.has(each.name)) visit(path);
      } else if (isDocumentName(each.name) && isFile(path)) {
        found.push(path);
      }
    }
  };
  visit(folder);
  return found.sort();
}

/** A link to a file is a document too; a link to a folder is not followed, as it may lead in a circle. */
const isFile = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** The text of a file, or why it has none. */
export function readFile(file: string, name: string): Source | Diagnostic {
  const empty: Source = { name, text: '' };
  if (statSync(file).size > LARGEST_DOCUMENT) {
    return fault(
      empty,
      'PCK1001',
      'the document is larger than 4 MiB',
      'split it, or move what is no document out of the pack',
    );
  }
  const bytes = readFileSync(file);
  const encoding = encodingOf(bytes);
  if (encoding === 'utf-8' && bytes.includes(0)) {
    return {
      ...fault(
        empty,
        'PCK1002',
        'the file is binary, not a document',
        'give it an extension, or move it out of the pack',
      ),
      severity: 'note',
    };
  }
  try {
    return { name, text: new TextDecoder(encoding, { fatal: true }).decode(bytes) };
  } catch {
    const message = `the document is not valid ${encoding.toUpperCase()}, so its characters cannot be told`;
    return fault(empty, 'PCK1003', message, 'save it as UTF-8');
  }
}

/** UTF-8 unless the byte order mark says otherwise. */
function encodingOf([first, second]: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

function readConfiguration(
  path: string,
  root: string,
): { pack: Pack; diagnostics: readonly Diagnostic[] } {
  const file = join(root, CONFIGURATION);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile())
    return { pack: defaultPack, diagnostics: [] };
  const source = { name: shownName(path, root, file), text: readFileSync(file, 'utf8') };
  const { value, diagnostics } = readPack(source);
  return { pack: value, diagnostics };
}

/** The path as the user would type it: what was given, then the way down from there. */
function shownName(given: string, target: string, file: string): string {
  const below = relative(target, file);
  if (below === '') return given;
  return below.startsWith('..') ? basename(file) : join(given, below).split(sep).join('/');
}

function fault(source: Source, code: string, message: string, remedy: string): Diagnostic {
  return { code, severity: 'error', message, source, remedy };
}
