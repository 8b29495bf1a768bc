// An eval function: a row of its family's table. `lower` makes the plan expression; the examples run as tests.
import type { EvalCall, EvalNode } from '../tree.ts';
import type { Code } from '../messages.ts';
import type { Report, Scope, Typed } from '../shape.ts';

/** A value in an example: null is an absent field, a list a multivalue one. */
export type Sample = null | string | number | readonly string[];

/** An expression, what it gives, and the fields of the row that it is evaluated on. */
export type Example = readonly [
  expression: string,
  gives: Sample,
  row?: Readonly<Record<string, Sample>>,
];

/** `arity`: least and most arguments. `source`: the page of Splunk's Search Reference that documents the function. */
export interface EvalFunction {
  readonly name: string;
  readonly arity: readonly [least: number, most: number];
  readonly source: string;
  readonly examples: readonly Example[];
  readonly lower: (site: CallSite) => Typed | undefined;
}

/** One call that is being lowered. */
export interface CallSite {
  readonly node: EvalCall;
  readonly args: readonly EvalNode[];
  readonly scope: Scope;
  readonly report: Report;
  /** An argument's value; undefined when it has errors, which are reported then. */
  readonly value: (index: number, scope?: Scope) => Typed | undefined;
  readonly lower: (node: EvalNode, scope: Scope) => Typed | undefined;
}

export const MANY = 10_000;

/** Values of all arguments, or undefined when any has errors; every argument is looked at, so that all are reported. */
export function valuesOf(site: CallSite): Typed[] | undefined {
  const all = site.args.map((_, index) => site.value(index));
  const good = all.filter((each) => each !== undefined);
  return good.length === all.length ? good : undefined;
}

/** A row whose arguments are plain values. */
export function row(
  name: string,
  arity: readonly [number, number],
  source: string,
  examples: readonly Example[],
  make: (args: readonly Typed[], site: CallSite) => Typed | undefined,
): EvalFunction {
  return {
    name,
    arity,
    source,
    examples,
    lower: (site) => {
      const args = valuesOf(site);
      return args && make(args, site);
    },
  };
}

/** Reports what is wrong with an argument, at its place (the call's, where there is no such argument). */
export function refuse(
  site: CallSite,
  index: number,
  code: Code,
  message: string,
  remedy?: string,
): Typed | undefined {
  const at = site.args[index]?.span ?? site.node.span;
  site.report(code, message, at, remedy === undefined ? undefined : { remedy });
  return undefined;
}

/** The message for a call whose arguments come in pairs, when one is left over. */
export const oddArguments = (site: CallSite): string =>
  `\`${site.node.name}\` takes pairs of arguments`;
