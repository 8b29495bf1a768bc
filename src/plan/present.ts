// Columns that never are null, known from a relation's shape: what is filled with a default need not be tested.
import { and as conjunction, bool, type Expression } from './expression.ts';
import type { Relation } from './relation.ts';

const known = new WeakMap<Relation, ReadonlySet<string>>();
const NONE: ReadonlySet<string> = new Set();

/** Names of the relation's columns that are null in no row. Not all that are so can be told. */
export function presentColumns(relation: Relation): ReadonlySet<string> {
  const made = known.get(relation) ?? derive(relation);
  known.set(relation, made);
  return made;
}

function derive(relation: Relation): ReadonlySet<string> {
  switch (relation.kind) {
    case 'scan':
    case 'values':
    case 'union':
      return NONE;
    case 'filter':
      return new Set([...presentColumns(relation.input), ...provenBy(relation.where)]);
    case 'sort':
    case 'limit':
    case 'shared':
    case 'window':
    case 'unnest':
      return presentColumns(relation.input);
    case 'project':
    case 'aggregate': {
      const input = presentColumns(relation.input);
      const computed = relation.kind === 'project' ? relation.columns : relation.by;
      const present = computed.filter(({ expression }) => isPresent(expression, input));
      return new Set(present.map(({ name }) => name));
    }
    case 'join':
      return ofJoin(relation);
  }
}

function ofJoin(join: Extract<Relation, { kind: 'join' }>): ReadonlySet<string> {
  switch (join.join) {
    case 'inner':
      return new Set([...presentColumns(join.left), ...presentColumns(join.right)]);
    case 'left':
    case 'semi':
    case 'anti':
      return presentColumns(join.left);
    case 'right':
      return presentColumns(join.right);
    case 'full':
      return NONE;
  }
}

/** Columns of which a condition that is true says that they are there. */
function provenBy(where: Expression): string[] {
  if (where.kind !== 'call') return [];
  if (where.function === 'and') return where.args.flatMap(provenBy);
  const [test] = where.args;
  if (where.function !== 'not' || test?.kind !== 'call' || test.function !== 'is_null') return [];
  const [subject] = test.args;
  return subject?.kind === 'column' ? [subject.name] : [];
}

function isPresent(expression: Expression, columns: ReadonlySet<string>): boolean {
  switch (expression.kind) {
    case 'column':
      return columns.has(expression.name);
    case 'literal':
      return expression.value !== null;
    case 'call':
      if (expression.function === 'is_null' || expression.function === 'is_true') return true;
      return (
        expression.function === 'coalesce' &&
        expression.args.some((each) => isPresent(each, columns))
      );
    case 'case':
      return [...expression.branches.map(({ then }) => then), expression.otherwise].every((each) =>
        isPresent(each, columns),
      );
    case 'each':
    case 'item':
    case 'scalar':
    case 'member':
      return false;
  }
}

/** The condition without its tests for null on what never is. The same for every row of the relation. */
export function withoutNeedlessTests(where: Expression, input: Relation): Expression {
  const columns = presentColumns(input);
  const simpler = (each: Expression): Expression => {
    if (each.kind !== 'call') return each;
    const [first] = each.args;
    if (each.function === 'is_null' && first && isPresent(first, columns)) return bool(false);
    if (each.function === 'not' && first?.kind === 'call') {
      const inner = simpler(first);
      return inner.kind === 'literal' ? bool(inner.value !== true) : { ...each, args: [inner] };
    }
    return each.function === 'and' ? conjunction(each.args.map(simpler)) : each;
  };
  return simpler(where);
}
