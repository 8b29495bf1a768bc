import type { FilterNode } from '../bridge/nodes.ts';
import { condition } from '../lower/comparison.ts';
import { rearranged } from '../lower/rows.ts';
import { coerce } from '../lower/types.ts';
import { operator } from './operator.ts';

/** `where predicate`: rows for which it is true; null is not. */
export const where = operator<FilterNode>({
  kind: 'FilterOperator',
  name: 'where',
  source: 'https://learn.microsoft.com/kusto/query/where-operator',
  lower: (input, node, context) => {
    const test = condition(coerce(context.language.scalar(node.Condition, context), 'bool'));
    return rearranged(input, { kind: 'filter', input: input.relation, where: test });
  },
});
