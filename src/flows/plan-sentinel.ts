// What deploying a pack would do to a workspace, from files alone: the pack, an export, and the bundle deployed last.
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import {
  detectionItems,
  detectionRollback,
  holdsDetections,
  readDetections,
  readDetectionState,
} from '../targets/defender/index.ts';
import { planOf, type DeployPlan, type Held, type Item } from '../targets/deployment.ts';
import { itemsOf, readState, readTemplates, rollbackFiles } from '../targets/sentinel/index.ts';
import {
  hasErrors,
  type Diagnostic,
  type FileTree,
  type Outcome,
  type Source,
} from '../text/index.ts';
import { assemble } from './build.ts';
import { readFile, UsageError } from './pack-folder.ts';

export interface PlanOptions {
  /** A folder of documents, or one document. */
  readonly pack: string;
  /**
   * The exported state: files and folders of them, each an ARM template, an answer of the REST API (rules, saved
   * searches, watchlists and their items, workbooks), or Graph's list of custom detections.
   */
  readonly current: readonly string[];
  /** The folder of the build, or the `mainTemplate.json`, deployed last; without it, drift and what was retired cannot be told. */
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
  const sources = options.current.flatMap(jsonFiles).map(open);
  const before = options.previous === undefined ? undefined : jsonFiles(options.previous).map(open);
  const built = await assemble({ pack: options.pack, sentinel: ['extension'] });
  const wanted = deployed(built.tree);
  const [graph, workspace] = parted(sources, ({ text }) => holdsDetections(text));
  const state = readState(workspace);
  const detections = graph.map(readDetectionState);
  const previous = before && deployed(new Map(before.map(({ name, text }) => [name, text])));
  const held: readonly Held[] = [
    ...(workspace.length > 0 ? [state.value] : []),
    ...detections.map(({ value }) => value),
  ];
  const current = {
    items: held.flatMap(({ items }) => items),
    covers: new Set(held.flatMap(({ covers }) => [...covers])),
  };
  const plan = planOf(wanted.value, current, previous?.value);
  const diagnostics = [
    ...built.diagnostics,
    ...wanted.diagnostics,
    ...state.diagnostics,
    ...detections.flatMap((each) => each.diagnostics),
    ...(previous?.diagnostics ?? []),
  ];
  if (hasErrors(diagnostics)) return { diagnostics };
  if (options.rollback === undefined) return { plan, diagnostics };
  const back = rollbackFiles(plan, state.value);
  write(options.rollback, back.value);
  const all = { items: detections.flatMap(({ value }) => value.items), covers: current.covers };
  if (graph.length > 0) write(options.rollback, detectionRollback(plan, all));
  return { plan, diagnostics: [...diagnostics, ...back.diagnostics] };
}

/** The files of a folder, sorted; a file is itself. */
function jsonFiles(path: string): readonly string[] {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (!entry?.isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json') && !OTHER_FILES.test(name.split(sep).join('/')))
    .map((name) => join(path, name))
    .sort();
}

/** Files of a build that deploy nothing, or the same in another form. */
const OTHER_FILES =
  /(?:^|\/)(?:build-manifest|detections|createUiDefinition|SolutionMetadata|delete|delete-detections|[^/]*\.parameters)\.json$|(?:^|\/)(?:repositories|solution|splunk)\//;

function parted<T>(all: readonly T[], test: (each: T) => boolean): readonly [T[], T[]] {
  return [all.filter(test), all.filter((each) => !test(each))];
}

/** What a build deploys: its main templates and its detections. */
function deployed(tree: FileTree): Outcome<readonly Item[]> {
  const [graph, others] = parted([...tree.keys()], (path) => DETECTION.test(path));
  const templates = others.filter((path) => TEMPLATE.test(path));
  const bundle = readTemplates(tree, templates);
  const detections = readDetections(new Map(graph.map((path) => [path, tree.get(path) ?? ''])));
  return {
    value: [...itemsOf(bundle.value), ...detectionItems(detections.value)],
    diagnostics: [...bundle.diagnostics, ...detections.diagnostics],
  };
}

const DETECTION = /(?:^|\/)detections\/[^/]+\.json$/;
const TEMPLATE = /^(?!defender\/|splunk\/)(?!.*\/(?:repositories|solution)\/).*\.json$/;

function open(path: string): Source {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (!entry?.isFile()) throw new UsageError(`${path}: no such file`);
  const source = readFile(path, path);
  if ('code' in source) throw new UsageError(`${path}: ${source.message}`);
  return source;
}

function write(folder: string, files: FileTree): void {
  for (const [path, content] of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}
