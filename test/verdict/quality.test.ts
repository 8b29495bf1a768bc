// Verdicts to figures: each promise counts once, rates rest on events that were searched.
import { describe, expect, test } from '@jest/globals';
import { span } from '../../src/text/index.ts';
import {
  coverage,
  isProven,
  quality,
  totals,
  type Observation,
  type Verdict,
} from '../../src/verdict/index.ts';

const verdict = (
  recording: string,
  expected: Verdict['expected'],
  observed: Observation,
  rows = 0,
  platform = 'splunk',
): Verdict => ({
  strategy: 'a',
  title: 'A',
  platform,
  recording,
  expectation: recording,
  expected,
  observed,
  passed: expected === 'either' || expected === observed,
  rows,
  analogue: false,
  milliseconds: 0,
  source: { name: 'a.md', text: '' },
  span: span(0, 0),
});
const size = (
  recording: string,
  events: number,
): { strategy: string; recording: string; events: number } => ({
  strategy: 'a',
  recording,
  events,
});

describe('coverage', () => {
  test('attacks that are promised or found, each platform told; ordinary days left out', () => {
    const verdicts = [
      verdict('attack', 'fired', 'fired', 1),
      verdict('attack', 'fired', 'unseen', 0, 'defender'),
      verdict('given', 'either', 'silent'),
      verdict('given', 'either', 'fired', 1, 'sentinel'),
      verdict('quiet', 'either', 'silent'),
      verdict('day', 'silent', 'fired', 1),
    ];
    const sizes = [{ ...size('attack', 2), telemetry: ['Security 4698'] }];
    expect(coverage(verdicts, sizes)).toEqual([
      {
        tradecraft: 'attack',
        strategy: 'a',
        recording: 'attack',
        telemetry: ['Security 4698'],
        observed: { defender: 'unseen', splunk: 'fired' },
      },
      {
        tradecraft: 'given',
        strategy: 'a',
        recording: 'given',
        telemetry: [],
        observed: { sentinel: 'fired', splunk: 'silent' },
      },
    ]);
  });
});

describe('quality', () => {
  const figures = quality(
    [
      verdict('attack', 'fired', 'fired', 3),
      verdict('other', 'fired', 'silent'),
      verdict('refused', 'fired', 'unsupported'),
      verdict('day', 'silent', 'silent'),
      verdict('noise', 'silent', 'fired', 2),
      verdict('elsewhere', 'silent', 'unseen'),
      verdict('extra', 'either', 'fired', 9),
      verdict('day', 'silent', 'silent', 0, 'sentinel'),
      verdict('unsized', 'silent', 'silent', 0, 'defender'),
    ],
    [size('attack', 10), size('day', 1000), size('noise', 500), size('elsewhere', 70)],
  );
  test('platforms by name', () => {
    expect(figures.map(({ platform }) => platform)).toEqual(['defender', 'sentinel', 'splunk']);
  });
  test('each promise once; alarms against the events that were searched', () => {
    expect(figures[2]).toEqual({
      strategy: 'a',
      platform: 'splunk',
      caught: 1,
      missed: 1,
      quiet: 1,
      alarmed: 1,
      unproven: 2,
      falseRows: 2,
      backgroundEvents: 1500,
      perThousand: 1.333,
      observed: { fired: 3, silent: 2, unsupported: 1, unseen: 1 },
    });
  });
  test('no rate without events', () => {
    expect(figures[0]).not.toHaveProperty('perThousand');
  });
  test('in all', () => {
    const twice = [...figures, ...figures.map((each) => ({ ...each, strategy: 'b' }))];
    expect(totals(twice).find(({ platform }) => platform === 'splunk')).toMatchObject({
      caught: 2,
      falseRows: 4,
      backgroundEvents: 3000,
      perThousand: 1.333,
      observed: { fired: 6, silent: 4, unsupported: 2, unseen: 2 },
    });
  });
});

describe('proven', () => {
  const rows: readonly (readonly [string, readonly Verdict[], boolean])[] = [
    [
      'an attack found, a day quiet',
      [verdict('a', 'fired', 'fired'), verdict('b', 'silent', 'silent')],
      true,
    ],
    ['nothing replayed', [], false],
    ['quiet days alone', [verdict('b', 'silent', 'silent')], false],
    ['an attack missed', [verdict('a', 'fired', 'fired'), verdict('c', 'fired', 'silent')], false],
    ['found without a promise', [verdict('a', 'either', 'fired')], false],
  ];
  test.each(rows)('%s', (_name, verdicts, expected) => {
    expect(isProven(verdicts)).toBe(expected);
  });
});
