// What Splunk decides about a value at run time, decided ahead where it can be. A field's text that looks like a number
// is a number in arithmetic and comparison; a quoted literal stays text; several values in one field compare by any.
import {
  call,
  isNull,
  literal,
  nothing,
  text,
  when,
  type Expression,
  type Type,
} from '../plan/index.ts';
import type { Report } from './messages.ts';
import type { Span } from '../text/index.ts';

/**
 * - `number`: plan `real` or `long`. `text`: plan `string` that compares as text. `any`: plan `string` that is a number
 *   when it looks like one. `multivalue`: plan `strings`. `bool`: plan `bool`. `null`: never a value.
 */
export type Shape = 'number' | 'text' | 'any' | 'multivalue' | 'bool' | 'null';

export interface Typed {
  readonly expression: Expression;
  readonly shape: Shape;
}

export type { Report };

/**
 * What an expression is evaluated in: fields (undefined: no such field, hence null), the clock (epoch seconds) and the
 * search's time zone (IANA name). `searchmatch` lowers a search expression given as text, where that is possible.
 */
export interface Scope {
  readonly field: (name: string) => Typed | undefined;
  readonly now: number;
  readonly timezone: string;
  readonly searchmatch?: (search: string, span: Span, report: Report) => Expression | undefined;
}

export const number = (expression: Expression): Typed => ({ expression, shape: 'number' });
export const textual = (expression: Expression): Typed => ({ expression, shape: 'text' });
export const any = (expression: Expression): Typed => ({ expression, shape: 'any' });
export const truth = (expression: Expression): Typed => ({ expression, shape: 'bool' });
export const several = (expression: Expression): Typed => ({ expression, shape: 'multivalue' });
export const absent: Typed = { expression: nothing('string'), shape: 'null' };

const typeOf: Readonly<Record<Shape, Type>> = {
  number: 'real',
  text: 'string',
  any: 'string',
  multivalue: 'strings',
  bool: 'bool',
  null: 'string',
};

/** The shape of a column of the plan: text columns hold field values, hence `any`. */
export function shapeOf(type: Type): Shape {
  switch (type) {
    case 'int':
    case 'long':
    case 'real':
    case 'decimal':
    case 'datetime':
    case 'timespan':
      return 'number';
    case 'bool':
      return 'bool';
    case 'strings':
      return 'multivalue';
    case 'string':
    case 'guid':
    case 'dynamic':
      return 'any';
  }
}

/** A value once it is a field: text literals are then taken for numbers when they look like one. */
export function asField(value: Typed): Typed {
  return value.shape === 'text' ? any(value.expression) : value;
}

/** As plan `real`; text that is no number and several values are null. */
export function asNumber(value: Typed): Expression {
  const { expression, shape } = value;
  switch (shape) {
    case 'number':
      return realOf(expression);
    case 'text':
    case 'any':
      return numberOfText(expression);
    case 'multivalue':
      return numberOfText(call('mv.single', 'string', expression));
    case 'bool':
    case 'null':
      return nothing('real');
  }
}

function realOf(expression: Expression): Expression {
  if (expression.type === 'real') return expression;
  if (expression.kind === 'literal') {
    return literal(expression.value === null ? null : Number(expression.value), 'real');
  }
  if (expression.type === 'int') {
    return call('real_of_long', 'real', call('long_of_int', 'long', expression));
  }
  return call('real_of_long', 'real', expression);
}

function numberOfText(expression: Expression): Expression {
  // Text made from a number is that number again.
  if (expression.kind === 'call' && expression.function === 'text_of_real' && expression.args[0]) {
    return expression.args[0];
  }
  return call('real_of_text', 'real', expression);
}

/** As plan `long`, cut towards zero. */
export function asLong(value: Typed): Expression {
  if (value.shape === 'number' && value.expression.type === 'long') return value.expression;
  const real = asNumber(value);
  if (real.kind === 'literal' && typeof real.value === 'number' && Number.isFinite(real.value)) {
    return literal(BigInt(Math.trunc(real.value)), 'long');
  }
  return call('long_of_real', 'long', real);
}

/** As plan `string`: numbers printed, truth as `True` or `False`; several values are null, one is itself. */
export function asText(value: Typed): Expression {
  const { expression, shape } = value;
  switch (shape) {
    case 'number':
      return textOfNumber(expression);
    case 'text':
    case 'any':
      return expression;
    case 'multivalue':
      return call('mv.single', 'string', expression);
    case 'bool':
      return call('loose.truth_text', 'string', expression);
    case 'null':
      return nothing('string');
  }
}

function textOfNumber(expression: Expression): Expression {
  if (expression.type === 'long') return call('text_of_long', 'string', expression);
  if (expression.kind === 'literal' && typeof expression.value === 'number') {
    return text(String(expression.value === 0 ? 0 : expression.value));
  }
  return call('text_of_real', 'string', realOf(expression));
}

/** As plan `strings`: one value is a list of one. */
export function asList(value: Typed): Expression {
  if (value.shape === 'multivalue') return value.expression;
  if (value.shape === 'null') return nothing('strings');
  return call('mv.of', 'strings', asText(value));
}

/** As plan `bool`; a number other than 0 and the text `true` hold. */
export function asTruth(value: Typed): Expression {
  switch (value.shape) {
    case 'bool':
      return value.expression;
    case 'number':
      return call('ne', 'bool', asNumber(value), literal(0, 'real'));
    case 'text':
    case 'any':
    case 'multivalue':
      return call('loose.truth', 'bool', asText(value));
    case 'null':
      return nothing('bool');
  }
}

