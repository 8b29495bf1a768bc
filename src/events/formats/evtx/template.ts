// Template items and values put together into elements.
import type { Element, Leaf } from '../xml-tree.ts';
import { Damage } from './damage.ts';
import type { BinaryValue } from './values.ts';

/** Text, or the place of a value. An optional value that is null takes its attribute, or its element, with it. */
export type Part = string | Place;

interface Place {
  readonly slot: number;
  readonly optional: boolean;
}

/** Content of a template: text, a value's place, an element with such content, or what is complete already. */
export type Item = Part | ElementItem | Element | Leaf;

interface ElementItem {
  readonly name: string;
  readonly attributes: Attributes;
  readonly items: readonly Item[];
  /** The places of values without which the element is left out: one that is null suffices. */
  readonly needs: readonly number[];
}

export type AttributeParts = readonly [name: string, parts: readonly Part[]];

/** Attributes with places of values or, where there are none, as they stand in every instance. */
export type Attributes =
  | { readonly parts: readonly AttributeParts[] }
  | { readonly texts: Element['attributes']; readonly characters: number };

/** A value of an instance, or the nodes that a value of nested XML holds. */
export type TemplateValue = BinaryValue | { readonly nodes: readonly (Element | Leaf)[] };

/** What may still be made in this chunk; a file that wants more is hostile. */
export interface Budget {
  nodes: number;
  characters: number;
}

/** `dependency` is the place of the value that the definition names for the element as a whole, if it names one. */
export function elementItem(
  name: string,
  attributes: Attributes,
  items: readonly Item[],
  dependency: number | undefined,
): ElementItem {
  const needs = dependency === undefined ? [] : [dependency];
  for (const item of items)
    if (typeof item === 'object' && 'slot' in item && item.optional) needs.push(item.slot);
  return { name, attributes, items, needs };
}

export function attributesOf(parts: readonly AttributeParts[]): Attributes {
  const texts: (readonly [string, string])[] = [];
  let characters = 0;
  for (const [name, value] of parts) {
    if (!value.every((part) => typeof part === 'string')) return { parts };
    if (value.length === 0) continue;
    const text = value.join('');
    texts.push([name, text]);
    characters += text.length;
  }
  return { texts, characters };
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
    else if ('slot' in item) place(nodes, valueAt(values, item), budget);
    else if ('items' in item) element(nodes, item, values, budget);
    else nodes.push(item);
  }
  return nodes;
}

function valueAt(values: readonly TemplateValue[], { slot }: Place): TemplateValue {
  const value = values[slot];
  if (value === undefined) throw new Damage('substitution without a value');
  return value;
}

function place(nodes: (Element | Leaf)[], value: TemplateValue, budget: Budget): void {
  if ('nodes' in value) {
    spend(budget, value.nodes.length, 0);
    nodes.push(...value.nodes);
  } else if (isLeaf(value)) {
    spend(budget, 1, value.text.length);
    nodes.push(value);
  } else if (isList(value)) nodes.push(leaf(value.text.join(','), value.type, budget));
}

function isLeaf(value: BinaryValue): value is Leaf {
  return typeof value.text === 'string';
}

function element(
  nodes: (Element | Leaf)[],
  item: ElementItem,
  values: readonly TemplateValue[],
  budget: Budget,
): void {
  for (const slot of item.needs) if (isNull(values[slot])) return;
  const { name, items } = item;
  const attributes = attributeTexts(item.attributes, values, budget);
  const list = firstList(items, values);
  if (list === undefined || list.value.text.length === 0) {
    const children = list ? around(items, list.at, values, budget) : expand(items, values, budget);
    spend(budget, 1, 0);
    nodes.push({ name, attributes, children, selfClosed: children.length === 0 });
    return;
  }
  // Windows repeats an element that has an array in its content, once per item.
  const { text: texts, type } = list.value;
  for (const text of texts) {
    // What stands beside the array is gone through again, even if nothing comes of it.
    spend(budget, items.length, 0);
    const child = leaf(text, type, budget);
    const children = items.length === 1 ? [child] : around(items, list.at, values, budget, child);
    nodes.push({ name, attributes, children, selfClosed: false });
  }
}

/** The items with `child` in the place of one of them. */
function around(
  items: readonly Item[],
  at: number,
  values: readonly TemplateValue[],
  budget: Budget,
  ...child: Leaf[]
): (Element | Leaf)[] {
  const before = expand(items.slice(0, at), values, budget);
  return [...before, ...child, ...expand(items.slice(at + 1), values, budget)];
}

function isNull(value: TemplateValue | undefined): boolean {
  return value !== undefined && 'type' in value && value.type === 'null';
}

type List = BinaryValue & { readonly text: readonly string[] };

function isList(value: BinaryValue): value is List {
  return typeof value.text === 'object' && value.text !== null;
}

function firstList(
  items: readonly Item[],
  values: readonly TemplateValue[],
): { readonly at: number; readonly value: List } | undefined {
  for (let at = 0; at < items.length; at++) {
    const item = items[at];
    if (typeof item !== 'object' || !('slot' in item)) continue;
    const value = valueAt(values, item);
    if (!('nodes' in value) && isList(value)) return { at, value };
  }
  return undefined;
}

function attributeTexts(
  attributes: Attributes,
  values: readonly TemplateValue[],
  budget: Budget,
): Element['attributes'] {
  if ('texts' in attributes) {
    spend(budget, attributes.texts.length, attributes.characters);
    return attributes.texts;
  }
  const texts: (readonly [string, string])[] = [];
  for (const [name, parts] of attributes.parts) {
    const text = attributeText(parts, values);
    if (text !== undefined) texts.push([name, text]);
    spend(budget, 1, text?.length ?? 0);
  }
  return texts;
}

function attributeText(
  parts: readonly Part[],
  values: readonly TemplateValue[],
): string | undefined {
  let text: string | undefined;
  for (const part of parts) {
    if (typeof part === 'string') {
      text = (text ?? '') + part;
      continue;
    }
    const value = valueAt(values, part);
    if ('nodes' in value) throw new Damage('XML as the value of an attribute');
    if (isLeaf(value)) text = (text ?? '') + value.text;
    else if (isList(value)) text = (text ?? '') + value.text.join(',');
    else if (!part.optional) text ??= '';
  }
  return text;
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
