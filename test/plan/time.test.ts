// Times as text, back, and moved, in zones with and without daylight saving.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatTime } from '../../src/plan/functions/time-format.ts';
import { moveTime } from '../../src/plan/functions/time-move.ts';
import { readTime } from '../../src/plan/functions/time-parse.ts';

const NOW = 1717594625; // 2024-06-05T13:37:05Z
const at = (text: string): number => Date.parse(text) / 1000;

describe('format', () => {
  test.each([
    ['2024-06-05T13:37:05Z', '%Y-%m-%dT%H:%M:%S%z', 'Europe/Berlin', '2024-06-05T15:37:05+0200'],
    ['2024-01-05T13:37:05Z', '%H:%M %:z', 'America/New_York', '08:37 -05:00'],
    ['2024-01-05T13:37:05Z', '%H:%M %::z', 'Asia/Kolkata', '19:07 +05:30:00'],
    ['2021-01-03T00:00:00Z', '%G-%V %g %u %U %W %j', 'UTC', '2020-53 20 7 01 00 003'],
    ['2024-12-31T00:00:00Z', '%G-%V', 'UTC', '2025-01'],
    ['2024-06-05T00:05:09Z', '%I:%M:%S %p|%l|%k|%e', 'UTC', '12:05:09 AM|12| 0| 5'],
    ['1969-12-31T23:59:59Z', '%F %T', 'UTC', '1969-12-31 23:59:59'],
    [
      '2024-06-05T13:37:05Z',
      '%D %R %r %C %h %n%t%%',
      'UTC',
      '06/05/24 13:37 01:37:05 PM 20 Jun \n\t%',
    ],
    ['2024-06-05T13:37:05Z', '%J %', 'UTC', '%J %'],
  ])('%s as %j in %s', (time, format, zone, text) => {
    expect(formatTime(at(time), format, zone)).toBe(text);
  });

  test('fractions', () => {
    expect(formatTime(1.5, '%s.%N|%3N|%6N|%9N|%Q|%f', 'UTC')).toBe(
      '1.500000000|500|500000|500000000|500|500000',
    );
    expect(formatTime(-0.25, '%s %3N', 'UTC')).toBe('-1 750');
  });

  test('no time at all', () => {
    expect(formatTime(1e300, '%Y', 'UTC')).toBeNull();
  });
});

describe('read', () => {
  test.each([
    ['2024-03-31 01:30', '%Y-%m-%d %H:%M', 'Europe/Berlin', '2024-03-31T00:30:00Z'],
    ['2024-10-27 02:30', '%Y-%m-%d %H:%M', 'Europe/Berlin', '2024-10-27T00:30:00Z'],
    ['Jun 5 2024 1:02:03 PM', '%b %d %Y %I:%M:%S %p', 'UTC', '2024-06-05T13:02:03Z'],
    ['Wednesday, June  5, 2024', '%A, %B %e, %Y', 'UTC', '2024-06-05T00:00:00Z'],
    ['2024-06-05T10:00:00-05:00', '%Y-%m-%dT%H:%M:%S%z', 'UTC', '2024-06-05T15:00:00Z'],
    ['2024-06-05T10:00:00.5 EST', '%Y-%m-%dT%H:%M:%S.%N %Z', 'UTC', '2024-06-05T15:00:00.500Z'],
    ['2024-06-05 and more', '%Y-%m-%d', 'UTC', '2024-06-05T00:00:00Z'],
    ['05 Jun', '%d %b', 'UTC', '2024-06-05T00:00:00Z'],
    ['2024 157', '%Y %j', 'UTC', '2024-06-05T00:00:00Z'],
    ['100%x', '%H%', 'UTC', null],
    ['2024-06', '%Y-%m', 'UTC', null],
    ['2024-13-01', '%Y-%m-%d', 'UTC', null],
    ['', '%Y', 'UTC', null],
  ])('%j by %j in %s', (text, format, zone, expected) => {
    const found = readTime(text, format, zone, NOW);
    expect(found).toBe(expected === null ? null : at(expected));
  });
});

describe('move', () => {
  test.each([
    ['-1d', 'UTC', '2024-06-04T13:37:05Z'],
    ['@d', 'America/New_York', '2024-06-05T04:00:00Z'],
    ['-1w@w', 'UTC', '2024-05-26T00:00:00Z'],
    ['@w7', 'UTC', '2024-06-02T00:00:00Z'],
    ['@w5', 'UTC', '2024-05-31T00:00:00Z'],
    ['+1mon@mon-1s', 'UTC', '2024-06-30T23:59:59Z'],
    ['-1y@y', 'UTC', '2023-01-01T00:00:00Z'],
    ['-1q@q', 'UTC', '2024-01-01T00:00:00Z'],
    ['-15m@m', 'UTC', '2024-06-05T13:22:00Z'],
    ['-d@d+9h', 'UTC', '2024-06-04T09:00:00Z'],
    ['now', 'UTC', '2024-06-05T13:37:05Z'],
    ['', 'UTC', '2024-06-05T13:37:05Z'],
    ['-2hours', 'UTC', '2024-06-05T11:37:05Z'],
  ])('%s in %s', (modifier, zone, expected) => {
    expect(moveTime(NOW, modifier, zone)).toBe(at(expected));
  });

  test('days keep the clock when it is put forward, hours do not', () => {
    const before = at('2024-03-30T12:00:00+01:00');
    expect(moveTime(before, '+1d', 'Europe/Berlin')).toBe(at('2024-03-31T12:00:00+02:00'));
    expect(moveTime(before, '+24h', 'Europe/Berlin')).toBe(at('2024-03-31T13:00:00+02:00'));
  });

  test('a month has its last day', () => {
    expect(moveTime(at('2024-03-31T00:00:00Z'), '-1mon', 'UTC')).toBe(at('2024-02-29T00:00:00Z'));
  });

  test.each(['soon', '-1x', '@', '@d5', '-1d@', '1d', '-1d @d', '-'.repeat(500)])(
    '%j is none',
    (modifier) => {
      expect(moveTime(NOW, modifier, 'UTC')).toBeNull();
    },
  );
});

test('what is written can be read back', () => {
  const zones = fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
  );
  const times = fc.integer({ min: 0, max: 4_000_000_000 });
  fc.assert(
    fc.property(times, zones, (time, zone) => {
      const format = '%Y-%m-%d %H:%M:%S %z';
      expect(readTime(formatTime(time, format, zone) ?? '', format, zone, NOW)).toBe(time);
    }),
    { numRuns: 300 },
  );
});
