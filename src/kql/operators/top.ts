import type { TopNode } from '../bridge/nodes.ts';
import { perRow, rearranged } from '../lower/rows.ts';
import { operator } from './operator.ts';
import { sortKeys } from './sort.ts';
import { rowCount } from './take.ts';

/** `top n by key`: the first n in that order. */
export const top = operator<TopNode>({
  kind: 'TopOperator',
  name: 'top',
  source: 'https://learn.microsoft.com/kusto/query/top-operator',
  lower: (input, node, context) => {
    const keys = sortKeys(node.ByExpression, context);
    const count = rowCount(node.Expression, context);
    const sorted = { kind: 'sort', input: input.relation, keys } as const;
    return {
      ...rearranged(input, { kind: 'limit', input: sorted, count, ...perRow(input) }),
      serialized: true,
    };
  },
});
