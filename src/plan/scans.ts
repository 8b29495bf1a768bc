// What a plan reads of stored tables.
import type { Expression } from './expression.ts';
import { expressionsOf, inputsOf, operandsOf } from './parts.ts';
import type { Relation } from './relation.ts';

/** The columns that the relations read of each table, by its name; a table is there even where none is read. */
export function columnsRead(
  relations: readonly Relation[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const seen = new Set<Relation>();
  const visit = (relation: Relation): void => {
    if (seen.has(relation)) return;
    seen.add(relation);
    if (relation.kind === 'scan') {
      const columns = found.get(relation.table) ?? new Set<string>();
      for (const { name } of relation.columns) columns.add(name);
      found.set(relation.table, columns);
    }
    inputsOf(relation).forEach(visit);
    expressionsOf(relation).forEach(visitIn);
  };
  const visitIn = (expression: Expression): void => {
    if (expression.kind === 'scalar' || expression.kind === 'member') visit(expression.input);
    operandsOf(expression).forEach(visitIn);
  };
  relations.forEach(visit);
  return found;
}
