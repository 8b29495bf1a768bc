import type { CallNode, InvokeNode } from '../bridge/nodes.ts';
import { refuse } from '../lower/context.ts';
import { lowerInvoke } from '../lower/invoke.ts';
import { columnsOfType, nowhere } from '../lower/rows.ts';
import { operator } from './operator.ts';

/** `invoke f(args)`: the piped table is the function's first argument. */
export const invoke = operator<InvokeNode>({
  kind: 'InvokeOperator',
  name: 'invoke',
  source: 'https://learn.microsoft.com/kusto/query/invoke-operator',
  lower: (input, node, context) => {
    const made = lowerInvoke(input, node.Function as CallNode, context);
    if (made) return made;
    refuse(context, node.Function, `\`invoke ${(node.Function as CallNode).Name.SimpleName}()\``);
    return nowhere(columnsOfType(node.ResultType));
  },
});
