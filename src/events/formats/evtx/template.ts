// Template items and values put together into elements.
import type { Element, Leaf } from '../xml-tree.ts';
import { Damage } from './damage.ts';
import type { BinaryValue } from './values.ts';

/** Text, or the place of a value. An optional value that is null takes its attribute with it. */
export type Part = string | { readonly slot: number; readonly optional: boolean };

/** Content of a template: text, a value's place, an element with such content, or what is complete already. */
export type Item = Part | ElementItem | Element | Leaf;

interface ElementItem {
  readonly name: string;
  readonly attributes: readonly (readonly [string, readonly Part[]])[];
  readonly items: readonly Item[];
}

/** A value of an instance, or the nodes that a value of nested XML holds. */
export type TemplateValue = BinaryValue | { readonly nodes: readonly (Element | Leaf)[] };

/** What may still be made in this chunk; a file that wants more is hostile. */
export interface Budget {
  nodes: number;
  characters: number;
}

/** The items with the values in their places. */
export function expand(
  items: readonly Item[],
  values: readonly TemplateValue[],
  budget: Budget,
): (Element | Leaf)[] {
  const nodes: (Element | Leaf)[] = [];
  for (const item of items) {
    if (typeof item === 'string') nodes.push(leaf(item, 'text', budget));
    else if ('slot' in item) place(nodes, values[item.slot], budget);
    else if ('items' in item) element(nodes, item, values, budget);
    else nodes.push(item);
  }
  return nodes;
}

function place(nodes: (Element | Leaf)[], value: TemplateValue | undefined, budget: Budget): void {
  if (value === undefined) throw new Damage('substitution without a value');
  if ('nodes' in value) {
    spend(budget, value.nodes.length, 0);
    nodes.push(...value.nodes);
  } else if (typeof value.text === 'string') nodes.push(leaf(value.text, value.type, budget));
  else if (value.text) nodes.push(leaf(value.text.join(','), value.type, budget));
}

function element(
  nodes: (Element | Leaf)[],
  item: ElementItem,
  values: readonly TemplateValue[],
  budget: Budget,
): void {
  const attributes: (readonly [string, string])[] = [];
  for (const [name, parts] of item.attributes) {
    const text = attributeText(parts, values);
    if (text !== undefined) attributes.push([name, text]);
    spend(budget, 1, text?.length ?? 0);
  }
  const list = soleList(item, values);
  if (list === undefined) {
    const children = expand(item.items, values, budget);
    spend(budget, 1, 0);
    nodes.push({ name: item.name, attributes, children, selfClosed: children.length === 0 });
    return;
  }
  // Windows repeats an element whose only content is an array, once per item.
  for (const text of list.text) {
    const children = [leaf(text, list.type, budget)];
    spend(budget, 1, 0);
    nodes.push({ name: item.name, attributes, children, selfClosed: false });
  }
  if (list.text.length === 0)
    nodes.push({ name: item.name, attributes, children: [], selfClosed: true });
}

function soleList(
  item: ElementItem,
  values: readonly TemplateValue[],
): { type: BinaryValue['type']; text: readonly string[] } | undefined {
  const [only] = item.items;
  if (item.items.length !== 1 || typeof only !== 'object' || !('slot' in only)) return undefined;
  const value = values[only.slot];
  if (!value || 'nodes' in value || value.text === null || typeof value.text === 'string') {
    return undefined;
  }
  return { type: value.type, text: value.text };
}

function attributeText(
  parts: readonly Part[],
  values: readonly TemplateValue[],
): string | undefined {
  let text = '';
  let present = false;
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part;
      present = true;
      continue;
    }
    const value = values[part.slot];
    if (value === undefined) throw new Damage('substitution without a value');
    if ('nodes' in value) throw new Damage('XML as the value of an attribute');
    if (value.text === null) present ||= !part.optional;
    else {
      text += typeof value.text === 'string' ? value.text : value.text.join(',');
      present = true;
    }
  }
  return present ? text : undefined;
}

function leaf(text: string, type: Leaf['type'], budget: Budget): Leaf {
  spend(budget, 1, text.length);
  return { text, type };
}

function spend(budget: Budget, nodes: number, characters: number): void {
  budget.nodes -= nodes;
  budget.characters -= characters;
  if (budget.nodes < 0 || budget.characters < 0)
    throw new Damage('content that grows beyond measure');
}
