// makecontinuous [<field>] [<bin options>]: puts times into intervals and adds a row for each interval without any.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Makecontinuous
import { column, type Relation } from '../../plan/index.ts';
import { extend, internal, project, value, valueOf, type Flow, type NewField } from '../flow.ts';
import { rangeOf, startsOf } from '../intervals.ts';
import { withFields } from '../need.ts';
import { asNumber, number } from '../shape.ts';
import { binned } from '../span.ts';
import { BIN_OPTIONS, lengthOf } from './bin.ts';
import type { Command } from './command.ts';
import { rowsOf } from './makeresults.ts';
import { namesOf } from './reading.ts';

export const makecontinuous: Command = {
  name: 'makecontinuous',
  summary: 'Adds rows for the intervals of time that have none.',
  syntax: { options: BIN_OPTIONS, slots: [{ role: 'fields', kind: 'fields' }] },
  needs: (command, after) => withFields(after, [namesOf(command)[0] ?? '_time']),
  lower: (command, input, context): Flow | undefined => {
    const name = namesOf(command)[0] ?? '_time';
    if (name !== '_time') {
      const message = `\`makecontinuous\` of \`${name}\` is not supported: only of \`_time\``;
      context.report('SPL1201', message, command.span);
      return undefined;
    }
    const typed = value(input, name);
    if (!typed) return input;
    const range = rangeOf(input, typed, context);
    const length = range && lengthOf(command, command.options, true, () => range, context);
    if (!length) return undefined;
    const { timezone } = context.environment;
    const starts = range === 'empty' ? [] : startsOf(range, length, timezone);
    if (!starts) {
      const message = '`makecontinuous` would make more than 50,000 intervals';
      context.report('SPL1201', message, command.span);
      return undefined;
    }
    return completed(
      extend(input, [{ name, value: binned(typed, length, true, timezone) }]),
      starts,
    );
  },
};

const START = internal('start');

function completed(flow: Flow, starts: readonly number[]): Flow {
  const time = value(flow, '_time');
  if (!time) return flow;
  const relation: Relation = {
    kind: 'join',
    join: 'left',
    left: rowsOf(
      [{ name: START, type: 'real' }],
      starts.map((each) => [each]),
    ).relation,
    right: flow.relation,
    keys: [{ left: column(START, 'real'), right: asNumber(time) }],
  };
  const fields = flow.fields.map((field): NewField => ({
    name: field.name,
    value: field.name === '_time' ? number(column(START, 'real')) : valueOf(field),
  }));
  return project({ relation, fields: flow.fields }, fields);
}
