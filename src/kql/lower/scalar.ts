// Scalar expressions: literals, names, operators, paths into dynamic values, calls.
import { and, call, column, literal, nothing, or, type Expression } from '../../plan/index.ts';
import {
  elements,
  type BetweenNode,
  type BinaryNode,
  type CalledNode,
  type CallNode,
  type ExpressionNode,
  type InNode,
  type NameNode,
  type PathNode,
  type SimpleNamedNode,
  type UnaryNode,
} from '../bridge/nodes.ts';
import { scalarFunctionRow } from '../functions/index.ts';
import { lowerArithmetic, lowerSign } from './arithmetic.ts';
import { called } from './calls.ts';
import { lowerBetween, lowerComparison, lowerListTest } from './comparison.ts';
import { refuse, resolve, type Context } from './context.ts';
import { lowerLiteral } from './literals.ts';
import { absent, coerce, typeOf, typeOfSymbol } from './types.ts';

/** A scalar expression; what is not supported is reported and stands as an absent value. */
export function lowerScalar(node: ExpressionNode, context: Context): Expression {
  const kind = context.kusto.kindOf(node);
  const found =
    lowerLiteral(kind, node, context) ??
    lowerLogic(kind, node, context) ??
    lowerComparison(kind, node as BinaryNode, context, lowerScalar) ??
    lowerListTest(kind, node as InNode, context, lowerScalar) ??
    lowerArithmetic(kind, node as BinaryNode, context, lowerScalar) ??
    lowerSign(kind, node as UnaryNode, context, lowerScalar) ??
    lowerShape(kind, node, context);
  if (found) return found;
  refuse(context, node, `expression \`${shortened(node.ToString(0))}\``);
  return absent(typeOf(node) ?? 'dynamic');
}

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}...` : text);

function lowerLogic(kind: string, node: ExpressionNode, context: Context): Expression | undefined {
  if (kind !== 'AndExpression' && kind !== 'OrExpression') return undefined;
  // Long chains lean to the left: they are unrolled, not recursed into.
  const parts: ExpressionNode[] = [];
  let at = node;
  for (; context.kusto.kindOf(at) === kind; at = (at as BinaryNode).Left) {
    parts.push((at as BinaryNode).Right);
  }
  parts.push(at);
  const lowered = parts.reverse().map((each) => coerce(lowerScalar(each, context), 'bool'));
  return kind === 'AndExpression' ? and(lowered) : or(lowered);
}

function lowerShape(kind: string, node: ExpressionNode, context: Context): Expression | undefined {
  switch (kind) {
    case 'ParenthesizedExpression':
      return lowerScalar((node as UnaryNode).Expression, context);
    case 'NameReference':
    case 'BracketedName':
      return lowerName(node as NameNode, context);
    case 'SimpleNamedExpression':
      return lowerScalar((node as SimpleNamedNode).Expression, context);
    case 'BetweenExpression':
    case 'NotBetweenExpression':
      return lowerBetween(kind, node as BetweenNode, context, lowerScalar);
    case 'PathExpression':
      return lowerPath(node as PathNode, context);
    case 'ElementExpression':
      return lowerElement(node as PathNode, context);
    case 'FunctionCallExpression':
      return lowerCall(node as CallNode, context);
    case 'ToScalarExpression':
      return toScalar((node as UnaryNode).Expression, node, context);
    case 'TypeOfLiteralExpression':
      // An argument that names a type: the binder has read it, the result's type tells.
      return nothing('dynamic');
    case 'MaterializeExpression':
      return lowerScalar((node as UnaryNode).Expression, context);
    default:
      return undefined;
  }
}

function lowerName(node: NameNode, context: Context): Expression | undefined {
  const symbol = node.ReferencedSymbol;
  const kind = symbol ? context.kusto.symbolKind(symbol) : '';
  const name = symbol?.Name ?? node.SimpleName;
  if (kind === 'Column') {
    const known = context.row?.columns.find((each) => each.name === name);
    if (known) return column(name, known.type);
    return missingColumn(node, name, context);
  }
  const bound = resolve(context.scope, name);
  if (bound?.kind === 'scalar') return bound.expression;
  if (kind === 'Function') {
    const body = called(node as unknown as CalledNode, context, undefined);
    return body?.expression ? lowerScalar(body.expression, body.context) : undefined;
  }
  const known = context.row?.columns.find((each) => each.name === name);
  return known ? column(name, known.type) : undefined;
}

/** The binder knows a column that the rows do not have: it was told of a table that does not exist here. */
function missingColumn(node: NameNode, name: string, context: Context): Expression {
  const type = typeOf(node) ?? 'string';
  if (context.row?.open !== true) {
    context.report({ code: 'KQL1005', message: `unknown column \`${name}\`` }, context.place(node));
  }
  return absent(type);
}

