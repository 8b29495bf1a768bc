// Kusto types of nodes, and conversion between types as the service converts.
import {
  call,
  literal,
  not,
  nothing,
  text,
  when,
  type Expression,
  type Literal,
} from '../../plan/index.ts';
import type { ExpressionNode, TypeSymbol } from '../bridge/nodes.ts';
import type { KustoType } from '../environment.ts';
import { kustoType } from '../environment.ts';

/** The type of a symbol: all kinds of dynamic are one. Undefined for tables, and where the binder could not tell. */
export function typeOfSymbol(symbol: TypeSymbol | null | undefined): KustoType | undefined {
  if (!symbol) return undefined;
  return symbol.Name.startsWith('dynamic') ? 'dynamic' : kustoType(symbol.Name);
}

export function typeOf(node: ExpressionNode): KustoType | undefined {
  return typeOfSymbol(node.ResultType);
}

/** The absent value of a type: the empty text for strings, which have no null. */
export function absent(type: KustoType): Literal {
  return type === 'string' ? text('') : nothing(type);
}

/** A null that may have come out of an operation becomes the empty text. */
export function present(value: Expression): Expression {
  return value.kind === 'literal' && value.value !== null
    ? value
    : call('coalesce', 'string', value, text(''));
}

/** Whether the expression can be null. Strings cannot. */
export function nullable(value: Expression): boolean {
  if (value.type === 'string') return false;
  if (value.kind === 'literal') return value.value === null;
  if (value.kind === 'call') {
    if (value.function === 'coalesce') return value.args.every(nullable);
    if (value.function === 'is_null' || value.function === 'is_true' || value.function === 'same')
      return false;
    if (value.type === 'bool' && NEVER_NULL_IF_ARGUMENTS.has(value.function))
      return value.args.some(nullable);
    if (WIDENING.has(value.function)) return value.args.some(nullable);
  }
  if (value.kind === 'case') {
    return nullable(value.otherwise) || value.branches.some((each) => nullable(each.then));
  }
  return true;
}

const WIDENING = new Set([
  'retype',
  'long_of_int',
  'real_of_long',
  'length',
  'position',
  'array_length',
]);
const NEVER_NULL_IF_ARGUMENTS = new Set([
  'and',
  'or',
  'not',
  'eq',
  'ne',
  'lt',
  'le',
  'gt',
  'ge',
  'in',
  'eq_ci',
  'contains',
  'contains_ci',
  'starts_with',
  'starts_with_ci',
  'ends_with',
  'ends_with_ci',
  'contains_any_ci',
  'regex_matches',
]);

const isLong = (type: KustoType): boolean => type === 'long' || type === 'int';

/** The common type of two operands as Kusto widens them. */
export function widest(a: KustoType, b: KustoType): KustoType {
  if (a === b) return a;
  for (const each of ['string', 'dynamic', 'real', 'decimal'] as const) {
    if (a === each || b === each) return each;
  }
  if (isLong(a) && isLong(b)) return 'long';
  if (a === 'bool' && isLong(b)) return b;
  if (b === 'bool' && isLong(a)) return a;
  return a;
}

/**
 * The value as another type, null where it cannot be one (a string never: the empty text). Numbers are cut, texts are
 * parsed, dynamic values are taken by what they hold.
 */
export function coerce(value: Expression, to: KustoType): Expression {
  const from = value.type as KustoType;
  if (from === to) return value;
  if (value.kind === 'literal') {
    const folded = fold(value, to);
    if (folded) return folded;
  }
  if (to === 'string') return toText(value);
  if (to === 'dynamic') return toDynamic(value);
  if (from === 'string') return parsed(value, to);
  if (from === 'dynamic') return fromDynamic(value, to);
  return toNumeric(value, from, to);
}

function fold({ value, type }: Literal, to: KustoType): Expression | undefined {
  if (value === null) return absent(to);
  if (type === 'long' && to === 'real') return literal(Number(value), 'real');
  if (type === 'int' && to === 'long') return literal(BigInt(value as number), 'long');
  if (type === 'int' && to === 'real') return literal(value, 'real');
  if (type === 'long' && to === 'int') {
    const fits = (value as bigint) >= -(2n ** 31n) && (value as bigint) < 2n ** 31n;
    return fits ? literal(Number(value), 'int') : nothing('int');
  }
  const ticks = type === 'long' || type === 'datetime' || type === 'timespan';
  if (ticks && (to === 'long' || to === 'datetime' || to === 'timespan')) return literal(value, to);
  return undefined;
}

