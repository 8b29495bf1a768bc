// makemv [delim=<text> | tokenizer=<regex>] [allowempty=<bool>] [setsv=<bool>] <field>: several values out of one text.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Makemv
import { call, text, type Expression } from '../../plan/index.ts';
import { extend, value, type Flow } from '../flow.ts';
import { withFields } from '../need.ts';
import { asText, overEach, several, truth, type Typed } from '../shape.ts';
import type { CommandNode } from '../tree.ts';
import type { Command, Context } from './command.ts';
import { boolOption, namesOf, option, textOption } from './reading.ts';
import { regexOf } from './regex-text.ts';

export const makemv: Command = {
  name: 'makemv',
  summary: 'Takes a text apart into several values.',
  syntax: {
    options: { delim: 'text', tokenizer: 'text', allowempty: 'bool', setsv: 'bool' },
    slots: [{ role: 'fields', kind: 'field', required: true }],
  },
  needs: (command, after) => withFields(after, namesOf(command)),
  lower: (command, input, context): Flow | undefined => {
    const name = namesOf(command)[0] ?? '';
    const typed = value(input, name);
    if (!typed || typed.shape === 'multivalue') return input;
    const list = takenApart(command, asText(typed), context);
    return list && extend(input, [{ name, value: list }]);
  },
};

function takenApart(
  command: CommandNode,
  subject: Expression,
  context: Context,
): Typed | undefined {
  const tokenizer = option(command, 'tokenizer');
  if (tokenizer) {
    const name = { text: tokenizer.value, quoted: tokenizer.quoted, span: tokenizer.span };
    const functions = regexOf(name, context);
    const group = functions && functions.names.length > 0 ? 1 : 0;
    return functions && several(functions.extractAll(subject, group));
  }
  const pieces = call('mv.split', 'strings', subject, text(textOption(command, 'delim') ?? ' '));
  if (boolOption(command, 'allowempty', false)) return several(pieces);
  return overEach('filter', pieces, (item) => truth(call('ne', 'bool', item.expression, text(''))));
}
