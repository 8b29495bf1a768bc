// What compiling tells besides the plan: findings with places, schemas, routing, stages.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { fileProfileColumns } from '../../src/events/index.ts';
import {
  compile,
  compileStaged,
  formatValue,
  loadKusto,
  schemaOf,
  whyNotIn,
  type KqlEnvironment,
} from '../../src/kql/index.ts';

beforeAll(async () => {
  await loadKusto();
  compile(source('print 1'), sentinel);
}, 60_000);

const defender: KqlEnvironment = {
  now: 638_000_000_000_000_000n,
  environment: 'defender',
  tables: new Map(),
};
const sentinel: KqlEnvironment = { ...defender, environment: 'sentinel' };
const source = (text: string) => ({ name: '<query>', text });

/** Each finding as its code and the words it points at. */
function findings(text: string, environment: KqlEnvironment): string[] {
  return compile(source(text), environment).diagnostics.map(({ code, span }) =>
    `${code} ${span ? text.slice(span.start, span.end) : ''}`.trim(),
  );
}

describe('findings point at the words', () => {
  test.each([
    ['SecurityEvnt | take 1', ['KQL1004 SecurityEvnt']],
    ['SecurityEvent | where TaskContent has "x"', ['KQL1005 TaskContent']],
    ['SecurityEvent | where', ['KQL1001']],
    ['SecurityEvent | summarize by foo(1)', ['KQL1006 foo']],
    ['SecurityEvent | fork (take 1) (count)', ['KQL1201 fork (take 1) (count)']],
    [
      'SecurityEvent | extend a = series_fft(dynamic([1])) | evaluate autocluster()',
      ['KQL1201 evaluate autocluster()'],
    ],
    ['print 1; print 2', ['KQL1201 print 2']],
    [
      'set query_now = datetime(2024-01-01); print now()',
      ['KQL1201 set query_now = datetime(2024-01-01)'],
    ],
    ['set notruncation; print 1', []],
    ['let a = 1;', ['KQL1202 let a = 1;']],
    ['print a = "1" | join (datatable(a: long)[1]) on a', ['KQL1003 a']],
    ['print s = "ab" | parse s with a * "b"', ['KQL1003 *']],
    ['datatable(d: dynamic)[dynamic(1)] | summarize count() by d', ['KQL1003 d']],
    ['let View_1 = view () { print x = 1 }; union View*', ['KQL1201 View*']],
    ['arg("").resources | take 1', ['KQL1006 arg']],
    ['union SecurityEvent, workspace("b").SecurityEvnt | take 1', ['KQL1004 SecurityEvnt']],
    ['datatable(a:long)[1] | facet by a', ['KQL1201 facet by a']],
    ['datatable(s:string)["a"] | reduce by s', ['KQL1201 reduce by s']],
    [
      'datatable(a:long)[1] | join kind=inner (datatable(b:long)[1]) where a == 1',
      ['KQL1201 where a == 1'],
    ],
    ['print convert_mass(1.0, "Kilogram", "Elephant")', ['KQL1201 "Elephant"']],
    ['SecurityEvent | where EventData matches regex "[a-z&&b]"', ['KQL1201 "[a-z&&b]"']],
    ['SecurityEvent | extend p = prev(Computer)', ['KQL1204 prev(Computer)']],
    [
      'SecurityEvent | summarize count() by Computer | where ingestion_time() > ago(1h)',
      ['KQL1203 ingestion_time()'],
    ],
    [
      'DeviceProcessEvents | invoke FileProfile(SHA1) | where GlobalPrevalence < 1',
      ['KQL1401 FileProfile'],
    ],
  ])('%s', (text, expected) => {
    const got = findings(text, sentinel).filter((each) => !each.startsWith('KQL1201 extend'));
    expect(expect.arrayContaining(expected).asymmetricMatch(got) ? expected : got).toEqual(
      expected,
    );
  });

  test('places behind a rewritten argument are those of the original', () => {
    const text = 'DeviceProcessEvents | invoke FileProfile(SHA1, 10) | where Nothing == 1';
    expect(findings(text, defender)).toEqual(['KQL1005 Nothing']);
  });
});

