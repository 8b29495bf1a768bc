// Commands that act on the outside. A replay hands the rows on and says so.
import type { CommandSyntax } from '../syntax.ts';
import type { CommandNode } from '../tree.ts';
import type { Command, Context } from './command.ts';
import { wordOf } from './reading.ts';

function inert(name: string, what: string, syntax: CommandSyntax, required?: string): Command {
  return {
    name,
    summary: `Hands the rows on: a replay ${what}.`,
    syntax,
    lower: (command, input, context) => {
      if (!complete(command, required, context)) return undefined;
      context.report('SPL1302', `a replay ${what}`, command.nameSpan, { severity: 'note' });
      return input;
    },
  };
}

const anything: CommandSyntax = { slots: [{ role: 'rest', kind: 'rest' }] };

/** An option that the command cannot do without must be there, though nothing comes of it. */
function complete(command: CommandNode, required: string | undefined, context: Context): boolean {
  const written = wordOf(command, 'rest')?.text ?? '';
  if (required === undefined || new RegExp(`\\b${required}\\s*=`, 'i').test(written)) return true;
  context.report('SPL1004', `\`${command.name}\` needs \`${required}\``, command.nameSpan);
  return false;
}

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
export const collect = inert('collect', 'collects into no index', anything, 'index');
/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Sendemail */
export const sendemail = inert('sendemail', 'sends no mail', anything, 'to');
/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Sendalert */
export const sendalert = inert('sendalert', 'runs no alert action', anything);
/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Outputcsv */
export const outputcsv = inert('outputcsv', 'writes no file', anything);
