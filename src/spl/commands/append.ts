// append [options] [subsearch]: the rows of another search after these.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Append
import { appended } from '../combine.ts';
import type { Flow } from '../flow.ts';
import { everything } from '../need.ts';
import type { CommandNode, Pipeline } from '../tree.ts';
import type { Command, Context } from './command.ts';
import { argument } from './reading.ts';
import { beyond, limited } from './sort.ts';

/** limits.conf [searchresults] maxresultrows, for append and join. */
const SUBSEARCH_ROWS = 50_000;

export const append: Command = {
  name: 'append',
  summary: 'Adds the rows of another search at the end.',
  syntax: {
    options: {
      extendtimerange: 'bool',
      maxtime: 'count',
      maxout: 'count',
      timeout: 'count',
    },
    slots: [{ role: 'search', kind: 'pipeline', required: true }],
  },
  lower: (command, input, context): Flow | undefined => {
    const found = pipelinesOf(command).map((each) => subsearch(command, each, context));
    const flows = found.filter((each) => each !== undefined);
    return flows.length === found.length ? appended([input, ...flows]) : undefined;
  },
};

export const pipelinesOf = (command: CommandNode): readonly Pipeline[] =>
  argument(command, 'search', 'pipelines')?.pipelines ?? [];

/** The rows of a search of its own, as many as Splunk takes. */
export function subsearch(
  command: CommandNode,
  pipeline: Pipeline,
  context: Context,
  need = everything,
): Flow | undefined {
  const flow = context.run(pipeline, undefined, need);
  if (!flow) return undefined;
  const message = `\`${command.name}\` takes at most 50,000 rows of its subsearch, and there are more`;
  context.bounded(beyond(flow, SUBSEARCH_ROWS), message, command.nameSpan);
  return limited(flow, SUBSEARCH_ROWS);
}
