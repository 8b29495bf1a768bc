import type { Relation } from '../../plan/index.ts';
import type { LookupNode } from '../bridge/nodes.ts';
import { refuse } from '../lower/context.ts';
import { bare, columnsOfType, grouped, project, renamed, unchanged } from '../lower/rows.ts';
import { filled, ofRow } from './join.ts';
import { keyPairs, planKeys } from './join-keys.ts';
import { operator, parameter } from './operator.ts';

/** `lookup [kind=leftouter|inner] (right) on keys`: adds the right side's columns but for its keys. */
export const lookup = operator<LookupNode>({
  kind: 'LookupOperator',
  name: 'lookup',
  source: 'https://learn.microsoft.com/kusto/query/lookup-operator',
  lower: (input, node, context) => {
    const right = context.language.rows(node.Expression, context);
    const pairs = keyPairs(node.LookupClause, input, right, context);
    const kind = parameter(node, 'kind') ?? 'leftouter';
    if (kind !== 'leftouter' && kind !== 'inner') refuse(context, node, `lookup kind \`${kind}\``);
    const keys = new Set(pairs.map((each) => each.right.name));
    const added = columnsOfType(node.ResultType).slice(input.columns.length);
    const rest = right.columns.filter((each) => !keys.has(each.name));
    const names = new Map(rest.map((each, at) => [each.name, added[at]?.name ?? each.name]));
    for (const each of keys) names.set(each, context.fresh(each));
    const other = renamed(bare(right), names);
    const relation: Relation = {
      kind: 'join',
      join: kind === 'inner' ? 'inner' : 'left',
      left: ofRow(input).relation,
      right: other.relation,
      keys: planKeys(pairs, names),
    };
    const shown = [
      ...input.columns,
      ...rest.map((each) => ({ ...each, name: names.get(each.name) ?? each.name })),
    ];
    const rows = project({ relation, columns: shown, ...grouped(input) }, shown.map(unchanged));
    return filled(rows, (at) => at >= input.columns.length && kind !== 'inner');
  },
});
