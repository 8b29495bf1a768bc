// Cases in, answers out: one line each, by eye.
import { describe, expect, jest, test } from '@jest/globals';
import { answerBatch } from '../../src/flows/query-batch.ts';
import { UNIX_EPOCH_TICKS } from '../../src/plan/index.ts';

// Loading Microsoft's parser takes seconds on a busy machine.
jest.setTimeout(60_000);

/** Answers as they are printed. */
async function answers(lines: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for await (const line of answerBatch(lines, { now: UNIX_EPOCH_TICKS })) found.push(line);
  return found;
}

interface Answer {
  readonly columns?: readonly { readonly name: string; readonly type: string }[];
  readonly rows?: readonly unknown[];
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly line?: number;
    readonly column?: number;
  };
}

async function answer(given: object): Promise<Answer> {
  const [line = ''] = await answers([JSON.stringify({ id: 1, ...given })]);
  return JSON.parse(line) as Answer;
}

const kql = (query: string, more: object = {}): Promise<Answer> =>
  answer({ language: 'kql', query, ...more });
const spl = (query: string, events: readonly object[], more: object = {}): Promise<Answer> =>
  answer({ language: 'spl', query, events, ...more });

/** `a:type b:type` and rows. */
const shown = ({ columns = [], rows, error }: Answer): unknown =>
  error ?? [columns.map(({ name, type }) => `${name}:${type}`).join(' '), ...(rows ?? [])];

describe('KQL values, each in its form', () => {
  test.each<[string, string, unknown[]]>([
    ['long', 'print a = 1', ['a:long', [1]]],
    ['int', 'print a = int(7)', ['a:int', [7]]],
    [
      'real',
      'print a = 0.5, b = real(nan), c = real(+inf)',
      ['a:real b:real c:real', [0.5, 'NaN', 'Infinity']],
    ],
    ['bool', 'print a = true, b = bool(null)', ['a:bool b:bool', [true, null]]],
    ['string', 'print a = "é\\"", b = ""', ['a:string b:string', ['é"', '']]],
    [
      'datetime',
      'print a = datetime(2026-03-01 12:30:00.1234567)',
      ['a:datetime', ['2026-03-01T12:30:00.1234567Z']],
    ],
    [
      'datetime without fraction',
      'print a = datetime(2026-03-01)',
      ['a:datetime', ['2026-03-01T00:00:00.0000000Z']],
    ],
    [
      'timespan',
      'print a = 1d + 2h, b = -90s, c = 1tick',
      ['a:timespan b:timespan c:timespan', ['1.02:00:00', '-00:01:30', '00:00:00.0000001']],
    ],
    ['dynamic', 'print a = dynamic({"b":[1,null,"x"]})', ['a:dynamic', [{ b: [1, null, 'x'] }]]],
    [
      'guid',
      'print a = guid(74be27de-1e4e-49d9-b579-fe0b331d3642)',
      ['a:guid', ['74be27de-1e4e-49d9-b579-fe0b331d3642']],
    ],
    [
      'nulls',
      'print a = long(null), b = datetime(null), c = dynamic(null)',
      ['a:long b:datetime c:dynamic', [null, null, null]],
    ],
    ['no rows', 'print a = 1 | where a > 1', ['a:long']],
  ])('%s', async (_, query, expected) => {
    expect(shown(await kql(query))).toEqual(expected);
  });
});

