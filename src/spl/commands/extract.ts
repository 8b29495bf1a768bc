// extract [pairdelim=<text> kvdelim=<text>] ...: fields of the key=value pairs in _raw.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Extract
import { call, text } from '../../plan/index.ts';
import { extend, value, type Flow } from '../flow.ts';
import { withFields } from '../need.ts';
import { asText } from '../shape.ts';
import type { Command } from './command.ts';
import { extractKeys } from './keys.ts';
import { textOption, wordOf } from './reading.ts';
import { orExisting } from './xmlkv.ts';

export const extract: Command = {
  name: 'extract',
  aliases: ['kv'],
  summary: 'Makes fields of key=value pairs.',
  syntax: {
    options: {
      pairdelim: 'text',
      kvdelim: 'text',
      limit: 'count',
      maxchars: 'count',
      clean_keys: 'bool',
      auto: 'bool',
      reload: 'bool',
      segment: 'bool',
      mv_add: 'bool',
    },
    slots: [{ role: 'transform', kind: 'word' }],
  },
  needs: (_, after) => withFields(after, ['_raw']),
  lower: (command, input, context, after): Flow | undefined => {
    const unsupported = ['mv_add', 'clean_keys'].find(
      (name) => textOption(command, name) !== undefined,
    );
    const transform = wordOf(command, 'transform');
    if (unsupported !== undefined || transform) {
      const what = transform ? `the transform \`${transform.text}\`` : `\`${unsupported ?? ''}\``;
      context.report('SPL1201', `\`extract\` with ${what} is not supported`, command.span);
      return undefined;
    }
    const source = value(input, '_raw');
    if (!source) return input;
    const delimiters = [
      text(textOption(command, 'pairdelim') ?? ' ,;|&\t\n'),
      text(textOption(command, 'kvdelim') ?? '='),
    ];
    const subject = asText(source);
    const names = extractKeys(input, after, context, {
      all: () => call('extract.keys', 'strings', subject, ...delimiters),
      possible: (name) => /^[A-Za-z]\w*$/.test(name),
    });
    return (
      names &&
      extend(
        input,
        names.map((name) => {
          const found = call('extract.pair', 'string', subject, ...delimiters, text(name));
          return { name, value: orExisting(found, value(input, name)) };
        }),
      )
    );
  },
};
