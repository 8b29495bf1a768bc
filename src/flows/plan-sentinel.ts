// What deploying a pack would do to a workspace, from files alone: the pack, an export, and the bundle deployed last.
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  planOf,
  readState,
  readTemplates,
  rollbackFiles,
  type DeployPlan,
} from '../targets/sentinel/index.ts';
import { hasErrors, type Diagnostic, type FileTree, type Source } from '../text/index.ts';
import { assemble } from './build.ts';
import { readFile, UsageError } from './pack-folder.ts';

export interface PlanOptions {
  /** A folder of documents, or one document. */
  readonly pack: string;
  /** The exported state: an ARM template from the portal, or the REST API's list of rules. */
  readonly current: string;
  /** The `mainTemplate.json` that was deployed last; without it, drift and retired rules cannot be told. */
  readonly previous?: string | undefined;
  /** The folder that the rollback bundle goes to. */
  readonly rollback?: string | undefined;
}

export interface PlanResult {
  /** Absent where an error stands in the way. */
  readonly plan?: DeployPlan;
  readonly diagnostics: readonly Diagnostic[];
}

/** @throws UsageError for a path that is not there. */
export async function planSentinel(options: PlanOptions): Promise<PlanResult> {
  const current = open(options.current);
  const previous = options.previous === undefined ? undefined : open(options.previous);
  const built = await assemble({ pack: options.pack, sentinel: ['extension'] });
  const wanted = bundleIn(built.tree, mainTemplates(built.tree));
  const state = readState(current);
  const deployed = previous && bundleIn(new Map([[previous.name, previous.text]]), [previous.name]);
  const diagnostics = [
    ...built.diagnostics,
    ...wanted.diagnostics,
    ...state.diagnostics,
    ...(deployed?.diagnostics ?? []),
  ];
  if (hasErrors(diagnostics)) return { diagnostics };
  const plan = planOf(wanted.value, state.value, deployed?.value);
  if (options.rollback !== undefined) write(options.rollback, rollbackFiles(plan, state.value));
  return { plan, diagnostics };
}

function open(path: string): Source {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (!entry?.isFile()) throw new UsageError(`${path}: no such file`);
  const source = readFile(path, path);
  if ('code' in source) throw new UsageError(`${path}: ${source.message}`);
  return source;
}

function mainTemplates(tree: FileTree): readonly string[] {
  return [...tree.keys()].filter((path) =>
    /^sentinel\/[^/]+\/mainTemplate(?:-\d+)?\.json$/.test(path),
  );
}

function bundleIn(tree: FileTree, paths: readonly string[]): ReturnType<typeof readTemplates> {
  return readTemplates(tree, paths);
}

function write(folder: string, files: FileTree): void {
  for (const [path, content] of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}
