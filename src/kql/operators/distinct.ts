import { elements, type ExpressionsNode } from '../bridge/nodes.ts';
import { byPosition, namedExpressions } from '../lower/named.ts';
import { columnsOfType, grouped, perColumn, reference, unchanged } from '../lower/rows.ts';
import { operator } from './operator.ts';

/** `distinct expressions` or `distinct *`. Rows come in order of first appearance, which Kusto leaves open. */
export const distinct = operator<ExpressionsNode>({
  kind: 'DistinctOperator',
  name: 'distinct',
  source: 'https://learn.microsoft.com/kusto/query/distinct-operator',
  lower: (input, node, context) => {
    const nodes = elements(node.Expressions);
    const everything = nodes.some((each) => context.kusto.kindOf(each) === 'StarExpression');
    const by = everything
      ? input.columns.map((each) => ({ name: each.name, expression: reference(each) }))
      : namedExpressions(nodes, context, byPosition(columnsOfType(node.ResultType)));
    return {
      ...grouped(input),
      relation: {
        kind: 'aggregate',
        input: input.relation,
        by: [...by, ...perColumn(input).map(unchanged)],
        aggregates: [],
      },
      columns: columnsOfType(node.ResultType),
    };
  },
});
