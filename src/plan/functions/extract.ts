// Fields found in text whose keys are not known beforehand: the paths of JSON and XML, and key=value pairs.
import { define, type ScalarFunction } from './function.ts';
import { fieldText, readJson, type Json } from './json-text.ts';
import { readXml, type XmlNode } from './xml-text.ts';

type Found = Map<string, string[]>;

/** Paths beyond this many are left out. */
const MOST_PATHS = 5000;

function add(found: Found, path: string, value: string): void {
  const known = found.get(path);
  if (known) known.push(value);
  else if (found.size < MOST_PATHS) found.set(path, [value]);
}

function jsonLeaves(json: Json, path: string, found: Found): void {
  switch (json.kind) {
    case 'object':
      for (const [key, value] of json.entries) {
        jsonLeaves(value, path === '' ? key : `${path}.${key}`, found);
      }
      return;
    case 'array':
      for (const item of json.items) jsonLeaves(item, `${path}{}`, found);
      return;
    case 'text':
    case 'number':
    case 'word':
      add(found, path, fieldText(json));
  }
}

function xmlLeaves(node: XmlNode, path: string, found: Found): void {
  for (const [name, value] of node.attributes) add(found, `${path}{@${name}}`, value);
  for (const child of node.children) xmlLeaves(child, `${path}.${child.name}`, found);
  if (node.children.length === 0 && node.text.trim() !== '') add(found, path, node.text.trim());
}

const MOST_KEPT = 64;
const kept = new Map<string, Found>();

/** Every leaf of a text by its path; the last texts are kept, for their fields are asked for one by one. */
function leavesOf(text: string): Found {
  const known = kept.get(text);
  if (known) return known;
  const found: Found = new Map();
  const start = text.trimStart()[0];
  if (start === '<') for (const root of readXml(text)) xmlLeaves(root, root.name, found);
  else {
    const json = start === '{' || start === '[' ? readJson(text) : undefined;
    if (json) jsonLeaves(json, '', found);
  }
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(text, found);
  return found;
}

/** What a written path leads to in XML: `a.b{2}.c{@d}`, elements counted from 1, a dot in an element as it stands. */
function xmlValues(text: string, path: string): string[] {
  let nodes: readonly XmlNode[] = [{ name: '', text: '', attributes: [], children: readXml(text) }];
  for (const step of path.split('.')) {
    const found = /^([^{}]*)((?:\{[^{}]*\})*)$/.exec(step.slice(0, 500));
    if (!found) return [];
    nodes = nodes.flatMap((each) => each.children.filter((child) => child.name === found[1]));
    for (const [, inside = ''] of (found[2] ?? '').matchAll(/\{([^{}]*)\}/g)) {
      if (inside.startsWith('@')) return attributeValues(nodes, inside.slice(1));
      if (inside !== '') nodes = nodes.slice(Number(inside) - 1, Number(inside));
    }
  }
  return nodes.map((each) => (each.children.length === 0 ? each.text.trim() : (each.raw ?? '')));
}

function attributeValues(nodes: readonly XmlNode[], name: string): string[] {
  return nodes.flatMap((each) =>
    each.attributes.filter(([key]) => key === name).map(([, value]) => value),
  );
}

const orNull = (values: readonly string[] | undefined): readonly string[] | null =>
  values && values.length > 0 ? values : null;

/** Pairs of a text, keys cleaned to letters, digits and underscores; of several equal keys the first counts. */
function pairsOf(text: string, pairDelimiters: string, keyDelimiters: string): Map<string, string> {
  const found = new Map<string, string>();
  const inKey = new Set(keyDelimiters);
  const between = new Set(pairDelimiters);
  let at = 0;
  while (at < text.length && found.size < MOST_PATHS) {
    let end = at;
    while (end < text.length && !inKey.has(text[end] ?? '') && !between.has(text[end] ?? '')) end++;
    if (!inKey.has(text[end] ?? '')) {
      at = end + 1;
      continue;
    }
    const key = cleanKey(text.slice(at, end));
    const value = valueAt(text, end + 1, between);
    if (key !== '' && !found.has(key)) found.set(key, value.text);
    at = value.end + 1;
  }
  return found;
}

const cleanKey = (key: string): string =>
  (/[^\s"']+$/.exec(key.trim().slice(-200))?.[0] ?? '')
    .replaceAll(/[^A-Za-z0-9_]/g, '_')
    .replace(/^[_0-9]+/, '');

function valueAt(
  text: string,
  start: number,
  between: ReadonlySet<string>,
): { text: string; end: number } {
  let at = start;
  while (text[at] === ' ' && !between.has(' ')) at++;
  if (text[at] === '"') {
    const end = text.indexOf('"', at + 1);
    if (end > 0) return { text: text.slice(at + 1, end), end };
  }
  let end = at;
  while (end < text.length && !between.has(text[end] ?? '')) end++;
  return { text: text.slice(at, end).trim(), end };
}

export const extract: readonly ScalarFunction[] = [
  define<[string]>({
    name: 'extract.paths',
    takes: ['string'],
    returns: 'strings',
    nulls: 'propagate',
    meaning: 'the paths of all leaves of a JSON or XML text',
    evaluate: (text) => orNull([...leavesOf(text).keys()]),
  }),
  define<[string, string]>({
    name: 'extract.leaves',
    takes: ['string', 'string'],
    returns: 'strings',
    nulls: 'propagate',
    meaning: 'the values of the leaves with exactly this path in a JSON or XML text',
    evaluate: (text, path) => orNull(leavesOf(text).get(path)),
  }),
  define<[string, string]>({
    name: 'extract.xml_values',
    takes: ['string', 'string'],
    returns: 'strings',
    nulls: 'propagate',
    meaning: 'what a path leads to in an XML text',
    evaluate: (text, path) =>
      text.trimStart().startsWith('<') ? orNull(xmlValues(text, path)) : null,
  }),
  define<[string, string, string]>({
    name: 'extract.keys',
    takes: ['string', 'string', 'string'],
    returns: 'strings',
    nulls: 'propagate',
    meaning:
      'the keys of key-value pairs, which are parted by any of the second text, keys by any of the third',
    evaluate: (text, pairs, keys) => orNull([...pairsOf(text, pairs, keys).keys()]),
  }),
  define<[string, string, string, string]>({
    name: 'extract.pair',
    takes: ['string', 'string', 'string', 'string'],
    returns: 'string',
    nulls: 'propagate',
    meaning: 'the value of one key (last argument) of key-value pairs',
    evaluate: (text, pairs, keys, key) => pairsOf(text, pairs, keys).get(key) ?? null,
  }),
];
