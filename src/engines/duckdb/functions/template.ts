// A native spelling of a plan function.
import type { Call, Expression } from '../../../plan/index.ts';

/**
 * SQL from the arguments' SQL, each of which is safe to stand as an operand. `call` tells argument types and literals.
 * `undefined`: no native spelling for these arguments, so the evaluator is called.
 */
export type Template = (
  args: readonly string[],
  call: Call,
  /** The call of the evaluator, for the values that have no native spelling. */
  evaluated: () => string,
  /** SQL of an expression inside an argument. */
  render: (expression: Expression) => string,
) => string | undefined;

export type Templates = Readonly<Record<string, Template>>;

/** The text of a literal argument, if it is one. */
export function literalText(call: Call, at: number): string | undefined {
  const argument = call.args[at];
  return argument?.kind === 'literal' && typeof argument.value === 'string'
    ? argument.value
    : undefined;
}

const LONGEST_REPEATED = 400;

/**
 * A spelling that mentions its arguments more than once: only for short ones, or nested calls would double the text at
 * each level. The evaluator mentions each once.
 */
export const brief =
  (native: Template): Template =>
  (args, call, evaluated, render) =>
    args.reduce((sum, each) => sum + each.length, 0) > LONGEST_REPEATED
      ? undefined
      : native(args, call, evaluated, render);

/** The number of a literal argument, if it is one. */
export function literalNumber(call: Call, at: number): number | undefined {
  const argument = call.args[at];
  return argument?.kind === 'literal' && typeof argument.value === 'number'
    ? argument.value
    : undefined;
}
