// YAML into plain values, with the place of every key and value: for `pack.yaml` and front matter.
import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  type Pair,
  type ParsedNode,
  type Range,
} from 'yaml';
import type { Diagnostic, Source, Span } from '../text/index.ts';
import { badYaml, yamlAlias, yamlDuplicateKey, yamlKey, yamlTooBig } from './messages.ts';

/** Larger or deeper than any person writes; what is beyond is refused rather than worked through. */
const LARGEST_TEXT = 1_000_000;
const DEEPEST = 60;

/** `keys` and `values`: from a path (`entities.0.columns`, root ``) to its place in `source`. */
export interface YamlValue {
  readonly value: unknown;
  readonly keys: ReadonlyMap<string, Span>;
  readonly values: ReadonlyMap<string, Span>;
  readonly diagnostics: readonly Diagnostic[];
}

interface Walk {
  readonly source: Source;
  readonly offset: number;
  readonly keys: Map<string, Span>;
  readonly values: Map<string, Span>;
  readonly diagnostics: Diagnostic[];
}

/**
 * Reads the YAML in `span` of a source (all of it by default). Mappings become objects without a prototype. Aliases,
 * merge keys and keys that are not scalars are refused by name; every syntax error is reported.
 */
export function readYaml(source: Source, span?: Span): YamlValue {
  const from = span?.start ?? 0;
  const text = source.text.slice(from, span?.end);
  const walk: Walk = {
    source,
    offset: from,
    keys: new Map(),
    values: new Map(),
    diagnostics: [],
  };
  if (text.length > LARGEST_TEXT || nesting(text) > DEEPEST) {
    walk.diagnostics.push(yamlTooBig({ source }, { size: text.length, depth: DEEPEST }));
    return { value: undefined, ...walk };
  }
  const document = parseDocument(text, { uniqueKeys: false, logLevel: 'silent', version: '1.2' });
  for (const { message, pos } of document.errors) {
    const last = from + text.length;
    const start = Math.min(from + pos[0], last);
    const at = { start, end: Math.min(Math.max(from + pos[1], start + 1), last) };
    const reason = message.split('\n', 1)[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? message;
    walk.diagnostics.push(badYaml({ source, span: at }, { reason }));
  }
  const value = document.contents ? plainOf(document.contents, '', walk) : undefined;
  return { value, ...walk };
}

/** The deepest nesting of flow brackets, or one more than is allowed where a line opens that many lists (`- - -`). */
function nesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of text) {
    if (character === '[' || character === '{') depth++;
    else if (character === ']' || character === '}') depth = Math.max(0, depth - 1);
    deepest = Math.max(deepest, depth);
  }
  return /(?:[-?:] ){60}/.test(text) ? DEEPEST + 1 : deepest;
}

function plainOf(node: ParsedNode | null, path: string, walk: Walk): unknown {
  if (node === null) return null;
  walk.values.set(path, spanOf(node.range, walk));
  if (isScalar(node)) return node.value;
  if (isAlias(node)) {
    walk.diagnostics.push(yamlAlias(place(node.range, walk), { name: node.source }));
    return undefined;
  }
  if (isSeq<ParsedNode | Pair<ParsedNode, ParsedNode | null>>(node)) {
    return node.items.map((item, index) =>
      isPair(item) ? null : plainOf(item, join(path, String(index)), walk),
    );
  }
  if (!isMap<ParsedNode, ParsedNode | null>(node)) return undefined;
  const made = Object.create(null) as Record<string, unknown>;
  for (const pair of node.items) addPair(made, pair, path, walk);
  return made;
}

function addPair(
  made: Record<string, unknown>,
  pair: Pair<ParsedNode, ParsedNode | null>,
  path: string,
  walk: Walk,
): void {
  if (!isScalar(pair.key)) {
    walk.diagnostics.push(yamlKey(place(pair.key.range, walk), {}));
    return;
  }
  const key = String(pair.key.value);
  const inner = join(path, key);
  const at = spanOf(pair.key.range, walk);
  if (key in made) {
    const first = walk.keys.get(inner) ?? at;
    const related = [{ message: 'first given here', source: walk.source, span: first }];
    walk.diagnostics.push(yamlDuplicateKey({ source: walk.source, span: at, related }, { key }));
    return;
  }
  walk.keys.set(inner, at);
  made[key] = plainOf(pair.value, inner, walk);
  if (!walk.values.has(inner)) walk.values.set(inner, at);
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function place(range: Range | null | undefined, walk: Walk): { source: Source; span: Span } {
  return { source: walk.source, span: spanOf(range, walk) };
}

/** The node without what follows it: a block's range ends with the line ending of its last line. */
function spanOf(range: Range | null | undefined, walk: Walk): Span {
  if (!range) return { start: walk.offset, end: walk.offset };
  const start = walk.offset + range[0];
  const text = walk.source.text.slice(start, walk.offset + range[1]);
  return { start, end: start + text.trimEnd().length };
}