describe('findings say what may be meant', () => {
  test.each([
    [
      'SecurityEvent | where TaskContent has "x"',
      'unknown column `TaskContent` in SecurityEvent (KS142)',
      'did you mean `Task`? A field without a column lies in `EventData`: `parse_xml(EventData)`',
    ],
    [
      'DeviceEvents | where TaskContent has "x"',
      'unknown column `TaskContent` in DeviceEvents (KS142)',
      'A field without a column lies in `AdditionalFields`: `AdditionalFields.TaskContent`',
    ],
    [
      'SecurityEvent | where EventId == 1',
      'unknown column `EventId` in SecurityEvent (KS142)',
      'did you mean `EventID`? Case counts in names',
    ],
    [
      'SecurityEvent | where EventData.TaskContent has "x"',
      '`EventData` is text, which has no member `TaskContent` (KS142)',
      'parse it first: `parse_xml(EventData)`',
    ],
    [
      'SecurityEvent | where Properties.Kind has "x"',
      '`Properties` is text, which has no member `Kind` (KS142)',
      'parse it first: `parse_json(Properties).Kind`',
    ],
    [
      'SecurityEvent | summarize n = count() by Computer | where n > 1 and EventID == 1',
      'unknown column `EventID` (KS142)',
      '`summarize` left it out; what is asked for later must be kept there',
    ],
    [
      'DnsEvents | project Name | join kind=inner (SigninLogs | project UserId) on $left.Name == $right.UserIdd',
      'unknown column `UserIdd` (KS142)',
      'did you mean `UserId`?',
    ],
    [
      'SecurityEvnt | take 1',
      'unknown table `SecurityEvnt` (KS204)',
      'did you mean `SecurityEvent` or `SecurityAlert`?',
    ],
    [
      'SecurityEvent | where EventID = 4688',
      'The expression must have the type bool (KS141)',
      '`=` gives a value a name; `==` compares',
    ],
    [
      'SecurityEvent | summarise count() by Account',
      'Query operator expected (KS176)',
      'did you mean `summarize`?',
    ],
    [
      'SecurityEvent | extend p = tolowr(Account)',
      'unknown function `tolowr` (KS211)',
      'did you mean `tolower` or `tolong`?',
    ],
    [
      'SecurityEvent | evaluate bag_unpak(EventData)',
      'unknown plugin `bag_unpak` (KS124)',
      'did you mean `bag_unpack`?',
    ],
    [
      'SecurityEvent | project-away Nope1',
      'unknown column `Nope1` in SecurityEvent (KS142)',
      'A field without a column lies in `EventData`: `parse_xml(EventData)`',
    ],
    [
      'SecurityEvent | where CommandLine matches regex "(?!x)"',
      "`(?!` is not in Kusto's regular expressions, which neither look around nor refer back",
      undefined,
    ],
  ])('%s', (text, message, remedy) => {
    const found = compile(source(text), sentinel).diagnostics;
    expect(found.map((each) => [each.message, each.remedy])).toEqual([[message, remedy]]);
  });
});

/** `columns < tables with the columns that are named, functions, watchlists`, and the warnings. */
function schemaText(text: string): readonly string[] {
  const { value, diagnostics } = schemaOf(source(text), sentinel);
  const columns = value?.columns.map(({ name, type }) => `${name}:${type}`) ?? [];
  const reads = value?.reads.map(({ name, columns: named }) => `${name}(${named.join(' ')})`) ?? [];
  const result = [...columns, ...(value?.open ? ['...'] : [])].join(' ');
  const uses = [...reads, ...(value?.functions ?? []), ...(value?.watchlists ?? [])].join(', ');
  return [`${result} < ${uses}`, ...diagnostics.map(({ code, severity }) => `${severity} ${code}`)];
}

describe('a schema without data', () => {
  test.each([
    [
      'SecurityEvent | where EventID == 4698 | summarize arg_max(TimeGenerated, Account), n = count() by Computer',
      'Computer:string TimeGenerated:datetime Account:string n:long < SecurityEvent(TimeGenerated Account Computer EventID)',
      [],
    ],
    [
      'SecurityEvent | project C = Computer, EventID | join kind=inner (DnsEvents | project C = Name, Computer) on C | project Computer, C1',
      'Computer:string C1:string < DnsEvents(Computer Name), SecurityEvent(Computer EventID)',
      [],
    ],
    [
      'let F = (t: string) { table(t) | where Computer has "a" }; F("DnsEvents") | project Name',
      'Name:string < DnsEvents(Computer Name)',
      [],
    ],
    [
      'union SecurityE*, DnsEvents | where Computer == "a" | project Computer, EventID, QueryType',
      'Computer:string EventID:int QueryType:string < DnsEvents(Computer QueryType), SecurityEvent(Computer EventID)',
      [],
    ],
    [
      'union database("d").DnsEvents, workspace("w").SecurityEvent, cluster("c").database("d").DnsEvents | project EventID, Name',
      'EventID:int Name:string < DnsEvents(Name), SecurityEvent(EventID)',
      [],
    ],
    [
      'let alias = "vips"; _GetWatchlist(alias) | project SearchKey',
      'SearchKey:string < _GetWatchlist, vips',
      ['warning KQL1302'],
    ],
    [
      'DnsEvents | project Computer, d = parse_json(Name) | evaluate bag_unpack(d) | where x == 1 | extend y = 1',
      'Computer:string y:long ... < DnsEvents(Computer Name)',
      [],
    ],
    [
      'DnsEvents | project Computer, d = parse_json(Name) | evaluate bag_unpack(d) | summarize n = count() by Computer',
      'Computer:string n:long < DnsEvents(Computer Name)',
      [],
    ],
    [
      'DnsEvents | make-series n = count() on TimeGenerated step 1h | extend (a, s, b) = series_decompose_anomalies(n) | where isnotempty(a)',
      'n:dynamic TimeGenerated:dynamic a:dynamic s:dynamic b:dynamic < DnsEvents(TimeGenerated)',
      ['warning KQL1201'],
    ],
    ['datatable(a: long)[1] | where nothing > 1', ' < ', ['error KQL1005']],
  ])('%s', (text, expected, findings) => {
    expect(schemaText(text)).toEqual([expected, ...findings]);
  });
});

