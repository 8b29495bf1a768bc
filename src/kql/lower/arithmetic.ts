// Arithmetic: integers stay integers, a quotient of integers is cut, a remainder is never negative, ticks are longs.
import { call, literal, type Expression } from '../../plan/index.ts';
import type { BinaryNode, ExpressionNode, UnaryNode } from '../bridge/nodes.ts';
import type { KustoType } from '../environment.ts';
import type { Context } from './context.ts';
import { coerce, typeOf, widest } from './types.ts';

type Lower = (node: ExpressionNode, context: Context) => Expression;

const isTime = (type: string): boolean => type === 'datetime' || type === 'timespan';

/** The result of an arithmetic node, undefined when its kind is no arithmetic. */
export function lowerArithmetic(
  kind: string,
  node: BinaryNode,
  context: Context,
  lower: Lower,
): Expression | undefined {
  switch (kind) {
    case 'AddExpression':
    case 'SubtractExpression':
    case 'MultiplyExpression':
    case 'DivideExpression':
    case 'ModuloExpression':
      return arithmetic(kind, lower(node.Left, context), lower(node.Right, context), typeOf(node));
    default:
      return undefined;
  }
}

function arithmetic(
  kind: string,
  left: Expression,
  right: Expression,
  declared: KustoType | undefined,
): Expression {
  if (isTime(left.type) || isTime(right.type)) return timely(kind, left, right, declared);
  const common = numeric(left, right, declared);
  const [a, b] = [coerce(left, common), coerce(right, common)];
  return folded(kind, a, b) ?? operation(kind, a, b, common);
}

function numeric(left: Expression, right: Expression, declared: KustoType | undefined): KustoType {
  const type = declared ?? widest(left.type as KustoType, right.type as KustoType);
  return type === 'real' || type === 'decimal' ? type : 'long';
}

function operation(kind: string, a: Expression, b: Expression, type: KustoType): Expression {
  switch (kind) {
    case 'AddExpression':
      return call('add', type, a, b);
    case 'SubtractExpression':
      return call('subtract', type, a, b);
    case 'MultiplyExpression':
      return call('multiply', type, a, b);
    case 'DivideExpression':
      return type === 'long' ? call('quotient', 'long', a, b) : quotient(a, b, type);
    default:
      return remainder(a, b, type);
  }
}

function quotient(a: Expression, b: Expression, type: KustoType): Expression {
  if (type !== 'decimal') return call('divide', 'real', a, b);
  return coerce(call('divide', 'real', coerce(a, 'real'), coerce(b, 'real')), 'decimal');
}

/** `-14 % 12` is 10. */
export function remainder(a: Expression, b: Expression, type: KustoType): Expression {
  const size = call('abs', type, b);
  return call('modulo', type, call('add', type, call('modulo', type, a, b), size), size);
}

/** Sums of constants, as in `let lookback = 2 * 1h`, are worked out at once: plans stay readable. */
function folded(kind: string, a: Expression, b: Expression): Expression | undefined {
  if (a.kind !== 'literal' || b.kind !== 'literal') return undefined;
  if (typeof a.value !== 'bigint' || typeof b.value !== 'bigint') return undefined;
  const value =
    kind === 'AddExpression'
      ? a.value + b.value
      : kind === 'SubtractExpression'
        ? a.value - b.value
        : kind === 'MultiplyExpression'
          ? a.value * b.value
          : undefined;
  if (value === undefined || BigInt.asIntN(64, value) !== value) return undefined;
  return literal(value, a.type);
}

/** With a datetime or a timespan on either side; both are ticks. */
function timely(
  kind: string,
  left: Expression,
  right: Expression,
  declared: KustoType | undefined,
): Expression {
  const result = declared ?? 'timespan';
  if (kind === 'AddExpression' || kind === 'SubtractExpression' || kind === 'ModuloExpression') {
    const [a, b] = [ticks(left), ticks(right)];
    return coerce(folded(kind, a, b) ?? operation(kind, a, b, 'long'), result);
  }
  if (kind === 'DivideExpression' && isTime(left.type) && isTime(right.type)) {
    return call('divide', 'real', coerce(ticks(left), 'real'), coerce(ticks(right), 'real'));
  }
  const whole = [left, right].every(
    (each) => isTime(each.type) || each.type === 'long' || each.type === 'int',
  );
  const [a, b] = [whole ? ticks(left) : inReal(left), whole ? ticks(right) : inReal(right)];
  const type = whole ? 'long' : 'real';
  return coerce(folded(kind, a, b) ?? operation(kind, a, b, type), result);
}

const ticks = (value: Expression): Expression => coerce(value, 'long');
const inReal = (value: Expression): Expression =>
  isTime(value.type) ? coerce(ticks(value), 'real') : coerce(value, 'real');

/** `-x`, `+x`. */
export function lowerSign(
  kind: string,
  node: UnaryNode,
  context: Context,
  lower: Lower,
): Expression | undefined {
  if (kind !== 'UnaryMinusExpression' && kind !== 'UnaryPlusExpression') return undefined;
  const value = lower(node.Expression, context);
  if (kind === 'UnaryPlusExpression') return value;
  if (value.kind === 'literal' && typeof value.value === 'bigint')
    return literal(-value.value, value.type);
  if (value.kind === 'literal' && typeof value.value === 'number')
    return literal(-value.value, value.type);
  if (isTime(value.type)) return coerce(call('negate', 'long', ticks(value)), 'timespan');
  const type = typeOf(node) ?? 'long';
  return call('negate', type, coerce(value, type));
}
