// rex [field=<field>] <regex> [max_match=<n>] [offset_field=<field>] | rex [field=<field>] mode=sed <sed expression>
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Rex
import { call, long, nothing, text, when, type Expression } from '../../plan/index.ts';
import { extend, value, type Flow, type NewField } from '../flow.ts';
import { onText, type RegexFunctions } from '../functions/pattern.ts';
import { withFields } from '../need.ts';
import { any, asList, asText, several, type Typed } from '../shape.ts';
import type { CommandNode } from '../tree.ts';
import type { Command, Context } from './command.ts';
import { countOption, textOption, wordOf } from './reading.ts';
import { regexOf } from './regex-text.ts';
import { sedOf } from './sed.ts';

const fieldOf = (command: CommandNode): string => textOption(command, 'field') ?? '_raw';

export const rex: Command = {
  name: 'rex',
  summary: "Makes fields of a regular expression's named groups, or edits a field as sed does.",
  syntax: {
    options: { field: 'field', mode: ['sed'], max_match: 'count', offset_field: 'field' },
    slots: [{ role: 'regex', kind: 'word', required: true }],
  },
  needs: (command, after) => withFields(after, [fieldOf(command)]),
  lower: (command, input, context) => {
    if (textOption(command, 'mode') !== undefined) return edited(command, input, context);
    return extracted(command, input, context);
  },
};

function extracted(command: CommandNode, input: Flow, context: Context): Flow | undefined {
  const pattern = wordOf(command, 'regex');
  const functions = pattern && regexOf(pattern, context);
  if (!functions) return undefined;
  const groups = functions.names.flatMap((name, index) =>
    name === null ? [] : [{ name, index: index + 1 }],
  );
  if (groups.length === 0) {
    const message = 'the regular expression has no named group, so that nothing is extracted';
    context.report('SPL1208', message, pattern.span, { remedy: 'name a group: `(?<name>...)`' });
    return undefined;
  }
  const subject = value(input, fieldOf(command));
  if (!subject) return input;
  const most = countOption(command, 'max_match') ?? 1;
  const offset = textOption(command, 'offset_field');
  const places = onText(subject, (each) => call('pcre.places', 'string', each, text(pattern.text)));
  return extend(input, [
    ...groups.map(({ name, index }): NewField => {
      const found = groupValue(subject, functions, index, most);
      return { name, value: orKept(found, value(input, name)) };
    }),
    ...(offset === undefined
      ? []
      : [{ name: offset, value: orKept(places, value(input, offset)) }]),
  ]);
}

/** The group of the first match, or the list of several. Of a field with several values each is searched. */
function groupValue(subject: Typed, functions: RegexFunctions, group: number, most: number): Typed {
  if (subject.shape === 'multivalue') {
    return onText(subject, (each) => nonEmpty(functions.extract(each, group)));
  }
  if (most === 1) return any(nonEmpty(functions.extract(asText(subject), group)));
  const all = functions.extractAll(asText(subject), group);
  if (most === 0) return several(all);
  const few = call('mv.slice', 'strings', all, long(0), long(most - 1));
  return several(when(call('le', 'bool', call('mv.count', 'long', all), long(most)), all, few));
}

/** A group that took no part, or nothing, sets no field. */
function nonEmpty(found: Expression): Expression {
  return when(call('ne', 'bool', found, text('')), found, nothing('string'));
}

function orKept(found: Typed, existing: Typed | undefined): Typed {
  if (!existing || existing.shape === 'null') return found;
  if (found.shape === 'multivalue' || existing.shape === 'multivalue') {
    return several(call('coalesce', 'strings', asList(found), asList(existing)));
  }
  return any(call('coalesce', 'string', asText(found), asText(existing)));
}

function edited(command: CommandNode, input: Flow, context: Context): Flow | undefined {
  const script = wordOf(command, 'regex');
  const edit = script && sedOf(script, context);
  if (!edit) return undefined;
  const name = fieldOf(command);
  const subject = value(input, name);
  return subject ? extend(input, [{ name, value: onText(subject, edit) }]) : input;
}
