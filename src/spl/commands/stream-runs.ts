// Where streamstats begins anew, and windows that all groups share.
import {
  and,
  call,
  column,
  literal,
  long,
  not,
  type Expression,
  type Relation,
} from '../../plan/index.ts';
import type { Group } from '../aggregation.ts';
import { internal, type Flow } from '../flow.ts';

/** When the count of resets up to a row changes, a new run of rows has begun. */
export interface Reset {
  readonly when: Expression;
  /** Whether the row itself already belongs to the new run. */
  readonly before: boolean;
}

const RUN = (index: number): string => internal(`run${String(index)}`);

/** The rows with the number of their run for each reset, and those numbers. */
export function withRuns(
  input: Flow,
  resets: readonly Reset[],
): { readonly flow: Flow; readonly runs: readonly Expression[] } {
  if (resets.length === 0) return { flow: input, runs: [] };
  const relation: Relation = {
    kind: 'window',
    input: input.relation,
    partition: [],
    columns: resets.map((reset, index) => ({
      name: RUN(index),
      function: 'count',
      args: [],
      type: 'long',
      where: reset.when,
      frame: { from: null, to: reset.before ? 0 : -1 },
    })),
  };
  return {
    flow: { relation, fields: input.fields },
    runs: resets.map((_, index) => column(RUN(index), 'long')),
  };
}

/** Whether a row's group differs from the one before: the condition of `reset_on_change`, with the rows to read it on. */
export function changeOf(
  input: Flow,
  groups: readonly Group[],
): { readonly flow: Flow; readonly changed: Expression } {
  const previous = (index: number): string => internal(`previous${String(index)}`);
  const relation: Relation = {
    kind: 'window',
    input: input.relation,
    partition: [],
    columns: groups.map(({ value: { expression } }, index) => ({
      name: previous(index),
      function: 'lag',
      args: [expression, long(1), literal(null, expression.type)],
      type: expression.type,
    })),
  };
  const same = groups.map(({ value: { expression } }, index) =>
    call('same', 'bool', expression, column(previous(index), expression.type)),
  );
  return { flow: { relation, fields: input.fields }, changed: not(and(same)) };
}

const PLACE = internal('place');

/**
 * The rows with their numbers, which make a window of so many rows of all groups: of those only the row's own group
 * counts, so that the frame is a range of row numbers within the partition.
 */
export function numbered(input: Flow): { readonly flow: Flow; readonly place: Expression } {
  const relation: Relation = {
    kind: 'window',
    input: input.relation,
    partition: [],
    columns: [{ name: PLACE, function: 'row_number', args: [], type: 'long' }],
  };
  return { flow: { relation, fields: input.fields }, place: column(PLACE, 'long') };
}
