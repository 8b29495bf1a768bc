// Times as text, against the calendar of JavaScript.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  FILETIME_EPOCH_TICKS,
  isoOfFiletime,
  isoOfTicks,
  ticksOfIso,
} from '../../src/events/ticks.ts';

const FIRST = -62_135_596_800_000;
const LAST = 253_402_300_799_999;

describe('ticks as text', () => {
  test('as `Date` prints it, with four more digits, and back', () => {
    const instant = fc.tuple(
      fc.integer({ min: FIRST, max: LAST }),
      fc.integer({ max: 9999, min: 0 }),
    );
    fc.assert(
      fc.property(instant, ([milliseconds, rest]) => {
        const ticks = BigInt(milliseconds - FIRST) * 10_000n + BigInt(rest);
        const date = new Date(milliseconds).toISOString().slice(0, -1);
        const text = `${date}${String(rest).padStart(4, '0')}Z`;
        expect(isoOfTicks(ticks)).toBe(text);
        expect(ticksOfIso(text)).toBe(ticks);
      }),
    );
  });

  test('no text before year 1 and after 9999', () => {
    expect(isoOfTicks(-1n)).toBeUndefined();
    expect(isoOfTicks(0n)).toBe('0001-01-01T00:00:00.0000000Z');
    expect(isoOfTicks(3_155_378_975_999_999_999n)).toBe('9999-12-31T23:59:59.9999999Z');
    expect(isoOfTicks(3_155_378_976_000_000_000n)).toBeUndefined();
  });

  test('a FILETIME in halves is the same as in one piece', () => {
    const whole = fc.oneof(
      fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      fc.bigInt({ min: 0n, max: 2n ** 61n }),
    );
    fc.assert(
      fc.property(whole, (value) => {
        const halves = [Number(value & 0xffff_ffffn), Number(value >> 32n)] as const;
        expect(isoOfFiletime(...halves)).toBe(isoOfTicks(value + FILETIME_EPOCH_TICKS));
      }),
    );
    const last = 3_155_378_975_999_999_999n - FILETIME_EPOCH_TICKS;
    expect(isoOfFiletime(Number(last & 0xffff_ffffn), Number(last >> 32n))).toBe(
      '9999-12-31T23:59:59.9999999Z',
    );
  });
});
