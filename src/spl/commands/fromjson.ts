// fromjson <field> [prefix=<text>]: the members of a JSON object as fields; objects and arrays inside stay JSON.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Fromjson
import { call, text, type Expression } from '../../plan/index.ts';
import { extend, value, type Flow } from '../flow.ts';
import { withFields } from '../need.ts';
import { asText } from '../shape.ts';
import type { Command } from './command.ts';
import { extractKeys } from './keys.ts';
import { namesOf, textOption } from './reading.ts';
import { orExisting } from './xmlkv.ts';

export const fromjson: Command = {
  name: 'fromjson',
  summary: 'Makes fields of the members of a JSON object.',
  syntax: {
    options: { prefix: 'text' },
    slots: [{ role: 'fields', kind: 'fields', required: true }],
  },
  needs: (command, after) => withFields(after, namesOf(command)),
  lower: (command, input, context, after): Flow | undefined => {
    const source = value(input, namesOf(command)[0] ?? '');
    if (!source) return input;
    const subject = asText(source);
    const prefix = textOption(command, 'prefix') ?? '';
    const names = extractKeys(input, after, context, {
      all: () =>
        prefixed(
          prefix,
          call('json_path.list', 'strings', call('json_path.keys', 'string', subject)),
        ),
      possible: (name) => name.startsWith(prefix) && name !== prefix && !name.startsWith('_'),
    });
    return (
      names &&
      extend(
        input,
        names.map((name) => {
          const key = text(name.slice(prefix.length));
          const found = call('json_path.extract_exact', 'string', subject, key);
          return { name, value: orExisting(found, value(input, name)) };
        }),
      )
    );
  },
};

function prefixed(prefix: string, keys: Expression): Expression {
  if (prefix === '') return keys;
  return {
    kind: 'each',
    operation: 'map',
    list: keys,
    item: 'key',
    body: call('concat', 'string', text(prefix), { kind: 'item', name: 'key', type: 'string' }),
    type: 'strings',
  };
}
