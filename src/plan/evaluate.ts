// What an expression comes to on one row, by the plan's own meaning of each function. For the few places that need a row
// at a time, such as sequences whose state decides; engines work on whole columns.
import type { Call, Expression } from './expression.ts';
import type { ScalarFunction } from './functions/function.ts';
import type { Value } from './types.ts';

/** Whether `evaluate` can work it out: no subqueries, no lists, no patterns, which only engines match in linear time. */
export function canEvaluate(expression: Expression): boolean {
  switch (expression.kind) {
    case 'column':
    case 'literal':
      return true;
    case 'call':
      return !expression.function.startsWith('regex_') && expression.args.every(canEvaluate);
    case 'case':
      return (
        canEvaluate(expression.otherwise) &&
        expression.branches.every((each) => canEvaluate(each.when) && canEvaluate(each.then))
      );
    default:
      return false;
  }
}

export type Lookup = (name: string) => ScalarFunction;

/** The value on a row; a column that the row lacks is null. Logic is three-valued throughout. */
export function evaluate(
  expression: Expression,
  row: ReadonlyMap<string, Value>,
  lookup: Lookup,
): Value {
  switch (expression.kind) {
    case 'column':
      return row.get(expression.name) ?? null;
    case 'literal':
      return expression.value;
    case 'call':
      return called(expression, row, lookup);
    case 'case': {
      const taken = expression.branches.find((each) => evaluate(each.when, row, lookup) === true);
      return evaluate(taken?.then ?? expression.otherwise, row, lookup);
    }
    default:
      throw new Error(`an expression of kind ${expression.kind} has no value on a row alone`);
  }
}

function called(expression: Call, row: ReadonlyMap<string, Value>, lookup: Lookup): Value {
  const meaning = lookup(expression.function);
  const args = expression.args.map((each) => evaluate(each, row, lookup));
  if (meaning.nulls === 'propagate' && args.includes(null)) return null;
  return (meaning.evaluate as unknown as (...all: Value[]) => Value)(...args);
}
