// Aggregates over neighbouring rows.
import {
  and,
  column,
  isNull,
  not,
  type AggregateCall,
  type Expression,
  type Frame,
  type Relation,
} from '../plan/index.ts';
import { internal } from './flow.ts';

export interface WindowCall {
  readonly name: string;
  readonly call: AggregateCall;
}

const PLACE = internal('row');

/** The relation with a column for each call, over the frame within each partition. */
export function withWindows(
  input: Relation,
  partition: readonly Expression[],
  calls: readonly WindowCall[],
  frame: Frame,
): Relation {
  const placed = calls.some(({ call }) => call.function === 'first' || call.function === 'last');
  return {
    kind: 'window',
    input: placed ? numbered(input) : input,
    partition,
    columns: calls.map(({ name, call }) => ({ name, ...windowed(call), frame })),
  };
}

const numbered = (input: Relation): Relation => ({
  kind: 'window',
  input,
  partition: [],
  columns: [{ name: PLACE, function: 'row_number', args: [], type: 'long' }],
});

/**
 * First and last values are those of the rows with the smallest and largest number: an engine's own first and last skip
 * no nulls in a window. A window keeps the whole of a list; there is no limit to pass on.
 */
function windowed(call: AggregateCall): AggregateCall {
  const { function: name, args, type, where } = call;
  const rest: AggregateCall = { function: name, args, type, ...(where && { where }) };
  const [value] = args;
  if ((call.function !== 'first' && call.function !== 'last') || !value) return rest;
  return {
    ...rest,
    function: call.function === 'first' ? 'arg_min' : 'arg_max',
    args: [column(PLACE, 'long'), value],
    where: and([...(call.where ? [call.where] : []), not(isNull(value))]),
  };
}
