import type { ExpressionsNode } from '../bridge/nodes.ts';
import { lowerExtend } from './extend.ts';
import { operator } from './operator.ts';

/** `serialize [name = expression, ...]`: the rows' order is fixed from here on; columns may be added. */
export const serialize = operator<ExpressionsNode>({
  kind: 'SerializeOperator',
  name: 'serialize',
  source: 'https://learn.microsoft.com/kusto/query/serialize-operator',
  lower: (input, node, context) => {
    const ordered = { ...input, serialized: true };
    return lowerExtend(ordered, node, { ...context, row: ordered });
  },
});
