// spath [input=<field>] [path=<path>] [output=<field>] [<path>]: fields of a JSON or XML text. With a path that one value
// (or, for several elements, list); without, every leaf as a field named after its path.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Spath
import { call, text, type Expression } from '../../plan/index.ts';
import { extend, value, type Flow } from '../flow.ts';
import { withFields, without, type Need } from '../need.ts';
import { asList, asText, several, type Typed } from '../shape.ts';
import type { CommandNode } from '../tree.ts';
import type { Command, Context } from './command.ts';
import { extractKeys } from './keys.ts';
import { textOption, wordOf } from './reading.ts';

const inputOf = (command: CommandNode): string => textOption(command, 'input') ?? '_raw';
const pathOf = (command: CommandNode): string | undefined =>
  textOption(command, 'path') ?? wordOf(command, 'path')?.text;

export const spath: Command = {
  name: 'spath',
  summary: 'Makes fields of a JSON or XML text.',
  syntax: {
    options: { input: 'field', output: 'field', path: 'text' },
    slots: [{ role: 'path', kind: 'word' }],
  },
  needs: (command, after) => {
    const path = pathOf(command);
    const made = path === undefined ? [] : [textOption(command, 'output') ?? path];
    return withFields(without(after, made), [inputOf(command), ...made]);
  },
  lower: (command, input, context, after) => {
    const source = value(input, inputOf(command));
    if (!source) return input;
    const path = pathOf(command);
    return path === undefined
      ? everyLeaf(input, asText(source), context, after)
      : onePath(command, path, input, asText(source));
  },
};

function onePath(command: CommandNode, path: string, input: Flow, subject: Expression): Flow {
  const found = call(
    'coalesce',
    'strings',
    call('json_path.values', 'strings', subject, text(path)),
    call('extract.xml_values', 'strings', subject, text(path)),
  );
  const name = textOption(command, 'output') ?? path;
  return extend(input, [{ name, value: orExisting(found, value(input, name)) }]);
}

function everyLeaf(
  input: Flow,
  subject: Expression,
  context: Context,
  after: Need,
): Flow | undefined {
  const names = extractKeys(input, after, context, {
    all: () => call('extract.paths', 'strings', subject),
    possible: (name) => name !== '' && !name.startsWith('_') && !name.includes('*'),
  });
  return (
    names &&
    extend(
      input,
      names.map((name) => {
        const found = call('extract.leaves', 'strings', subject, text(name));
        return { name, value: orExisting(found, value(input, name)) };
      }),
    )
  );
}

function orExisting(found: Expression, existing: Typed | undefined): Typed {
  if (!existing || existing.shape === 'null') return several(found);
  return several(call('coalesce', 'strings', found, asList(existing)));
}
