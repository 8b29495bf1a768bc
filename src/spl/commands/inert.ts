// Commands that act on the outside. A replay hands the rows on and says so.
import type { CommandSyntax } from '../syntax.ts';
import type { Command } from './command.ts';

function inert(name: string, what: string, syntax: CommandSyntax): Command {
  return {
    name,
    summary: `Hands the rows on: a replay ${what}.`,
    syntax,
    lower: (command, input, context) => {
      context.report('SPL1302', `a replay ${what}`, command.nameSpan, { severity: 'note' });
      return input;
    },
  };
}

const anything: CommandSyntax = { slots: [{ role: 'rest', kind: 'rest' }] };

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Outputlookup */
export const outputlookup = inert('outputlookup', 'writes no lookup', {
  options: {
    append: 'bool',
    create_empty: 'bool',
    override_if_empty: 'bool',
    max: 'count',
    key_field: 'field',
    allow_updates: 'bool',
    createinapp: 'bool',
    create_context: 'text',
    output_format: 'text',
  },
  slots: [{ role: 'table', kind: 'word', required: true }],
});

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Collect */
export const collect = inert('collect', 'collects into no index', anything);
/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Sendemail */
export const sendemail = inert('sendemail', 'sends no mail', anything);
/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Sendalert */
export const sendalert = inert('sendalert', 'runs no alert action', anything);
/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Outputcsv */
export const outputcsv = inert('outputcsv', 'writes no file', anything);
