import type { CountNode } from '../bridge/nodes.ts';
import { columnsOfType, grouped, perColumn, unchanged } from '../lower/rows.ts';
import { operator } from './operator.ts';

/** `count`: one row with the number of rows. */
export const count = operator<CountNode>({
  kind: 'CountOperator',
  name: 'count',
  source: 'https://learn.microsoft.com/kusto/query/count-operator',
  lower: (input, node) => {
    const name = columnsOfType(node.ResultType)[0]?.name ?? 'Count';
    return {
      ...grouped(input),
      relation: {
        kind: 'aggregate',
        input: input.relation,
        by: perColumn(input).map(unchanged),
        aggregates: [{ name, function: 'count', args: [], type: 'long' }],
      },
      columns: [{ name, type: 'long' }],
    };
  },
});
