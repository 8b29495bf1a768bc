import { literal, type Value } from '../../plan/index.ts';
import type { PipeNode, RangeNode, TakeNode } from '../bridge/nodes.ts';
import { constantOf } from '../lower/constant.ts';
import { refuse, type Context } from '../lower/context.ts';
import { columnsOfType, nowhere } from '../lower/rows.ts';
import { coerce, typeOf } from '../lower/types.ts';
import { operator } from './operator.ts';
import { rowCount } from './take.ts';

const MOST_ROWS = 1_000_000;

/** `range name from a to b step s`: the end is included. Bounds are constants. */
export const range = operator<RangeNode>({
  kind: 'RangeOperator',
  name: 'range',
  source: 'https://learn.microsoft.com/kusto/query/range-operator',
  begins: true,
  lower: (_input, node, context) => {
    const columns = columnsOfType(node.ResultType);
    const type = columns[0]?.type ?? 'long';
    const stepType = type === 'datetime' ? 'timespan' : type;
    const bound = (each: typeof node.From, to: typeof type): Value | undefined =>
      constantOf(coerce(context.language.scalar(each, context), to))?.value;
    const [from, to, step] = [
      bound(node.From, type),
      bound(node.To, type),
      bound(node.Step, stepType),
    ];
    const values = series(from, to, step, takenOf(node, context));
    if (!values) {
      refuse(
        context,
        node,
        `\`range\` over ${typeOf(node.From) ?? 'values'} that are not constant, or too long`,
      );
      return nowhere(columns);
    }
    const rows = values.map((each) => [literal(each, type).value]);
    return { relation: { kind: 'values', columns, rows }, columns, hidden: [], serialized: true };
  },
});

/** How many of the rows are wanted where `take` comes next. */
function takenOf(node: RangeNode, context: Context): number {
  const pipe = node.Parent;
  if (!pipe || context.kusto.kindOf(pipe) !== 'PipeExpression') return Infinity;
  const { Operator: next } = pipe as PipeNode;
  return context.kusto.kindOf(next) === 'TakeOperator'
    ? rowCount((next as TakeNode).Expression, context)
    : Infinity;
}

/**
 * The first `most` terms. Undefined when the bounds are no numbers of one kind, or more than a million terms would be
 * wanted.
 */
function series(
  from: Value | undefined,
  to: Value | undefined,
  step: Value | undefined,
  most: number,
): Value[] | undefined {
  const found: Value[] = [];
  const few = (steps: number): boolean => Math.min(steps, most) <= MOST_ROWS;
  if (typeof from === 'bigint' && typeof to === 'bigint' && typeof step === 'bigint') {
    if (step === 0n || !few(Number((to - from) / step))) return undefined;
    for (let at = from; found.length < most && (step > 0n ? at <= to : at >= to); at += step)
      found.push(at);
    return found;
  }
  if (typeof from === 'number' && typeof to === 'number' && typeof step === 'number') {
    if (step === 0 || !few((to - from) / step)) return undefined;
    const term = (): number => from + found.length * step;
    while (found.length < most && (step > 0 ? term() <= to : term() >= to)) found.push(term());
    return found;
  }
  return undefined;
}
