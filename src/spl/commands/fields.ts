// fields [+|-] <list>: keeps or removes fields. `_time` and `_raw` stay unless they are removed by name.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Fields
import { isInternal, keep, type Flow } from '../flow.ts';
import { fieldMatcher, nothingNeeded, wants, withFields, without, type Need } from '../need.ts';
import type { CommandNode } from '../tree.ts';
import type { Command } from './command.ts';
import { namesOf, wordOf } from './reading.ts';

const removes = (command: CommandNode): boolean => wordOf(command, 'sign')?.text === '-';

export const fields: Command = {
  name: 'fields',
  summary: 'Keeps or removes fields.',
  syntax: {
    slots: [
      { role: 'sign', kind: 'sign' },
      { role: 'fields', kind: 'fields', required: true },
    ],
  },
  needs: (command, after) => {
    const names = namesOf(command);
    if (removes(command)) return without(after, names);
    return passed(names, after);
  },
  lower: (command, input): Flow => {
    const tests = namesOf(command).map(fieldMatcher);
    const listed = (name: string): boolean => tests.some((fits) => fits(name) !== undefined);
    if (removes(command)) return keep(input, (name) => isInternal(name) || !listed(name));
    return keep(input, (name) => name.startsWith('_') || isInternal(name) || listed(name));
  },
};

/** Of the listed fields those that are needed afterwards, and the internal ones. */
function passed(names: readonly string[], after: Need): Need {
  if (after.all) return { ...withFields(nothingNeeded, [...names, '_*']), order: after.order };
  const kept = names.filter((name) => name.includes('*') || wants(after, name));
  const own = [...after.names].filter((name) => name.startsWith('_'));
  return { ...withFields(nothingNeeded, [...kept, ...own]), order: after.order };
}
