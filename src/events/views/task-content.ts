// A task definition's XML as the JSON that Defender puts into `AdditionalFields.TaskContent`.
import { parseXml } from '../formats/parse-xml.ts';
import { isElement, textOf, type Element } from '../formats/xml-tree.ts';

/**
 * The root's content as compact JSON: elements are members, repeated ones a list, elements without children their
 * text, attributes members with `@`. Text that is no XML gives undefined.
 */
export function taskContentJson(xml: string): string | undefined {
  const tree = parseXml(xml.trim());
  return 'fault' in tree ? undefined : JSON.stringify(jsonOf(tree));
}

type Json = string | Json[] | { [name: string]: Json };

function jsonOf(element: Element): Json {
  const children = element.children.filter(isElement);
  const attributes = element.attributes.filter(([name]) => name !== 'xmlns');
  if (children.length === 0 && attributes.length === 0) return textOf(element);
  const members = Object.create(null) as Record<string, Json>;
  for (const [name, value] of attributes) members[`@${name}`] = value;
  for (const child of children) {
    const known = members[child.name];
    const value = jsonOf(child);
    if (known === undefined) members[child.name] = value;
    else if (Array.isArray(known)) known.push(value);
    else members[child.name] = [known, value];
  }
  if (children.length === 0) members['#text'] = textOf(element);
  return members;
}
