// Aggregates over neighbouring rows.
import type { AggregateCall, Expression, Frame, Relation } from '../plan/index.ts';

export interface WindowCall {
  readonly name: string;
  readonly call: AggregateCall;
}

/**
 * The relation with a column for each call, over the frame within each partition. A window keeps the whole of a list;
 * there is no limit to pass on.
 */
export function withWindows(
  input: Relation,
  partition: readonly Expression[],
  calls: readonly WindowCall[],
  frame: Frame,
): Relation {
  return {
    kind: 'window',
    input,
    partition,
    columns: calls.map(({ name, call: { function: aggregate, args, type, where } }) => ({
      name,
      function: aggregate,
      args,
      type,
      ...(where && { where }),
      frame,
    })),
  };
}
