// Searches by the time of indexing: an event that comes in late is found by the run after it came in, and by no other.
import { join } from 'node:path';
import { afterEach, describe, expect, test as check } from '@jest/globals';
import { test } from '../../src/flows/index.ts';
import { document, folderOf, taskCreated } from './disk.ts';

const folders: (() => void)[] = [];
afterEach(() => {
  for (const remove of folders.splice(0)) remove();
});

async function observed(now: string, late: string | undefined): Promise<string[]> {
  const expectation = `{ recording: r.xml, name: n, fires: true, delay: 3h, now: "${now}" }`;
  const schedule =
    '{ every: 1h, lookback: 1h, delay: 5m }' +
    (late === undefined ? '' : `\nplatforms: { splunk: { late_events: ${late} } }`);
  const { path, remove } = folderOf({
    'a.md': document({ expectations: [expectation], schedule }),
    'r.xml': taskCreated('2026-03-01T12:00:00Z'),
  });
  folders.push(remove);
  const { verdicts, diagnostics } = await test({ pack: path, out: join(path, 'out'), events: [] });
  expect(diagnostics.filter(({ severity }) => severity === 'error').length).toBeLessThan(2);
  return verdicts.map((each) => each.observed);
}

describe('an event of 12:00 that is indexed at 15:00', () => {
  check.each<[string, string | undefined, string]>([
    ['2026-03-01T15:06:00Z', undefined, 'silent'],
    ['2026-03-01T15:06:00Z', '24h', 'fired'],
    ['2026-03-01T16:00:00Z', '24h', 'fired'],
    ['2026-03-01T16:01:00Z', '24h', 'silent'],
    ['2026-03-01T15:00:00Z', '24h', 'silent'],
    ['2026-03-01T15:06:00Z', '1h', 'silent'],
  ])('at %s, late events up to %s: %s', async (now, late, outcome) => {
    expect(await observed(now, late)).toEqual([outcome]);
  });
});

const SEARCHES = `\`\`\`spl
source="XmlWinEventLog:Security" EventCode=4698 | stats count by Computer
\`\`\`

\`\`\`kusto
SecurityEvent | where EventID == 4698 | summarize Count = count() by Computer
\`\`\``;

/** Platform, rows, and the counts in them, for tasks registered at these times. */
async function counted(
  times: readonly string[],
  expectation: string,
  schedule = '{ every: 1h, lookback: 1h, delay: 5m }',
  searches = SEARCHES,
): Promise<string[]> {
  const { path, remove } = folderOf({
    'a.md': document({
      expectations: [`{ recording: r.xml, name: n, fires: true, ${expectation} }`],
      schedule,
      searches,
    }),
    'r.xml': times.map((time) => taskCreated(time)).join(''),
  });
  folders.push(remove);
  const { verdicts } = await test({ pack: path, out: join(path, 'out'), events: [] });
  return verdicts.map((each) => `${each.platform} ${each.observed} ${each.rows}`);
}

describe('events that have not come in yet', () => {
  check.each<[string, string[]]>([
    // At 12:30 the event has happened and is on its way; at 13:05 it has come in and is still looked at.
    ['delay: 50m, now: "2026-03-01T12:30:00Z"', ['splunk silent 0', 'sentinel silent 0']],
    ['delay: 50m, now: "2026-03-01T13:05:00Z"', ['splunk fired 1', 'sentinel fired 1']],
    // Twenty minutes late: a window of fifteen minutes has passed by then, one of an hour has not.
    ['delay: 20m', ['splunk fired 1', 'sentinel fired 1']],
  ])('%s', async (expectation, outcome) => {
    expect(await counted(['2026-03-01T12:00:00Z'], expectation)).toEqual(outcome);
  });

  check('come in when the short window has passed', async () => {
    const schedule = '{ every: 15m, lookback: 15m, delay: 5m }';
    expect(await counted(['2026-03-01T12:00:00Z'], 'delay: 20m', schedule)).toEqual([
      'splunk silent 0',
      'sentinel silent 0',
    ]);
  });
});

describe('events that come in twice', () => {
  check.each<[string, string, string[]]>([
    [
      'together, they are counted twice',
      'repeat: 2, fields: { count: "2" }, platforms: [splunk]',
      ['splunk fired 1'],
    ],
    [
      'together, in Sentinel',
      'repeat: 2, fields: { Count: "2" }, platforms: [sentinel]',
      ['sentinel fired 1'],
    ],
    [
      'half an hour apart, the run between them counts one and the next one two',
      'repeat: 2, repeat_after: 30m, rows: 2',
      ['splunk fired 2', 'sentinel fired 2'],
    ],
  ])('%s', async (_, expectation, outcome) => {
    const schedule = '{ every: 20m, lookback: 1h, delay: 5m }';
    expect(await counted(['2026-03-01T12:00:00Z'], expectation, schedule)).toEqual(outcome);
  });
});

