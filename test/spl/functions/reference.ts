// A small evaluator of eval expressions, row by row and value by value, that shares nothing with the engine: what the
// engine's answers are held against.
import type { EvalNode, EvalOperator } from '../../../src/spl/tree.ts';

/** A field's value is `any`: a number when it looks like one. A quoted literal stays `text`. */
export type Held =
  | { readonly kind: 'null' }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'text' | 'any'; readonly text: string }
  | { readonly kind: 'list'; readonly texts: readonly string[] }
  | { readonly kind: 'truth'; readonly truth: boolean | null };

export type Fields = Readonly<Record<string, string | readonly string[] | null>>;

const NULL: Held = { kind: 'null' };
const truth = (value: boolean | null): Held => ({ kind: 'truth', truth: value });

export function evaluate(node: EvalNode, row: Fields): Held {
  switch (node.kind) {
    case 'text':
      return { kind: 'text', text: node.value };
    case 'number':
      return { kind: 'number', number: node.value };
    case 'field':
      return held(row[node.name] ?? null);
    case 'unary': {
      const inner = evaluate(node.operand, row);
      if (node.operator === 'NOT') return truth(not(truthOf(inner)));
      const size = numberIn(inner);
      return size === null
        ? NULL
        : { kind: 'number', number: node.operator === '-' ? -size : size };
    }
    case 'binary':
      return binary(node.operator, evaluate(node.left, row), evaluate(node.right, row));
    case 'in': {
      const value = evaluate(node.value, row);
      return truth(
        node.list
          .map((each) => compare('=', value, evaluate(each, row)))
          .reduce<boolean | null>(either, false),
      );
    }
    case 'call':
      return called(node.name, node.args, row);
    case 'subsearch':
      throw new Error('no subsearch here');
  }
}

function held(value: string | readonly string[] | null): Held {
  if (value === null) return NULL;
  if (typeof value === 'string') return { kind: 'any', text: value };
  return value.length === 0 ? NULL : { kind: 'list', texts: value };
}

function called(name: string, args: readonly EvalNode[], row: Fields): Held {
  const [first, second, third] = args;
  const value = (node: EvalNode | undefined): Held => (node ? evaluate(node, row) : NULL);
  switch (name) {
    case 'isnull':
      return truth(isNull(value(first)));
    case 'isnotnull':
      return truth(!isNull(value(first)));
    case 'if':
      return truthOf(value(first)) === true ? value(second) : value(third);
    case 'coalesce':
      return args.map(value).find((each) => !isNull(each)) ?? NULL;
    default:
      throw new Error(`the reference has no ${name}`);
  }
}

const isNull = (value: Held): boolean =>
  value.kind === 'null' || (value.kind === 'truth' && value.truth === null);

function binary(operator: EvalOperator, left: Held, right: Held): Held {
  switch (operator) {
    case 'AND':
      return truth(both(truthOf(left), truthOf(right)));
    case 'OR':
      return truth(either(truthOf(left), truthOf(right)));
    case 'XOR': {
      const [a, b] = [truthOf(left), truthOf(right)];
      return truth(a === null || b === null ? null : a !== b);
    }
    case '.': {
      const [a, b] = [textIn(left), textIn(right)];
      return a === null || b === null ? NULL : { kind: 'any', text: a + b };
    }
    case '-':
    case '*':
    case '/':
    case '%':
      return arithmetic(operator, numberIn(left), numberIn(right));
    case '+':
    case 'LIKE':
      throw new Error(`the reference has no ${operator}`);
    default:
      return truth(compare(operator, left, right));
  }
}

function arithmetic(operator: '-' | '*' | '/' | '%', a: number | null, b: number | null): Held {
  if (a === null || b === null || ((operator === '/' || operator === '%') && b === 0)) return NULL;
  const made = { '-': a - b, '*': a * b, '/': a / b, '%': a % b }[operator];
  return Number.isFinite(made) ? { kind: 'number', number: made } : NULL;
}

type Comparison = Exclude<
  EvalOperator,
  'AND' | 'OR' | 'XOR' | '.' | '+' | '-' | '*' | '/' | '%' | 'LIKE'
>;

/** Of several values any may pass. Numbers by size where both are numbers, everything else by code point. */
function compare(operator: Comparison, left: Held, right: Held): boolean | null {
  if (isNull(left) || isNull(right)) return null;
  if (left.kind === 'list') {
    return left.texts.some((text) => compare(operator, { kind: 'any', text }, right) === true);
  }
  if (right.kind === 'list') {
    return right.texts.some((text) => compare(operator, left, { kind: 'any', text }) === true);
  }
  const literal = left.kind === 'text' || right.kind === 'text';
  const [a, b] = [numberIn(left), numberIn(right)];
  const order =
    !literal && a !== null && b !== null
      ? Math.sign(a - b)
      : byCodePoint(textIn(left) ?? '', textIn(right) ?? '');
  switch (operator) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

function byCodePoint(a: string, b: string): number {
  const [x, y] = [Array.from(a), Array.from(b)];
  for (let at = 0; at < Math.min(x.length, y.length); at++) {
    const order = (x[at]?.codePointAt(0) ?? 0) - (y[at]?.codePointAt(0) ?? 0);
    if (order !== 0) return order;
  }
  return x.length - y.length;
}

function numberIn(value: Held): number | null {
  switch (value.kind) {
    case 'number':
      return value.number;
    case 'text':
    case 'any': {
      const trimmed = value.text.trim();
      return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(trimmed) ? Number(trimmed) : null;
    }
    case 'list':
      return value.texts.length === 1
        ? numberIn({ kind: 'any', text: value.texts[0] ?? '' })
        : null;
    case 'null':
    case 'truth':
      return null;
  }
}

export function textIn(value: Held): string | null {
  switch (value.kind) {
    case 'number':
      return String(value.number === 0 ? 0 : value.number);
    case 'text':
    case 'any':
      return value.text;
    case 'list':
      return value.texts.length === 1 ? (value.texts[0] ?? null) : null;
    case 'truth':
      return value.truth === null ? null : value.truth ? 'True' : 'False';
    case 'null':
      return null;
  }
}

export const truthOf = (value: Held): boolean | null =>
  value.kind === 'truth' ? value.truth : null;

const not = (a: boolean | null): boolean | null => (a === null ? null : !a);
const both = (a: boolean | null, b: boolean | null): boolean | null =>
  a === false || b === false ? false : a === null || b === null ? null : true;
const either = (a: boolean | null, b: boolean | null): boolean | null =>
  a === true || b === true ? true : a === null || b === null ? null : false;
