// Whether a file could be deployed as it is: an ARM template, ours or not, or a Splunk app.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { shippedApiVersions, validateTemplate } from '../arm-ttk-wrapper/index.ts';
import { importRules } from '../documents/index.ts';
import { defaultPack, validate as validateStrategies } from '../strategy/index.ts';
import { emit, readTemplates } from '../targets/sentinel/index.ts';
import { check as checkApp, unpack } from '../targets/splunk/index.ts';
import type { Diagnostic, FileTree, Source } from '../text/index.ts';
import { appInspectFindings } from './appinspect.ts';
import { inDocuments } from './in-documents.ts';
import { readFile, UsageError } from './pack-folder.ts';
import { routeSearches, type Workspace } from './route-searches.ts';

/** A single file of an app beyond this is looked at by no check. */
const LARGEST_FILE = 64 * 1024 * 1024;
/** What matters to an import alone: what a document has no place for, what it would be called. */
const OF_IMPORTS = new Set(['DOC1053', 'DOC1054', 'DOC1056', 'DOC1057', 'DOC1059', 'DOC1060']);
/** A value that the deployment gives: no fault of a template, but nothing that can be checked either. */
const UNRESOLVED = 'DOC1055';

/** For a Splunk app's package. */
export interface ValidateOptions {
  /** A JSON report of Splunk's AppInspect on the package, whose findings are told as well. */
  readonly appInspect?: string | undefined;
  /** The pack that the app was built from: findings are told in its documents. */
  readonly pack?: string | undefined;
}

/**
 * Every finding about an ARM template (`.json`), a Splunk app's package or its folder.
 * @throws UsageError for a path that is not there, or a folder that is no app.
 */
export async function validate(
  path: string,
  options: ValidateOptions = {},
): Promise<readonly Diagnostic[]> {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (!entry) throw new UsageError(`${path}: no such file or folder`);
  if (entry.isDirectory()) return checkFolder(path);
  if (/\.(?:spl|tgz|tar|gz)$/i.test(path)) {
    return checkPackage(path, options);
  }
  const source = readFile(path, path);
  return 'code' in source ? [source] : validateArm(source);
}

function checkPackage(path: string, { appInspect, pack }: ValidateOptions): Diagnostic[] {
  const { value, diagnostics, modes } = unpack(readFileSync(path), path);
  const report = appInspect === undefined ? undefined : readFile(appInspect, appInspect);
  const reported = report === undefined ? [] : reportFindings(report, value);
  const found = value.size === 0 ? [] : [...checkApp(value, modes), ...reported];
  return [...diagnostics, ...(pack === undefined ? found : inDocuments(found, value, pack))];
}

const reportFindings = (report: Source | Diagnostic, tree: FileTree): Diagnostic[] =>
  'code' in report ? [report] : appInspectFindings(report, tree);

/** Permissions are the disk's: on a system without them, nothing is known of them. */
function checkFolder(folder: string): Diagnostic[] {
  const tree = new Map<string, Uint8Array>();
  const modes = new Map<string, number>();
  const top = basename(resolve(folder));
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    const path = relative(folder, file).split(sep).join('/');
    if (!entry.isFile() && !entry.isDirectory()) continue;
    const { mode, size } = statSync(file);
    if (process.platform !== 'win32') {
      modes.set(`${top}/${path}${entry.isDirectory() ? '/' : ''}`, mode & 0o7777);
    }
    if (entry.isFile() && size <= LARGEST_FILE) tree.set(path, readFileSync(file));
  }
  if (![...tree.keys()].some((each) => /(?:^|\/)default\/app\.conf$/.test(each))) {
    throw new UsageError(`${folder}: neither a template nor the folder of a Splunk app`);
  }
  return checkApp(tree, modes);
}

/** The template as such, then its analytics rules as if they were a pack's, with the template's own functions and lists. */
async function validateArm(source: Source): Promise<readonly Diagnostic[]> {
  const found = validateTemplate(source.text, shippedApiVersions()).map(
    ({ id, severity, message, start, end }): Diagnostic => ({
      code: `ARM-${id}`,
      severity,
      message,
      source,
      span: { start, end },
    }),
  );
  if (found.some(({ code }) => code === 'ARM-json')) return found;
  return [...found, ...(await validateRules(source))];
}

async function validateRules(source: Source): Promise<Diagnostic[]> {
  const rules = importRules(source);
  const strategies = rules.value;
  const { sentinel, diagnostics: searches } = await routeSearches(
    defaultPack,
    strategies,
    workspaceOf(source),
  );
  const checked = emit(defaultPack, sentinel, new Map(), ['extension']);
  return [
    ...rules.diagnostics.filter(({ code }) => !OF_IMPORTS.has(code)).map(unresolvedAsNote),
    ...validateStrategies(strategies),
    // That a rule of Sentinel's is nothing for Defender goes without saying.
    ...searches.filter(({ code }) => code !== 'RTE1001'),
    ...checked.diagnostics,
  ];
}

function unresolvedAsNote(diagnostic: Diagnostic): Diagnostic {
  if (diagnostic.code !== UNRESOLVED) return diagnostic;
  return {
    ...diagnostic,
    severity: 'note',
    message: `${diagnostic.message}: the rule is not checked`,
    remedy: undefined,
  };
}

/** The functions and watchlists that the template itself deploys. */
function workspaceOf({ name, text }: Source): Workspace {
  const { value } = readTemplates(new Map([[name, text]]), [name]);
  const watchlists = [...value.watchlists.values()].map(({ alias, columns }) => {
    const held = columns.map((column) => ({ name: column, type: 'string' as const }));
    return [alias, { table: alias, columns: held }] as const;
  });
  return { functions: [...value.functions.values()], watchlists: new Map(watchlists) };
}