describe('the edge of two windows', () => {
  const times = ['2026-03-01T12:00:00Z', '2026-03-01T12:20:00Z'];
  check.each<[string, string, string[]]>([
    [
      'nowhere between them: one row that counts both',
      'rows: 1',
      ['splunk fired 1', 'sentinel fired 1'],
    ],
    ['between them: a row in each window', 'edge: middle', ['splunk fired 1', 'sentinel fired 1']],
    ['at the second one', 'edge: "2026-03-01T12:20:00Z"', ['splunk fired 1', 'sentinel fired 1']],
  ])('%s', async (_, expectation, outcome) => {
    expect(await counted(times, expectation)).toEqual(outcome);
  });

  check('a correlation over both finds nothing', async () => {
    const { path, remove } = folderOf({
      'a.md': document({
        expectations: [
          '{ recording: r.xml, name: whole, fires: true }',
          '{ recording: r.xml, name: cut, fires: false, edge: middle }',
        ],
        searches: SEARCHES.replace('stats count by Computer', '$& | where count > 1').replace(
          'count() by Computer',
          '$& | where Count > 1',
        ),
      }),
      'r.xml': times.map((time) => taskCreated(time)).join(''),
    });
    folders.push(remove);
    const { verdicts } = await test({ pack: path, out: join(path, 'out'), events: [] });
    expect(verdicts.map((each) => `${each.platform} ${each.expectation} ${each.observed}`)).toEqual(
      ['splunk whole fired', 'sentinel whole fired', 'splunk cut silent', 'sentinel cut silent'],
    );
  });
});

describe('twenty minutes late, behind the last moment of a window', () => {
  const LATE = 'delay: 20m, edge: end';
  const BY_INGESTION = SEARCHES.replace(
    'where EventID == 4698',
    '$& | where ingestion_time() > ago(1h)',
  );
  check.each<[string, string, string, string[]]>([
    [
      'the next run does not look back that far',
      '{ every: 1h, lookback: 1h, delay: 5m }',
      SEARCHES,
      ['splunk silent 0', 'sentinel silent 0'],
    ],
    [
      'windows that overlap find it',
      '{ every: 1h, lookback: 2h, delay: 5m }',
      SEARCHES,
      ['splunk fired 1', 'sentinel fired 1'],
    ],
    [
      'so does a rule by the time of ingestion, in a longer window',
      '{ every: 1h, lookback: 2h, delay: 5m }',
      BY_INGESTION,
      ['splunk fired 1', 'sentinel fired 1'],
    ],
    [
      'and a Splunk search by the time of indexing',
      '{ every: 1h, lookback: 1h, delay: 5m }\nplatforms: { splunk: { late_events: 24h } }',
      SEARCHES,
      ['splunk fired 1', 'sentinel silent 0'],
    ],
  ])('%s', async (_, schedule, searches, outcome) => {
    expect(await counted(['2026-03-01T12:00:00Z'], LATE, schedule, searches)).toEqual(outcome);
  });
});

describe('silence, and what it proves', () => {
  async function told(expectation: string): Promise<string[]> {
    const { path, remove } = folderOf({
      'a.md': document({
        expectations: [`{ recording: r.xml, name: n, ${expectation} }`],
        searches: SEARCHES,
      }),
      'r.xml': taskCreated('2026-03-01T12:00:00Z') + taskCreated('2026-03-01T12:20:00Z'),
    });
    folders.push(remove);
    const pack = { pack: path, out: join(path, 'out'), events: [] };
    const { verdicts, diagnostics } = await test(pack);
    return [
      ...verdicts.map(({ platform, reason = 'kept' }) => `${platform}: ${reason}`),
      ...diagnostics
        .filter(({ code }) => code.startsWith('RPL'))
        .map(({ code, message }) => `${code} ${message}`),
    ];
  }
  const NOT_IN = 'in no run had an event come in that lay in its window';

  check.each<[string, string[]]>([
    [
      'fires: true, now: "2026-02-01T00:00:00Z"',
      [
        `splunk: expected to fire, found no row: ${NOT_IN}`,
        `sentinel: expected to fire, found no row: ${NOT_IN}`,
      ],
    ],
    [
      'fires: false, now: "2026-02-01T00:00:00Z"',
      [
        'splunk: kept',
        'sentinel: kept',
        'RPL1011 `n` on splunk: no event lies in the window of any run, so that silence proves nothing',
        'RPL1011 `n` on sentinel: no event lies in the window of any run, so that silence proves nothing',
      ],
    ],
    [
      'fires: true, edge: "2020-03-01T12:00:00Z"',
      [
        `splunk: expected to fire, found no row: ${NOT_IN}`,
        `sentinel: expected to fire, found no row: ${NOT_IN}`,
        'RPL1010 `n`: the edge `2020-03-01T12:00:00Z` cuts nothing; the recording goes from 2026-03-01T12:00:00.0000000Z to 2026-03-01T12:20:00.0000000Z',
      ],
    ],
  ])('%s', async (expectation, lines) => {
    expect(await told(expectation)).toEqual(lines);
  });
});
