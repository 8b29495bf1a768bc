// The fields after each command, told without data.
import { describe, expect, test } from '@jest/globals';
import { knowledge, stagesOf, type SplEnvironment, type Stage } from '../../src/spl/index.ts';

const text = { type: 'string' } as const;
const environment: SplEnvironment = {
  now: 0,
  timezone: 'UTC',
  events: {
    name: 'events',
    columns: [
      { name: '_time', type: 'real' },
      { name: '_raw', ...text },
      { name: 'sourcetype', ...text },
    ],
  },
  macros: new Map([['named', { definition: 'eval n=1 | stats count by n' }]]),
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

const stages = (search: string): readonly Stage[] =>
  stagesOf({ name: 'q', text: search }, environment, false).value;

const last = (search: string): string[] =>
  (stages(search).at(-1)?.fields ?? []).map(
    ({ name, kind, certain, origin }) =>
      `${name}: ${kind}, ${certain ? 'certain' : 'optional'}, ${origin}`,
  );

describe('the fields after the last command', () => {
  test.each<[string, string[]]>([
    [
      'index=x | stats count by a',
      ['a: any, certain, the event, if it has it', 'count: number, certain, 2 stats'],
    ],
    [
      'index=x | stats sum(a) values(b)',
      ['sum(a): number, optional, 2 stats', 'values(b): multivalue, optional, 2 stats'],
    ],
    [
      'index=x | table a | eval b=len(a), c="x".a, d="y"',
      [
        'a: any, optional, the event, if it has it',
        'b: number, optional, 3 eval',
        'c: any, optional, 3 eval',
        'd: any, certain, 3 eval',
      ],
    ],
    ['index=x a=1 | table a', ['a: any, certain, the event, if it has it']],
    ['index=x a=1 OR b=1 | table a', ['a: any, optional, the event, if it has it']],
    ['index=x (a=1 b=1) OR a=2 | table a', ['a: any, certain, the event, if it has it']],
    ['index=x | where isnotnull(a) | table a', ['a: any, certain, the event, if it has it']],
    ['index=x | table a | fillnull value=0 a', ['a: any, certain, 3 fillnull']],
    ['index=x | table a | rename a AS b', ['b: any, optional, the event, if it has it']],
    [
      'index=x | table a m | mvexpand m | makemv a',
      ['a: multivalue, optional, 4 makemv', 'm: any, optional, the event, if it has it'],
    ],
    [
      'index=x | table k | lookup t k OUTPUT v',
      ['k: any, optional, the event, if it has it', 'v: multivalue, optional, 3 lookup'],
    ],
    ['| inputlookup t', ['k: any, optional, 1 inputlookup', 'v: any, optional, 1 inputlookup']],
    [
      '| makeresults | eval a=1',
      ['_time: number, certain, 1 makeresults', 'a: number, certain, 2 eval'],
    ],
    [
      '| makeresults | stats count | append [| makeresults]',
      ['count: number, optional, 2 stats', '_time: number, optional, 3 append'],
    ],
    [
      '| tstats count from datamodel=Endpoint.Processes by Processes.dest',
      ['Processes.dest: any, certain, 1 tstats', 'count: number, certain, 1 tstats'],
    ],
    [
      '| tstats prestats=t count from datamodel=Endpoint.Processes by Processes.dest | stats count by Processes.dest',
      ['Processes.dest: any, certain, 1 stats', 'count: number, certain, 1 stats'],
    ],
    ['index=x | `named`', ['n: number, certain, 2 eval', 'count: number, certain, 3 stats']],
  ])('%s', (search, fields) => {
    expect(last(search)).toEqual(fields);
  });
});

test('what only the data can name is said', () => {
  const more = (search: string): readonly string[] => stages(search).at(-1)?.more ?? [];
  expect(more('index=x')).toEqual(['other fields of the events']);
  expect(more('index=x | table a')).toEqual([]);
  expect(more('index=x | chart count over a by b')).toEqual(['fields that the data name']);
  expect(more('index=x | stats values(*) AS v_* by a')).toEqual([
    '`v_*` of other fields of the events',
  ]);
  expect(more('index=x | spath')).toEqual([
    'other fields of the events',
    'fields that the data name',
  ]);
});

test('events whose kind the search names have the fields that Windows writes', () => {
  const [first] = stages('source="XmlWinEventLog:Security" EventCode IN (4698, 4702) | head 1');
  const origin = (name: string): string | undefined =>
    first?.fields.find((each) => each.name === name)?.origin;
  expect(origin('TaskContent')).toBe('event 4698');
  expect(origin('TaskContentNew')).toBe('event 4702');
  expect(origin('TaskName')).toBe('event 4698, 4702');
  expect(origin('user')).toBe('add-on');
  expect(origin('_raw')).toBe('event');
});

test('a stage stands where it was written', () => {
  const search = 'index=x | `named` | head 1';
  expect(
    stages(search).map(({ command, span }) => [command, search.slice(span.start, span.end)]),
  ).toEqual([
    ['index=x', 'index=x'],
    ['eval n=1', '`named`'],
    ['stats count by n', '`named`'],
    ['head 1', 'head 1'],
  ]);
});

test('a search with errors is told as far as it goes', () => {
  const { value, diagnostics } = stagesOf(
    { name: 'q', text: 'index=x | stats count by a | lookup nosuch a' },
    environment,
    false,
  );
  expect(value.map((each) => each.command)).toEqual(['index=x', 'stats count by a']);
  expect(diagnostics.map((each) => each.code)).toEqual(['SPL1210']);
});
