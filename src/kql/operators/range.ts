import { literal, type Value } from '../../plan/index.ts';
import type { RangeNode } from '../bridge/nodes.ts';
import { constantOf } from '../lower/constant.ts';
import { refuse } from '../lower/context.ts';
import { columnsOfType, nowhere } from '../lower/rows.ts';
import { coerce, typeOf } from '../lower/types.ts';
import { operator } from './operator.ts';

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
    const values = series(from, to, step);
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

/** Undefined when the bounds are no numbers of one kind, or the series has more than a million terms. */
export function series(
  from: Value | undefined,
  to: Value | undefined,
  step: Value | undefined,
): Value[] | undefined {
  const found: Value[] = [];
  if (typeof from === 'bigint' && typeof to === 'bigint' && typeof step === 'bigint') {
    if (step === 0n || (to - from) / step > BigInt(MOST_ROWS)) return undefined;
    for (let at = from; step > 0n ? at <= to : at >= to; at += step) found.push(at);
    return found;
  }
  if (typeof from === 'number' && typeof to === 'number' && typeof step === 'number') {
    if (step === 0 || !((to - from) / step <= MOST_ROWS)) return undefined;
    for (let n = 0; step > 0 ? from + n * step <= to : from + n * step >= to; n++)
      found.push(from + n * step);
    return found;
  }
  return undefined;
}
