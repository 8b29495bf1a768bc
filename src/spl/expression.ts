// Eval expressions to plan expressions, with the coercions that Splunk makes at run time written out.
import { call, literal, text, type Expression } from '../plan/index.ts';
import { nearest, type Span } from '../text/index.ts';
import { evalFunction, evalFunctionNames, refusedFunctions } from './functions/index.ts';
import type { CallSite } from './functions/function.ts';
import {
  absent,
  any,
  asNumber,
  asText,
  asTruth,
  compare,
  number,
  textual,
  truth,
  type Report,
  type Scope,
  type Typed,
} from './shape.ts';
import type { EvalBinary, EvalCall, EvalIn, EvalNode, EvalOperator, EvalUnary } from './tree.ts';
import { isIn, likeTest } from './functions/pattern.ts';

export type { Report, Scope, Shape, Typed } from './shape.ts';

/**
 * The value of an expression. Undefined when something in it cannot be lowered; then at least one error was reported.
 * - SPL1204: no such function. SPL1205: wrong number of arguments. SPL1206: an operator or function got a kind of value
 *   that it does not take. SPL1209: a subsearch where none can stand.
 */
export function lowerExpression(node: EvalNode, scope: Scope, report: Report): Typed | undefined {
  switch (node.kind) {
    case 'text':
      return textual(text(node.value));
    case 'number':
      return number(literal(node.value, 'real'));
    case 'field':
      return scope.field(node.name) ?? absent;
    case 'unary':
      return unary(node, scope, report);
    case 'binary':
      return binary(node, scope, report);
    case 'in':
      return membership(node, scope, report);
    case 'call':
      return functionCall(node, scope, report);
    case 'subsearch':
      report('SPL1209', 'a subsearch inside an expression is not supported here', node.span);
      return undefined;
  }
}

function unary(node: EvalUnary, scope: Scope, report: Report): Typed | undefined {
  const operand = lowerExpression(node.operand, scope, report);
  if (!operand) return undefined;
  switch (node.operator) {
    case 'NOT':
      return truth(call('not', 'bool', asTruth(operand)));
    case '+':
      return operand;
    case '-':
      return numeric(operand, node.operand.span, '-', report) ? negated(operand) : undefined;
  }
}

function negated(operand: Typed): Typed {
  const { expression } = operand;
  if (expression.kind === 'literal' && typeof expression.value === 'number') {
    return number(literal(-expression.value, 'real'));
  }
  return number(call('negate', 'real', asNumber(operand)));
}

function binary(node: EvalBinary, scope: Scope, report: Report): Typed | undefined {
  // A long chain of AND, OR, `.` or `+` leans to the left; walking it keeps the stack flat.
  const operands = chain(node);
  const values = operands.map((each) => lowerExpression(each, scope, report));
  const good = values.filter((each) => each !== undefined);
  if (good.length < values.length) return undefined;
  const made = combine(node.operator, good, operands, node.operatorSpan, report);
  return bounded(made, node.span, report);
}

const associative: ReadonlySet<EvalOperator> = new Set(['AND', 'OR', '.', '+']);

function chain(node: EvalBinary): EvalNode[] {
  if (!associative.has(node.operator)) return [node.left, node.right];
  const operands: EvalNode[] = [node.right];
  let left = node.left;
  while (left.kind === 'binary' && left.operator === node.operator) {
    operands.push(left.right);
    left = left.left;
  }
  operands.push(left);
  return operands.reverse();
}

function combine(
  operator: EvalOperator,
  values: readonly Typed[],
  operands: readonly EvalNode[],
  at: Span,
  report: Report,
): Typed | undefined {
  const [left = absent, right = absent] = values;
  switch (operator) {
    case 'AND':
      return truth(call('and', 'bool', ...values.map(asTruth)));
    case 'OR':
      return truth(call('or', 'bool', ...values.map(asTruth)));
    case 'XOR':
      return truth(call('ne', 'bool', asTruth(left), asTruth(right)));
    case '.':
      return joined(values);
    case '+':
      return sumOf(values, at, report);
    case '-':
    case '*':
    case '/':
    case '%':
      return arithmetic(operator, [left, right], operands, report);
    case 'LIKE':
      return likeTest(left, right);
    case '=':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return truth(compare(operator, left, right));
  }
}

/** Numbers become text; null makes the whole null. */
function joined(values: readonly Typed[]): Typed {
  const made = call('concat', 'string', ...values.map(asText));
  return values.every((each) => each.shape === 'text') ? textual(made) : any(made);
}

function sumOf(values: readonly Typed[], at: Span, report: Report): Typed | undefined {
  let sum: Typed | undefined = values[0];
  for (const each of values.slice(1)) sum = sum && added(sum, each, at, report);
  return sum;
}