describe('KQL tables', () => {
  test('a schema types what JSON cannot tell', async () => {
    const schema = {
      T: {
        t: 'datetime',
        s: 'timespan',
        d: 'dynamic',
        i: 'int',
        g: 'guid',
        b: 'bool',
        r: 'real',
        l: 'long',
        m: 'decimal',
      },
    };
    const row = {
      t: '2026-03-01T00:00:00Z',
      s: '1.02:03:04.5',
      d: { a: [1] },
      i: 3,
      g: '74BE27DE-1E4E-49D9-B579-FE0B331D3642',
      b: true,
      r: 1,
      l: '12',
      m: 1.5,
    };
    const found = await kql('T | extend d = tostring(d.a[0])', {
      schema,
      tables: { T: [row, {}] },
    });
    expect(shown(found)).toEqual([
      't:datetime s:timespan d:string i:int g:guid b:bool r:real l:long m:decimal',
      [
        '2026-03-01T00:00:00.0000000Z',
        '1.02:03:04.5000000',
        '1',
        3,
        '74be27de-1e4e-49d9-b579-fe0b331d3642',
        true,
        1,
        12,
        '1.5',
      ],
      [null, null, '', null, null, null, null, null, null],
    ]);
  });

  test('what does not fit its type is null, and text is never null', async () => {
    const schema = {
      T: { t: 'datetime', s: 'timespan', i: 'int', b: 'bool', r: 'real', x: 'string' },
    };
    const row = { t: 'soon', s: 'long', i: 1.5, b: 'maybe', r: '', x: null };
    expect(shown(await kql('T', { schema, tables: { T: [row] } }))).toEqual([
      't:datetime s:timespan i:int b:bool r:real x:string',
      [null, null, null, null, null, ''],
    ]);
  });

  test('without a schema values tell the types', async () => {
    const rows = [
      {
        n: 1,
        r: 1.5,
        s: 'x',
        b: false,
        t: '2026-03-01T00:00:00Z',
        day: '2026-03-01',
        d: [1],
        mixed: 'a',
      },
      { n: 2, mixed: 1 },
    ];
    expect(shown(await kql('T', { tables: { T: rows } }))).toEqual([
      'n:long r:real s:string b:bool t:datetime day:datetime d:dynamic mixed:dynamic',
      [
        1,
        1.5,
        'x',
        false,
        '2026-03-01T00:00:00.0000000Z',
        '2026-03-01T00:00:00.0000000Z',
        [1],
        'a',
      ],
      [2, null, '', null, null, null, null, 1],
    ]);
  });

  test.each<[string, string, object, unknown]>([
    [
      'a schema alone is an empty table',
      'T | count',
      { schema: { T: { a: 'long' } } },
      ['Count:long', [0]],
    ],
    [
      'environment: its tables are there and empty',
      'SecurityEvent | count',
      { environment: 'sentinel' },
      ['Count:long', [0]],
    ],
    [
      'environment: with rows given',
      'SecurityEvent | project EventID',
      { environment: 'sentinel', tables: { SecurityEvent: [{ EventID: 4698 }] } },
      ['EventID:int', [4698]],
    ],
    [
      'defender has other tables',
      'DeviceEvents | count',
      { environment: 'defender' },
      ['Count:long', [0]],
    ],
    [
      'now as text',
      'print now()',
      { now: '2026-03-01T00:00:00Z' },
      ['print_0:datetime', ['2026-03-01T00:00:00.0000000Z']],
    ],
    [
      'now as epoch seconds',
      'print ago(1d)',
      { now: 86400 },
      ['print_0:datetime', ['1970-01-01T00:00:00.0000000Z']],
    ],
    [
      'columns called like what objects inherit',
      'T | project constructor, toString',
      { tables: { T: [{ constructor: 'a', toString: 'b' }, {}] } },
      ['constructor:string toString:string', ['a', 'b'], ['', '']],
    ],
    [
      'columns that depend on data',
      'T | evaluate bag_unpack(d)',
      { tables: { T: [{ d: { b: 1, a: 'x' } }] } },
      ['a:string b:long', ['x', 1]],
    ],
    [
      'a member of a bag takes a column’s place, for all rows',
      `T | evaluate bag_unpack(d, columnsConflict='replace_source')`,
      {
        tables: {
          T: [
            { n: 'old', d: { n: 'new', a: 1 } },
            { n: 'old', d: { a: 2 } },
          ],
        },
      },
      ['a:long n:string', [1, 'new'], [2, '']],
    ],
    [
      'a column keeps its place',
      `T | evaluate bag_unpack(d, columnsConflict='keep_source')`,
      { tables: { T: [{ n: 'old', d: { n: 'new', a: 1 } }] } },
      ['n:string a:long', ['old', 1]],
    ],
    [
      'a prefix by its name',
      `T | evaluate bag_unpack(d, OutputColumnPrefix='p_')`,
      { tables: { T: [{ n: 'old', d: { n: 'new' } }] } },
      ['n:string p_n:string', ['old', 'new']],
    ],
  ])('%s', async (_, query, more, expected) => {
    expect(shown(await kql(query, more))).toEqual(expected);
  });
});