/** As `tostring` prints it. */
export function toText(value: Expression): Expression {
  const printed = printedText(value);
  return printed === value ? value : present(printed);
}

/** As `tostring` prints it, null for null. */
export function printedText(value: Expression): Expression {
  switch (value.type) {
    case 'string':
      return value;
    case 'int':
      return call('text_of_long', 'string', coerce(value, 'long'));
    case 'long':
      return call('text_of_long', 'string', value);
    case 'real':
      return call('text_of_real', 'string', value);
    case 'decimal':
      return call('text_of_decimal', 'string', value);
    case 'bool':
      return call('text_of_bool', 'string', value);
    case 'guid':
      return call('retype', 'string', value);
    case 'datetime':
      return call('text_of_instant', 'string', value);
    case 'timespan':
      return call('text_of_span', 'string', value);
    case 'dynamic':
      return call('json_text', 'string', value);
    case 'strings':
      return value;
  }
}

/** As a JSON value; instants and durations as their text. Null stays null. */
export function toDynamic(value: Expression): Expression {
  switch (value.type) {
    case 'dynamic':
      return value;
    case 'int':
      return call('json_of_long', 'dynamic', coerce(value, 'long'));
    case 'long':
      return call('json_of_long', 'dynamic', value);
    case 'real':
      return call('json_of_real', 'dynamic', value);
    case 'decimal':
      return call('json_of_real', 'dynamic', coerce(value, 'real'));
    case 'bool':
      return call('json_of_bool', 'dynamic', value);
    default:
      return call('json_of_text', 'dynamic', printedText(value));
  }
}

function parsed(value: Expression, to: KustoType): Expression {
  switch (to) {
    case 'long':
      return call('whole_of_text', 'long', value);
    case 'int':
      return call('int_of_long', 'int', call('whole_of_text', 'long', value));
    case 'real':
      return call('number_of_text', 'real', value);
    case 'decimal':
      return call('decimal_of_text', 'decimal', value);
    case 'bool':
      return call('bool_of_text', 'bool', value);
    case 'datetime':
      return call('instant_of_text', 'datetime', value);
    case 'timespan':
      return call('span_of_text', 'timespan', value);
    case 'guid':
      return call('guid_of_text', 'guid', value);
    case 'string':
      return value;
    case 'dynamic':
      return toDynamic(value);
  }
}

function fromDynamic(value: Expression, to: KustoType): Expression {
  switch (to) {
    case 'long':
      return call('json_long', 'long', value);
    case 'int':
      return call('int_of_long', 'int', call('json_long', 'long', value));
    case 'real':
      return call('json_real', 'real', value);
    case 'bool':
      return call('json_bool', 'bool', value);
    default:
      return parsed(call('json_text', 'string', value), to);
  }
}

function toNumeric(value: Expression, from: KustoType, to: KustoType): Expression {
  if (from === 'bool') {
    const one = when(
      call('is_null', 'bool', value),
      nothing('long'),
      when(value, literal(1n, 'long'), literal(0n, 'long')),
    );
    return coerce(one, to);
  }
  if (to === 'bool') {
    const number = coerce(value, 'real');
    return not(call('eq', 'bool', number, literal(0, 'real')));
  }
  if (from === 'decimal') {
    return to === 'real'
      ? call('real_of_decimal', 'real', value)
      : coerce(call('real_of_decimal', 'real', value), to);
  }
  if (to === 'decimal') return call('decimal_of_real', 'decimal', coerce(value, 'real'));
  if (from === 'int') return coerce(call('long_of_int', 'long', value), to);
  if (from === 'real') {
    const whole = call('long_of_real', 'long', value);
    return to === 'long' ? whole : coerce(whole, to);
  }
  if (from === 'datetime' || from === 'timespan') {
    const ticks = call('retype', 'long', value);
    if (to === 'long') return ticks;
    return to === 'datetime' || to === 'timespan' ? call('retype', to, value) : coerce(ticks, to);
  }
  if (from !== 'long') return nothing(to);
  if (to === 'real') return call('real_of_long', 'real', value);
  if (to === 'int') return call('int_of_long', 'int', value);
  return to === 'datetime' || to === 'timespan' ? call('retype', to, value) : nothing(to);
}
