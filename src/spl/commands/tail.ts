// tail [<count>]: the last rows, the very last one first.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Tail
import { inOrder } from '../need.ts';
import type { Command } from './command.ts';
import { countOption, numberArgument } from './reading.ts';
import { reversed } from './reverse.ts';
import { limited } from './sort.ts';

const DEFAULT_ROWS = 10;

export const tail: Command = {
  name: 'tail',
  summary: 'Keeps the last rows, in reverse order.',
  syntax: { options: { limit: 'count' }, slots: [{ role: 'count', kind: 'number' }] },
  needs: (_, after) => inOrder(after),
  lower: (command, input) =>
    limited(
      reversed(input),
      numberArgument(command, 'count') ?? countOption(command, 'limit') ?? DEFAULT_ROWS,
    ),
};
