// fillnull [value=<text>] [<fields>]: writes a value where there is none; without fields, in every field there is.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Fillnull
import { call, real, text } from '../../plan/index.ts';
import { extend, named, value, type Flow, type NewField } from '../flow.ts';
import { withFields } from '../need.ts';
import { any, asList, asText, number, several, type Typed } from '../shape.ts';
import type { Command } from './command.ts';
import { namesOf, textOption } from './reading.ts';

export const fillnull: Command = {
  name: 'fillnull',
  summary: 'Writes a value into fields that have none.',
  syntax: { options: { value: 'text' }, slots: [{ role: 'fields', kind: 'fields' }] },
  needs: (command, after) =>
    withFields(
      after,
      namesOf(command).filter((name) => name.includes('*')),
    ),
  lower: (command, input): Flow => {
    const filler = textOption(command, 'value') ?? '0';
    const listed = namesOf(command);
    const names =
      listed.length > 0
        ? named(input, listed)
        : input.fields.map((each) => each.name).filter((name) => !name.startsWith('_'));
    return extend(
      input,
      names.map((name): NewField => ({ name, value: filled(value(input, name), filler) })),
    );
  },
};

/** The value, or the filler as the field's kind of value. */
export function filled(value: Typed | undefined, filler: string): Typed {
  if (!value || value.shape === 'null') return any(text(filler));
  if (value.shape === 'multivalue') {
    const list = asList(any(text(filler)));
    return several(call('coalesce', 'strings', value.expression, list));
  }
  const numeric = /^-?\d+(?:\.\d+)?$/.test(filler) && value.shape === 'number';
  if (numeric && value.expression.type === 'real') {
    return number(call('coalesce', 'real', value.expression, real(Number(filler))));
  }
  return any(call('coalesce', 'string', asText(value), text(filler)));
}
