// The columns that a list of expressions makes, with the names that Kusto gives them.
import { call, literal, type Expression } from '../../plan/index.ts';
import {
  elements,
  items,
  type CompoundNamedNode,
  type ExpressionNode,
  type SimpleNamedNode,
} from '../bridge/nodes.ts';
import type { KqlColumn } from '../environment.ts';
import { refuse, type Context } from './context.ts';
import { coerce, typeOf, typeOfSymbol } from './types.ts';

export interface NamedExpression {
  readonly name: string;
  readonly expression: Expression;
}

/**
 * One column per expression, or per name of `(a, b) = expression`, which takes a dynamic value apart. `nameOf` tells the
 * name of an expression without one of its own.
 */
export function namedExpressions(
  nodes: readonly ExpressionNode[],
  context: Context,
  nameOf: (node: ExpressionNode, at: number) => string,
): NamedExpression[] {
  const made: NamedExpression[] = [];
  for (const node of nodes) {
    const kind = context.kusto.kindOf(node);
    if (kind === 'SimpleNamedExpression') {
      const { Name: name, Expression: value } = node as SimpleNamedNode;
      made.push({ name: name.SimpleName, expression: context.language.scalar(value, context) });
    } else if (kind === 'CompoundNamedExpression') {
      made.push(...compound(node as CompoundNamedNode, context));
    } else if (tupleSize(node, context) > 1) {
      made.push(...unnamedTuple(node, context));
    } else {
      made.push({
        name: nameOf(node, made.length),
        expression: context.language.scalar(node, context),
      });
    }
  }
  return made;
}

/** How many values an expression gives: more than one for functions such as `array_sort_asc(a, b)`. */
function tupleSize(node: ExpressionNode, context: Context): number {
  const type = node.ResultType;
  return type && context.kusto.symbolKind(type) === 'Tuple' ? items(type.Columns).length : 1;
}

/** The values of a tuple under the names that the binder gives them. */
function unnamedTuple(node: ExpressionNode, context: Context): NamedExpression[] {
  const value = coerce(context.language.scalar(node, context), 'dynamic');
  return items(node.ResultType?.Columns).map((each, at) => ({
    name: each.Name,
    expression: coerce(
      call('json_at', 'dynamic', value, literal(BigInt(at), 'long')),
      typeOfSymbol(each.Type) ?? 'dynamic',
    ),
  }));
}

function compound(node: CompoundNamedNode, context: Context): NamedExpression[] {
  const value = context.language.scalar(node.Expression, context);
  const names = elements(node.Names.Names);
  if (value.type !== 'dynamic') refuse(context, node, 'list of names for one value');
  return names.map((each, at) => ({
    name: each.SimpleName,
    expression: coerce(
      call('json_at', 'dynamic', coerce(value, 'dynamic'), literal(BigInt(at), 'long')),
      typeOf(each) ?? 'dynamic',
    ),
  }));
}

/** The name at a place of the binder's result. */
export const byPosition =
  (columns: readonly KqlColumn[]) =>
  (_node: ExpressionNode, at: number): string =>
    columns[at]?.name ?? `Column${String(at + 1)}`;
