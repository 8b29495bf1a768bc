// trendline <kind><period>(<field>) [AS <name>] ...: moving averages over the rows that have the field.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Trendline
import {
  and,
  call,
  column,
  isNull,
  long,
  not,
  nothing,
  real,
  when,
  type Expression,
  type NamedWindow,
} from '../../plan/index.ts';
import { extend, internal, value, type Flow } from '../flow.ts';
import { inOrder, withFields, without } from '../need.ts';
import { asNumber, number } from '../shape.ts';
import type { CommandNode, Rename } from '../tree.ts';
import type { Command, Context } from './command.ts';
import { argument } from './reading.ts';

export const trendline: Command = {
  name: 'trendline',
  summary: 'Adds moving averages of fields.',
  syntax: { slots: [{ role: 'trends', kind: 'converts', required: true }] },
  needs: (command, after) => {
    const trends = trendsOf(command);
    const rest = without(after, trends.map(nameOf));
    return inOrder(
      withFields(
        rest,
        trends.map((each) => each.from.text),
      ),
    );
  },
  lower: (command, input, context) => {
    let flow: Flow | undefined = input;
    for (const each of trendsOf(command)) {
      const next: Flow | undefined = flow && withTrend(each, flow, context);
      flow = next;
    }
    return flow;
  },
};

const trendsOf = (command: CommandNode): readonly Rename[] =>
  argument(command, 'trends', 'renames')?.renames ?? [];

const nameOf = ({ function: callee, from, to }: Rename): string =>
  to?.text ?? `${callee?.text ?? ''}(${from.text})`;

function withTrend(trend: Rename, input: Flow, context: Context): Flow | undefined {
  const callee = trend.function;
  const found = /^(sma|wma|ema)(\d{1,5})$/i.exec(callee?.text ?? '');
  const period = Number(found?.[2]);
  if (!found || period < 2 || period > 10_000) {
    const message = `\`${callee?.text ?? ''}\` is no trend: write \`sma\` or \`wma\` and a period from 2 to 10000`;
    context.report('SPL1003', message, callee?.span ?? trend.from.span);
    return undefined;
  }
  if (found[1]?.toLowerCase() === 'ema') {
    const message = 'unsupported trend `ema`: how Splunk begins the average is not documented';
    context.report('SPL1201', message, callee?.span ?? trend.from.span);
    return undefined;
  }
  const typed = value(input, trend.from.text);
  if (!typed) return input;
  return averaged(input, asNumber(typed), period, found[1]?.toLowerCase() === 'wma', nameOf(trend));
}

const PLACE = internal('place');

/** Rows without a number stand aside. A sum weighted by places comes from the sum of place times value and the plain sum. */
function averaged(
  input: Flow,
  size: Expression,
  period: number,
  weighted: boolean,
  name: string,
): Flow {
  const partition = [isNull(size)];
  const frame = { from: 1 - period, to: 0 };
  const place = call('real_of_long', 'real', column(PLACE, 'long'));
  const sums: NamedWindow[] = [
    { name: internal('sum'), function: 'sum', args: [size], type: 'real', frame },
    {
      name: internal('moment'),
      function: 'sum',
      args: [call('multiply', 'real', size, place)],
      type: 'real',
      frame,
    },
  ];
  const flow: Flow = {
    relation: {
      kind: 'window',
      partition,
      columns: sums,
      input: {
        kind: 'window',
        input: input.relation,
        partition,
        columns: [{ name: PLACE, function: 'row_number', args: [], type: 'long' }],
      },
    },
    fields: input.fields,
  };
  const sum = column(internal('sum'), 'real');
  const before = call('subtract', 'real', place, real(period));
  const moment = call(
    'subtract',
    'real',
    column(internal('moment'), 'real'),
    call('multiply', 'real', before, sum),
  );
  const average = weighted
    ? call('divide', 'real', moment, real((period * (period + 1)) / 2))
    : call('divide', 'real', sum, real(period));
  const enough = call('ge', 'bool', column(PLACE, 'long'), long(period));
  const shown = when(and([not(isNull(size)), enough]), average, nothing('real'));
  return extend(flow, [{ name, value: number(shown) }]);
}
