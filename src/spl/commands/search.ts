// search <expression>: keeps the rows for which the expression holds.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Search
import { filter } from '../flow.ts';
import { lowerSearch } from '../search-lowering.ts';
import { searchNeeds } from '../search-needs.ts';
import type { Command } from './command.ts';
import { argument } from './reading.ts';

export const search: Command = {
  name: 'search',
  summary: 'Retrieves events, or keeps the rows that a search expression describes.',
  generates: true,
  adds: true,
  syntax: { slots: [{ role: 'search', kind: 'search' }] },
  needs: (command, after, context) => {
    const found = argument(command, 'search', 'search');
    return found ? searchNeeds(found.search, after, context) : after;
  },
  lower: (command, input, context) => {
    const found = argument(command, 'search', 'search');
    if (!found) return input;
    const where = lowerSearch(found.search, { flow: input, context, retrieval: false });
    return where && filter(input, where);
  },
};
