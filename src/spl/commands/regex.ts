// regex <field>=<regex> | <field>!=<regex> | <regex>: keeps the rows whose field matches (or does not).
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Regex
import { bool, call, not } from '../../plan/index.ts';
import { filter, value } from '../flow.ts';
import { testOfText } from '../functions/pattern.ts';
import { withFields } from '../need.ts';
import type { Command } from './command.ts';
import { argument } from './reading.ts';
import { regexOf } from './regex-text.ts';

export const regex: Command = {
  name: 'regex',
  summary: 'Keeps the rows of which a field matches a regular expression.',
  syntax: { slots: [{ role: 'regex', kind: 'match', required: true }] },
  needs: (command, after) =>
    withFields(after, [argument(command, 'regex', 'match')?.field?.text ?? '_raw']),
  lower: (command, input, context) => {
    const found = argument(command, 'regex', 'match');
    if (!found) return input;
    const functions = regexOf(found.pattern, context);
    if (!functions) return undefined;
    const subject = value(input, found.field?.text ?? '_raw');
    const matches = subject ? testOfText(subject, functions.matches).expression : bool(false);
    // Without the field there is nothing that matches: `!=` keeps such rows.
    return filter(input, found.negated ? not(call('is_true', 'bool', matches)) : matches);
  },
};
