// Comparisons: equality with Kusto's rules for null, order, and the string operators with the term rule of `has`.
import {
  and,
  call,
  isNull,
  literal,
  not,
  nothing,
  or,
  text,
  when,
  type Expression,
} from '../../plan/index.ts';
import {
  elements,
  type BetweenNode,
  type BinaryNode,
  type ExpressionNode,
  type InNode,
} from '../bridge/nodes.ts';
import type { KustoType } from '../environment.ts';
import { refuse, type Context } from './context.ts';
import { regexPattern } from './pattern.ts';
import { columnsOfType, reference } from './rows.ts';
import { coerce, nullable, printedText, toDynamic, toText, widest } from './types.ts';

type Lower = (node: ExpressionNode, context: Context) => Expression;

const typeOfValue = (value: Expression): KustoType => value.type as KustoType;

/** Both operands as one type, the way the service compares them; a dynamic value is taken as the other's type. */
function matched(a: Expression, b: Expression): [Expression, Expression] {
  const [left, right] = [typeOfValue(a), typeOfValue(b)];
  if (left === right) return [a, b];
  if (left === 'dynamic') return [asOther(a, right), right === 'dynamic' ? b : b];
  if (right === 'dynamic') return [a, asOther(b, left)];
  if (left === 'string' && b.kind !== 'literal' && right !== 'guid') return [coerce(a, right), b];
  if (left === 'string') return [coerce(a, right), b];
  if (right === 'string') return [a, coerce(b, left)];
  const common = widest(left, right);
  return [coerce(a, common), coerce(b, common)];
}

/** A dynamic value beside a string is its text, null when it is null; beside a number, its number. */
function asOther(value: Expression, other: KustoType): Expression {
  if (other === 'string') return printedText(value);
  return coerce(value, other === 'int' ? 'long' : other);
}

function isNullable(value: Expression): boolean {
  return value.kind === 'call' && value.function === 'json_text' ? true : nullable(value);
}

/** `null == 5` is false, `null == null` null. */
export function equal(a: Expression, b: Expression): Expression {
  const [left, right] = level(matched(a, b));
  const plain = call('eq', 'bool', left, right);
  const [leftMay, rightMay] = [isNullable(left), isNullable(right)];
  if (!leftMay && !rightMay) return plain;
  const certain = call('is_true', 'bool', plain);
  return leftMay && rightMay ? nullWhenBothNull(left, right, certain) : certain;
}

/** `null != 5` is true, `null != null` null. */
export function unequal(a: Expression, b: Expression): Expression {
  const [left, right] = level(matched(a, b));
  const [leftMay, rightMay] = [isNullable(left), isNullable(right)];
  if (!leftMay && !rightMay) return call('ne', 'bool', left, right);
  const certain = not(call('same', 'bool', left, right));
  return leftMay && rightMay ? nullWhenBothNull(left, right, certain) : certain;
}

/** An int met by a long: both long. */
function level([a, b]: [Expression, Expression]): [Expression, Expression] {
  if (a.type === b.type) return [a, b];
  const common = widest(typeOfValue(a), typeOfValue(b));
  return [coerce(a, common), coerce(b, common)];
}

function nullWhenBothNull(a: Expression, b: Expression, otherwise: Expression): Expression {
  return when(and([isNull(a), isNull(b)]), nothing('bool'), otherwise);
}

function ordered(name: string, a: Expression, b: Expression): Expression {
  const [left, right] = level(matched(a, b));
  return call(name, 'bool', left, right);
}

/** The condition where only true matters: what tells false from null is left off. */
export function condition(value: Expression): Expression {
  if (value.kind === 'call' && (value.function === 'and' || value.function === 'or')) {
    const parts = value.args.map(condition);
    return value.function === 'and' ? and(parts) : or(parts);
  }
  if (value.kind === 'call' && value.function === 'is_true' && value.args[0])
    return condition(value.args[0]);
  if (value.kind === 'case' && value.branches.length === 1) {
    const then = value.branches[0]?.then;
    const toNothing = then?.kind === 'literal' && then.value === null && value.type === 'bool';
    if (toNothing && isBothNull(value.branches[0]?.when)) return condition(value.otherwise);
  }
  return value;
}

