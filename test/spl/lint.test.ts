// Each check tells of the searches it calls wrong and lets the others pass.
import { describe, expect, test } from '@jest/globals';
import {
  checks,
  codes,
  knowledge,
  lint,
  type Schedule,
  type SplEnvironment,
} from '../../src/spl/index.ts';
import { applyFixes } from '../../src/text/index.ts';

const environment: SplEnvironment = {
  now: 0,
  timezone: 'UTC',
  events: { name: 'events', columns: [] },
  macros: new Map([
    ['unused_argument(1)', { definition: 'index=a', args: ['x'] }],
    ['used_argument(1)', { definition: 'index=$x$', args: ['x'] }],
  ]),
  lookups: new Map(),
  knowledge,
};

const found = (text: string): string[] =>
  lint({ name: 'q', text }, environment).map((each) => each.code);

describe.each(checks.map((each) => [each.codes.join(' '), each] as const))('%s', (_, check) => {
  test.each(check.wrong)('tells of %s', (search) => {
    expect(found(search).some((code) => (check.codes as readonly string[]).includes(code))).toBe(
      true,
    );
  });
  test.each(check.right)('lets pass %s', (search) => {
    expect(
      found(search).filter((code) => (check.codes as readonly string[]).includes(code)),
    ).toEqual([]);
  });
  if (check.fixed) {
    test.each(check.fixed)('mends %s', (before, after) => {
      const source = { name: 'q', text: before };
      const fixes = lint(source, environment).flatMap(({ fix }) => (fix ? [fix] : []));
      expect(applyFixes(before, fixes).text).toBe(after);
      expect(
        found(after).filter((code) => (check.codes as readonly string[]).includes(code)),
      ).toEqual([]);
    });
  }
  test('is explained, and its codes are known', () => {
    expect(check.explanation).toMatch(/\.$/);
    for (const code of check.codes) expect(codes[code]).toBeDefined();
  });
});

test('words that a macro made are not fixed', () => {
  const text = 'index=a `odd` | stats count by user';
  const odd = { definition: 'a or b' };
  const macros = new Map([...environment.macros, ['odd', odd] as const]);
  const [told] = lint({ name: 'q', text }, { ...environment, macros });
  expect(told?.code).toBe('SPL2007');
  expect(told?.fix).toBeUndefined();
  expect(told?.related?.[0]?.source.name).toBe('macro odd');
});

test('a task search on a field that no event has is told which ones there are', () => {
  const text =
    'source="*WinEventLog:Security" EventCode IN (4698, 4702) | where JobContent LIKE "%rundll32 powershdll.dll,main%"';
  const [unknown, apart] = lint({ name: 'q', text }, environment);
  expect(unknown).toMatchObject({
    code: 'SPL2001',
    message: '`JobContent` is no field of Security events 4698, 4702',
    remedy: 'there is `TaskContent` (4698) and `TaskContentNew` (4702)',
  });
  expect(text.slice(unknown?.span?.start, unknown?.span?.end)).toBe('JobContent');
  expect(apart?.code).toBe('SPL2003');
});

describe('a schedule', () => {
  const under = (text: string, schedule: Schedule): string[] =>
    lint({ name: 'q', text }, environment, schedule).map((each) => each.code);
  const hourly = { everySeconds: 3600, latest: 'now' };

  test('that leaves gaps is told of', () => {
    expect(under('index=a | head 1', { ...hourly, earliest: '-30m' })).toEqual(['SPL2017']);
    expect(under('index=a | head 1', { ...hourly, earliest: '-70m@m', latest: '-10m@m' })).toEqual(
      [],
    );
    expect(under('index=a earliest=-5m | head 1', { ...hourly, earliest: '-2h' })).toEqual([
      'SPL2017',
    ]);
  });

  test('without a beginning is told of', () => {
    expect(under('index=a | head 1', { everySeconds: 3600 })).toEqual(['SPL2018']);
    expect(under('| makeresults', { everySeconds: 3600 })).toEqual([]);
    expect(under('index=a | head 1', { ...hourly, earliest: 'rt-1m', latest: 'rt' })).toEqual([
      'SPL2018',
    ]);
  });
});
