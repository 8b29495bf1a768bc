// xmlkv [<field>]: `<tag>text</tag>` sets the field `tag`; of several equal tags the last one counts. The text stays as it
// stands in the XML. https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Xmlkv
import { call, long, text, type Expression } from '../../plan/index.ts';
import { extend, value, type Flow } from '../flow.ts';
import { withFields, type Need } from '../need.ts';
import { any, asText, type Typed } from '../shape.ts';
import type { CommandNode } from '../tree.ts';
import type { Command, Context } from './command.ts';
import { extractKeys } from './keys.ts';
import { wordOf } from './reading.ts';

const sourceOf = (command: CommandNode): string => wordOf(command, 'field')?.text ?? '_raw';

const ANY_TAG = '<([^\\s<>/?!]+)(?:\\s[^<>]*)?>[^<]*</';
const PLAIN_TAG = /^[^\s<>/?!*]+$/;

export const xmlkv: Command = {
  name: 'xmlkv',
  summary: 'Makes fields of the elements of an XML text.',
  syntax: {
    options: { maxinputs: 'count' },
    slots: [{ role: 'field', kind: 'word' }],
  },
  needs: (command, after) => withFields(after, [sourceOf(command)]),
  lower: (command, input, context, after) => {
    const source = value(input, sourceOf(command));
    return source ? extracted(input, asText(source), context, after) : input;
  },
};

function extracted(input: Flow, xml: Expression, context: Context, after: Need): Flow | undefined {
  const keys = extractKeys(input, after, context, {
    all: () => call('regex_extract_all', 'strings', xml, text(ANY_TAG), long(1)),
    possible: (name) => PLAIN_TAG.test(name) && !name.startsWith('_'),
  });
  return (
    keys &&
    extend(
      input,
      keys.map((name) => ({ name, value: orExisting(element(xml, name), value(input, name)) })),
    )
  );
}

function element(xml: Expression, name: string): Expression {
  const tag = name.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  const pattern = `<${tag}(?:\\s[^<>]*)?>([^<]*)</${tag}>`;
  const all = call('regex_extract_all', 'strings', xml, text(pattern), long(1));
  return call('mv.at', 'string', all, long(-1));
}

/** What was found, else what the field held before. */
export function orExisting(found: Expression, existing: Typed | undefined): Typed {
  if (!existing || existing.shape === 'null') return any(found);
  return any(call('coalesce', 'string', found, asText(existing)));
}