/** The one shape that holds all of these, as the branches of `if` and `case` need. */
export function commonShape(values: readonly Typed[]): Shape {
  const shapes = new Set(values.map((each) => each.shape).filter((each) => each !== 'null'));
  if (shapes.size === 0) return 'null';
  if (shapes.size === 1) return [...shapes][0] ?? 'null';
  return shapes.has('multivalue') ? 'multivalue' : 'any';
}

/** The value as plan expression of that shape's type. */
export function as(shape: Shape, value: Typed): Expression {
  switch (shape) {
    case 'number':
      return asNumber(value);
    case 'text':
    case 'any':
    case 'null':
      return asText(value);
    case 'multivalue':
      return asList(value);
    case 'bool':
      return asTruth(value);
  }
}

export const nullOf = (shape: Shape): Expression => nothing(typeOf[shape]);

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

const plain: Readonly<Record<Comparison, string>> = {
  '=': 'eq',
  '!=': 'ne',
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
};
const loose: Readonly<Record<Comparison, string>> = {
  '=': 'loose.equal',
  '!=': 'loose.unequal',
  '<': 'loose.less',
  '<=': 'loose.less_or_equal',
  '>': 'loose.greater',
  '>=': 'loose.greater_or_equal',
};
const mirrored: Readonly<Record<Comparison, Comparison>> = {
  '=': '=',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/** A comparison as eval and where make it: any value of several, numbers by size, text by code point with case. */
export function compare(operator: Comparison, left: Typed, right: Typed): Expression {
  if (left.shape === 'null' || right.shape === 'null') return nothing('bool');
  if (left.shape === 'multivalue') {
    return unlessNull(
      right.expression,
      anyOf(left.expression, (item) => compare(operator, item, right)),
    );
  }
  if (right.shape === 'multivalue') {
    return unlessNull(
      left.expression,
      anyOf(right.expression, (item) => compare(operator, left, item)),
    );
  }
  if (left.shape === 'bool' || right.shape === 'bool') {
    return left.shape === right.shape
      ? call(plain[operator], 'bool', left.expression, right.expression)
      : call(plain[operator], 'bool', asText(left), asText(right));
  }
  return compareSingle(operator, left, right);
}

/** Null where the other side has no value: among the values of a list a null would count as a test that failed. */
function unlessNull(other: Expression, test: Expression): Expression {
  if (other.kind === 'literal') return test;
  return when(isNull(other), nothing('bool'), test);
}

function compareSingle(operator: Comparison, left: Typed, right: Typed): Expression {
  const [a, b] = [left.shape, right.shape];
  if (a === 'number' && b === 'number') {
    return call(plain[operator], 'bool', ...sameNumbers(left.expression, right.expression));
  }
  if (a === 'any' && b === 'number') {
    return call(`${loose[operator]}_number`, 'bool', left.expression, asNumber(right));
  }
  if (a === 'number' && b === 'any') return compareSingle(mirrored[operator], right, left);
  if (a === 'any' && b === 'any') {
    return call(loose[operator], 'bool', left.expression, right.expression);
  }
  return call(plain[operator], 'bool', asText(left), asText(right));
}

/** Two numbers in one type: whole ones stay whole, which is exact and quick. */
function sameNumbers(a: Expression, b: Expression): [Expression, Expression] {
  if (a.type === 'long' && b.type === 'long') return [a, b];
  const [x, y] = [wholeLiteral(a), wholeLiteral(b)];
  if (a.type === 'long' && y) return [a, y];
  if (b.type === 'long' && x) return [x, b];
  return [realOf(a), realOf(b)];
}

function wholeLiteral(expression: Expression): Expression | undefined {
  if (expression.kind !== 'literal' || typeof expression.value !== 'number') return undefined;
  return Number.isSafeInteger(expression.value)
    ? literal(BigInt(expression.value), 'long')
    : undefined;
}

/** Whether the test holds for any value of a list. */
export function anyOf(list: Expression, test: (item: Typed) => Expression): Expression {
  return overEach('any', list, (item) => truth(test(item))).expression;
}

// How deep in list operations lowering is; it names the current value, so that an inner one never hides an outer one.
let nesting = 0;

/** A list operation whose body is made from the current value, seen as a single field value. */
export function overEach(
  operation: 'any' | 'all' | 'filter' | 'map',
  list: Expression,
  body: (item: Typed) => Typed,
): Typed {
  const item = `value${String(nesting)}`;
  nesting++;
  try {
    const made = body(any({ kind: 'item', name: item, type: 'string' }));
    const listed = operation === 'map' || operation === 'filter';
    return {
      expression: {
        kind: 'each',
        operation,
        list,
        item,
        body: operation === 'map' ? asText(made) : asTruth(made),
        type: listed ? 'strings' : 'bool',
      },
      shape: listed ? 'multivalue' : 'bool',
    };
  } finally {
    nesting--;
  }
}

/** The text of a literal, where the value is one. */
export function literalText(value: Typed | undefined): string | undefined {
  const expression = value?.expression;
  return expression?.kind === 'literal' && typeof expression.value === 'string'
    ? expression.value
    : undefined;
}

/** The number of a literal (also behind a minus sign), where the value is one. */
export function literalNumber(value: Typed | undefined): number | undefined {
  const expression = value?.expression;
  if (expression?.kind !== 'literal') return undefined;
  const held = expression.value;
  return typeof held === 'number' || typeof held === 'bigint' ? Number(held) : undefined;
}
