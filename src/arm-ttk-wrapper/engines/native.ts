/** Runs the tests ourselves, over files in memory. A pure function of its arguments. */
import type { Finding, Settings, TemplateInput, TtkTest } from '../check.ts';
import { groupsOf, isMainName, readFile, type FileSet, type ReadFile } from '../files.ts';
import { separate, type Separated } from '../inner-templates.ts';
import { get, shown, type JsonNode, type JsonObject } from '../json/node.ts';
import type { PlacedFinding, Run, TestResult } from '../results.ts';

/** Runs tests over a set of files. Files that are no JSON give findings, never exceptions. */
export function runNative(set: FileSet, tests: readonly TtkTest[], settings: Settings): Run {
  const world = survey(set, settings);
  const results: TestResult[] = [];
  const remarks: string[] = [];
  let isFirst = true;
  for (const file of world.files) {
    const groups = groupsOf(file, isFirst);
    if (file.schema !== undefined) isFirst = false;
    if (
      file.schema === undefined &&
      groups.includes('deploymentTemplate') &&
      !isMainName(file.name)
    ) {
      remarks.push(`${file.name} has no schema but resources, so it is taken for a template`);
    }
    for (const test of tests.filter(({ group }) => groups.includes(group))) {
      results.push(examine(file, test, world));
    }
  }
  return { engine: 'native', results, remarks };
}

/** What all tests of a run may look at. */
interface World {
  readonly files: readonly ReadFile[];
  /** The template that the run was started with; absent if it was started with another kind of file. */
  readonly start: ReadFile | undefined;
  readonly main: ReadFile | undefined;
  readonly templates: ReadonlyMap<ReadFile, Separated>;
  readonly generator: string;
  readonly settings: Settings;
}

function survey(set: FileSet, settings: Settings): World {
  const read = new Map(set.files.map((file) => [file, readFile(file)]));
  const start = read.get(set.start) ?? readFile(set.start);
  const isUi = start.schema?.toLowerCase().includes('createuidefinition') ?? false;
  const template = isUi || /\.parameters\.json$/i.test(start.name) ? undefined : start;
  const files = [...read.values()];
  const templates = new Map<ReadFile, Separated>();
  for (const file of files) {
    if (file.root !== undefined) templates.set(file, separate(file.text, file.root));
  }
  return {
    files: uiFirst(files),
    start: template,
    main: template !== undefined && isMainName(template.name) ? template : undefined,
    templates,
    generator: shown(get(template?.root, 'metadata', '_generator', 'name')).toLowerCase(),
    settings,
  };
}

function uiFirst(files: readonly ReadFile[]): ReadFile[] {
  const isUi = ({ name }: ReadFile): boolean => name.toLowerCase() === 'createuidefinition.json';
  return [...files.filter(isUi), ...files.filter((file) => !isUi(file))];
}

function examine(file: ReadFile, test: TtkTest, world: World): TestResult {
  const findings = run(file, test, world).map(({ finding, innerTemplate }) => ({
    severity: finding.severity,
    placed: place(finding, file, innerTemplate),
  }));
  const of = (severity: Finding['severity']): PlacedFinding[] =>
    findings.filter((one) => one.severity === severity).map((one) => one.placed);
  const errors = of('error');
  return {
    test: test.name,
    group: test.group,
    file: file.path,
    passed: errors.length === 0,
    errors,
    warnings: of('warning'),
  };
}

interface Located {
  readonly finding: Finding;
  readonly innerTemplate?: string;
}

function run(file: ReadFile, test: TtkTest, world: World): Located[] {
  switch (test.group) {
    case 'AllFiles': {
      const files = world.files.map(({ name, fault, placeOf }) => ({
        name,
        fault: fault && described(fault, placeOf),
      }));
      return [...test.check({ files })].map((finding) => ({ finding: atFault(finding, file) }));
    }
    case 'CreateUIDefinition': {
      const missing =
        file.root === undefined ? 'CreateUIDefinitionObject' : lacking(test.needsMain, world);
      if (file.root === undefined || missing !== undefined) return [skipped(missing ?? '')];
      const main = objectOf(
        world.main === undefined ? undefined : world.templates.get(world.main)?.outer.root,
      );
      return located(test.check({ ui: { text: file.text, base: 0, root: file.root }, main }));
    }
    case 'deploymentParameters':
      if (file.root === undefined) return [skipped('ParameterObject')];
      return located(test.check({ file: { text: file.text, base: 0, root: file.root } }));
    case 'deploymentTemplate': {
      const separated = world.templates.get(file);
      if (separated === undefined) return [skipped('TemplateObject')];
      return runTemplate(test.check, {
        separated,
        file,
        world,
        wholeFile: test.wholeFile ?? false,
      });
    }
  }
}

interface TemplateRun {
  readonly separated: Separated;
  readonly file: ReadFile;
  readonly world: World;
  readonly wholeFile: boolean;
}

/** The template itself, then each nested one by itself. */
function runTemplate(
  check: (input: TemplateInput) => Iterable<Finding>,
  { separated, file, world, wholeFile }: TemplateRun,
): Located[] {
  const shared = {
    original: (world.start ?? file).root,
    fileName: file.name,
    isMain: isMainName(file.name),
    generator: world.generator,
    settings: world.settings,
  };
  const found = located(check({ ...shared, template: separated.outer, isInner: false }));
  if (wholeFile) return found;
  for (const { name, content } of separated.inner) {
    for (const finding of check({ ...shared, template: content, isInner: true })) {
      found.push({ finding, innerTemplate: name });
    }
  }
  return found;
}

function located(findings: Iterable<Finding>): Located[] {
  return Array.from(findings, (finding) => ({ finding }));
}

function lacking(needs: 'file' | 'value' | undefined, { main, start }: World): string | undefined {
  if (needs === 'file' && main === undefined) return 'MainTemplateParameters';
  return needs === 'value' && start?.root === undefined ? 'TemplateObject' : undefined;
}

function skipped(missing: string): Located {
  const message = `Skipped because ${missing} was missing`;
  return { finding: { severity: 'warning', id: 'Test.Skipped', message, at: 0 } };
}

function objectOf(node: JsonNode | undefined): JsonObject | undefined {
  return node?.kind === 'object' ? node : undefined;
}

function described(fault: { message: string; at: number }, placeOf: ReadFile['placeOf']): string {
  const { line, column } = placeOf(fault.at);
  return `${fault.message} (line ${String(line)}, column ${String(column)})`;
}

/** The test on all files reports with the file it runs on; its own fault has a place there. */
function atFault(finding: Finding, file: ReadFile): Finding {
  return finding.message.startsWith(`${file.name} `)
    ? { ...finding, at: file.fault?.at ?? 0 }
    : finding;
}

function place(
  { id, message, at }: Finding,
  file: ReadFile,
  innerTemplate?: string,
): PlacedFinding {
  const { line, column } = file.placeOf(at);
  return { id, message, line, column, ...(innerTemplate === undefined ? {} : { innerTemplate }) };
}
