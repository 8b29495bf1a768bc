import { describe, expect, test } from '@jest/globals';
import { route, type PlatformFacts } from '../../../src/targets/sentinel/index.ts';
import type { SearchFacts } from '../../../src/targets/search-facts.ts';

const facts = (change: Partial<SearchFacts> = {}, ...unknown: string[]): PlatformFacts => ({
  facts: { columns: [], tables: [], functions: [], ...change },
  unknown,
});

describe('where a search can run', () => {
  test.each<[string, PlatformFacts, PlatformFacts, object]>([
    [
      'both',
      facts(),
      facts(),
      { sentinel: true, defender: true, whyNotSentinel: [], whyNotDefender: [] },
    ],
    [
      'Defender only, for a function and a column',
      facts({}, 'FileProfile', 'ProfileAvailability'),
      facts({ functions: ['FileProfile'] }),
      {
        sentinel: false,
        defender: true,
        whyNotSentinel: [
          "`FileProfile()` exists in Defender's advanced hunting only.",
          '`ProfileAvailability` does not exist in a Sentinel workspace.',
        ],
        whyNotDefender: [],
      },
    ],
    [
      'Sentinel only, for a table and a watchlist',
      facts(),
      facts({ functions: ['_GetWatchlist'] }, 'SecurityEvent', 'SecurityEvent'),
      {
        sentinel: true,
        defender: false,
        whyNotSentinel: [],
        whyNotDefender: [
          "`SecurityEvent` does not exist in Defender's advanced hunting.",
          '`_GetWatchlist()` reads a Sentinel workspace, which a custom detection has only where the two are joined.',
        ],
      },
    ],
    [
      'neither, for tables unknown to both and a search over all',
      facts({ constructs: [{ kind: 'search-all' }, { kind: 'search-all' }] }, 'Nowhere'),
      facts({}, 'Nowhere'),
      {
        sentinel: false,
        defender: false,
        whyNotSentinel: [
          '`Nowhere` does not exist in a Sentinel workspace.',
          'As a rule, it searches every table of the workspace, which Sentinel refuses in rules.',
        ],
        whyNotDefender: ["`Nowhere` does not exist in Defender's advanced hunting."],
      },
    ],
  ])('%s', (_name, sentinel, defender, expected) => {
    const routed = route({ query: 'T', sentinel, defender, nearRealTime: false });
    expect(routed).toEqual({ remarks: [], ...expected });
  });

  test('the time column of advanced hunting is remarked on where it exists', () => {
    const remarks = (query: string, ...unknown: string[]) =>
      route({ query, sentinel: facts({}, ...unknown), defender: facts(), nearRealTime: false })
        .remarks;
    expect(remarks('DeviceEvents | where Timestamp > ago(1h)')).toEqual([
      "The query goes by `Timestamp`, advanced hunting's time of an event; a Sentinel rule selects its window by `TimeGenerated`.",
    ]);
    expect(remarks('T | where Timestamp > ago(1h)', 'Timestamp')).toEqual([]);
    expect(remarks('T | where MyTimestamp > ago(1h)')).toEqual([]);
  });
});
