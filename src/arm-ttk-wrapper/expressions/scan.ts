/**
 * Finding template expressions and their parts in text, well-formed or not. arm-ttk's tests search with patterns
 * that balance brackets and look backwards; these scanners give the same answers in time linear in the text.
 * All offsets are relative to the scanned text.
 */

/** A reference such as `parameters('name')`. */
export interface Reference {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** A call with balanced parentheses. */
export interface Call {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Everything from the opening to the closing parenthesis, both included. */
  readonly argumentText: string;
}

const longestName = 300;

/** Every `parameters('...')`. */
export function parameterReferences(text: string): Reference[] {
  return references(text, /parameters\s*\(\s*'/gi);
}

/** Every `variables('...')`; at most one blank before the parenthesis, as upstream has it. */
export function variableReferences(text: string): Reference[] {
  return references(text, /variables\s?\(\s*'/gi);
}

function references(text: string, opening: RegExp): Reference[] {
  const found: Reference[] = [];
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const from = opening.lastIndex;
    const reference = closeReference(text, from);
    if (reference === undefined) continue;
    found.push({ ...reference, start: match.index });
    opening.lastIndex = reference.end;
  }
  return found;
}

/** The first quote that is followed by a closing parenthesis ends the name, even if the name has quotes. */
function closeReference(text: string, from: number): { name: string; end: number } | undefined {
  const closing = /\s*\)/y;
  const limit = Math.min(text.length, from + longestName);
  for (let at = from; at < limit && text[at] !== '\n'; at++) {
    if (text[at] !== "'" || at === from) continue;
    closing.lastIndex = at + 1;
    const match = closing.exec(text);
    if (match !== null) return { name: text.slice(from, at), end: closing.lastIndex };
  }
  return undefined;
}

/** Whether two names of parameters or variables are the same one. */
export function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/**
 * Calls whose name satisfies `names` (tested in lower case) and that stand at the start of an expression or
 * argument: after `[`, `(` or `,`. Calls inside a call that was found are part of it and not listed again.
 */
export function calls(text: string, names: (lowerName: string) => boolean): Call[] {
  const closings = matchingParentheses(text);
  const found: Call[] = [];
  const name = /\b(\w+)\s*\(/g;
  for (let match = name.exec(text); match !== null; match = name.exec(text)) {
    const called = match[1] ?? '';
    const open = name.lastIndex - 1;
    const close = closings.get(open);
    if (close === undefined || !names(called.toLowerCase()) || !startsArgument(text, match.index)) {
      name.lastIndex = match.index + called.length;
      continue;
    }
    const end = close + 1;
    found.push({ name: called, start: match.index, end, argumentText: text.slice(open, end) });
    name.lastIndex = end;
  }
  return found;
}

/** `calls` for exact names. */
export function callsOf(text: string, ...names: readonly string[]): Call[] {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  return calls(text, (name) => wanted.has(name));
}

/** Whether a name is that of a function returning secrets: `listKeys` and the like, also plain `list`. */
export function isListFunction(lowerName: string): boolean {
  return lowerName.startsWith('list');
}

/** The first list function called at the start of an expression or argument, closed or not. */
export function listFunction(text: string): { name: string; start: number } | undefined {
  const name = /\b(list\w*)\s*\(/gi;
  for (let match = name.exec(text); match !== null; match = name.exec(text)) {
    if (startsArgument(text, match.index)) return { name: match[1] ?? '', start: match.index };
  }
  return undefined;
}

function startsArgument(text: string, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && /\s/.test(text.charAt(before))) before--;
  return before >= 0 && '[(,'.includes(text.charAt(before));
}

function matchingParentheses(text: string): Map<number, number> {
  const closings = new Map<number, number>();
  const open: number[] = [];
  const parenthesis = /[()]/g;
  for (let match = parenthesis.exec(text); match !== null; match = parenthesis.exec(text)) {
    if (match[0] === '(') open.push(match.index);
    else {
      const start = open.pop();
      if (start !== undefined) closings.set(start, match.index);
    }
  }
  return closings;
}

/** An expression in brackets: `[function(...)]`, optionally with `[0]` and `.property[0]` behind the call. */
export interface Expression {
  readonly start: number;
  readonly end: number;
  /** What stands between the bracket and the parenthesis: normally the outermost function's name. */
  readonly called: string;
  readonly argumentText: string;
  readonly index: number | undefined;
  readonly properties: readonly { readonly name: string; readonly index: number | undefined }[];
}

/** The first expression in a text. An index that is itself an expression or a string makes it none. */
export function expressionIn(text: string): Expression | undefined {
  if (!text.includes('[')) return undefined;
  const closings = matchingParentheses(text);
  const run = /\S+/g;
  for (let match = run.exec(text); match !== null; match = run.exec(text)) {
    const bracket = text.indexOf('[', match.index);
    if (bracket < 0) return undefined;
    if (bracket >= run.lastIndex) continue;
    const found = expressionAt(text, { bracket, until: run.lastIndex, closings });
    if (found !== undefined) return found;
  }
  return undefined;
}

interface Attempt {
  readonly bracket: number;
  readonly until: number;
  readonly closings: ReadonlyMap<number, number>;
}

/** The last parenthesis before white space whose call is followed by the closing bracket decides. */
function expressionAt(text: string, { bracket, until, closings }: Attempt): Expression | undefined {
  const run = text.slice(bracket, until);
  for (let at = run.lastIndexOf('('); at > 1; at = run.lastIndexOf('(', at - 1)) {
    const open = bracket + at;
    const close = closings.get(open);
    const tail = close === undefined ? undefined : tailAt(text, close + 1);
    if (close === undefined || tail === undefined) continue;
    return {
      start: bracket,
      end: tail.end,
      called: text.slice(bracket + 1, open),
      argumentText: text.slice(open, close + 1),
      index: tail.index,
      properties: tail.properties,
    };
  }
  return undefined;
}

type Tail = Pick<Expression, 'end' | 'index' | 'properties'>;

const mostProperties = 64;

function tailAt(text: string, from: number): Tail | undefined {
  const index = /\[(\d+)\]/y;
  const property = /\.([^.[\]\s]+)(?:\[(\d+)\])?/y;
  index.lastIndex = from;
  const first = index.exec(text);
  let at = first === null ? from : index.lastIndex;
  const properties: { name: string; index: number | undefined }[] = [];
  while (properties.length < mostProperties) {
    property.lastIndex = at;
    const match = property.exec(text);
    if (match === null) break;
    properties.push({ name: match[1] ?? '', index: digits(match[2]) });
    at = property.lastIndex;
  }
  return text[at] === ']' ? { end: at + 1, index: digits(first?.[1]), properties } : undefined;
}

function digits(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

/**
 * Tells which of the given marks comes last before an offset, not counting marks behind a backslash.
 * `[` before `"` means: inside an expression.
 */
export function lastMark(text: string, marks: string): (before: number) => string | undefined {
  const mark = new RegExp(`[${marks.replace(/[[\]\\^-]/g, '\\$&')}]`, 'g');
  const places: number[] = [];
  for (let match = mark.exec(text); match !== null; match = mark.exec(text)) {
    if (text[match.index - 1] !== '\\') places.push(match.index);
  }
  return (before) => {
    const index = lastBelow(places, before);
    return index === undefined ? undefined : text[index];
  };
}

/** The greatest of the ascending numbers that is below a bound. */
export function lastBelow(ascending: readonly number[], bound: number): number | undefined {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) < bound) low = middle + 1;
    else high = middle;
  }
  return ascending[low - 1];
}

/** Whether a `parameters('` stands behind a bracket on the same line. */
export function mentionsParameter(text: string): boolean {
  return text.split('\n').some((line) => {
    const bracket = line.indexOf('[');
    return bracket >= 0 && /parameters\s*\(\s*'/i.test(line.slice(bracket));
  });
}