describe('SPL', () => {
  const events = [
    { _time: 100, host: 'a', n: '5', mv: ['x', 'y'] },
    { _time: 50.5, host: 'b', n: 7, mv: 'z' },
    { _time: 10, host: 'b', n: null },
  ];
  test.each<[string, string, unknown]>([
    [
      'events come in the given order',
      'table _time, host',
      ['_time:number host:string', [100, 'a'], [50.5, 'b'], [10, 'b']],
    ],
    ['a leading bar is optional', '| table host | head 1', ['host:string', ['a']]],
    ['a search expression', 'host=b | table _time', ['_time:number', [50.5], [10]]],
    ['numbers', 'stats count, sum(n) as s', ['count:number s:number', [3, 12]]],
    ['absent is null', 'table n', ['n:string', ['5'], ['7'], [null]]],
    [
      'multivalue is an array; one value is itself',
      'table mv',
      ['mv:multivalue', [['x', 'y']], ['z'], [null]],
    ],
    [
      'a field that no event has is a column without values',
      'table host, nowhere | head 1',
      ['host:string nowhere:string', ['a', null]],
    ],
    [
      'Booleans are text',
      'head 1 | eval b=if(true(), "yes", "no") | table b',
      ['b:string', ['yes']],
    ],
  ])('%s', async (_, query, expected) => {
    const found = shown(await spl(query, events));
    expect(found).toEqual(expected);
  });

  test.each<[string, string, object, unknown]>([
    [
      'macro',
      '`only(b)` | table host',
      { macros: { 'only(1)': { args: 'h', definition: 'search host=$h$' } } },
      ['host:string', ['b'], ['b']],
    ],
    [
      'macro without arguments',
      '`first` | table host',
      { macros: { first: { definition: 'head 1' } } },
      ['host:string', ['a']],
    ],
    [
      'lookup',
      'lookup owners host OUTPUT owner | table owner',
      { lookups: { owners: { rows: [{ host: 'a', owner: 'Ann' }] } } },
      ['owner:multivalue', ['Ann'], [null], [null]],
    ],
    [
      'lookup as rows alone',
      'lookup owners host OUTPUT owner | table owner | head 1',
      { lookups: { owners: [{ host: 'a', owner: 'Ann' }] } },
      ['owner:multivalue', ['Ann']],
    ],
    [
      'lookup with wildcard and default',
      'lookup w host OUTPUT kind | table kind',
      {
        lookups: {
          w: {
            rows: [{ host: 'a*', kind: 'A' }],
            match_type: 'WILDCARD(host)',
            min_matches: 1,
            default_match: 'none',
          },
        },
      },
      ['kind:multivalue', ['A'], ['none'], ['none']],
    ],
    [
      'lookup, case aside',
      'eval h="A" | lookup o host as h OUTPUT owner | table owner | head 1',
      { lookups: { o: { rows: [{ host: 'a', owner: 'Ann' }], case_sensitive_match: 'false' } } },
      ['owner:multivalue', ['Ann']],
    ],
    [
      'inputlookup',
      '| inputlookup owners',
      { lookups: { owners: { rows: [{ host: 'a', owner: 'Ann' }] } } },
      ['host:string owner:string', ['a', 'Ann']],
    ],
    ['now', '| makeresults | eval n=now() | table n', { now: 1000 }, ['n:number', [1000]]],
  ])('%s', async (_, query, more, expected) => {
    expect(shown(await spl(query, events, more))).toEqual(expected);
  });

  test('no events at all', async () => {
    expect(shown(await spl('stats count', []))).toEqual(['count:number', [0]]);
  });
});

