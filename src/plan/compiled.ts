// An expression as a function of a row, made once: for those who read rows of their own by the plan's meaning, one by one.
import type { Call, Case, Expression } from './expression.ts';
import type { Lookup } from './evaluate.ts';
import type { Value } from './types.ts';

/** What an expression, or a column, comes to on a row. */
export type OfRow<Row> = (row: Row) => Value;

/** As `evaluate` does it, for expressions of columns, literals, calls and cases; `column` gives what reads a column. */
export function compiled<Row>(
  expression: Expression,
  column: (name: string) => OfRow<Row>,
  lookup: Lookup,
): OfRow<Row> {
  const inner = (each: Expression): OfRow<Row> => compiled(each, column, lookup);
  switch (expression.kind) {
    case 'column':
      return column(expression.name);
    case 'literal': {
      const { value } = expression;
      return () => value;
    }
    case 'call':
      return compiledCall(expression, inner, lookup);
    case 'case':
      return compiledCase(expression, inner);
    default:
      throw new Error(`an expression of kind ${expression.kind} has no value on a row alone`);
  }
}

type Inner<Row> = (expression: Expression) => OfRow<Row>;

function compiledCall<Row>(call: Call, inner: Inner<Row>, lookup: Lookup): OfRow<Row> {
  const { evaluate, nulls } = lookup(call.function);
  const apply = evaluate as unknown as (...args: Value[]) => Value;
  const args = call.args.map(inner);
  const [first, second] = args;
  if (nulls !== 'propagate' || !first) return (row) => apply(...args.map((each) => each(row)));
  // Nearly all calls have one or two arguments.
  if (args.length === 1) {
    return (row) => {
      const value = first(row);
      return value === null ? null : apply(value);
    };
  }
  if (args.length === 2 && second) {
    return (row) => {
      const [one, two] = [first(row), second(row)];
      return one === null || two === null ? null : apply(one, two);
    };
  }
  return (row) => {
    const values = args.map((each) => each(row));
    return values.includes(null) ? null : apply(...values);
  };
}

function compiledCase<Row>({ branches, otherwise }: Case, inner: Inner<Row>): OfRow<Row> {
  const made = branches.map((each) => ({ when: inner(each.when), then: inner(each.then) }));
  const last = inner(otherwise);
  return (row) => (made.find((each) => each.when(row) === true)?.then ?? last)(row);
}
