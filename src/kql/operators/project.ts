import { elements, type ExpressionsNode } from '../bridge/nodes.ts';
import { byPosition, namedExpressions } from '../lower/named.ts';
import { columnsOfType, project as projected } from '../lower/rows.ts';
import { operator } from './operator.ts';

/** `project [name =] expression, ...`: exactly these columns. */
export const project = operator<ExpressionsNode>({
  kind: 'ProjectOperator',
  name: 'project',
  source: 'https://learn.microsoft.com/kusto/query/project-operator',
  lower: (input, node, context) => {
    const names = byPosition(columnsOfType(node.ResultType));
    return projected(input, namedExpressions(elements(node.Expressions), context, names));
  },
});
