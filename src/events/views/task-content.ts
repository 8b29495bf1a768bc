// A task definition's XML as the JSON that Defender puts into `AdditionalFields.TaskContent`.
import { parseXml } from '../formats/parse-xml.ts';
import { isElement, textOf, type Element } from '../formats/xml-tree.ts';

const TASK = 'http://schemas.microsoft.com/windows/2004/02/mit/task';

/**
 * The root's content as compact JSON: elements are members, repeated ones a list, elements without children their
 * text, attributes members with `@`. Elements of the task's namespace go by their own name, whatever prefix stands for
 * it: published queries ask for `$.Actions.Exec.Command`. Text that is no XML gives undefined.
 */
export function taskContentJson(xml: string): string | undefined {
  const tree = parseXml(xml.trim());
  return 'fault' in tree ? undefined : JSON.stringify(jsonOf(tree, new Set()));
}

type Json = string | Json[] | { [name: string]: Json };

function jsonOf(element: Element, outer: ReadonlySet<string>): Json {
  const prefixes = withDeclared(outer, element);
  const children = element.children.filter(isElement);
  const attributes = element.attributes.filter(([name]) => !/^xmlns(?::|$)/.test(name));
  if (children.length === 0 && attributes.length === 0) return textOf(element);
  const members = Object.create(null) as Record<string, Json>;
  for (const [name, value] of attributes) members[`@${name}`] = value;
  for (const child of children) {
    const name = nameOf(child, prefixes);
    const known = members[name];
    const value = jsonOf(child, prefixes);
    if (known === undefined) members[name] = value;
    else if (Array.isArray(known)) known.push(value);
    else members[name] = [known, value];
  }
  if (children.length === 0) members['#text'] = textOf(element);
  return members;
}

/** The prefixes that stand for the task's namespace inside an element. */
function withDeclared(outer: ReadonlySet<string>, { attributes }: Element): ReadonlySet<string> {
  const declared = attributes.filter(([name]) => name.startsWith('xmlns:'));
  if (declared.length === 0) return outer;
  const prefixes = new Set(outer);
  for (const [name, namespace] of declared) {
    if (namespace === TASK) prefixes.add(name.slice(6));
    else prefixes.delete(name.slice(6));
  }
  return prefixes;
}

function nameOf(element: Element, outer: ReadonlySet<string>): string {
  const colon = element.name.indexOf(':');
  const isTask = withDeclared(outer, element).has(element.name.slice(0, Math.max(0, colon)));
  return isTask ? element.name.slice(colon + 1) : element.name;
}
