import { call, column, long, type NamedAggregate } from '../../plan/index.ts';
import type { TopHittersNode } from '../bridge/nodes.ts';
import { columnsOfType, grouped, perColumn, perRow, unchanged } from '../lower/rows.ts';
import { coerce } from '../lower/types.ts';
import { operator } from './operator.ts';
import { rowCount } from './take.ts';

/** `top-hitters n of x [by weight]`: the values that stand most often, or weigh most. Kusto estimates; here it is exact. */
export const topHitters = operator<TopHittersNode>({
  kind: 'TopHittersOperator',
  name: 'top-hitters',
  source: 'https://learn.microsoft.com/kusto/query/top-hitters-operator',
  lower: (input, node, context) => {
    const columns = columnsOfType(node.ResultType);
    const [value, total] = columns;
    const type = total?.type ?? 'long';
    const name = total?.name ?? '';
    const weight = node.ByClause && context.language.scalar(node.ByClause.Expression, context);
    const aggregate: NamedAggregate = weight
      ? { name, function: 'sum', args: [coerce(weight, type)], type }
      : { name, function: 'count', args: [], type: 'long' };
    const by = {
      name: value?.name ?? '',
      expression: context.language.scalar(node.OfExpression, context),
    };
    const totals = {
      kind: 'aggregate',
      input: input.relation,
      by: [by, ...perColumn(input).map(unchanged)],
      aggregates: [aggregate],
    } as const;
    const key = call('coalesce', type, column(name, type), coerce(long(0), type));
    const keys = [{ by: key, descending: true, nulls: 'last' as const }];
    const sorted = { kind: 'sort', input: totals, keys } as const;
    const rows = { ...grouped(input), columns, relation: totals };
    const shown = [...columns, ...rows.hidden].map(unchanged);
    const count = rowCount(node.Expression, context);
    const relation = { kind: 'limit', input: sorted, count, ...perRow(rows) } as const;
    return { ...rows, relation: { kind: 'project', input: relation, columns: shown } };
  },
});
