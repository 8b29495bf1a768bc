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
