/** The files of a run, read and sorted into groups. Pure: `disk.ts` gets the texts. */
import type { Group } from './check.ts';
import { linePlaces, type LinePlace } from './json/lines.ts';
import { get, isTruthy, stringOf, type JsonNode } from './json/node.ts';
import { readJson, type JsonFault } from './json/read.ts';

/** A file as it was found: the path is shown in results, the text is without its byte order mark. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** The files of a run; `start` is the one the caller named, or the main template found in the folder. */
export interface FileSet {
  readonly start: SourceFile;
  /** The start file and, where it is a main template, all JSON files below its folder. */
  readonly files: readonly SourceFile[];
}

/** A file with its value and what follows from its name and schema. */
export interface ReadFile {
  readonly path: string;
  readonly name: string;
  readonly text: string;
  readonly root: JsonNode | undefined;
  readonly fault: JsonFault | undefined;
  readonly schema: string | undefined;
  readonly placeOf: (offset: number) => LinePlace;
}

/** The names that make a file the main template of its folder. */
const mainNames = ['azuredeploy.json', 'maintemplate.json', 'prereq.azuredeploy.json'];

/** Whether a file is called as a main template is. */
export function isMainName(name: string): boolean {
  return mainNames.includes(name.toLowerCase());
}

/** Reads a file's text as JSON. */
export function readFile({ path, text }: SourceFile): ReadFile {
  const { root, fault } = readJson(text);
  return {
    path,
    name: path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1),
    text,
    root,
    fault,
    schema: stringOf(get(root, '$schema')),
    placeOf: linePlaces(text),
  };
}

const byGroup: readonly Exclude<Group, 'AllFiles'>[] = [
  'CreateUIDefinition',
  'deploymentParameters',
  'deploymentTemplate',
];

/**
 * The groups whose tests a file gets: by its schema, without one by its name or by having resources. `isFirst` says
 * that no file with a schema came before; the tests on all files run with that one.
 */
export function groupsOf(file: ReadFile, isFirst: boolean): Group[] {
  const { schema, name, root } = file;
  if (schema !== undefined && schema !== '') {
    const groups = byGroup.filter((group) => schema.toLowerCase().includes(group.toLowerCase()));
    return isFirst ? ['AllFiles', ...groups] : groups;
  }
  if (!/\.json$/i.test(name)) return ['AllFiles'];
  const stem = name.replace(/\.json$/i, '').toLowerCase();
  const belongs = (group: (typeof byGroup)[number]): boolean =>
    stem.includes(group.toLowerCase()) ||
    (group === 'deploymentParameters' && stem.endsWith('.parameters')) ||
    (group === 'deploymentTemplate' && (isMainName(name) || isTruthy(get(root, 'resources'))));
  return ['AllFiles', ...byGroup.filter(belongs)];
}