test('a file profile has the columns that a recording can declare', () => {
  const { value } = schemaOf(
    source('DeviceInfo | project SHA1 = DeviceId | invoke FileProfile(SHA1)'),
    defender,
  );
  const [, ...profile] = value?.columns ?? [];
  const declared = fileProfileColumns.map((each, at) =>
    at === 0 ? { ...each, name: 'SHA11' } : each,
  );
  expect(profile).toEqual(declared);
});

test('the hidden ingestion time is never a column of the result', () => {
  const { value } = compile(
    source('SecurityEvent | where ingestion_time() > ago(1d) | take 1'),
    sentinel,
  );
  expect(value?.columns.some(({ name }) => name.startsWith('$'))).toBe(false);
  expect(inspect(value?.plan, { depth: null })).toContain('$IngestionTime');
});

test.each<[string, 'sentinel' | 'defender', string, string]>([
  [
    'DeviceProcessEvents | invoke FileProfile(SHA1, 1000) | where GlobalPrevalence < 10',
    'sentinel',
    'KQL1401',
    '`FileProfile()` exists in Defender XDR advanced hunting but not in Sentinel analytics rules',
  ],
  [
    'SecurityEvent | take 1',
    'defender',
    'KQL1402',
    'table `SecurityEvent` exists in Sentinel analytics rules but not in Defender XDR advanced hunting',
  ],
  [
    'DeviceEvents | where TimeGenerated > ago(1h)',
    'defender',
    'KQL1403',
    '`TimeGenerated` is the event time of Sentinel analytics rules; in Defender XDR advanced hunting it is `Timestamp`',
  ],
  [
    'arg("").Resources | take 1',
    'sentinel',
    'KQL1404',
    '`arg()` reads Azure Resource Graph, which a rule cannot',
  ],
  [
    'adx("https://help.kusto.windows.net/Samples").StormEvents | take 1',
    'sentinel',
    'KQL1404',
    '`adx()` reads a cluster of Azure Data Explorer, which a rule cannot',
  ],
  [
    'workspace("other").SecurityEvnt | take 1',
    'sentinel',
    'KQL1004',
    'unknown table `SecurityEvnt` of `workspace("other")` (KS204)',
  ],
])('why %s is not for %s', (text, product, code, message) => {
  const environment = product === 'sentinel' ? sentinel : defender;
  const found = whyNotIn(product, schemaOf(source(text), environment).diagnostics);
  expect(found.map((each) => [each.code, each.message])).toEqual([[code, message]]);
});

test('columns that depend on data are asked for first', () => {
  const text = 'datatable(d: dynamic)[dynamic({"a": 1})] | evaluate bag_unpack(d) | where a > 0';
  const first = compileStaged(source(text), defender).value?.lowering;
  if (first?.kind !== 'stage') throw new Error('a stage was expected');
  const next = first.resume([
    ['b', 'string'],
    ['a', 'long'],
  ]);
  expect(next.diagnostics).toEqual([]);
  expect(next.value?.kind === 'plan' && next.value.columns).toEqual([
    { name: 'a', type: 'long' },
    { name: 'b', type: 'string' },
  ]);
  expect(compile(source(text), defender).diagnostics.map(({ code }) => code)).toEqual(['KQL1205']);
});

describe('values as Kusto prints them', () => {
  test.each([
    [638_397_614_451_234_567n, 'datetime', '2024-01-02T03:04:05.1234567Z'],
    [937_845_000_000n, 'timespan', '1.02:03:04.5000000'],
    [-36_000_000_000n, 'timespan', '-01:00:00'],
    [5n, 'long', 5],
    [9_007_199_254_740_993n, 'long', 9_007_199_254_740_993n],
    [NaN, 'real', 'NaN'],
    ['{"a":[1]}', 'dynamic', { a: [1] }],
    [null, 'string', ''],
    [null, 'long', null],
  ] as const)('%p as %s', (value, type, expected) => {
    expect(formatValue(value, type)).toEqual(expected);
  });
});

const shared =
  process.env['STRATAGEM_SHARED'] ?? new URL('../../../shared', import.meta.url).pathname;
const corpus = `${shared}/kql/corpus.jsonl`;

if (existsSync(corpus)) {
  test('no query that people write makes lowering throw, whole or cut short', () => {
    const lines = readFileSync(corpus, 'utf8').trim().split('\n');
    const some = lines
      .filter((_, at) => at % 60 === 0)
      .map((each) => JSON.parse(each) as { query: string });
    for (const { query } of some) {
      for (const text of [query, query.slice(0, Math.floor(query.length / 2))]) {
        expect(compileStaged(source(text), defender)).toHaveProperty('diagnostics');
      }
    }
  }, 120_000);
} else test.skip('the corpus of queries is absent', () => undefined);
