// union and multisearch [search] [search] ...: the rows of several searches. multisearch mixes events by time, newest
// first. https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Union
import { appended } from '../combine.ts';
import { firstWhole } from '../command-kinds.ts';
import { newestFirst } from '../events.ts';
import { empty, type Flow } from '../flow.ts';
import { everything } from '../need.ts';
import type { CommandNode } from '../tree.ts';
import { pipelinesOf } from './append.ts';
import type { Command, Context } from './command.ts';

export const multisearch: Command = {
  name: 'multisearch',
  summary: 'Gives the events of several searches.',
  generates: true,
  syntax: { slots: [{ role: 'search', kind: 'pipelines', required: true }] },
  lower: (command, _, context): Flow | undefined => {
    if (pipelinesOf(command).length < 2) {
      context.report('SPL1004', '`multisearch` needs two searches', command.span);
      return undefined;
    }
    const whole = pipelinesOf(command).flatMap((each) => firstWhole(each) ?? []);
    for (const { name, nameSpan } of whole) {
      const message = `\`${name}\` cannot stand in \`multisearch\`, whose searches go event by event`;
      context.report('SPL1201', message, nameSpan, { remedy: 'write `append` or `union`' });
    }
    const flow = whole.length > 0 ? undefined : all(command, context);
    return flow && newestFirst(flow);
  },
};

export const union: Command = {
  name: 'union',
  summary: 'Gives the rows of several searches one after another.',
  generates: true,
  adds: true,
  syntax: {
    options: { maxtime: 'count', maxout: 'count', timeout: 'count' },
    slots: [{ role: 'search', kind: 'pipelines', required: true }],
  },
  lower: (command, input, context): Flow | undefined => {
    const flow = all(command, context);
    return flow && (input === empty ? flow : appended([input, flow]));
  },
};

function all(command: CommandNode, context: Context): Flow | undefined {
  const flows = pipelinesOf(command).map((each) => context.run(each, undefined, everything));
  const good = flows.filter((each) => each !== undefined);
  return good.length === flows.length ? appended(good) : undefined;
}
