// appendpipe [run_in_preview=<bool>] [pipeline]: runs a pipeline on the rows and adds what it gives after them.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Appendpipe
import { appended } from '../combine.ts';
import type { Flow } from '../flow.ts';
import { everything } from '../need.ts';
import type { Command } from './command.ts';
import { pipelinesOf } from './append.ts';

export const appendpipe: Command = {
  name: 'appendpipe',
  summary: 'Runs a pipeline on the rows and adds its rows after them.',
  syntax: {
    options: { run_in_preview: 'bool' },
    slots: [{ role: 'search', kind: 'pipeline', required: true }],
  },
  needs: (command, after, context) => {
    const [pipeline] = pipelinesOf(command);
    const inner = pipeline ? context.needsOf(pipeline, after) : after;
    return {
      all: after.all || inner.all,
      order: true,
      names: new Set([...after.names, ...inner.names]),
      patterns: [...after.patterns, ...inner.patterns],
    };
  },
  lower: (command, input, context): Flow | undefined => {
    const [pipeline] = pipelinesOf(command);
    if (!pipeline) return input;
    const shared: Flow = {
      ...input,
      relation: { kind: 'shared', id: context.fresh('appendpipe'), input: input.relation },
    };
    const more = context.run(pipeline, shared, everything);
    return more && appended([shared, more]);
  },
};
