// The columns of a relation, from its shape alone.
import type { Named, Relation } from './relation.ts';
import type { Column } from './types.ts';

const named = ({ name, expression }: Named): Column => ({ name, type: expression.type });

const known = new WeakMap<Relation, readonly Column[]>();

/** Names and types in order. Computed once per node: plans are immutable. */
export function columnsOf(relation: Relation): readonly Column[] {
  const made = known.get(relation);
  if (made) return made;
  const columns = derive(relation);
  known.set(relation, columns);
  return columns;
}

function derive(relation: Relation): readonly Column[] {
  switch (relation.kind) {
    case 'scan':
    case 'values':
      return relation.columns;
    case 'filter':
    case 'sort':
    case 'limit':
    case 'shared':
      return columnsOf(relation.input);
    case 'project':
      return relation.columns.map(named);
    case 'aggregate':
      return [
        ...relation.by.map(named),
        ...relation.aggregates.map(({ name, type }) => ({ name, type })),
      ];
    case 'join':
      return relation.join === 'semi' || relation.join === 'anti'
        ? columnsOf(relation.left)
        : [...columnsOf(relation.left), ...columnsOf(relation.right)];
    case 'union':
      return relation.inputs[0] ? columnsOf(relation.inputs[0]) : [];
    case 'unnest': {
      const elements = relation.lists.map(({ name, expression }) => ({
        name,
        type: expression.type === 'dynamic' ? ('dynamic' as const) : ('string' as const),
      }));
      const index =
        relation.index === undefined ? [] : [{ name: relation.index, type: 'long' as const }];
      return [...columnsOf(relation.input), ...elements, ...index];
    }
    case 'window':
      return [
        ...columnsOf(relation.input),
        ...relation.columns.map(({ name, type }) => ({ name, type })),
      ];
  }
}
