import type { ExpressionNode, TakeNode } from '../bridge/nodes.ts';
import { constantOf } from '../lower/constant.ts';
import { refuse, type Context } from '../lower/context.ts';
import { perRow, rearranged } from '../lower/rows.ts';
import { coerce } from '../lower/types.ts';
import { operator } from './operator.ts';

/** `take n`: any n rows; here the first. */
export const take = operator<TakeNode>({
  kind: 'TakeOperator',
  name: 'take',
  source: 'https://learn.microsoft.com/kusto/query/take-operator',
  lower: (input, node, context) => {
    const count = rowCount(node.Expression, context);
    return rearranged(input, { kind: 'limit', input: input.relation, count, ...perRow(input) });
  },
});

/** A number of rows, which must be constant. */
export function rowCount(node: ExpressionNode, context: Context): number {
  const value = constantOf(coerce(context.language.scalar(node, context), 'long'))?.value;
  if (typeof value === 'bigint') return Math.max(0, Number(value));
  refuse(context, node, 'number of rows that is not constant');
  return 0;
}
