// A search expression to a condition of the plan. Tests are null where the field is absent; NOT takes null for false, so
// `NOT a=x` holds without the field and `a!=x` does not.
// (https://docs.splunk.com/Documentation/Splunk/latest/Search/NOTexpressions)
import { and, bool, call, not, or, real, text, type Expression } from '../plan/index.ts';
import type { Context } from './commands/command.ts';
import { value, type Flow } from './flow.ts';
import { compare, anyOf, asNumber, asText, number, textual, type Typed } from './shape.ts';
import { subsearchCondition } from './subsearch.ts';
import { termTest } from './term.ts';
import { isTimeModifier, timeTest } from './time-modifier.ts';
import type { Name, Pattern, SearchCompare, SearchNode } from './tree.ts';
import { isCidr } from './values.ts';

/** `retrieval`: the expression says which events to fetch, so that `earliest=` and its like are times, not fields. */
export interface SearchPlace {
  readonly flow: Flow;
  readonly context: Context;
  readonly retrieval: boolean;
  /** Event types and tags whose definition this is part of: one that leads back to itself has no meaning. */
  readonly within?: readonly string[];
}

/** The condition; undefined when an error was reported or a subsearch is pending. */
export function lowerSearch(node: SearchNode, place: SearchPlace): Expression | undefined {
  switch (node.kind) {
    case 'all':
      return bool(true);
    case 'none':
      return bool(false);
    case 'and':
      return allOf(node.terms, place, and);
    case 'or':
      return allOf(foldAlternatives(node.terms), place, or);
    case 'not': {
      const operand = lowerSearch(node.operand, place);
      return operand && not(call('is_true', 'bool', operand));
    }
    case 'compare':
      return lowerCompare(node, place);
    case 'in':
      return fieldTest(node.field, node.values, place);
    case 'term':
      return termTest(node, value(place.flow, '_raw'));
    case 'subsearch': {
      const condition = subsearchCondition(node, place.context);
      return condition && lowerSearch(condition, place);
    }
  }
}

function allOf(
  terms: readonly SearchNode[],
  place: SearchPlace,
  join: (conditions: readonly Expression[]) => Expression,
): Expression | undefined {
  const lowered = terms.map((each) => lowerSearch(each, place));
  const good = lowered.filter((each) => each !== undefined);
  return good.length === terms.length ? join(good) : undefined;
}

/** `a=1 OR a=2 OR b=3` as `a IN (1, 2) OR b=3`: many patterns on one field are tested in one go. */
function foldAlternatives(terms: readonly SearchNode[]): readonly SearchNode[] {
  const lists = new Map<string, { readonly at: number; readonly values: Pattern[] }>();
  const folded: SearchNode[] = [];
  for (const term of terms) {
    const list = alternativesOf(term);
    const known = list && lists.get(list.field.text);
    if (list && known) {
      known.values.push(...list.values);
      folded[known.at] = { ...list.node, values: known.values };
    } else {
      if (list) lists.set(list.field.text, { at: folded.length, values: [...list.values] });
      folded.push(term);
    }
  }
  return folded;
}

function alternativesOf(term: SearchNode):
  | {
      readonly field: Name;
      readonly values: readonly Pattern[];
      readonly node: Extract<SearchNode, { kind: 'in' }>;
    }
  | undefined {
  if (term.kind === 'in') return { field: term.field, values: term.values, node: term };
  if (term.kind !== 'compare' || term.operator !== '=' || isTimeModifier(term.field.text)) {
    return undefined;
  }
  if (isKnowledge(term.field.text)) return undefined;
  const { field, span } = term;
  const values = [term.value];
  return { field, values, node: { kind: 'in', field, values, span } };
}

const isKnowledge = (name: string): boolean =>
  name === 'eventtype' || name === 'tag' || name.startsWith('tag::');

function lowerCompare(node: SearchCompare, place: SearchPlace): Expression | undefined {
  const { field, operator } = node;
  if (place.retrieval && isTimeModifier(field.text)) return timeTest(node, place);
  if (operator === '=' || operator === '!=') {
    if (isKnowledge(field.text)) return knowledgeTest(node, place);
    return operator === '='
      ? fieldTest(field, [node.value], place)
      : otherThan(value(place.flow, field.text), node.value);
  }
  const typed = value(place.flow, field.text);
  if (!typed) return bool(false);
  const literalValue = numberOf(node.value);
  const right =
    literalValue === undefined ? textual(text(node.value.text)) : number(real(literalValue));
  return compare(operator, typed, right);
}

function numberOf(pattern: Pattern): number | undefined {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(pattern.text)
    ? Number(pattern.text)
    : undefined;
}

function fieldTest(field: Name, values: readonly Pattern[], place: SearchPlace): Expression {
  const typed = value(place.flow, field.text);
  return typed ? fits(typed, values) : bool(false);
}

/** At least one value that does not fit. */
function otherThan(typed: Typed | undefined, pattern: Pattern): Expression {
  if (!typed) return bool(false);
  if (typed.shape === 'multivalue') {
    return anyOf(typed.expression, (item) => not(fits(item, [pattern])));
  }
  return not(fits(typed, [pattern]));
}

