// Whether the order of an unnested list's elements makes a difference: numbering them costs more than unnesting.
import type { AggregateFunction, Relation, Unnest } from '../../plan/index.ts';

/** Aggregates that give the same whatever the order of the rows. */
const UNORDERED: ReadonlySet<AggregateFunction> = new Set<AggregateFunction>([
  'count',
  'sum',
  'avg',
  'min',
  'max',
  'distinct',
  'percentile',
  'percentile_interpolated',
  'stdev',
  'stdevp',
  'variance',
  'variancep',
]);

/**
 * The unnestings in a plan above which nothing tells one element's place from another's: all they come to is groups,
 * which are ordered by the rows that had the lists.
 */
export function unorderedUnnests(plan: Relation): ReadonlySet<Unnest> {
  const found = new Set<Unnest>();
  const kept = new Set<Unnest>();
  const walk = (relation: Relation, ordered: boolean): void => {
    switch (relation.kind) {
      case 'scan':
      case 'values':
        return;
      case 'unnest':
        (ordered ? kept : found).add(relation);
        walk(relation.input, ordered);
        return;
      case 'filter':
      case 'project':
      case 'sort':
        walk(relation.input, ordered);
        return;
      case 'aggregate':
        walk(relation.input, !relation.aggregates.every((each) => UNORDERED.has(each.function)));
        return;
      case 'join':
        walk(relation.left, true);
        walk(relation.right, true);
        return;
      case 'union':
        for (const each of relation.inputs) walk(each, true);
        return;
      case 'limit':
      case 'window':
      case 'shared':
        walk(relation.input, true);
        return;
    }
  };
  walk(plan, true);
  return new Set([...found].filter((each) => !kept.has(each)));
}
