// The one walk through an expression that changes the relations standing inside it.
import type { Expression } from './expression.ts';
import type { Relation } from './relation.ts';

/** The same expression with each relation inside it (subquery, membership) replaced by what `change` makes of it. */
export function changeRelations(
  expression: Expression,
  change: (relation: Relation) => Relation,
): Expression {
  const inner = (each: Expression): Expression => changeRelations(each, change);
  switch (expression.kind) {
    case 'column':
    case 'literal':
    case 'item':
      return expression;
    case 'call':
      return { ...expression, args: expression.args.map(inner) };
    case 'case':
      return {
        ...expression,
        branches: expression.branches.map((each) => ({
          when: inner(each.when),
          then: inner(each.then),
        })),
        otherwise: inner(expression.otherwise),
      };
    case 'each':
      return { ...expression, list: inner(expression.list), body: inner(expression.body) };
    case 'scalar':
      return { ...expression, input: change(expression.input) };
    case 'member':
      return { ...expression, value: inner(expression.value), input: change(expression.input) };
  }
}
