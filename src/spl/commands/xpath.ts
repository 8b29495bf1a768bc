// xpath [outfield=<field>] "<xpath>" [field=<field>] [default=<text>]: what a path selects in an XML text.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Xpath
import { call, readXPath, text } from '../../plan/index.ts';
import { extend, value, type Flow } from '../flow.ts';
import { withFields, without } from '../need.ts';
import { any, asList, asText, several } from '../shape.ts';
import type { Command } from './command.ts';
import { textOption, wordOf } from './reading.ts';

export const xpath: Command = {
  name: 'xpath',
  summary: 'Makes a field of what an XPath selects in an XML text.',
  syntax: {
    options: { outfield: 'field', field: 'field', default: 'text' },
    slots: [{ role: 'path', kind: 'word', required: true }],
  },
  needs: (command, after) =>
    withFields(without(after, [textOption(command, 'outfield') ?? 'xpath']), [
      textOption(command, 'field') ?? '_raw',
    ]),
  lower: (command, input, context): Flow | undefined => {
    const path = wordOf(command, 'path');
    if (!path || !readXPath(path.text)) {
      const message =
        'unsupported XPath: steps by name with tests on attributes, elements and places are';
      context.report('SPL1201', message, path?.span ?? command.span);
      return undefined;
    }
    const source = value(input, textOption(command, 'field') ?? '_raw');
    const otherwise = textOption(command, 'default');
    const name = textOption(command, 'outfield') ?? 'xpath';
    const filler = otherwise === undefined ? undefined : any(text(otherwise));
    if (!source) return filler ? extend(input, [{ name, value: filler }]) : input;
    const found = call('xml.path', 'strings', asText(source), text(path.text));
    const made = filler ? call('coalesce', 'strings', found, asList(filler)) : found;
    return extend(input, [{ name, value: several(made) }]);
  },
};
