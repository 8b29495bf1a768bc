// A native spelling of a plan function.
import type { Call } from '../../../plan/index.ts';

/**
 * SQL from the arguments' SQL, each of which is safe to stand as an operand. `call` tells argument types and literals.
 * `undefined`: no native spelling for these arguments, so the evaluator is called.
 */
export type Template = (args: readonly string[], call: Call) => string | undefined;

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
  (args, call) =>
    args.reduce((sum, each) => sum + each.length, 0) > LONGEST_REPEATED
      ? undefined
      : native(args, call);