describe('whole numbers keep their digits', () => {
  test.each([
    [
      'KQL, out of the query',
      '{"id":1,"language":"kql","query":"print a = 9007199254740993"}',
      '[[9007199254740993]]',
    ],
    [
      'KQL, out of a table',
      '{"id":1,"language":"kql","query":"T","tables":{"T":[{"a":9223372036854775807}]}}',
      '[[9223372036854775807]]',
    ],
    [
      'KQL, out of text',
      '{"id":1,"language":"kql","query":"T","schema":{"T":{"a":"long"}},"tables":{"T":[{"a":"9007199254740993"}]}}',
      '[[9007199254740993]]',
    ],
    [
      'KQL, inside dynamic',
      '{"id":1,"language":"kql","query":"T","schema":{"T":{"a":"dynamic"}},"tables":{"T":[{"a":{"b":9007199254740993}}]}}',
      '[[{"b":9007199254740993}]]',
    ],
    [
      'SPL, as the event has it',
      '{"id":1,"language":"spl","query":"table a","events":[{"a":9007199254740993}]}',
      '[["9007199254740993"]]',
    ],
  ])('%s', async (_, line, rows) => {
    const [found = ''] = await answers([line]);
    expect(found.slice(found.indexOf('"rows":') + 7, -1)).toBe(rows);
  });
});

describe('what cannot be answered', () => {
  test.each<[string, string, string, string]>([
    ['no JSON', '{"id":', 'null', 'QRY1001'],
    ['no object', '[1]', 'null', 'QRY1001'],
    ['no query', '{"id":"a","language":"kql"}', '"a"', 'QRY1001'],
    ['another language', '{"id":"a","language":"sql","query":"x"}', '"a"', 'QRY1001'],
    ['no id', '{"language":"kql","query":"print 1"}', 'null', 'QRY1001'],
    ['an id that is no name', '{"id":[1],"language":"kql","query":"print 1"}', '[1]', 'QRY1001'],
    [
      'an id beyond all numbers',
      '{"id":123456789012345678901,"language":"kql","query":"print 1"}',
      '123456789012345678901',
      'QRY1001',
    ],
    [
      'rows that are none',
      '{"id":1,"language":"kql","query":"T","tables":{"T":[1]}}',
      '1',
      'QRY1001',
    ],
    [
      'an unknown type',
      '{"id":1,"language":"kql","query":"T","schema":{"T":{"a":"varchar"}}}',
      '1',
      'QRY1001',
    ],
    ['no instant', '{"id":1,"language":"kql","query":"print 1","now":"noon"}', '1', 'QRY1002'],
    [
      'nested beyond measure',
      `{"id":1,"language":"spl","query":"table a","events":[{"a":${'['.repeat(20_000)}1234567890123456${']'.repeat(20_000)}}]}`,
      '',
      'QRY',
    ],
  ])('%s', async (_, line, id, code) => {
    const [found = ''] = await answers([line]);
    expect(found).toContain(`"code":"${code}`);
    if (id !== '') expect(found.startsWith(`{"id":${id},"error":`)).toBe(true);
  });

  test.each<[string, Promise<Answer>, string, number, number]>([
    ['KQL: unknown table', kql('print 1\n| union NoSuch'), 'KQL1004', 2, 9],
    ['KQL: unknown column', kql('print a = 1 | where b == 1'), 'KQL1005', 1, 21],
  ])('%s has a place', async (_, given, code, line, column) => {
    const { error } = await given;
    expect([error?.code, error?.line, error?.column]).toEqual([code, line, column]);
  });

  test('SPL: an unknown command is named, with its place', async () => {
    const { error } = await spl('table a\n| nosuch b', []);
    expect([error?.line, error?.column, error?.message.includes('nosuch')]).toEqual([2, 3, true]);
  });
});

test('answers come in the order of the cases, one a line, each on its own', async () => {
  const lines = [
    '{"id":"a","language":"kql","query":"T","tables":{"T":[{"x":1}]}}',
    '',
    'rubbish',
    '{"id":"b","language":"kql","query":"T"}',
    '{"id":3,"language":"spl","query":"stats count","events":[{"a":1}]}',
    '{"id":"c","language":"spl","query":"| stats count"}',
  ];
  const found = (await answers(lines)).map(
    (line) => JSON.parse(line) as { id: unknown; rows?: unknown; error?: object },
  );
  expect(found.map(({ id, rows, error }) => [id, rows ?? typeof error])).toEqual([
    ['a', [[1]]],
    [null, 'object'],
    ['b', 'object'],
    [3, [[1]]],
    ['c', [[0]]],
  ]);
});