function isBothNull(when: Expression | undefined): boolean {
  return (
    when?.kind === 'call' &&
    when.function === 'and' &&
    when.args.every((each) => each.kind === 'call' && each.function === 'is_null')
  );
}

type StringTest = (value: Expression, part: Expression) => Expression;
const test =
  (name: string): StringTest =>
  (value, part) =>
    call(name, 'bool', value, part);

/** String operators by the parser's kind, without their negations. */
const stringTests: Readonly<Record<string, StringTest>> = {
  EqualTilde: test('eq_ci'),
  Contains: test('contains_ci'),
  ContainsCs: test('contains'),
  StartsWith: test('starts_with_ci'),
  StartsWithCs: test('starts_with'),
  EndsWith: test('ends_with_ci'),
  EndsWithCs: test('ends_with'),
  Has: test('has_term'),
  HasCs: test('has_term_cs'),
  HasPrefix: test('has_term_prefix'),
  HasPrefixCs: test('has_term_prefix_cs'),
  HasSuffix: test('has_term_suffix'),
  HasSuffixCs: test('has_term_suffix_cs'),
  MatchesRegex: test('regex_matches'),
};

/** The comparison that a binary node of this kind is, undefined when it is none. */
export function lowerComparison(
  kind: string,
  node: BinaryNode,
  context: Context,
  lower: Lower,
): Expression | undefined {
  const name = kind.replace(/Expression$/, '');
  const simple: Readonly<Record<string, (a: Expression, b: Expression) => Expression>> = {
    Equal: equal,
    NotEqual: unequal,
    LessThan: (a, b) => ordered('lt', a, b),
    LessThanOrEqual: (a, b) => ordered('le', a, b),
    GreaterThan: (a, b) => ordered('gt', a, b),
    GreaterThanOrEqual: (a, b) => ordered('ge', a, b),
  };
  const plain = Object.hasOwn(simple, name) ? simple[name] : undefined;
  if (plain) return plain(lower(node.Left, context), lower(node.Right, context));
  const negated = name === 'BangTilde' ? 'EqualTilde' : name.replace(/^Not/, '');
  const found = Object.hasOwn(stringTests, negated) ? stringTests[negated] : undefined;
  if (!found) return undefined;
  const value = toText(lower(node.Left, context));
  const part = toText(lower(node.Right, context));
  const positive =
    negated === 'MatchesRegex' ? regexTest(node, value, part, context) : found(value, part);
  return negated === name ? positive : not(positive);
}

function regexTest(
  node: BinaryNode,
  value: Expression,
  pattern: Expression,
  context: Context,
): Expression {
  // A pattern per row is read per row; one that cannot be read ends the search, as it does in Kusto.
  const checked =
    pattern.kind === 'literal'
      ? regexPattern(pattern, node.Right, context)
      : call('regex_of_rust', 'string', pattern);
  return checked ? call('regex_matches', 'bool', value, checked) : nothing('bool');
}

/** `a between (b .. c)`; a timespan as `c` beside a datetime is counted from `b`. */
export function lowerBetween(
  kind: string,
  node: BetweenNode,
  context: Context,
  lower: Lower,
): Expression {
  const value = lower(node.Left, context);
  const low = lower(node.Right.First, context);
  const second = lower(node.Right.Second, context);
  const distance = second.type === 'timespan' && low.type === 'datetime';
  const high = distance ? call('add', 'datetime', low, coerce(second, 'datetime')) : second;
  const within = and([ordered('ge', value, low), ordered('le', value, high)]);
  return kind === 'NotBetweenExpression' ? not(within) : within;
}

