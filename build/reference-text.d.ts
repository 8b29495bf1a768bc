import type { FunctionRow } from '../src/kql/functions/row.ts';
import type { Operator } from '../src/kql/operators/operator.ts';
import type { Command } from '../src/spl/commands/command.ts';
import type { StatisticalFunction } from '../src/spl/functions/aggregates.ts';
import type { EvalFunction } from '../src/spl/functions/index.ts';

export function splReference(registries: {
  readonly commands: readonly Command[];
  readonly evalFamilies: Readonly<Record<string, readonly EvalFunction[]>>;
  readonly statisticalFunctions: readonly StatisticalFunction[];
}): string;

export function kqlReference(registries: {
  readonly operators: readonly Operator[];
  readonly functionFamilies: Readonly<Record<string, readonly FunctionRow[]>>;
}): string;

/** Both are JSON Schemas, as parsed. */
export function documentReference(schemas: {
  readonly frontMatter: object;
  readonly pack: object;
}): string;
