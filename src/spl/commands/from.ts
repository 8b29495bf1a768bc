// from datamodel:<Model.Dataset> | from lookup:<table>: rows of a knowledge object; a data model's without their prefix.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/From
import { datasetRows } from '../datamodel.ts';
import { newestFirst } from '../events.ts';
import { project, valueOf, type Flow } from '../flow.ts';
import { everything, withFields, type Need } from '../need.ts';
import type { CommandNode } from '../tree.ts';
import type { Command, Context } from './command.ts';
import { flowOfLookup, lookupNamed } from './lookup.ts';
import { wordOf } from './reading.ts';

export const from: Command = {
  name: 'from',
  summary: 'Gives the rows of a data model or of a lookup.',
  generates: true,
  syntax: { slots: [{ role: 'dataset', kind: 'rest', required: true }] },
  needs: () => everything,
  lower: (command, _, context, after) => {
    const word = wordOf(command, 'dataset');
    const found = /^\s*(datamodel|lookup)\s*[:=\s]\s*"?([^"\s]+)"?(?:\."?([^"\s]+)"?)?\s*$/i.exec(
      word?.text ?? '',
    );
    if (!word || !found) {
      context.report(
        'SPL1201',
        'expected `datamodel:<Model.Dataset>` or `lookup:<table>`',
        command.span,
      );
      return undefined;
    }
    const [, kind = '', name = '', dataset] = found;
    const whole = dataset === undefined ? name : `${name}.${dataset}`;
    return kind.toLowerCase() === 'lookup'
      ? lookupRows(whole, command, context)
      : unprefixed(whole, command, context, after);
  },
};

function lookupRows(name: string, command: CommandNode, context: Context): Flow | undefined {
  const table = lookupNamed({ text: name, quoted: false, span: command.span }, context);
  return table && flowOfLookup(table);
}

/** Events of a dataset, newest first, their fields by their plain names. */
export function unprefixed(
  name: string,
  command: CommandNode,
  context: Context,
  after: Need,
): Flow | undefined {
  const last = name.split('.').at(-1) ?? name;
  const wanted = [...after.names]
    .filter((each) => !each.startsWith('_'))
    .map((each) => `${last}.${each}`);
  const need = after.all ? everything : withFields(after, [...wanted, '_time']);
  const rows = datasetRows({ model: name, place: command.span, need }, context);
  if (!rows) return undefined;
  const seen = new Set<string>();
  const fields = rows.fields.flatMap((field) => {
    const plain = field.name.startsWith('_')
      ? field.name
      : (field.name.split('.').at(-1) ?? field.name);
    if (seen.has(plain)) return [];
    seen.add(plain);
    return [{ name: plain, value: valueOf(field) }];
  });
  return newestFirst(project(rows, fields));
}