/** The operators over a list, by kind: what each asks of text, and whether case counts. */
const listTests: Readonly<Record<string, 'in' | 'in~' | 'has_any' | 'has_all'>> = {
  InExpression: 'in',
  NotInExpression: 'in',
  InCsExpression: 'in~',
  NotInCsExpression: 'in~',
  HasAnyExpression: 'has_any',
  HasAllExpression: 'has_all',
};

export function lowerListTest(
  kind: string,
  node: InNode,
  context: Context,
  lower: Lower,
): Expression | undefined {
  const which = Object.hasOwn(listTests, kind) ? listTests[kind] : undefined;
  if (!which) return undefined;
  const left = lower(node.Left, context);
  const list = elements(node.Right.Expressions);
  const found =
    which === 'in' || which === 'in~'
      ? membership(left, list, which === 'in~', context, lower)
      : terms(left, list, which, context, lower);
  return kind.startsWith('Not') ? not(found) : found;
}

const isTable = (node: ExpressionNode): boolean =>
  node.ResultType?.Columns !== undefined && !node.ResultType.Name.startsWith('dynamic');

function membership(
  left: Expression,
  list: readonly ExpressionNode[],
  ignoreCase: boolean,
  context: Context,
  lower: Lower,
): Expression {
  const tests: Expression[] = [];
  const values: Expression[] = [];
  for (const each of list) {
    if (isTable(each)) tests.push(inTable(left, each, ignoreCase, context));
    else {
      const value = lower(each, context);
      const constants = constantElements(value);
      if (constants) values.push(...constants);
      else if (value.type === 'dynamic') tests.push(inArray(left, value, ignoreCase));
      else if (value.kind === 'literal') values.push(value);
      else
        tests.push(
          ignoreCase ? foldedEqual(left, value) : call('is_true', 'bool', equal(left, value)),
        );
    }
  }
  const constant = inConstants(left, values, ignoreCase);
  return or(constant ? [constant, ...tests] : tests);
}

function foldedEqual(a: Expression, b: Expression): Expression {
  return a.type === 'string' || a.type === 'dynamic'
    ? call('eq_ci', 'bool', toText(a), toText(b))
    : equal(a, b);
}

function inConstants(
  left: Expression,
  values: readonly Expression[],
  ignoreCase: boolean,
): Expression | undefined {
  if (values.length === 0) return undefined;
  const known = values.filter((each) => each.kind !== 'literal' || each.value !== null);
  const type = left.type === 'dynamic' ? commonType(known) : commonType([left, ...known]);
  const value = left.type === 'dynamic' ? asOther(left, type) : coerce(left, type);
  const list = known.map((each) => constantAs(each, type));
  if (ignoreCase && type === 'string') {
    const folded = list.map((each) =>
      each.kind === 'literal'
        ? text(String(each.value).toLowerCase())
        : call('lower', 'string', each),
    );
    return certainIn(call('lower', 'string', value), folded);
  }
  return certainIn(value, list);
}

function certainIn(value: Expression, list: readonly Expression[]): Expression {
  const distinct = [...new Map(list.map((each) => [key(each), each])).values()];
  const test = call('in', 'bool', value, ...distinct);
  return isNullable(value) ? call('is_true', 'bool', test) : test;
}

const key = (value: Expression): unknown => (value.kind === 'literal' ? value.value : value);

function commonType(values: readonly Expression[]): KustoType {
  const types = values.map(typeOfValue);
  const first = types[0] ?? 'string';
  return types
    .slice(1)
    .reduce((a, b) => (a === 'string' ? (b === 'string' ? a : first) : widest(a, b)), first);
}

function constantAs(value: Expression, type: KustoType): Expression {
  if (value.kind === 'literal' && value.type === 'string' && type === 'guid') {
    return literal(String(value.value).toLowerCase(), 'guid');
  }
  return coerce(value, type);
}

