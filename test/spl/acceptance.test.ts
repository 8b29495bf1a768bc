// Searches that Splunk takes and searches that it refuses before it reads an event, one on a line.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { compile, knowledge, type Macro, type SplEnvironment } from '../../src/spl/index.ts';

const text = { type: 'string' } as const;
const environment: SplEnvironment = {
  now: 0,
  timezone: 'UTC',
  events: {
    name: 'events',
    columns: [
      { name: '_raw', ...text },
      { name: '_time', type: 'real' },
      { name: 'a', ...text },
      { name: 'b', ...text },
      { name: 'm', type: 'strings' },
    ],
  },
  macros: new Map<string, Macro>([
    ['one', { definition: 'a=1' }],
    ['two(2)', { definition: '$x$=$y$', args: ['x', 'y'] }],
  ]),
  lookups: new Map([
    [
      't',
      {
        table: 't',
        columns: [
          { name: 'k', ...text },
          { name: 'v', ...text },
        ],
      },
    ],
  ]),
  knowledge,
};

const lines = (name: string): string[] =>
  readFileSync(new URL(`./acceptance/${name}.txt`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '');

const errors = (search: string): string[] =>
  compile({ name: 'q', text: search }, environment)
    .diagnostics.filter((each) => each.severity === 'error')
    .map((each) => `${each.code} ${each.message}`);

describe('accepted', () => {
  test.each(lines('accepted'))('%s', (search) => {
    expect(errors(search)).toEqual([]);
  });
});

describe('rejected', () => {
  test.each(lines('rejected'))('%s', (search) => {
    expect(errors(search).length).toBeGreaterThan(0);
  });
});
