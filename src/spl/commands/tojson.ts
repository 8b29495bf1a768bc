// tojson [<fields> | <type>(<fields>) ...] [default_type=<type>] [output_field=<field>]: the row's fields as a JSON object.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Tojson
import { and, call, isNull, not, or, text, when, type Expression } from '../../plan/index.ts';
import { extend, named, value, type Flow } from '../flow.ts';
import { everything, withFields } from '../need.ts';
import { any, asNumber, asText, type Typed } from '../shape.ts';
import type { CommandNode } from '../tree.ts';
import type { Command, Context } from './command.ts';
import { boolOption, fieldsOf, option, textOption } from './reading.ts';

const TYPES = ['auto', 'none', 'str', 'num', 'json'] as const;
type Type = (typeof TYPES)[number];

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
  needs: (command, after) => {
    const names = fieldsOf(command).map((each) => typedName(each.text).name);
    return names.length === 0 ? everything : withFields(after, names);
  },
  lower: (command, input, context): Flow | undefined => {
    if (refused(command, context)) return undefined;
    const filler = boolOption(command, 'fill_null', false) ? 'null' : undefined;
    const members = [...chosen(command, input)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([name, type]) => {
        const typed = value(input, name);
        return typed ? [member(name, typed, type, filler)] : [];
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

/** `num(bytes)`: the type is undefined when none is written. */
function typedName(written: string): { readonly type: string | undefined; readonly name: string } {
  const found = /^(auto|bool|json|none|num|str)\(\s*(.*?)\s*\)$/i.exec(written);
  return found
    ? { type: found[1]?.toLowerCase(), name: found[2] ?? '' }
    : { type: undefined, name: written };
}

function refused(command: CommandNode, context: Context): boolean {
  const given = option(command, 'default_type');
  const field = fieldsOf(command).find((each) => typedName(each.text).type === 'bool');
  const at = given?.value.toLowerCase() === 'bool' ? given.span : field?.span;
  if (!at) return false;
  context.report('SPL1201', 'which texts `tojson` takes for true is not documented', at);
  return true;
}

/** The fields and what each is written as. */
function chosen(command: CommandNode, input: Flow): Map<string, Type> {
  const standard = typeOf(textOption(command, 'default_type'));
  const listed = fieldsOf(command).map((each) => typedName(each.text));
  const found = new Map<string, Type>();
  for (const { type, name } of listed) {
    for (const each of named(input, [name])) found.set(each, type ? typeOf(type) : standard);
  }
  if (listed.length === 0) for (const { name } of input.fields) found.set(name, standard);
  const internals = boolOption(command, 'include_internal', false);
  return new Map([...found].filter(([name]) => internals || !name.startsWith('_')));
}

const typeOf = (written: string | undefined): Type =>
  TYPES.find((each) => each === written?.toLowerCase()) ?? 'none';

function member(name: string, typed: Typed, type: Type, filler: string | undefined): Expression {
  const json = written(typed, type);
  const lead = text(`,${JSON.stringify(name)}:`);
  const filled = filler === undefined ? json : call('coalesce', 'string', json, text(filler));
  return call('coalesce', 'string', call('concat', 'string', lead, filled), text(''));
}

/** The value as JSON; null where it is not of the type. */
function written(typed: Typed, type: Type): Expression {
  const subject = asText(typed);
  const quoted =
    typed.shape === 'multivalue'
      ? call('mv.to_json', 'string', typed.expression)
      : call('json_path.quoted', 'string', subject);
  const size = asNumber(typed);
  const plain = call('text_of_real', 'string', size);
  const isNumber = not(isNull(size));
  const isJson = call('json_path.valid', 'bool', subject);
  const nothing: Expression = { kind: 'literal', value: null, type: 'string' };
  switch (type) {
    case 'none':
      return typed.shape === 'number' ? plain : quoted;
    case 'str':
      return quoted;
    case 'num':
      return when(isNumber, plain, nothing);
    case 'json':
      return when(isJson, subject, nothing);
    case 'auto': {
      const bracketed = or(
        ['{', '['].map((sign) => call('starts_with', 'bool', subject, text(sign))),
      );
      const literal = call('in', 'bool', subject, text('true'), text('false'));
      const kept = when(or([literal, and([bracketed, isJson])]), subject, quoted);
      return when(isNumber, plain, kept);
    }
  }
}
