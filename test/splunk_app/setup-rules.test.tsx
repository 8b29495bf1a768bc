import { describe, expect, test } from '@jest/globals';
import {
  cronProblem,
  intervalOf,
  mostAtOnce,
  startsInDay,
  startsPerHour,
} from '../../splunk_app/setup/cron.ts';
import type { SearchFacts } from '../../splunk_app/setup/facts.ts';
import { missingRows, rowsProblem, writingSearch } from '../../splunk_app/setup/lists.ts';
import { age, counted, readinessOf } from '../../splunk_app/setup/readiness.ts';
import {
  filterAdvice,
  filterProblem,
  inIndexes,
  isIndexed,
  withFilters,
  withoutIndexes,
} from '../../splunk_app/setup/source-filter.ts';

const PIPE = 'A filter cannot hold a pipe, a backtick or a square bracket.';

describe('filters', () => {
  test.each([
    ['index=a', undefined],
    ['index=a source="x|y [z]"', undefined],
    ['(index=a OR index=b) NOT host="q\\"("', undefined],
    ['  ', 'Enter a filter, such as index=wineventlog.'],
    ['index=a "x', 'A quotation mark is not closed.'],
    ['index=a | delete', PIPE],
    ['index=a [search b]', PIPE],
    ['index=a)(', 'The parentheses do not match.'],
  ])('%j', (text, problem) => {
    expect(filterProblem(text)).toBe(problem);
  });

  test.each([
    ['index=a', undefined],
    ['index IN (a, b)', undefined],
    ['index=* x', 'Searches every index: name the index to make it faster.'],
    [
      'source=a',
      'Names no index: only the default indexes of the role that runs the search are searched.',
    ],
  ])('advice for %j', (text, advice) => {
    expect(filterAdvice(text)).toBe(advice);
  });

  test.each([
    ['index=a (source="X y" OR source=z) NOT host=h', true],
    ['index IN (a, b) sourcetype=s', true],
    ['index=a EventCode=4688', false],
    ['index=a word', false],
    ['eventtype=wineventlog', false],
  ])('%j is counted from the index alone: %j', (text, indexed) => {
    expect(isIndexed(text)).toBe(indexed);
  });

  test.each([
    ['index=* (source="X" OR source="Y")', '(source="X" OR source="Y")'],
    ['index IN (a, b) sourcetype=s', 'sourcetype=s'],
    ['index=a OR sourcetype=b', ''],
    ['(index=a sourcetype=b) OR (index=c sourcetype=d)', '( sourcetype=b) OR ( sourcetype=d)'],
    ['index=a', ''],
  ])('%j without its indexes', (text, rest) => {
    expect(withoutIndexes(text)).toBe(rest);
  });

  test('an index or several before the rest', () => {
    expect(inIndexes(['win'], 'source=x')).toBe('index=win source=x');
    expect(inIndexes(['win', 'a b'], '')).toBe('index IN (win, "a b")');
  });

  test('macro calls are written out, but not inside quotes', () => {
    const filters = new Map([['logs', ' index=a ']]);
    expect(withFilters('`logs` x="`logs`" `other`', filters)).toBe('(index=a) x="`logs`" `other`');
  });
});

describe('schedules', () => {
  test.each<[string, number]>([
    ['* * * * *', 1440],
    ['7 * * * *', 24],
    ['7-59/15 * * * *', 96],
    ['3 1-23/4 * * 1-5', 6],
    ['5/20 0,12 1 1 *', 6],
  ])('%s starts %i times', (cron, times) => {
    expect(cronProblem(cron)).toBeUndefined();
    expect(startsInDay(cron)).toHaveLength(times);
  });

  test.each([
    '',
    '* * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '*/0 * * * *',
    '9-3 * * * *',
    'a * * * *',
  ])('%j is none', (cron) => {
    expect(cronProblem(cron)).toBeDefined();
    expect(startsInDay(cron)).toEqual([]);
  });

  test('load by hour and minute', () => {
    const crons = ['5 * * * *', '5 2 * * *', '6 2 * * *'];
    expect(startsPerHour(crons).slice(0, 4)).toEqual([1, 1, 3, 1]);
    expect(mostAtOnce(crons)).toBe(2);
    expect(mostAtOnce([])).toBe(0);
    expect(intervalOf('*/5 * * * *')).toBe(300);
  });
});

describe('lists', () => {
  test('no rows are a list too', () => {
    expect(writingSearch('l', ['a', 'b'], [])).toBe(
      '| makeresults | where false() | eval a="", b="" | table "a", "b" | outputlookup createinapp=true override_if_empty=true l_local.csv',
    );
  });

  test('rows of a release that are missing, rows that cannot be', () => {
    expect(missingRows([['a'], ['b']], [['b'], ['c']])).toEqual([['a']]);
    expect(rowsProblem([['a\nb']])).toMatch(/line break/u);
    expect(rowsProblem([['', 'x']])).toMatch(/first column/u);
    expect(rowsProblem([['', '']])).toBeUndefined();
  });
});

describe('readiness', () => {
  const search = (given: Partial<SearchFacts>): SearchFacts => ({
    name: 's',
    id: 's',
    title: 'S',
    description: '',
    severity: 'low',
    tactics: [],
    techniques: [],
    sources: ['a'],
    needs: [],
    lists: [],
    ...given,
  });
  const found = (count: number, ...fields: string[]) => ({
    kind: 'done' as const,
    value: { count, orMore: false, fields: new Set(fields) },
  });

  test('without known sources it is unknown', () => {
    expect(readinessOf(search({ sources: [] }), new Map(), undefined, '').state).toBe('unknown');
  });

  test('one way to pass is enough', () => {
    const needs = [
      { source: 'a', fields: ['CommandLine'] },
      { source: 'a', fields: ['Process_Command_Line'] },
      { source: 'b', fields: ['x'] },
    ];
    const of = (...fields: string[]) =>
      readinessOf(search({ needs }), new Map([['a', found(5, ...fields)]]), undefined, '5 * * * *');
    expect(of('CommandLine').state).toBe('ready');
    expect(of('Process_Command_Line').state).toBe('ready');
    expect(of('other')).toEqual({
      state: 'field missing',
      why: 'Not in the newest events: CommandLine.',
    });
  });

  test('a check that failed leaves it unknown', () => {
    const sources = new Map([['a', { kind: 'failed' as const, message: 'no' }]]);
    expect(readinessOf(search({}), sources, undefined, '')).toEqual({
      state: 'unknown',
      why: 'Its data could not be checked.',
    });
  });

  test('words', () => {
    expect(counted(1234, 'event')).toBe('1,234 events');
    expect(counted(1, 'search', 'searches')).toBe('1 search');
    expect(age(0, 30)).toBe('less than a minute ago');
    expect(age(0, 7200)).toBe('2 hours ago');
    expect(age(0, 200_000)).toBe('2 days ago');
    expect(age(10, 0)).toBe('less than a minute ago');
  });
});
