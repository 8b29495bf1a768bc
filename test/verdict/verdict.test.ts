// Every observation against every promise.
import { describe, expect, test } from '@jest/globals';
import type { Expectation, Strategy } from '../../src/strategy/index.ts';
import { span } from '../../src/text/index.ts';
import { judge, type Replayed } from '../../src/verdict/index.ts';

const strategy = {
  id: 's-1',
  title: 'Strategy',
  source: { name: 's.md', text: '' },
  entities: [],
} as unknown as Strategy;

const promise = (more: Partial<Expectation>): Expectation => ({
  recording: 'r.xml',
  name: 'attack',
  fires: true,
  span: span(0, 0),
  ...more,
});
const outcome = (more: Partial<Replayed>): Replayed => ({
  platform: 'splunk',
  columns: ['dest', 'user'],
  rows: [],
  received: true,
  inWindow: true,
  analogue: false,
  milliseconds: 1,
  ...more,
});
const fired = outcome({ rows: [['WS-014', null]] });
const silent = outcome({});
const unseen = outcome({ received: false });
const unsupported = outcome({ unsupported: 'q:1:3: error SPL1: no `foo`' });

const NOT_RECEIVED =
  'the recording holds no event that this platform would receive: nothing is proven';

describe('observation against expectation', () => {
  const rows: readonly (readonly [
    string,
    Partial<Expectation>,
    Replayed,
    string,
    string | undefined,
  ])[] = [
    ['fires, fired', {}, fired, 'fired', undefined],
    ['fires, silent', {}, silent, 'silent', 'expected to fire, found no row'],
    [
      'fires, nothing in any window',
      {},
      outcome({ inWindow: false }),
      'silent',
      'expected to fire, found no row: in no run had an event come in that lay in its window',
    ],
    ['fires, unseen', {}, unseen, 'unseen', NOT_RECEIVED],
    ['fires, unsupported', {}, unsupported, 'unsupported', 'q:1:3: error SPL1: no `foo`'],
    [
      'silent, fired',
      { fires: false },
      fired,
      'fired',
      'expected to stay silent, found 1 row(s): dest=WS-014',
    ],
    ['silent, silent', { fires: false }, silent, 'silent', undefined],
    ['silent, unseen', { fires: false }, unseen, 'unseen', NOT_RECEIVED],
    [
      'silent, unsupported',
      { fires: false },
      unsupported,
      'unsupported',
      'q:1:3: error SPL1: no `foo`',
    ],
    ['either, fired', { fires: 'either' }, fired, 'fired', undefined],
    ['either, silent', { fires: 'either' }, silent, 'silent', undefined],
    ['either, unseen', { fires: 'either' }, unseen, 'unseen', undefined],
    [
      'either, unsupported',
      { fires: 'either' },
      unsupported,
      'unsupported',
      'q:1:3: error SPL1: no `foo`',
    ],
    ['rows as promised', { rows: 1 }, fired, 'fired', undefined],
    ['other number of rows', { rows: 4 }, fired, 'fired', 'expected 4 row(s), found 1'],
    ['no row promised, none found', { fires: false, rows: 0 }, silent, 'silent', undefined],
    ['field contains, case aside', { fields: { dest: 'ws-0' } }, fired, 'fired', undefined],
    [
      'field holds something else',
      { fields: { dest: 'srv' } },
      fired,
      'fired',
      'no row has dest with "srv"; the first row: dest=WS-014',
    ],
    [
      'field without value',
      { fields: { user: 'x' } },
      fired,
      'fired',
      'no row has user with "x"; the first row: dest=WS-014',
    ],
    [
      'unknown column',
      { fields: { host: 'x' } },
      fired,
      'fired',
      'no column host in the result; it has dest, user',
    ],
    [
      'all fields in one row, not in two',
      { fields: { dest: 'a', user: 'y' } },
      outcome({
        rows: [
          ['a', 'x'],
          ['b', 'y'],
        ],
      }),
      'fired',
      'no row has dest with "a" and user with "y"; the first row: dest=a, user=x',
    ],
    [
      'all fields in the second row',
      { fields: { dest: 'b', user: 'y' } },
      outcome({
        rows: [
          ['a', 'x'],
          ['b', 'y'],
        ],
      }),
      'fired',
      undefined,
    ],
    [
      'rows before unsupported claim nothing',
      {},
      outcome({ rows: [['a', 'b']], unsupported: 'no' }),
      'unsupported',
      'no',
    ],
    [
      'rows without events received',
      {},
      outcome({ rows: [['a', 'b']], received: false }),
      'fired',
      undefined,
    ],
  ];
  test.each(rows)('%s', (_, expectation, replayed, observed, reason) => {
    const verdict = judge(strategy, promise(expectation), replayed);
    expect([verdict.observed, verdict.reason, verdict.passed]).toEqual([
      observed,
      reason,
      // Where nothing was promised, nothing can fail.
      reason === undefined || expectation.fires === 'either',
    ]);
  });
});

test('a verdict names strategy, recording and place', () => {
  expect(judge(strategy, promise({ fires: false }), silent)).toEqual({
    strategy: 's-1',
    title: 'Strategy',
    platform: 'splunk',
    recording: 'r.xml',
    expectation: 'attack',
    expected: 'silent',
    observed: 'silent',
    passed: true,
    rows: 0,
    analogue: false,
    milliseconds: 1,
    source: strategy.source,
    span: span(0, 0),
  });
});

test.each<[Partial<Expectation>, string | undefined]>([
  [{}, undefined],
  [{ delay: 1200 }, '20m late'],
  [{ repeat: 2 }, 'twice'],
  [{ delay: 1200, repeat: 3, repeatAfter: 60 }, '20m late; 3 times, 1m apart'],
  [{ edge: 'middle' }, 'edge of two windows in the middle'],
  [{ edge: 'end' }, 'edge of two windows behind the last event'],
  [{ edge: '2026-03-01T12:00:00Z' }, 'edge of two windows at 2026-03-01T12:00:00Z'],
  [{ now: '2026-03-01T12:00:00Z' }, 'run at 2026-03-01T12:00:00Z'],
])('conditions of %j: %s', (more, conditions) => {
  expect(judge(strategy, promise(more), fired).conditions).toBe(conditions);
});
