// set (union|diff|intersect) [search] [search]: rows of two searches as sets. Two rows are the same when all their fields
// are. https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Set
import { and, call, column, long, when, type Relation } from '../../plan/index.ts';
import { appended } from '../combine.ts';
import { columnsOfFlow, extend, filter, internal, keep, type Flow } from '../flow.ts';
import { everything } from '../need.ts';
import { number } from '../shape.ts';
import { pipelinesOf, subsearch } from './append.ts';
import type { Command } from './command.ts';
import { wordOf } from './reading.ts';

const SIDE = internal('side');
const COUNTS = [internal('left'), internal('right')] as const;

export const set: Command = {
  name: 'set',
  summary: 'Gives the union, the difference or the intersection of two searches.',
  generates: true,
  syntax: {
    slots: [
      { role: 'operation', kind: 'word', required: true },
      { role: 'search', kind: 'pipelines', required: true },
    ],
  },
  lower: (command, _, context): Flow | undefined => {
    const word = wordOf(command, 'operation');
    const operation = word?.text.toLowerCase() ?? '';
    const pipelines = pipelinesOf(command);
    if (!['union', 'diff', 'intersect'].includes(operation) || pipelines.length !== 2) {
      const message = '`set` takes `union`, `diff` or `intersect` and two subsearches';
      context.report('SPL1004', message, word?.span ?? command.span);
      return undefined;
    }
    const flows = pipelines.map((each) => subsearch(command, each, context, everything));
    const sides = flows.flatMap((flow, side) =>
      flow ? [extend(flow, [{ name: SIDE, value: number(long(side)) }])] : [],
    );
    return sides.length < 2 ? undefined : combined(appended(sides), operation);
  },
};

function combined(both: Flow, operation: string): Flow {
  const plain = keep(both, (name) => name !== SIDE);
  const of = (side: number): Relation & { kind: 'aggregate' } => ({
    kind: 'aggregate',
    input: both.relation,
    by: columnsOfFlow(plain).map(({ name, type }) => ({ name, expression: column(name, type) })),
    aggregates: COUNTS.map((name, at) => ({
      name,
      function: 'sum',
      args: [when(call('eq', 'bool', column(SIDE, 'long'), long(at + side)), long(1), long(0))],
      type: 'long',
    })),
  });
  const grouped: Flow = { relation: of(0), fields: plain.fields };
  const [left, right] = COUNTS.map((name) => call('gt', 'bool', column(name, 'long'), long(0)));
  if (operation === 'union' || !left || !right) return withoutCounts(grouped);
  const wanted = operation === 'intersect' ? and([left, right]) : call('ne', 'bool', left, right);
  return withoutCounts(filter(grouped, wanted));
}

function withoutCounts(flow: Flow): Flow {
  const columns = columnsOfFlow(flow).map(({ name, type }) => ({
    name,
    expression: column(name, type),
  }));
  return { relation: { kind: 'project', input: flow.relation, columns }, fields: flow.fields };
}
