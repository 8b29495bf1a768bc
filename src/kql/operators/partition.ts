import type { PartitionNode } from '../bridge/nodes.ts';
import type { KqlColumn } from '../environment.ts';
import { refuse, type Rows } from '../lower/context.ts';
import { columnsOfType, nowhere, project, unchanged } from '../lower/rows.ts';
import { operator } from './operator.ts';

/**
 * `partition by key (subquery)`: the subquery runs once per value of the key. All run together: each row carries its key,
 * by which the subquery groups, orders and limits, as in `mv-apply`.
 */
export const partition = operator<PartitionNode>({
  kind: 'PartitionOperator',
  name: 'partition',
  source: 'https://learn.microsoft.com/kusto/query/partition-operator',
  lower: (input, node, context) => {
    const { Subquery: subquery } = node.Operand;
    if (!subquery || input.per !== undefined) {
      refuse(context, node, subquery ? '`partition` in a subquery' : '`partition` with braces');
      return nowhere(columnsOfType(node.ResultType));
    }
    const per = context.fresh('key');
    const key = context.language.scalar(node.ByExpression, context);
    const hidden: KqlColumn = { name: per, type: key.type as KqlColumn['type'] };
    const keyed = project({ ...input, hidden: input.hidden }, [
      ...input.columns.map(unchanged),
      { name: per, expression: key },
    ]);
    // The key moves to the hidden columns, which stand behind the ingestion time.
    const moved: Rows = {
      ...project({ ...keyed, hidden: [] }, [
        ...input.columns.map(unchanged),
        ...input.hidden.map(unchanged),
        unchanged(hidden),
      ]),
      columns: input.columns,
      hidden: [...input.hidden, hidden],
      per,
    };
    const rows = context.language.rows(subquery, { ...context, piped: moved });
    const rest = rows.hidden.filter((each) => each.name !== per);
    return project(
      { ...rows, hidden: rest, per: undefined, serialized: false },
      rows.columns.map(unchanged),
    );
  },
});
