// bin [span=<length>] [bins=<n>] [start=<n>] [end=<n>] [aligntime=<time>] <field> [AS <name>]: puts times and numbers into
// intervals. https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Bin
import { extend, value, type Flow } from '../flow.ts';
import { withFields, without } from '../need.ts';
import { binned, spanOf } from '../span.ts';
import type { CommandNode, Rename } from '../tree.ts';
import type { Command } from './command.ts';
import { argument, option } from './reading.ts';

export const bin: Command = {
  name: 'bin',
  aliases: ['bucket', 'discretize'],
  summary: 'Puts times and numbers into intervals of equal length.',
  syntax: {
    options: {
      span: 'span',
      bins: 'count',
      minspan: 'span',
      start: 'number',
      end: 'number',
      aligntime: 'text',
    },
    slots: [{ role: 'field', kind: 'renames', required: true }],
  },
  needs: (command, after) => {
    const pair = pairOf(command);
    if (!pair) return after;
    return withFields(pair.to ? without(after, [pair.to.text]) : after, [pair.from.text]);
  },
  lower: (command, input, context): Flow | undefined => {
    const pair = pairOf(command);
    if (!pair) return input;
    const name = pair.from.text;
    const unsupported = command.options.find((each) => each.name !== 'span');
    const given = option(command, 'span');
    if (unsupported || !given) {
      const what = unsupported ? `option \`${unsupported.name}\`` : 'form without `span`';
      const at = unsupported?.nameSpan ?? command.nameSpan;
      context.report('SPL1202', `unsupported ${what} of \`bin\``, at);
      return undefined;
    }
    const span = spanOf(given.value);
    if (!span) {
      context.report('SPL1003', `\`${given.value}\` is not a span`, given.span);
      return undefined;
    }
    const typed = value(input, name);
    if (!typed) return input;
    const made = binned(typed, span, name === '_time', context.environment.timezone);
    return extend(input, [{ name: pair.to?.text ?? name, value: made }]);
  },
};

const pairOf = (command: CommandNode): Rename | undefined =>
  argument(command, 'field', 'renames')?.renames[0];