/** `d.member`, and `$left.column` within a join's condition. */
function lowerPath(node: PathNode, context: Context): Expression | undefined {
  const symbol = node.ReferencedSymbol;
  if (symbol && context.kusto.symbolKind(symbol) === 'Column') {
    const side = (node.Expression as NameNode).SimpleName;
    if (side === '$left' || side === '$right') return undefined;
  }
  const selector = node.Selector as NameNode;
  // `d.[0]` is `d[0]`.
  if (context.kusto.kindOf(selector) === 'BracketedExpression') return lowerElement(node, context);
  if (context.kusto.kindOf(selector) !== 'NameReference') return undefined;
  const owner = node.Expression as NameNode;
  if (context.state && context.kusto.kindOf(owner) === 'NameReference') {
    const kept = context.state(owner.SimpleName, selector.SimpleName);
    if (kept) return kept;
  }
  const base = lowerScalar(node.Expression, context);
  return member(base, literal(selector.SimpleName, 'string'));
}

/** `d["member"]`, `d[0]`, `d[expression]`. */
function lowerElement(node: PathNode, context: Context): Expression | undefined {
  const base = lowerScalar(node.Expression, context);
  const bracket = node.Selector as UnaryNode;
  const selector = lowerScalar(bracket.Expression, context);
  if (selector.type === 'string') return member(base, selector);
  if (selector.type === 'dynamic') {
    return call('json_select', 'dynamic', coerce(base, 'dynamic'), selector);
  }
  return call('json_at', 'dynamic', coerce(base, 'dynamic'), coerce(selector, 'long'));
}

function member(base: Expression, name: Expression): Expression {
  return call('json_get', 'dynamic', coerce(base, 'dynamic'), name);
}

function lowerCall(node: CallNode, context: Context): Expression | undefined {
  const name = node.Name.SimpleName;
  const body = called(node, context, undefined);
  if (body) {
    if (!body.expression) return undefined;
    return lowerScalar(body.expression, body.context);
  }
  const row = scalarFunctionRow(name);
  if (!row) {
    refuse(context, node.Name, `function \`${name}()\``);
    return absent(typeOf(node) ?? 'dynamic');
  }
  const nodes = elements(node.ArgumentList.Expressions);
  const args = row.raw ? [] : nodes.map((each) => lowerScalar(each, context));
  const typed = args.map((each, at) => {
    const wanted = row.takes?.[Math.min(at, row.takes.length - 1)];
    return wanted === undefined || wanted === 'any' ? each : coerce(each, wanted);
  });
  const result = typeOfSymbol(node.ResultType);
  const made = row.lower(typed, {
    node,
    nodes,
    context,
    type: result ?? 'dynamic',
    scalar: lowerScalar,
  });
  return result && made.type !== result && result !== 'dynamic' ? coerce(made, result) : made;
}

/** The first cell of a table; a scalar stands for itself. */
function toScalar(inner: ExpressionNode, node: ExpressionNode, context: Context): Expression {
  const type = typeOf(node);
  if (inner.ResultType?.Columns === undefined || type === undefined) {
    return inner.ResultType?.Columns === undefined
      ? lowerScalar(inner, context)
      : nothing('dynamic');
  }
  const rows = context.language.rows(inner, { ...context, row: undefined });
  const first = rows.columns[0];
  if (!first) return absent(type);
  const value: Expression = {
    kind: 'scalar',
    input: {
      kind: 'project',
      input: rows.relation,
      columns: [{ name: first.name, expression: column(first.name, first.type) }],
    },
    type: first.type,
  };
  const whole =
    first.type === 'string' ? call('coalesce', 'string', value, literal('', 'string')) : value;
  return first.type === type ? whole : coerce(whole, type);
}
