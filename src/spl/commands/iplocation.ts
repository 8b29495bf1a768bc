// iplocation [prefix=<text>] [allfields=<bool>] <field>: where an address is. The data is a lookup named `iplocation` with
// blocks in `network`; without it the fields stay empty, and that is said.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Iplocation
import type { Flow } from '../flow.ts';
import { nothingNeeded, withFields } from '../need.ts';
import type { CommandNode, Name } from '../tree.ts';
import type { Command, Context } from './command.ts';
import { lookup } from './lookup.ts';
import { boolOption, namesOf, textOption } from './reading.ts';

const FIELDS = ['City', 'Country', 'Region', 'lat', 'lon'];
const MORE_FIELDS = [...FIELDS, 'Continent', 'MetroCode', 'Timezone'];

export const iplocation: Command = {
  name: 'iplocation',
  summary: 'Adds the place of an address, from a lookup named `iplocation`.',
  syntax: {
    options: { prefix: 'text', allfields: 'bool', lang: 'text' },
    slots: [{ role: 'fields', kind: 'fields', required: true }],
  },
  needs: (command, after) => withFields(after, namesOf(command)),
  lower: (command, input, context): Flow | undefined => {
    if (context.environment.lookups.has('iplocation')) {
      return lookup.lower(asLookup(command), input, context, nothingNeeded);
    }
    noteMissing(command, context);
    return input;
  },
};

function noteMissing(command: CommandNode, context: Context): void {
  context.report(
    'SPL1302',
    'no location data here: the fields of `iplocation` stay empty',
    command.nameSpan,
    {
      severity: 'note',
      remedy: 'give a lookup `iplocation` with `network` and the fields to add',
    },
  );
}

/** `lookup iplocation network AS <field> OUTPUT City AS <prefix>City ...`. */
function asLookup(command: CommandNode): CommandNode {
  const { span } = command;
  const name = (text: string): Name => ({ text, quoted: false, span });
  const prefix = textOption(command, 'prefix') ?? '';
  const fields = boolOption(command, 'allfields', false) ? MORE_FIELDS : FIELDS;
  const [address = ''] = namesOf(command);
  return {
    ...command,
    options: [],
    args: [
      { role: 'table', kind: 'word', word: name('iplocation'), span },
      {
        role: 'keys',
        kind: 'renames',
        renames: [{ from: name('network'), to: name(address) }],
        span,
      },
      {
        role: 'output',
        kind: 'renames',
        renames: fields.map((field) => ({ from: name(field), to: name(prefix + field) })),
        span,
      },
    ],
  };
}
