import { elements, type ExpressionsNode, type ExpressionNode } from '../bridge/nodes.ts';
import type { Context, Rows } from '../lower/context.ts';
import { namedExpressions } from '../lower/named.ts';
import { columnsOfType, extend as extended } from '../lower/rows.ts';
import { operator } from './operator.ts';

/** `extend [name =] expression, ...`: all see the row as it was; an existing name is replaced in place. */
export const extend = operator<ExpressionsNode>({
  kind: 'ExtendOperator',
  name: 'extend',
  source: 'https://learn.microsoft.com/kusto/query/extend-operator',
  lower: lowerExtend,
});

export function lowerExtend(input: Rows, node: ExpressionsNode, context: Context): Rows {
  const known = new Set(input.columns.map((each) => each.name));
  // What the binder put behind the input's columns, in the order of the expressions.
  const added = columnsOfType(node.ResultType)
    .map((each) => each.name)
    .filter((each) => !known.has(each));
  const nameOf = (each: ExpressionNode): string => {
    const own = context.kusto.resultName(each);
    if (own !== undefined) return own;
    return (
      added.find((name) => /^Column\d+$/.test(name) && !taken.has(name) && taken.add(name)) ?? ''
    );
  };
  const taken = new Set<string>();
  return extended(input, namedExpressions(elements(node.Expressions), context, nameOf));
}
