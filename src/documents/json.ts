// JSON as exports have it (comments and trailing commas allowed), with the place of every key and value.
import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import type { YamlValue } from '../strategy/index.ts';
import type { Diagnostic, Source, Span } from '../text/index.ts';
import { badJson } from './import-messages.ts';

/** Brackets that stand in one another at most; what is deeper was made to be deep. */
const DEEPEST = 100;

/** The value with places by dotted path, as YAML is read; objects have no prototype. */
export function readJsonText(source: Source): YamlValue {
  const diagnostics: Diagnostic[] = [];
  const places = {
    source,
    keys: new Map<string, Span>(),
    values: new Map<string, Span>(),
    diagnostics,
  };
  if (nesting(source.text) > DEEPEST) {
    const problem = badJson(
      { source },
      { reason: `it nests deeper than ${String(DEEPEST)} levels` },
    );
    return { ...places, value: undefined, diagnostics: [problem] };
  }
  const errors: ParseError[] = [];
  const tree = parseTree(source.text, errors, { allowTrailingComma: true });
  for (const { error, offset, length } of errors.slice(0, 20)) {
    const span = { start: offset, end: offset + Math.max(1, length) };
    const reason = printParseErrorCode(error)
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase();
    diagnostics.push(badJson({ source, span }, { reason }));
  }
  const value = tree ? plainOf(tree, '', places) : undefined;
  return { ...places, value };
}

/** The deepest nesting of brackets outside strings. */
function nesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at);
    else if (character === '[' || character === '{') deepest = Math.max(deepest, ++depth);
    else if (character === ']' || character === '}') depth = Math.max(0, depth - 1);
  }
  return deepest;
}

/** The closing quotation mark, or the end of the line that lacks one. */
function endOfString(text: string, open: number): number {
  let at = open + 1;
  while (at < text.length && text[at] !== '"' && text[at] !== '\n') at += text[at] === '\\' ? 2 : 1;
  return at;
}

interface Places {
  readonly source: Source;
  readonly keys: Map<string, Span>;
  readonly values: Map<string, Span>;
  readonly diagnostics: Diagnostic[];
}

function plainOf(node: Node, path: string, places: Places): unknown {
  places.values.set(path, spanOf(node));
  const inner = (key: string): string => (path === '' ? key : `${path}.${key}`);
  switch (node.type) {
    case 'array':
      return (node.children ?? []).map((each, index) =>
        plainOf(each, inner(String(index)), places),
      );
    case 'object': {
      const made = Object.create(null) as Record<string, unknown>;
      for (const [key, value] of (node.children ?? []).flatMap(memberOf)) {
        const name = String(key.value);
        if (name in made) {
          const at = { source: places.source, span: spanOf(key) };
          places.diagnostics.push(badJson(at, { reason: `\`${name}\` is given twice` }));
          continue;
        }
        places.keys.set(inner(name), spanOf(key));
        made[name] = value ? plainOf(value, inner(name), places) : null;
      }
      return made;
    }
    default:
      return node.value as unknown;
  }
}

function memberOf({ children }: Node): [Node, Node | undefined][] {
  const [key, value] = children ?? [];
  return key ? [[key, value]] : [];
}

function spanOf({ offset, length }: Node): Span {
  return { start: offset, end: offset + length };
}
