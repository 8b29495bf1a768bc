// A scalar function of the plan: its name, and its meaning as code that runs. An engine may have a faster way to say the
// same; where it has none it calls `evaluate`, so a new function needs nothing but its row here.
import type { Type, Value } from '../types.ts';

/**
 * `takes`: the argument types, the last one repeated when `repeats`; absent when the function takes any types and an
 * engine must know it natively. `nulls`: with `propagate` a null argument makes the result null and `evaluate` never
 * sees one. `evaluate` must be pure, total (no throw), and bounded in time on any input.
 */
export interface ScalarFunction {
  readonly name: string;
  readonly takes?: readonly Type[];
  readonly repeats?: boolean;
  readonly returns: Type | 'argument';
  readonly nulls: 'propagate' | 'sees';
  readonly meaning: string;
  readonly evaluate: (...args: never[]) => Value;
}

/** A row whose evaluator takes arguments of the author's types `A`, which must be those of `takes`. */
export type Definition<A extends readonly Value[]> = Omit<ScalarFunction, 'evaluate'> & {
  readonly evaluate: (...args: A) => Value;
};

/** Declares a function. */
export function define<A extends readonly Value[]>(definition: Definition<A>): ScalarFunction {
  return definition as unknown as ScalarFunction;
}

/** Declares a function of these arguments that is null where one of them is. */
export function row(
  name: string,
  takes: readonly Type[],
  returns: Type,
  meaning: string,
  evaluate: ScalarFunction['evaluate'],
): ScalarFunction {
  return { name, takes, returns, nulls: 'propagate', meaning, evaluate };
}