/** The elements of a constant dynamic array as typed literals; arrays and bags within stay text. */
export function constantElements(value: Expression): Expression[] | undefined {
  if (value.kind !== 'literal' || value.type !== 'dynamic') return undefined;
  if (value.value === null) return [];
  const json: unknown = JSON.parse(String(value.value));
  return (Array.isArray(json) ? json : [json]).map((each: unknown): Expression => {
    if (typeof each === 'string') return text(each);
    if (typeof each === 'boolean') return literal(each, 'bool');
    if (typeof each === 'number') {
      return Number.isSafeInteger(each) ? literal(BigInt(each), 'long') : literal(each, 'real');
    }
    return each === null ? nothing('dynamic') : text(JSON.stringify(each));
  });
}

function inArray(left: Expression, array: Expression, ignoreCase: boolean): Expression {
  if (ignoreCase) {
    const folded = call('json_of_text', 'dynamic', call('lower', 'string', toText(left)));
    return call(
      'is_true',
      'bool',
      call('array_contains', 'bool', call('json_lower', 'dynamic', array), folded),
    );
  }
  return call('is_true', 'bool', call('array_contains', 'bool', array, toDynamic(left)));
}

function inTable(
  left: Expression,
  node: ExpressionNode,
  ignoreCase: boolean,
  context: Context,
): Expression {
  const rows = context.language.rows(node, context);
  const first = rows.columns[0] ?? columnsOfType(node.ResultType)[0];
  if (!first) {
    refuse(context, node, 'table without columns in a list');
    return nothing('bool');
  }
  const asText = ignoreCase && (left.type === 'string' || left.type === 'dynamic');
  const fold = (value: Expression): Expression =>
    asText ? call('lower', 'string', toText(value)) : value;
  const [value, element] = level(matched(left, reference(first)));
  return call('is_true', 'bool', {
    kind: 'member',
    value: fold(value),
    input: {
      kind: 'project',
      input: rows.relation,
      columns: [{ name: first.name, expression: fold(element) }],
    },
    type: 'bool',
  });
}

/** `has_any` and `has_all`: a list of terms, spread from constants, or gathered from a table's first column. */
function terms(
  left: Expression,
  list: readonly ExpressionNode[],
  which: 'has_any' | 'has_all',
  context: Context,
  lower: Lower,
): Expression {
  const value = toText(left);
  const constants: Expression[] = [];
  const tests: Expression[] = [];
  const ofArray = which === 'has_any' ? 'has_any_term_of' : 'has_all_terms_of';
  for (const each of list) {
    if (isTable(each)) {
      tests.push(call(ofArray, 'bool', value, firstColumn(each, context)));
      continue;
    }
    const lowered = lower(each, context);
    const known = constantElements(lowered);
    if (known) constants.push(...known.map(toText));
    else if (lowered.type === 'dynamic')
      tests.push(call('is_true', 'bool', call(ofArray, 'bool', value, lowered)));
    else if (lowered.kind === 'literal') constants.push(toText(lowered));
    else tests.push(call('has_term', 'bool', value, toText(lowered)));
  }
  if (which === 'has_all') {
    return and([...constants.map((each) => call('has_term', 'bool', value, each)), ...tests]);
  }
  return or(
    constants.length > 0 ? [call('has_any_term', 'bool', value, ...constants), ...tests] : tests,
  );
}

function firstColumn(node: ExpressionNode, context: Context): Expression {
  const rows = context.language.rows(node, context);
  const first = rows.columns[0];
  if (!first) {
    refuse(context, node, 'table without columns in a list');
    return nothing('dynamic');
  }
  const values = toDynamic(reference(first));
  const list: Expression = {
    kind: 'scalar',
    type: 'dynamic',
    input: {
      kind: 'aggregate',
      input: rows.relation,
      by: [],
      aggregates: [{ name: 'values', function: 'list', args: [values], type: 'dynamic' }],
    },
  };
  return call('coalesce', 'dynamic', list, literal('[]', 'dynamic'));
}