/** Whether any value of the field fits any of the patterns; null without the field. */
export function fits(typed: Typed, patterns: readonly Pattern[]): Expression {
  if (typed.shape === 'multivalue') {
    return anyOf(typed.expression, (item) => fits(item, patterns));
  }
  const numbers = typed.shape === 'number' ? patterns.filter(isPlainNumber) : [];
  const others = patterns.filter((each) => !numbers.includes(each));
  const tests = numbers.map((each) =>
    call('eq', 'bool', asNumber(typed), real(numberOf(each) ?? 0)),
  );
  return or([...tests, ...textTests(typed, others)]);
}

const isPlainNumber = (pattern: Pattern): boolean =>
  pattern.directive === undefined && numberOf(pattern) !== undefined;

function textTests(typed: Typed, patterns: readonly Pattern[]): Expression[] {
  if (patterns.length === 0) return [];
  const subject = asText(typed);
  const exact: string[] = [];
  const contained: string[] = [];
  const tests: Expression[] = [];
  for (const { text: wanted, directive } of patterns) {
    const inner = wanted.slice(1, -1);
    if (directive === 'CASE') tests.push(exactCase(subject, wanted));
    else if (!wanted.includes('*')) exact.push(wanted);
    else if (/^\*+$/.test(wanted)) tests.push(present(subject));
    else if (
      wanted.length > 2 &&
      wanted.startsWith('*') &&
      wanted.endsWith('*') &&
      !inner.includes('*')
    ) {
      contained.push(inner);
    } else tests.push(wildcardTest(subject, wanted));
  }
  return [...exactTests(typed, subject, exact), ...containedTests(subject, contained), ...tests];
}

/** True, or null without the field. */
const present = (subject: Expression): Expression => call('eq', 'bool', subject, subject);

function exactCase(subject: Expression, wanted: string): Expression {
  return wanted.includes('*')
    ? call('wildcard', 'bool', subject, text(wanted))
    : call('eq', 'bool', subject, text(wanted));
}

function exactTests(typed: Typed, subject: Expression, wanted: readonly string[]): Expression[] {
  const blocks = typed.shape === 'any' || typed.shape === 'text' ? wanted.filter(isCidr) : [];
  const tests = blocks.map((block) => call('address.in_block', 'bool', text(block), subject));
  const [first, second] = wanted;
  if (first === undefined) return tests;
  if (second === undefined) return [call('eq_ci', 'bool', subject, text(first)), ...tests];
  const lowered = [...new Set(wanted.map((each) => each.toLowerCase()))];
  return [call('in', 'bool', call('lower', 'string', subject), ...lowered.map(text)), ...tests];
}

function containedTests(subject: Expression, wanted: readonly string[]): Expression[] {
  if (wanted.length === 0) return [];
  const name = wanted.length === 1 ? 'contains_ci' : 'contains_any_ci';
  return [call(name, 'bool', subject, ...wanted.map(text))];
}

function wildcardTest(subject: Expression, pattern: string): Expression {
  const before = pattern.slice(0, -1);
  const after = pattern.slice(1);
  if (pattern.endsWith('*') && !before.includes('*')) {
    return call('starts_with_ci', 'bool', subject, text(before));
  }
  if (pattern.startsWith('*') && !after.includes('*')) {
    return call('ends_with_ci', 'bool', subject, text(after));
  }
  return call('wildcard_ci', 'bool', subject, text(pattern));
}

/** `eventtype=x` and `tag=x` stand for the searches that define them; a stored field of that name counts as well. */
function knowledgeTest(node: SearchCompare, place: SearchPlace): Expression | undefined {
  const { field, value: wanted } = node;
  const definition = definitionOf(field.text, wanted.text, place.context);
  const stored = value(place.flow, field.text);
  const tests: Expression[] = stored ? [fits(stored, [wanted])] : [];
  const key = `${field.text}=${wanted.text}`;
  const within = place.within ?? [];
  if (definition !== undefined && !within.includes(key)) {
    const parsed = place.context.parseSearch(definition, node.span);
    const lowered =
      parsed && lowerSearch(parsed, { ...place, retrieval: false, within: [...within, key] });
    if (!lowered) return undefined;
    tests.push(lowered);
  }
  if (tests.length === 0 && unknownEventtype(node, place)) return undefined;
  const test = or(tests);
  return node.operator === '=' ? test : not(call('is_true', 'bool', test));
}

/** The search behind an event type or tag of that name, where the knowledge has one. */
export function definitionOf(field: string, name: string, context: Context): string | undefined {
  const { knowledge } = context.environment;
  if (!knowledge || name.includes('*')) return undefined;
  return field === 'eventtype' ? knowledge.eventtype(name) : knowledge.tag(name);
}

function unknownEventtype(node: SearchCompare, place: SearchPlace): boolean {
  const { knowledge } = place.context.environment;
  if (!knowledge || node.value.text.includes('*')) return false;
  place.context.report(
    'SPL1210',
    `unknown ${node.field.text} \`${node.value.text}\``,
    node.value.span,
  );
  return true;
}
