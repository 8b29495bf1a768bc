/**
 * A parser for well-formed template expressions, for checks that need their structure. The tests of the toolkit use
 * `scan.ts` instead, because they also look into text that is no expression.
 *
 * ```
 * value   = "[" operand "]"                 a text that begins with "[[" is the literal behind the first bracket
 * operand = primary { "." name | ".?" name | "[" operand "]" | "[?" operand "]" }
 * primary = string | integer | name [ "." name ] "(" [ operand { "," operand } ] ")"
 * string  = "'" { character | "''" } "'"
 * ```
 *
 * Source: https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions
 */

/** An expression's parts; offsets are into the text that was parsed, end exclusive. */
export type ArmExpression = ArmCall | ArmString | ArmNumber | ArmProperty | ArmIndex;

export interface ArmCall extends Range {
  readonly kind: 'call';
  /** With its namespace where it has one: `contoso.uniqueName`. */
  readonly name: string;
  readonly args: readonly ArmExpression[];
}
export interface ArmString extends Range {
  readonly kind: 'string';
  readonly value: string;
}
export interface ArmNumber extends Range {
  readonly kind: 'number';
  readonly value: number;
}
/** `of.name`; safe (`of.?name`) gives null where there is no such property. */
export interface ArmProperty extends Range {
  readonly kind: 'property';
  readonly of: ArmExpression;
  readonly name: string;
  readonly safe: boolean;
}
/** `of[index]`; safe (`of[?index]`) gives null where there is no such item. */
export interface ArmIndex extends Range {
  readonly kind: 'index';
  readonly of: ArmExpression;
  readonly index: ArmExpression;
  readonly safe: boolean;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** A plain text, an expression, or what is wrong with it. */
export type ArmValue =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'expression'; readonly root: ArmExpression }
  | { readonly kind: 'fault'; readonly message: string; readonly at: number };

/** The longest expression that Azure takes, in characters. */
const longest = 24_576;
const deepest = 200;

/** Parses the text of a string value in a template. */
export function parseValue(text: string): ArmValue {
  if (!text.startsWith('[') || !text.endsWith(']')) return { kind: 'literal', text };
  if (text.startsWith('[[')) return { kind: 'literal', text: text.slice(1) };
  if (text.length > longest) {
    return { kind: 'fault', message: `longer than ${String(longest)} characters`, at: 0 };
  }
  const parser: Parser = { text, at: 1, depth: 0, fault: undefined };
  const root = operand(parser);
  skip(parser);
  if (parser.fault === undefined && parser.at !== text.length - 1) {
    fail(parser, parser.at < text.length - 1 ? 'text behind the expression' : 'a "]" is missing');
  }
  if (parser.fault !== undefined) return { kind: 'fault', ...parser.fault };
  return root === undefined
    ? { kind: 'fault', message: 'no expression', at: 1 }
    : { kind: 'expression', root };
}

/** Every part of an expression, the whole first. */
export function* parts(root: ArmExpression): Iterable<ArmExpression> {
  const waiting = [root];
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    yield part;
    waiting.push(...partsOf(part).reverse());
  }
}

function partsOf(part: ArmExpression): ArmExpression[] {
  switch (part.kind) {
    case 'call':
      return [...part.args];
    case 'property':
      return [part.of];
    case 'index':
      return [part.of, part.index];
    case 'string':
    case 'number':
      return [];
  }
}

interface Parser {
  readonly text: string;
  at: number;
  depth: number;
  fault: { message: string; at: number } | undefined;
}

/** Keeps the first fault; undefined stands for "no part" all the way up. */
function fail(parser: Parser, message: string): ArmExpression | undefined {
  parser.fault ??= { message, at: parser.at };
  return undefined;
}

function operand(parser: Parser): ArmExpression | undefined {
  if (++parser.depth > deepest) return fail(parser, `nested more than ${String(deepest)} deep`);
  let part = primary(parser);
  for (let longer = part && suffix(parser, part); longer !== undefined;) {
    part = longer;
    longer = suffix(parser, part);
  }
  parser.depth--;
  return parser.fault === undefined ? part : undefined;
}

/** The part with a property or index behind it; undefined where none follows. */
function suffix(parser: Parser, of: ArmExpression): ArmExpression | undefined {
  skip(parser);
  const { start } = of;
  if (take(parser, '.')) {
    const safe = take(parser, '?');
    const name = word(parser);
    if (name === undefined) return fail(parser, 'no property name behind "."');
    return { kind: 'property', of, name, safe, start, end: parser.at };
  }
  // The bracket that closes the whole expression is "]", so "[" always opens an index.
  if (!take(parser, '[')) return undefined;
  const safe = take(parser, '?');
  const index = operand(parser);
  if (index === undefined) return fail(parser, 'no index behind "["');
  skip(parser);
  if (!take(parser, ']')) return fail(parser, 'an index is not closed');
  return { kind: 'index', of, index, safe, start, end: parser.at };
}

function primary(parser: Parser): ArmExpression | undefined {
  skip(parser);
  const start = parser.at;
  if (parser.text[start] === "'") return quoted(parser);
  const digits = match(parser, /[-+]?\d+/y);
  if (digits !== undefined) {
    return { kind: 'number', value: Number(digits), start, end: parser.at };
  }
  return call(parser);
}

function call(parser: Parser): ArmExpression | undefined {
  const start = parser.at;
  let name = word(parser);
  if (name === undefined) return fail(parser, 'no function, string or number');
  if (take(parser, '.')) name += `.${word(parser) ?? ''}`;
  skip(parser);
  if (!take(parser, '(')) return fail(parser, `no "(" behind "${name}"`);
  const args: ArmExpression[] = [];
  skip(parser);
  if (take(parser, ')')) return { kind: 'call', name, args, start, end: parser.at };
  for (;;) {
    const arg = operand(parser);
    if (arg === undefined) return undefined;
    args.push(arg);
    skip(parser);
    if (take(parser, ')')) return { kind: 'call', name, args, start, end: parser.at };
    if (!take(parser, ','))
      return fail(parser, `neither "," nor ")" in the arguments of "${name}"`);
  }
}

function quoted(parser: Parser): ArmExpression | undefined {
  const start = parser.at;
  const found = match(parser, /'(?:[^']|'')*'/y);
  if (found === undefined) return fail(parser, 'a string is not closed');
  return { kind: 'string', value: found.slice(1, -1).replaceAll("''", "'"), start, end: parser.at };
}

function word(parser: Parser): string | undefined {
  return match(parser, /[A-Za-z_$][\w$]*/y);
}

function match(parser: Parser, pattern: RegExp): string | undefined {
  pattern.lastIndex = parser.at;
  const found = pattern.exec(parser.text)?.[0];
  parser.at += found?.length ?? 0;
  return found;
}

function skip(parser: Parser): void {
  match(parser, /\s+/y);
}

function take(parser: Parser, char: string): boolean {
  if (parser.text[parser.at] !== char) return false;
  parser.at++;
  return true;
}
