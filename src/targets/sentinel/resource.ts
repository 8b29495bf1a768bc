// A template opened: its resources, what its metadata says of them, and their properties as deployment would set them.
import { parseDuration, type Problem } from '../../strategy/index.ts';
import type { Diagnostic, Source } from '../../text/index.ts';
import { isObject } from '../json.ts';
import { asObjects, groupIn, parseJson, type Values } from '../values.ts';
import { literalValue } from './arm.ts';
import * as problems from './messages.ts';

/** A template while it is read: its values, and where problems go. */
export interface Template {
  readonly source: Source;
  readonly parameters: ReadonlyMap<string, unknown>;
  /** What the template's metadata says of a rule or a hunting query, by its name. */
  readonly origins: ReadonlyMap<string, Values>;
  readonly add: <P>(problem: Problem<P>, parameters: P) => void;
}

/** One resource: its full type, the last part of its name, and its values. */
export interface Resource {
  readonly type: string;
  readonly name: string;
  readonly values: Values;
  readonly template: Template;
}

/** The template and its resources, or undefined with a diagnostic where the text is no template. */
export function openTemplate(
  path: string,
  content: string | Uint8Array,
  diagnostics: Diagnostic[],
): { template: Template; resources: readonly Omit<Resource, 'template'>[] } | undefined {
  const text = typeof content === 'string' ? content : new TextDecoder().decode(content);
  const source: Source = { name: path, text };
  const add = <P>(problem: Problem<P>, parameters: P): void => {
    diagnostics.push(problem({ source }, parameters));
  };
  const root = parseJson(text);
  if (!isObject(root)) {
    add(problems.notATemplate, {});
    return undefined;
  }
  const template = { source, parameters: defaultsOf(root), origins: originsOf(root), add };
  return { template, resources: resourcesOf(root['resources'], '', template) };
}

function defaultsOf(root: Values): ReadonlyMap<string, unknown> {
  const parameters = Object.entries(groupIn(root, 'parameters'));
  return new Map(
    parameters.map(([name, value]) => [
      name.toLowerCase(),
      isObject(value) ? value['defaultValue'] : undefined,
    ]),
  );
}

function originsOf(root: Values): ReadonlyMap<string, Values> {
  const metadata = groupIn(root, 'metadata');
  const made = [...asObjects(metadata['rules']), ...asObjects(metadata['hunting'])];
  return new Map(made.map((each) => [String(each['name']), each]));
}

/** The resources of a list and, under their parents' types, the children that stand inside them. */
function resourcesOf(
  list: unknown,
  parent: string,
  template: Template,
): readonly Omit<Resource, 'template'>[] {
  // Newer templates hold resources by symbolic names instead of a list.
  const values: readonly unknown[] = Array.isArray(list)
    ? list
    : isObject(list)
      ? Object.values(list)
      : [];
  return values.flatMap((each) => {
    if (!isObject(each) || typeof each['type'] !== 'string') {
      template.add(problems.untypedResource, {});
      return [];
    }
    const type = parent === '' ? each['type'] : `${parent}/${each['type']}`;
    const name = lastName(each['name']);
    // Templates end; what nests deeper than types do was made to be deep.
    const children =
      type.split('/').length > 12 ? [] : resourcesOf(each['resources'], type, template);
    return [{ type, name, values: each }, ...children];
  });
}

/** The last segment of a name, which may be an expression that joins a parameter and literals. */
function lastName(name: unknown): string {
  if (typeof name !== 'string') return '';
  const whole =
    literalValue(name) ??
    (name.match(/'(?:[^']|'')*'/g)?.at(-1) ?? '').slice(1, -1).replaceAll("''", "'");
  return whole.slice(whole.lastIndexOf('/') + 1);
}

/** A property as deployment would set it: literals unescaped, a parameter by its default. Other expressions are refused. */
export function valueOf(values: Values, key: string, { template, name }: Resource): unknown {
  const value = values[key];
  if (typeof value !== 'string') return value;
  const text = literalValue(value);
  if (text !== undefined) return text;
  const parameter = /^\[\s*parameters\('([^']{1,255})'\)\s*\]$/i.exec(value)?.[1]?.toLowerCase();
  const set = parameter === undefined ? undefined : template.parameters.get(parameter);
  if (set === undefined) {
    template.add(problems.unresolvedExpression, { key, name, expression: value.slice(0, 80) });
  }
  return set;
}

export function textOf(values: Values, key: string, resource: Resource): string | undefined {
  const value = valueOf(values, key, resource);
  return typeof value === 'string' ? value : undefined;
}

/** Seconds of an ISO 8601 duration. */
export function secondsOf(values: Values, key: string, resource: Resource): number | undefined {
  const text = textOf(values, key, resource);
  return text === undefined ? undefined : parseDuration(text);
}
