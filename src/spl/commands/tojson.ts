// tojson [<fields>] [output_field=<field>]: the row's fields as a JSON object.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Tojson
import { call, text, when, type Expression } from '../../plan/index.ts';
import { extend, named, value, type Flow } from '../flow.ts';
import { everything, withFields } from '../need.ts';
import { any, asNumber, asText, type Typed } from '../shape.ts';
import type { Command } from './command.ts';
import { namesOf, option, textOption } from './reading.ts';

export const tojson: Command = {
  name: 'tojson',
  summary: 'Writes fields as a JSON object.',
  syntax: {
    options: {
      output_field: 'field',
      default_type: ['auto', 'none', 'str', 'num', 'bool', 'json'],
      fill_null: 'bool',
      include_internal: 'bool',
    },
    slots: [{ role: 'fields', kind: 'fields' }],
  },
  needs: (command, after) =>
    namesOf(command).length === 0 ? everything : withFields(after, namesOf(command)),
  lower: (command, input, context): Flow | undefined => {
    const refused = ['default_type', 'fill_null', 'include_internal']
      .map((name) => option(command, name))
      .find((each) => each);
    if (refused) {
      context.report(
        'SPL1202',
        `unsupported option \`${refused.name}\` of \`tojson\``,
        refused.nameSpan,
      );
      return undefined;
    }
    const listed = namesOf(command);
    const names = (listed.length > 0 ? named(input, listed) : input.fields.map((each) => each.name))
      .filter((name) => !name.startsWith('_'))
      .sort();
    const members = names.flatMap((name) => {
      const typed = value(input, name);
      return typed ? [member(name, typed)] : [];
    });
    const joined = members.length === 0 ? text('') : call('concat', 'string', ...members);
    // Every member begins with a comma; the first one's goes.
    const object = call(
      'concat',
      'string',
      text('{'),
      call('regex_replace', 'string', joined, text('^,'), text('')),
      text('}'),
    );
    return extend(input, [
      { name: textOption(command, 'output_field') ?? '_raw', value: any(object) },
    ]);
  },
};

function member(name: string, typed: Typed): Expression {
  const json =
    typed.shape === 'multivalue'
      ? call('mv.to_json', 'string', typed.expression)
      : call('json_path.quoted', 'string', asText(typed));
  const plain = typed.shape === 'number' ? call('text_of_real', 'string', asNumber(typed)) : json;
  const whole = call('concat', 'string', text(`,${JSON.stringify(name)}:`), plain);
  return call(
    'coalesce',
    'string',
    when(call('eq', 'bool', plain, plain), whole, text('')),
    text(''),
  );
}
