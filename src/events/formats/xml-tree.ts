// Event XML, from text or from the log's binary form, as one small tree.
import type { ValueType, XmlElement } from '../record.ts';
import { escapeText, escapeAttribute } from '../xml-text.ts';

/** Character data; text formats give `text`, the binary format the type of the value that stood there. */
export interface Leaf {
  readonly text: string;
  readonly type: ValueType;
}

/** `selfClosed` tells `<Data/>` from `<Data></Data>`: a null from an empty text. */
export interface Element {
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly children: readonly (Element | Leaf)[];
  readonly selfClosed: boolean;
}

export function isElement(node: Element | Leaf): node is Element {
  return 'children' in node;
}

export function attribute(element: Element, name: string): string | undefined {
  for (const [known, value] of element.attributes) if (known === name) return value;
  return undefined;
}

/** All character data below, joined. */
export function textOf(element: Element): string {
  const [only] = element.children;
  if (only === undefined) return '';
  if (element.children.length === 1 && !isElement(only)) return only.text;
  return element.children.map((each) => (isElement(each) ? textOf(each) : each.text)).join('');
}

/** The plain form that records hold, without empty texts and the blanks between elements of pretty-printed XML. */
export function plain(element: Element): XmlElement {
  const mixed = element.children.some(isElement);
  const children = element.children.filter(
    (each) => isElement(each) || (mixed ? each.text.trim() : each.text) !== '',
  );
  return {
    name: element.name,
    attributes: element.attributes,
    children: children.map((each) => (isElement(each) ? plain(each) : each.text)),
  };
}

/** Markup of a plain element in the style of Windows: single quotes, nothing between elements. */
export function markup(node: XmlElement | string): string {
  if (typeof node === 'string') return escapeText(node);
  const open = `<${node.name}${attributesText(node.attributes)}>`;
  if (node.children.length === 0) return `${open}</${node.name}>`;
  return `${open}${node.children.map(markup).join('')}</${node.name}>`;
}

/** ` name='value'`, as it follows the element's name; nothing for an attribute that is absent. */
export function attributeText(name: string, value: string | number | undefined): string {
  if (value === undefined) return '';
  return ` ${name}='${typeof value === 'string' ? escapeAttribute(value) : String(value)}'`;
}

export function attributesText(attributes: Element['attributes'] | undefined): string {
  if (attributes === undefined) return '';
  let text = '';
  for (const [name, value] of attributes) text += attributeText(name, value);
  return text;
}
