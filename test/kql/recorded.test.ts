// Queries on tables that the engine holds: ingestion time, file profiles, watchlists.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Engine, type Session } from '../../src/engines/duckdb/index.ts';
import {
  compile,
  INGESTION_TIME,
  loadKusto,
  type KqlColumn,
  type KqlEnvironment,
} from '../../src/kql/index.ts';
import { parseInstant, type Value } from '../../src/plan/index.ts';

const at = (text: string): bigint => parseInstant(text) ?? 0n;
const now = at('2026-03-01T12:00:00Z');

const events: KqlColumn[] = [
  { name: 'Timestamp', type: 'datetime' },
  { name: 'DeviceId', type: 'string' },
  { name: 'SHA1', type: 'string' },
  { name: INGESTION_TIME, type: 'datetime' },
];
const eventRows: Value[][] = [
  [at('2026-03-01T10:00:00Z'), 'd1', 'AA', at('2026-03-01T10:05:00Z')],
  [at('2026-02-20T10:00:00Z'), 'd1', 'bb', at('2026-03-01T11:00:00Z')],
  [at('2026-02-20T10:00:00Z'), 'd2', 'cc', at('2026-02-20T10:05:00Z')],
];
const profiles: KqlColumn[] = [
  { name: 'SHA1', type: 'string' },
  { name: 'GlobalPrevalence', type: 'int' },
  { name: 'Signer', type: 'string' },
];
const allowed: KqlColumn[] = [{ name: 'SearchKey', type: 'string' }];

let engine: Engine;
let session: Session;
beforeAll(async () => {
  await loadKusto();
  engine = await Engine.open({ threads: 1 });
  session = await engine.session();
  await session.load({ name: 'DeviceProcessEvents', columns: events, rows: eventRows });
  await session.load({ name: 'profiles', columns: profiles, rows: [['aa', 7, 'S']] });
  await session.load({ name: 'allowed', columns: allowed, rows: [['d2']] });
}, 60_000);
afterAll(() => {
  session.close();
  engine.close();
});

async function rows(text: string, environment: KqlEnvironment['environment']): Promise<unknown> {
  const { value, diagnostics } = compile(
    { name: '<query>', text },
    {
      now,
      environment,
      tables: new Map([['DeviceProcessEvents', events]]),
      fileProfiles: { table: 'profiles', columns: profiles },
      watchlists: new Map([['Allowed', { table: 'allowed', columns: allowed }]]),
    },
  );
  if (!value) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  return (await session.run(value.plan)).rows;
}

test('ingestion time is apart from event time', async () => {
  const text = 'DeviceProcessEvents | where ingestion_time() >= ago(3h) | project SHA1';
  expect(await rows(text, 'defender')).toEqual([['AA'], ['bb']]);
});

test('columns that a recording lacks are empty', async () => {
  const text = 'DeviceProcessEvents | take 1 | project FileName, ProcessId, isempty(FolderPath)';
  expect(await rows(text, 'defender')).toEqual([['', null, true]]);
});

test('file profiles are found for hashes in lower case', async () => {
  const text = `DeviceProcessEvents | where DeviceId == "d1"
    | extend Lower = tolower(SHA1) | project SHA1, Lower
    | invoke FileProfile(Lower, 1000)
    | project SHA1, GlobalPrevalence, Signer, ProfileAvailability`;
  expect(await rows(text, 'defender')).toEqual([
    ['AA', 7, 'S', 'Available'],
    ['bb', null, '', 'Missing'],
  ]);
});

test('rows beyond the limit are not looked up', async () => {
  const text = `DeviceProcessEvents | extend SHA1 = tolower(SHA1) | invoke FileProfile(SHA1, 1)
    | summarize make_list(ProfileAvailability)`;
  expect(await rows(text, 'defender')).toEqual([['["Available","",""]']]);
});

test('a watchlist by its alias', async () => {
  const text = `DeviceProcessEvents
    | where DeviceId !in ((_GetWatchlist("Allowed") | project SearchKey)) | count`;
  expect(await rows(text, undefined)).toEqual([[2n]]);
});

test.each<[query: string, rows: readonly (readonly unknown[])[]]>([
  ['Notes | project tostring(d)', [['not json'], ['{"a":1,'], ['{"a":[1,2]}'], [''], ['']]],
  ['Notes | project tostring(d.a)', [[''], [''], ['[1,2]'], [''], ['']]],
  ['Notes | where d has "json" | project n', [[1n]]],
  ['Notes | mv-expand d.a | summarize count()', [[6n]]],
  ['Notes | extend k = bag_keys(d) | where isnotnull(k) | project n', [[3n]]],
])('a dynamic column that holds no JSON is text: %s', async (text, expected) => {
  const columns: KqlColumn[] = [
    { name: 'd', type: 'dynamic' },
    { name: 'n', type: 'long' },
  ];
  const own = await engine.session();
  await own.load({
    name: 'Notes',
    columns,
    rows: ['not json', '{"a":1,', '{"a":[1,2]}', '', null].map((each, n) => [each, BigInt(n + 1)]),
  });
  const { value } = compile(
    { name: '<query>', text },
    { now, tables: new Map([['Notes', columns]]) },
  );
  expect(value && (await own.run(value.plan)).rows).toEqual(expected);
  own.close();
});

test.each([
  ['externaldata(a:string)["https://example.org/x.csv"]', 'KQL1301', 'https://example.org/x.csv'],
  ['_GetWatchlist("Nope")', 'KQL1302', 'watchlist'],
])('data that nobody declared is named: %s', (text, code, words) => {
  const asked = (environment: Partial<KqlEnvironment>) =>
    compile({ name: '<query>', text }, { now, tables: new Map(), ...environment }).diagnostics;
  const [declared] = asked({ external: new Map(), watchlists: new Map() });
  const [open] = asked({});
  expect([declared?.code, declared?.severity]).toEqual([code, 'error']);
  expect([open?.code, open?.severity]).toEqual([code, 'warning']);
  expect(declared?.message).toContain(words);
});
