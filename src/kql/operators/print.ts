import { elements, type ExpressionsNode } from '../bridge/nodes.ts';
import { byPosition, namedExpressions } from '../lower/named.ts';
import { columnsOfType, project } from '../lower/rows.ts';
import { operator } from './operator.ts';

/** `print [name =] expression, ...`: one row. */
export const print = operator<ExpressionsNode>({
  kind: 'PrintOperator',
  name: 'print',
  source: 'https://learn.microsoft.com/kusto/query/print-operator',
  begins: true,
  lower: (input, node, context) => {
    const names = byPosition(columnsOfType(node.ResultType));
    const columns = namedExpressions(elements(node.Expressions), context, names);
    return { ...project(input, columns), serialized: true };
  },
});
