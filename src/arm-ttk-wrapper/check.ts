/** What a test case is, and what it is given to look at. */
import type { ApiVersions } from './api-versions.ts';
import type { JsonNode, JsonObject } from './json/node.ts';

/** The four kinds of files that tests are for; a test runs on files of its group. */
export type Group =
  'AllFiles' | 'CreateUIDefinition' | 'deploymentParameters' | 'deploymentTemplate';

/** A piece of a file's text together with its value. `base` is where the text begins in the file. */
export interface Content {
  readonly text: string;
  readonly base: number;
  readonly root: JsonNode;
}

/** What a test reports. `at` is an offset into the examined file (not into a piece of it). */
export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly id: string;
  readonly message: string;
  readonly at: number;
}

/** Settings that a run is given; the date is an input so that two runs agree. */
export interface Settings {
  /** The known API versions by resource type. */
  readonly apiVersions: ApiVersions;
  /** "Today", in milliseconds since 1970 UTC. */
  readonly testDate: number;
  /** The quickstart sample that `_artifactsLocation` may point to. */
  readonly sampleName: string;
}

/** A deployment template, or one nested in it with its own scope. */
export interface TemplateInput {
  /** Text and value; nested templates with a scope of their own are blanked out of the outer one. */
  readonly template: Content;
  /** The template that the run was started with, nothing blanked. */
  readonly original: JsonNode | undefined;
  readonly fileName: string;
  /** Whether the file is called as a main template is. */
  readonly isMain: boolean;
  readonly isInner: boolean;
  /** The tool that wrote the main template, as its metadata says: `bicep`. */
  readonly generator: string;
  readonly settings: Settings;
}

/** A createUiDefinition and the main template beside it. */
export interface UiInput {
  readonly ui: Content;
  /** Absent when the main template is empty or no JSON. */
  readonly main: JsonObject | undefined;
}

/** A parameter file. */
interface ParametersInput {
  readonly file: Content;
}

/** All files of the run, for the one test that looks at each. */
interface AllFilesInput {
  readonly files: readonly { readonly name: string; readonly fault: string | undefined }[];
}

interface Described {
  /** The name that `--test` takes and results carry. */
  readonly name: string;
  /** One sentence: what holds when the test passes. */
  readonly title: string;
}

export interface TemplateTest extends Described {
  readonly group: 'deploymentTemplate';
  /** Looks at the file as a whole, so nested templates are not examined again. */
  readonly wholeFile?: true;
  readonly check: (input: TemplateInput) => Iterable<Finding>;
}

export interface UiTest extends Described {
  readonly group: 'CreateUIDefinition';
  /** Cannot say anything without a main template, or without its value; skipped with a warning then. */
  readonly needsMain?: 'file' | 'value';
  readonly check: (input: UiInput) => Iterable<Finding>;
}

export interface ParametersTest extends Described {
  readonly group: 'deploymentParameters';
  readonly check: (input: ParametersInput) => Iterable<Finding>;
}

export interface AllFilesTest extends Described {
  readonly group: 'AllFiles';
  readonly check: (input: AllFilesInput) => Iterable<Finding>;
}

/** One test case of the toolkit. */
export type TtkTest = TemplateTest | UiTest | ParametersTest | AllFilesTest;

/** An error at a value, or at an offset. */
export function error(
  id: string,
  message: string,
  at: { readonly start: number } | number,
): Finding {
  return { severity: 'error', id, message, at: typeof at === 'number' ? at : at.start };
}

/** A warning; it does not make a test fail. */
export function warning(
  id: string,
  message: string,
  at: { readonly start: number } | number,
): Finding {
  return { ...error(id, message, at), severity: 'warning' };
}