/** Two numbers add up, two texts join; a text that is a literal cannot meet a number. */
function added(left: Typed, right: Typed, at: Span, report: Report): Typed | undefined {
  const shapes = [left.shape, right.shape];
  if (shapes.includes('bool')) return mismatch('+', at, report);
  if (shapes.includes('number')) {
    if (shapes.includes('text')) return mismatch('+', at, report);
    return number(call('add', 'real', asNumber(left), asNumber(right)));
  }
  if (shapes.includes('null')) return absent;
  if (left.shape === 'text' && right.shape === 'text') {
    return textual(call('concat', 'string', left.expression, right.expression));
  }
  return any(call('loose.add', 'string', asText(left), asText(right)));
}

function mismatch(operator: string, at: Span, report: Report): Typed | undefined {
  const takes = operator === '+' ? 'two numbers or two texts' : 'numbers';
  const message = `\`${operator}\` takes ${takes}`;
  report(
    'SPL1206',
    message,
    at,
    operator === '+' ? { remedy: 'write `.` to join text' } : undefined,
  );
  return undefined;
}

const arithmeticFunctions = {
  '-': 'subtract',
  '*': 'multiply',
  '/': 'loose.divide',
  '%': 'loose.modulo',
} as const;

function arithmetic(
  operator: '-' | '*' | '/' | '%',
  values: readonly [Typed, Typed],
  operands: readonly EvalNode[],
  report: Report,
): Typed | undefined {
  const good = values.map((each, index) => {
    const at = operands[index]?.span;
    return at !== undefined && numeric(each, at, operator, report);
  });
  if (good.includes(false)) return undefined;
  const [a, b]: readonly Expression[] = values.map(asNumber);
  if (!a || !b) return undefined;
  return number(call(arithmeticFunctions[operator], 'real', a, b));
}

/** A literal text or a truth value can never be a number, which Splunk tells before the search runs. */
function numeric(value: Typed, at: Span, operator: string, report: Report): boolean {
  const wrong =
    value.shape === 'bool' || (value.shape === 'text' && value.expression.kind === 'literal');
  if (wrong) mismatch(operator, at, report);
  return !wrong;
}

function membership(node: EvalIn, scope: Scope, report: Report): Typed | undefined {
  const value = lowerExpression(node.value, scope, report);
  const list = node.list.map((each) => lowerExpression(each, scope, report));
  const good = list.filter((each) => each !== undefined);
  if (!value || good.length < list.length) return undefined;
  return truth(isIn(value, good));
}

function functionCall(node: EvalCall, scope: Scope, report: Report): Typed | undefined {
  const found = evalFunction(node.name);
  if (!found) return unknownFunction(node, report);
  const [least, most] = found.arity;
  if (node.args.length < least || node.args.length > most) {
    const message = `\`${found.name}\` takes ${arityText(least, most)}, not ${String(node.args.length)}`;
    report('SPL1205', message, node.span);
    return undefined;
  }
  return bounded(found.lower(siteOf(node, scope, report)), node.span, report);
}

/** Nodes of a plan expression, written out, that an engine is asked to take. */
const HEAVIEST = 100_000;
const weights = new WeakMap<Expression, number>();

/** Functions that use an argument twice double the plan with every level of nesting: that is cut off here. */
function bounded(made: Typed | undefined, at: Span, report: Report): Typed | undefined {
  if (!made || weight(made.expression) <= HEAVIEST) return made;
  report('SPL1005', 'this expression is too deeply nested', at);
  return undefined;
}

/** How many nodes an expression has when parts used twice count twice. */
function weight(expression: Expression): number {
  const known = weights.get(expression);
  if (known !== undefined) return known;
  const made = 1 + partsOf(expression).reduce((sum, each) => sum + weight(each), 0);
  weights.set(expression, made);
  return made;
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'call':
      return expression.args;
    case 'case':
      return [
        ...expression.branches.flatMap((each) => [each.when, each.then]),
        expression.otherwise,
      ];
    case 'each':
      return [expression.list, expression.body];
    case 'member':
      return [expression.value];
    case 'column':
    case 'literal':
    case 'item':
    case 'scalar':
      return [];
  }
}

function siteOf(node: EvalCall, scope: Scope, report: Report): CallSite {
  return {
    node,
    args: node.args,
    scope,
    report,
    value: (index, inner) => {
      const arg = node.args[index];
      return arg && lowerExpression(arg, inner ?? scope, report);
    },
    lower: (each, inner) => lowerExpression(each, inner, report),
  };
}

function unknownFunction(node: EvalCall, report: Report): Typed | undefined {
  const reason = refusedFunctions.get(node.name.toLowerCase());
  if (reason !== undefined) {
    report('SPL1204', `unsupported function \`${node.name}\`: ${reason}`, node.nameSpan);
    return undefined;
  }
  const [near] = nearest(node.name, evalFunctionNames());
  const more =
    near === undefined ? undefined : { remedy: `write \`${near}\`, if that is what was meant` };
  report('SPL1204', `unsupported function \`${node.name}\``, node.nameSpan, more);
  return undefined;
}

function arityText(least: number, most: number): string {
  const plural = (count: number): string => `${String(count)} argument${count === 1 ? '' : 's'}`;
  if (least === most) return least === 0 ? 'no arguments' : plural(least);
  return most >= 1000 ? `at least ${plural(least)}` : `${String(least)} to ${plural(most)}`;
}
