// bin [span=<length>] [bins=<n>] [minspan=<length>] [start=<n>] [end=<n>] [aligntime=<time>] <field> [AS <name>]: puts
// times and numbers into intervals. https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Bin
import { extend, value, type Flow } from '../flow.ts';
import {
  aligned,
  DEFAULT_BINS,
  fittingNumber,
  fittingTime,
  rangeOf,
  type Range,
} from '../intervals.ts';
import { withFields, without } from '../need.ts';
import { binned, secondsIn, spanOf, type Length } from '../span.ts';
import type { CommandNode, OptionNode, Rename } from '../tree.ts';
import type { Command, Context } from './command.ts';
import { argument } from './reading.ts';

/** The options that tell a length, shared with the commands that bin by themselves. */
export const BIN_OPTIONS = {
  span: 'span',
  bins: 'count',
  minspan: 'span',
  start: 'number',
  end: 'number',
  aligntime: 'text',
} as const;

export const bin: Command = {
  name: 'bin',
  aliases: ['bucket', 'discretize'],
  summary: 'Puts times and numbers into intervals of equal length.',
  syntax: { options: BIN_OPTIONS, slots: [{ role: 'field', kind: 'rename', required: true }] },
  needs: (command, after) => {
    const pair = pairOf(command);
    if (!pair) return after;
    return withFields(pair.to ? without(after, [pair.to.text]) : after, [pair.from.text]);
  },
  lower: (command, input, context): Flow | undefined => {
    const pair = pairOf(command);
    if (!pair) return input;
    const name = pair.from.text;
    const typed = value(input, name);
    const range = (): Range | undefined => (typed ? rangeOf(input, typed, context) : 'empty');
    const length = lengthOf(command, command.options, name === '_time', range, context);
    if (!length || !typed) return length && input;
    const made = binned(typed, length, name === '_time', context.environment.timezone);
    return extend(input, [{ name: pair.to?.text ?? name, value: made }]);
  },
};

const pairOf = (command: CommandNode): Rename | undefined =>
  argument(command, 'field', 'renames')?.renames[0];

/** The length that is given, or one that fits the data; undefined until they are read, or when it was refused. */
export function lengthOf(
  command: CommandNode,
  options: readonly OptionNode[],
  isTime: boolean,
  range: () => Range | undefined,
  context: Context,
): Length | undefined {
  const named = (name: string): OptionNode | undefined =>
    options.findLast((each) => each.name === name);
  const align = named('aligntime');
  const given = named('span');
  if (given) {
    const length = spanOf(given.value);
    if (length) return aligned(length, align, context);
    const what = /log/i.test(given.value)
      ? 'is a logarithmic span, which is not supported'
      : 'is not a span';
    context.report('SPL1003', `\`${given.value}\` ${what}`, given.span);
    return undefined;
  }
  const bins = named('bins');
  if (bins && Number(bins.value) < 2) {
    context.report('SPL1003', '`bins` takes a whole number from 2', bins.span);
    return undefined;
  }
  const known = range();
  if (!known) return undefined;
  const size = (name: string): number | undefined => {
    const found = Number(named(name)?.value ?? NaN);
    return Number.isFinite(found) ? found : undefined;
  };
  const most = size('bins') ?? DEFAULT_BINS;
  if (!isTime) return numberLength(command, known, most, [size('start'), size('end')], context);
  const least = spanOf(named('minspan')?.value ?? '');
  const fitting = fittingTime(known, most, least ? (secondsIn(least) ?? 0) : 0);
  return aligned(fitting, align, context);
}

/** `start` and `end` widen the range of the values. */
function numberLength(
  command: CommandNode,
  range: Range,
  most: number,
  [start, end]: readonly [number | undefined, number | undefined],
  context: Context,
): Length {
  const [first, last] = range === 'empty' ? [0, 0] : range;
  const length = fittingNumber(
    [Math.min(first, start ?? first), Math.max(last, end ?? last)],
    most,
  );
  const size = length.kind === 'number' ? length.size : 1;
  const message = `\`${command.name}\` takes intervals of ${String(size)}, a power of ten that fits the values`;
  context.report('SPL1301', message, command.nameSpan, {
    severity: 'note',
    remedy: 'write `span=` to choose the length',
  });
  return length;
}
