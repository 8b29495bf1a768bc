// Kusto samples at random; here the sample is the first rows, so that a replay always gives the same.
import type { SampleDistinctNode, TakeNode } from '../bridge/nodes.ts';
import { columnsOfType, perRow, rearranged } from '../lower/rows.ts';
import { operator } from './operator.ts';
import { rowCount } from './take.ts';

export const sample = operator<TakeNode>({
  kind: 'SampleOperator',
  name: 'sample',
  source: 'https://learn.microsoft.com/kusto/query/sample-operator',
  lower: (input, node, context) => {
    const count = rowCount(node.Expression, context);
    return rearranged(input, { kind: 'limit', input: input.relation, count, ...perRow(input) });
  },
});

export const sampleDistinct = operator<SampleDistinctNode>({
  kind: 'SampleDistinctOperator',
  name: 'sample-distinct',
  source: 'https://learn.microsoft.com/kusto/query/sample-distinct-operator',
  lower: (input, node, context) => {
    const columns = columnsOfType(node.ResultType);
    const name = columns[0]?.name ?? 'Column1';
    const by = [{ name, expression: context.language.scalar(node.OfExpression, context) }];
    const values = { kind: 'aggregate', input: input.relation, by, aggregates: [] } as const;
    const count = rowCount(node.Expression, context);
    return { relation: { kind: 'limit', input: values, count }, columns, hidden: [] };
  },
});
