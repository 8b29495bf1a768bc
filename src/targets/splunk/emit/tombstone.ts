// What is left of a retired detection: a search of the same name that finds nothing. Without it, a customer's local
// settings of the search would be left without the search that they belong to, and Splunk would report them as broken.
import type { Strategy } from '../../../strategy/index.ts';
import type { ConfStanza } from '../conf/conf.ts';
import { oneLine } from './macros.ts';

export function tombstone(strategy: Strategy, name: string): ConfStanza {
  const why = oneLine(strategy.description || strategy.title);
  const version = oneLine(strategy.version);
  return {
    name,
    settings: [
      { key: 'description', value: `Retired in version ${version}: ${why}` },
      { key: 'disabled', value: '1' },
      { key: 'enableSched', value: '0' },
      { key: 'is_visible', value: '0' },
      { key: 'search', value: '| makeresults | where false() | eval note="retired"' },
    ],
  };
}
