// inputlookup [append=<bool>] [start=<n>] [max=<n>] <table> [WHERE <search>]: the rows of a lookup table.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Inputlookup
import { appended } from '../combine.ts';
import { filter, type Flow } from '../flow.ts';
import { nothingNeeded } from '../need.ts';
import { lowerSearch } from '../search-lowering.ts';
import type { CommandNode } from '../tree.ts';
import type { Command, Context } from './command.ts';
import { flowOfLookup, lookupNamed } from './lookup.ts';
import { argument, boolOption, countOption, wordOf } from './reading.ts';

const MOST_ROWS = 1_000_000_000;

export const inputlookup: Command = {
  name: 'inputlookup',
  summary: 'Gives the rows of a lookup table.',
  generates: true,
  syntax: {
    options: { append: 'bool', strict: 'bool', start: 'count', max: 'count' },
    slots: [
      { role: 'table', kind: 'word', required: true },
      { role: 'where', kind: 'search', lead: ['WHERE'] },
    ],
  },
  needs: (command, after) => (boolOption(command, 'append', false) ? after : nothingNeeded),
  lower: (command, input, context) => {
    const rows = tableRows(command, context);
    return rows && boolOption(command, 'append', false) ? appended([input, rows]) : rows;
  },
};

function tableRows(command: CommandNode, context: Context): Flow | undefined {
  const found = lookupNamed(wordOf(command, 'table'), context);
  if (!found) return undefined;
  const flow = flowOfLookup(found);
  const where = argument(command, 'where', 'search');
  const condition = where && lowerSearch(where.search, { flow, context, retrieval: false });
  if (where && !condition) return undefined;
  const kept = condition ? filter(flow, condition) : flow;
  const skip = countOption(command, 'start') ?? 0;
  const most = countOption(command, 'max') ?? MOST_ROWS;
  if (skip === 0 && most === MOST_ROWS) return kept;
  return { ...kept, relation: { kind: 'limit', input: kept.relation, count: most, skip } };
}
