// The clock, relative times, and when searches run against a recording.
import { describe, expect, test } from '@jest/globals';
import { epochSeconds, instant } from '../../src/flows/clock.ts';
import { relativeTime } from '../../src/flows/relative-time.ts';
import { MOST_RUNS, runsOf } from '../../src/flows/runs.ts';
import { isInstant, type Schedule } from '../../src/strategy/index.ts';

describe('instants', () => {
  test.each<[string | number, number | undefined]>([
    ['1970-01-01T00:00:00Z', 0],
    ['2026-03-01T12:00:00Z', 1_772_366_400],
    ['2026-03-01T12:00:00.25Z', 1_772_366_400.25],
    ['2026-03-01T14:00:00+02:00', 1_772_366_400],
    ['2026-03-01', 1_772_323_200],
    ['1772366400', 1_772_366_400],
    [1_772_366_400.5, 1_772_366_400.5],
    ['-1.5', -1.5],
    [' 0 ', 0],
    ['', undefined],
    ['tomorrow', undefined],
    ['2026-02-30', undefined],
    ['1e9', undefined],
    [Number.NaN, undefined],
  ])('%j', (text, seconds) => {
    const ticks = instant(text);
    expect(ticks === undefined ? undefined : epochSeconds(ticks)).toBe(seconds);
  });
});

describe('instants that a document may give', () => {
  test.each([
    ['2026-03-01T12:00:00Z', true],
    ['2026-03-01 12:00:00', true],
    ['2026-03-01T12:00:00.1234567+02:00', true],
    ['2026-03-01', true],
    ['2026-03-01T12:00Z', false],
    ['March 1, 2026', false],
    ['2026-02-29', false],
    ['2028-02-29', true],
    ['2026-13-01T12:00:00Z', false],
    ['2026-03-01T24:00:00Z', false],
    ['middle', false],
  ])('%s: %s, and the clock reads what is accepted', (text, accepted) => {
    expect(isInstant(text)).toBe(accepted);
    expect(instant(text) !== undefined).toBe(accepted);
  });
});

describe('dispatch times', () => {
  const now = Date.UTC(2026, 2, 11, 10, 20, 30) / 1000;
  const at = (...parts: [number, number, number, number?, number?, number?]): number =>
    Date.UTC(...parts) / 1000;
  test.each<[string | undefined, number | undefined]>([
    [undefined, undefined],
    ['', undefined],
    ['0', undefined],
    ['now', now],
    ['-15m', at(2026, 2, 11, 10, 5, 30)],
    ['-8d@d', at(2026, 2, 3)],
    ['@h', at(2026, 2, 11, 10)],
    ['-1h@h+5m', at(2026, 2, 11, 9, 5)],
    ['-1mon@mon', at(2026, 1, 1)],
    ['@w1', at(2026, 2, 9)],
    ['+1d', at(2026, 2, 12, 10, 20, 30)],
    ['1700000000', 1_700_000_000],
    ['1700000000.5', 1_700_000_000.5],
  ])('%s', (text, seconds) => {
    expect(relativeTime(text, now)).toBe(seconds);
  });

  test.each(['yesterday', '-5parsecs', '--1d'])('%s is refused', (text) => {
    expect(() => relativeTime(text, now)).toThrow('cannot be read');
  });
});

describe('runs', () => {
  const hourly: Schedule = {
    every: 3600,
    lookback: 3600,
    delay: 300,
    nearRealTime: false,
  };
  const from = 1_000_000n * 10_000_000n;
  const seconds = (value: number): bigint => from + BigInt(value) * 10_000_000n;
  const run = (
    schedule: Schedule,
    expectation: object,
    first: number,
    last: number,
  ): [number[], boolean] => {
    const { at, complete } = runsOf(schedule, expectation, {
      first: seconds(first),
      last: seconds(last),
    });
    return [at.map((each) => Number((each - from) / 10_000_000n)), complete];
  };

  test.each<[string, Schedule, object, number, number, number[]]>([
    [
      'one event: when every window covers it (300 late, 60 ingestion, 60 margin)',
      hourly,
      {},
      0,
      0,
      [420],
    ],
    ['a late arrival waits longer', hourly, { delay: 900 }, 0, 0, [1260]],
    [
      "the strategy's own delay is longer than Sentinel's",
      { ...hourly, delay: 600 },
      {},
      0,
      0,
      [720],
    ],
    [
      'longer than one look back: every period back to the first event',
      hourly,
      {},
      0,
      7200,
      [420, 4020, 7620],
    ],
    ['a long look back needs one run', { ...hourly, lookback: 86_400 }, {}, 0, 7200, [7620]],
    [
      'periods shorter than a minute count as one',
      { ...hourly, every: 5, lookback: 480 },
      {},
      0,
      120,
      [480, 540],
    ],
  ])('%s', (_, schedule, expectation, first, last, at) => {
    expect(run(schedule, expectation, first, last)).toEqual([at, true]);
  });

  test.each<[string, object, number, number, number, number[]]>([
    ['between two events', { edge: 'middle' }, 0, 600, 0, [300, 3900]],
    [
      'of a search that runs five minutes after its window',
      { edge: 'middle' },
      0,
      600,
      300,
      [600, 4200],
    ],
    ['at an instant', { edge: '0001-01-12T13:46:50Z' }, 0, 600, 0, [10, 3610]],
    [
      'with windows before and after it',
      { edge: 'middle' },
      0,
      10_000,
      0,
      [1400, 5000, 8600, 12_200],
    ],
    ['behind the last event', { edge: 'end' }, 0, 600, 0, [620, 4220]],
    ['one event, which is the first of the second window', { edge: 'middle' }, 0, 0, 0, [0, 3600]],
  ])('an edge %s', (_, expectation, first, last, waits, at) => {
    const found = runsOf(
      hourly,
      expectation,
      { first: seconds(first), last: seconds(last) },
      waits,
    );
    expect(found.at.map((each) => Number((each - from) / 10_000_000n))).toEqual(at);
    expect(found.complete).toBe(true);
  });

  test('events that come in again are waited for', () => {
    expect(run(hourly, { repeat: 3, repeatAfter: 3000 }, 0, 0)).toEqual([[420, 4020, 7620], true]);
  });

  test('`now` is the one run', () => {
    expect(
      runsOf(hourly, { now: '2026-03-01T12:00:00Z', delay: 900 }, { first: 0n, last: 1n }).at.map(
        epochSeconds,
      ),
    ).toEqual([1_772_366_400]);
  });

  test('a recording of years is cut, and that is said', () => {
    const [at, complete] = run(hourly, {}, 0, 3600 * 10_000);
    expect([at.length, complete]).toEqual([MOST_RUNS, false]);
  });

  test('a recording without times', () => {
    expect(runsOf(hourly, {}, { first: undefined, last: undefined }).at.length).toBe(1);
  });
});
