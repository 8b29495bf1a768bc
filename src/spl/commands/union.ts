// union and multisearch [search] [search] ...: the rows of several searches. multisearch mixes events by time, newest
// first. https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Union
import type { Relation } from '../../plan/index.ts';
import { appended } from '../combine.ts';
import { value, type Flow } from '../flow.ts';
import { everything } from '../need.ts';
import { asNumber } from '../shape.ts';
import type { CommandNode } from '../tree.ts';
import { pipelinesOf } from './append.ts';
import type { Command, Context } from './command.ts';

export const multisearch: Command = {
  name: 'multisearch',
  summary: 'Gives the events of several searches.',
  generates: true,
  syntax: { slots: [{ role: 'search', kind: 'pipelines', required: true }] },
  lower: (command, _, context): Flow | undefined => {
    const flow = all(command, context);
    const time = flow && value(flow, '_time');
    if (!flow || !time) return flow;
    const relation: Relation = {
      kind: 'sort',
      input: flow.relation,
      keys: [{ by: asNumber(time), descending: true, nulls: 'last' }],
    };
    return { ...flow, relation };
  },
};

export const union: Command = {
  name: 'union',
  summary: 'Gives the rows of several searches one after another.',
  generates: true,
  syntax: {
    options: { maxtime: 'count', maxout: 'count', timeout: 'count' },
    slots: [{ role: 'search', kind: 'pipelines', required: true }],
  },
  lower: (command, _, context): Flow | undefined => all(command, context),
};

function all(command: CommandNode, context: Context): Flow | undefined {
  const flows = pipelinesOf(command).map((each) => context.run(each, undefined, everything));
  const good = flows.filter((each) => each !== undefined);
  return good.length === flows.length ? appended(good) : undefined;
}
