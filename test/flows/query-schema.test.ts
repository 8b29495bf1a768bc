// `query --schema`: what a person and a program read.
import { describe, expect, jest, test } from '@jest/globals';
import { query, type QueryCommand } from '../../src/flows/query-command.ts';

// Loading Microsoft's parser takes seconds on a busy machine.
jest.setTimeout(60_000);

const asked = (text: string, more: Partial<QueryCommand> = {}): QueryCommand => ({
  text,
  language: 'kql',
  environment: 'sentinel',
  format: 'table',
  timeout: 10,
  schema: true,
  ...more,
});

const TEXT =
  'SecurityEvent | where EventID == 1 | lookup _GetWatchlist("vip") on $left.Account == $right.SearchKey | project Computer, Account';

describe('forms', () => {
  test('for a person', async () => {
    const { output, diagnostics, failed } = await query(asked(TEXT));
    expect(output).toBe(`result
  Computer  string
  Account   string

tables, with the columns that are named
  SecurityEvent: Account, Computer, EventID

functions
  _GetWatchlist

watchlists
  vip
`);
    expect([failed, diagnostics.map(({ code }) => code)]).toEqual([false, ['KQL1302']]);
  });

  test('an object', async () => {
    const { output } = await query(asked(TEXT, { format: 'ndjson' }));
    expect(JSON.parse(output)).toEqual({
      columns: [
        { name: 'Computer', type: 'string' },
        { name: 'Account', type: 'string' },
      ],
      open: false,
      tables: [{ name: 'SecurityEvent', columns: ['Account', 'Computer', 'EventID'] }],
      functions: ['_GetWatchlist'],
      watchlists: ['vip'],
    });
  });

  test('rows of one shape', async () => {
    const { output } = await query(
      asked(
        'imProcessCreate | join SecurityEvent on $left.Dvc == $right.Computer | project User, Task',
        {
          format: 'csv',
        },
      ),
    );
    expect(output.split('\r\n')).toEqual([
      'kind,of,name,type',
      'result,,User,string',
      'result,,Task,int',
      'table,,SecurityEvent,',
      'column,SecurityEvent,Computer,',
      'column,SecurityEvent,Task,',
      'function,,imProcessCreate,',
      '',
    ]);
  });
});

describe('what stands in the way', () => {
  test('a column that is not there', async () => {
    const { output, failed, diagnostics } = await query(
      asked('SecurityEvent | where Nothing == 1'),
    );
    expect([output, failed, diagnostics.map(({ code }) => code)]).toEqual(['', true, ['KQL1005']]);
  });

  test.each([
    ['SPL', { language: 'spl' }, /--schema/],
    ['another form of answer', { explain: true }, /one of them/],
  ] as const)('%s', async (_, more, message) => {
    await expect(query(asked('print 1', more))).rejects.toThrow(message);
  });
});
