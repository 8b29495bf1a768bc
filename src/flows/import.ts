// Rules of other products to documents of ours.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { importRules, readDocument, writeDocument } from '../documents/index.ts';
import type { Strategy } from '../strategy/index.ts';
import { hasErrors, type Diagnostic, type Source } from '../text/index.ts';
import { declarations } from './import-tables.ts';
import { readFile, UsageError } from './pack-folder.ts';

export interface ImportOptions {
  /** Files, or folders whose `.yaml`, `.yml` and `.json` files are read. */
  readonly paths: readonly string[];
  /** The folder that the documents go to. */
  readonly out: string;
}

export interface ImportResult {
  /** Paths of the documents, in the order of the files and of the rules in them. */
  readonly written: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

const NAMES = new Set(['.yaml', '.yml', '.json']);
const LONGEST_NAME = 80;

/**
 * A document per rule, named after its title, and a pack.yaml that declares tables which no product has. What is there already is
 * never replaced by another text.
 * @throws UsageError where a path does not exist.
 */
export async function importFiles({ paths, out }: ImportOptions): Promise<ImportResult> {
  const diagnostics: Diagnostic[] = [];
  const documents = new Map<string, string>();
  const strategies: Strategy[] = [];
  for (const file of paths.flatMap(filesAt)) {
    const source = readFile(file, file);
    if ('code' in source) {
      diagnostics.push(source);
      continue;
    }
    const read = importRules(source);
    diagnostics.push(...read.diagnostics);
    for (const strategy of read.value) {
      const path = freeName(out, strategy, documents);
      const text = writeDocument(strategy);
      const problem = problemOf(path, text, source);
      if (problem) {
        diagnostics.push(problem);
        continue;
      }
      documents.set(path, text);
      strategies.push(strategy);
    }
  }
  const declared = await declarations(strategies, out);
  diagnostics.push(...declared.diagnostics);
  mkdirSync(out, { recursive: true });
  for (const [path, text] of documents) writeFileSync(path, text);
  for (const [path, text] of declared.files) writeFileSync(path, text);
  return { written: [...documents.keys(), ...declared.files.keys()], diagnostics };
}

function filesAt(path: string): string[] {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (!entry) throw new UsageError(`${path}: no such file or folder`);
  if (!entry.isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => NAMES.has(extname(name).toLowerCase()))
    .map((name) => join(path, name))
    .filter((file) => statSync(file).isFile())
    .sort();
}

/** The title in lower case; of two rules with one title the second has its id behind it. */
function freeName(
  out: string,
  { title, id }: Strategy,
  taken: ReadonlyMap<string, string>,
): string {
  const words = `${title} `
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_NAME)
    .replace(/^-+|-+$/g, '');
  const name = words === '' ? id : words;
  const path = join(out, `${name}.md`);
  if (!taken.has(path)) return path;
  const named = join(out, `${name}-${id}.md`);
  for (let count = 2; ; count++) {
    const next = count === 2 ? named : join(out, `${name}-${id}-${String(count)}.md`);
    if (!taken.has(next)) return next;
  }
}

/** Why a document is not written: another text is there, or what was made of the rule is no document. */
function problemOf(path: string, text: string, source: Source): Diagnostic | undefined {
  if (existsSync(path) && readFileSync(path, 'utf8') !== text) {
    return {
      code: 'IMP1001',
      severity: 'error',
      message: `${path} is there already and says something else`,
      source,
      remedy: 'name another folder with --out, or remove the document',
    };
  }
  const { value, diagnostics } = readDocument({ name: path, text });
  if (value && !hasErrors(diagnostics)) return undefined;
  const first = diagnostics.find(({ severity }) => severity === 'error');
  return {
    code: 'IMP1002',
    severity: 'error',
    message: `no document can be made of a rule: ${first?.message ?? 'it cannot be read back'}`,
    source,
    remedy: 'mend the rule where it comes from',
  };
}
