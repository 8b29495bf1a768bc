// Records that are walked through again and again: kept up to a size, read anew beyond it.
import { expect, test } from '@jest/globals';
import { readEvents, type AnyRecord } from '../../src/events/index.ts';
import { HeldRecords } from '../../src/flows/held-records.ts';

const read = (count: number): AnyRecord[] => [
  ...readEvents('r', Buffer.from(`{"a":"${'x'.repeat(100)}"}\n`.repeat(count))).records,
];

test.each<[number, number]>([
  [10, 0],
  [100, 2],
])('%i records of some 1,200 bytes in 20,000: read %i more times', (count, again) => {
  const held = new HeldRecords(20_000);
  for (const record of read(count)) held.add(record);
  let opened = 0;
  const records = held.orElse(() => {
    opened += 1;
    return read(count);
  });
  expect([...records]).toEqual(read(count));
  expect([...records]).toHaveLength(count);
  expect(opened).toBe(again);
});
