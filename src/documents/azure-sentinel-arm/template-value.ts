// The values that an exported template gives without being deployed: literals, parameters by their defaults, variables,
// and the few functions that exports join texts with. https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions

/** A template's own names, in lower case: its scope is its own, a nested template has another. */
export interface Scope {
  readonly parameters: ReadonlyMap<string, unknown>;
  readonly variables: ReadonlyMap<string, unknown>;
}

/** Steps that one value may take, and characters that it may come to; beyond, it was made to be large. */
const MOST_STEPS = 2_000;
const LONGEST = 1_000_000;

/** Undefined for what only a deployment knows. */
export function valueOf(value: unknown, scope: Scope, steps = { left: MOST_STEPS }): unknown {
  if (typeof value !== 'string' || !value.startsWith('[') || !value.endsWith(']')) return value;
  if (value.startsWith('[[')) return value.slice(1);
  const reader = { text: value.slice(1, -1), at: 0, scope, steps };
  const result = expression(reader);
  skipBlanks(reader);
  return reader.at === reader.text.length ? result : undefined;
}

interface Reader {
  readonly text: string;
  readonly scope: Scope;
  readonly steps: { left: number };
  at: number;
}

function skipBlanks(reader: Reader): void {
  while (/\s/.test(reader.text.charAt(reader.at))) reader.at++;
}

function take(reader: Reader, pattern: RegExp): string | undefined {
  skipBlanks(reader);
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text)?.[0];
  if (found !== undefined) reader.at += found.length;
  return found;
}

/** A text, a number, or a call with the members asked of its result. Anything else ends the reading. */
function expression(reader: Reader): unknown {
  if (reader.steps.left-- <= 0) return undefined;
  const text = take(reader, /'(?:[^']|'')*'/y);
  if (text !== undefined) return text.slice(1, -1).replaceAll("''", "'");
  const number = take(reader, /-?\d{1,15}/y);
  if (number !== undefined) return Number(number);
  const name = take(reader, /[A-Za-z][A-Za-z0-9]{0,60}(?=\s*\()/y);
  if (name === undefined || take(reader, /\(/y) === undefined) return undefined;
  const given: unknown[] = [];
  while (take(reader, /\)/y) === undefined) {
    const before = reader.at;
    given.push(expression(reader));
    take(reader, /,/y);
    if (reader.at === before) return undefined;
  }
  return members(reader, call(name.toLowerCase(), given, reader));
}

function members(reader: Reader, start: unknown): unknown {
  let value = start;
  for (;;) {
    const member = take(reader, /\.\s*[A-Za-z_][A-Za-z0-9_]{0,200}/y)
      ?.slice(1)
      .trim();
    if (member === undefined) return value;
    value = memberOf(value, member, reader);
  }
}

function memberOf(value: unknown, member: string, { scope, steps }: Reader): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const found = Object.entries(value).find(([key]) => key.toLowerCase() === member.toLowerCase());
  return valueOf(found?.[1], scope, steps);
}

function call(name: string, given: readonly unknown[], { scope, steps }: Reader): unknown {
  const [first] = given;
  if (name === 'parameters' || name === 'variables') {
    const found = typeof first === 'string' ? scope[name].get(first.toLowerCase()) : undefined;
    return valueOf(found, scope, steps);
  }
  if (!given.every((each) => typeof each === 'string' || typeof each === 'number'))
    return undefined;
  switch (name) {
    case 'concat': {
      const length = given.reduce<number>((sum, each) => sum + String(each).length, 0);
      return length > LONGEST ? undefined : given.join('');
    }
    case 'string':
      return String(first);
    case 'tolower':
      return String(first).toLowerCase();
    default:
      return undefined;
  }
}
