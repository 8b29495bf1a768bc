// An aggregate as rows of its family's table: the plain form and its `if` forms.
import {
  nothing,
  type AggregateCall,
  type AggregateFunction,
  type Expression,
} from '../../plan/index.ts';
import { condition } from '../lower/comparison.ts';
import { refuse, type Context } from '../lower/context.ts';
import { coerce } from '../lower/types.ts';
import { page, type FunctionRow, type Site } from './row.ts';

/** As many values as a list or a set takes. */
export const LARGEST = 1_048_576;

/** A call of an aggregate: its arguments in the context of the row. */
export interface Request {
  readonly args: readonly Expression[];
  /** Of an `...if` form. */
  readonly where: Expression | undefined;
  readonly site: Site;
}

/** From a call to a value of the group. */
export type Make = (request: Request) => Expression;

/** Asks for an aggregate of the group; outside of `summarize` there is none. */
export function collect(
  site: Site,
  aggregate: AggregateCall,
  where: Expression | undefined,
): Expression {
  const { context, node } = site;
  const whole = where ? { ...aggregate, where: condition(where) } : aggregate;
  if (context.aggregate) return context.aggregate(whole);
  refuse(context, node, `aggregate \`${node.Name.SimpleName}()\` outside of \`summarize\``);
  return nothing(aggregate.type);
}

/** The value of one aggregate of the plan. */
export const take = (
  { site, where }: Request,
  kind: AggregateFunction,
  args: readonly Expression[],
  type: AggregateCall['type'],
  limit?: number,
): Expression =>
  collect(site, { function: kind, args, type, ...(limit !== undefined && { limit }) }, where);

/**
 * An aggregate and its `if` form, whose condition comes at `at`. Arguments are lowered in the context of the row: an
 * aggregate does not see other aggregates.
 */
export function family(
  name: string,
  make: Make,
  options: { aliases?: readonly string[]; conditional?: readonly string[]; at?: number } = {},
): FunctionRow[] {
  const lowered = (site: Site): Expression[] => {
    const row: Context = { ...site.context, aggregate: undefined };
    return site.nodes.map((each) => site.scalar(each, row));
  };
  const plain: FunctionRow = {
    name,
    aliases: options.aliases ?? [],
    raw: true,
    lower: (_, site) => make({ args: lowered(site), where: undefined, site }),
    source: page(`${name.replaceAll('_', '-')}-aggregation-function`),
    examples: [],
  };
  const at = options.at ?? 1;
  const conditional = (options.conditional ?? []).map((each): FunctionRow => ({
    ...plain,
    name: each,
    aliases: [],
    lower: (_, site) => {
      const args = lowered(site);
      const where = args[at];
      const rest = args.filter((_value, index) => index !== at);
      return make({ args: rest, where: where && coerce(where, 'bool'), site });
    },
  }));
  return [plain, ...conditional];
}

/** The first argument. */
export const first = (request: Request): Expression => request.args[0] ?? nothing('dynamic');
