// Rows of columns as JSON: those of `record --format parquet`, after another tool had its hands on them.
import { describe, expect, test } from '@jest/globals';
import { canonicalColumns } from '../../src/events/index.ts';
import { readText } from './recordings.ts';

describe('rows that others changed', () => {
  const row = (changes: object): string =>
    JSON.stringify({
      ...Object.fromEntries(Object.keys(canonicalColumns).map((name) => [name, null])),
      stratagem: 1,
      time: '2026-03-02 09:15:01+00',
      tenths: 0,
      channel: 'C',
      provider: 'P',
      computer: 'c',
      eventId: 1,
      rawMade: false,
      file: 'f',
      number: 1,
      ...changes,
    });
  const good = row({});

  test('are read as they are', () => {
    const { records, problems, format } = readText(
      `${good}\n${row({ time: '2026-03-02T10:15:01.500000000+01:00', tenths: 7 })}\n`,
    );
    expect([problems, format]).toEqual([[], 'canonical']);
    expect(records.map((each) => 'system' in each && each.system.timeCreated)).toEqual([
      639_080_397_010_000_000n,
      639_080_397_015_000_007n,
    ]);
  });

  test.each<[string, object]>([
    ['a newer form', { stratagem: 2 }],
    ['no event id', { eventId: null }],
    ['a part that is a fraction', { level: 1.5 }],
    ['a time that is none', { time: '2026-03-02' }],
    ['tenths that are none', { tenths: 'x' }],
    ['no tenths', { tenths: null }],
    ['data as text', { data: 'x' }],
    ['a datum that is none', { data: [1] }],
    ['attributes that are none', { data: [{ name: 'a', text: 'b' }], dataMore: '[[0,null,1]]' }],
    ['more of a value that is not there', { data: [], dataMore: '[[0,"Binary"]]' }],
    ['more that names no value', { data: [{ name: 'a', text: 'b' }], dataMore: '[[]]' }],
    ['more that is no list', { data: [], dataMore: '{}' }],
    ['user data that is no JSON', { userData: '[' }],
    ['elements nested 5000 deep', { userData: `${'["a",[],['.repeat(5000)}${']]'.repeat(5000)}` }],
    ['a line that is none', { canonical: '{' }],
    ['a line within a line', { canonical: good }],
    ['fields that are no JSON', { kind: 'k', fields: 'x', rawMade: true }],
    ['no fields', { kind: 'k', rawMade: true }],
    [
      'fields nested 5000 deep',
      { kind: 'k', fields: `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`, rawMade: true },
    ],
    ['no origin', { file: null }],
  ])('%s is reported and skipped', (_, changes) => {
    const { records, problems } = readText(`${good}\n${row(changes)}\n${good}\n`);
    expect(records).toHaveLength(2);
    expect(problems.map(({ number, code }) => [number, code])).toEqual([[2, 'EVT304']]);
  });
});
