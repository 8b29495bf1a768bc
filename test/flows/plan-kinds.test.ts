// Plans of everything but rules: functions, watchlists with their rows, workbooks, custom detections; by the REST API's lists.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { runNative, shippedApiVersions, tests } from '../../src/arm-ttk-wrapper/index.ts';
import { build, planSentinel, planText } from '../../src/flows/index.ts';
import { contentsOf, document, folderOf } from './disk.ts';

// Loading Microsoft's parser takes seconds on a busy machine.
jest.setTimeout(60_000);

const folders: (() => void)[] = [];
afterEach(() => {
  for (const remove of folders.splice(0)) remove();
});
const folder = (files: Readonly<Record<string, string>> = {}): string => {
  const made = folderOf(files);
  folders.push(made.remove);
  return made.path;
};

const QUERY = `\`\`\`kusto sentinel
DeviceEvents
| where FileName !in ((_GetWatchlist('known_files') | project file)) and ProcessId > least_process
| project TimeGenerated, DeviceName
\`\`\`

\`\`\`kusto defender
DeviceEvents | project Timestamp, DeviceId, ReportId
\`\`\``;

const pack = (least = 5, files = ['a.exe', 'b, c.exe'], searches = QUERY): string => {
  const rows = files.map((file) => `{ file: "${file}" }`).join(', ');
  const tunables = `tunables:
  - { name: least_process, description: Processes from here on., value: ${String(least)} }
  - { name: known_files, description: Files that are known., columns: [file], rows: [${rows}] }
`;
  return folder({
    'a.md': document({ searches }).replace('schedule:', `${tunables}schedule:`),
  });
};

interface Resource {
  readonly type: string;
  readonly name: string;
  readonly kind?: string;
  readonly properties: Record<string, unknown>;
}

const SCOPE =
  '/subscriptions/0/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w';
const SENTINEL = `${SCOPE}/providers/Microsoft.SecurityInsights`;

/** A build of a pack as the API would list it after a deployment, a file per list, and the build itself. */
async function exported(path: string): Promise<{ folder: string; build: string }> {
  const out = join(folder(), 'out');
  await build({ pack: path, out });
  const written = contentsOf(out);
  const text = (end: string): string => {
    const found = Object.keys(written).find((each) => each.endsWith(end));
    return Buffer.from(written[found ?? ''] ?? '', 'hex').toString();
  };
  const { resources } = JSON.parse(text('/mainTemplate.json')) as { resources: Resource[] };
  const of = (end: string): Resource[] => resources.filter(({ type }) => type.endsWith(end));
  const list = (value: unknown[]): string => JSON.stringify({ value });
  const into = join(out, '..', 'export');
  mkdirSync(into);
  const files = {
    'rules.json': list(
      of('/alertRules').map(({ name, kind, properties }) => ({
        id: `${SENTINEL}/alertRules/${name}`,
        name,
        kind,
        properties: { ...properties, enabled: true },
      })),
    ),
    'functions.json': list(
      of('/savedSearches').map(({ properties }) => ({
        id: `${SCOPE}/savedSearches/${String(properties['functionAlias'])}`,
        etag: 'W/"1"',
        name: String(properties['functionAlias']),
        type: 'Microsoft.OperationalInsights/savedSearches',
        properties,
      })),
    ),
    'watchlists.json': list(
      of('/watchlists').map(({ name, properties }) => ({
        id: `${SENTINEL}/Watchlists/${name}`,
        name,
        type: 'Microsoft.SecurityInsights/Watchlists',
        // The list leaves the rows out.
        properties: { ...properties, rawContent: undefined, watchlistId: '7' },
      })),
    ),
    'items.json': list(
      ['a.exe', 'b, c.exe'].map((file, index) => ({
        id: `${SENTINEL}/Watchlists/known_files/WatchlistItems/${String(index)}`,
        name: String(index),
        type: 'Microsoft.SecurityInsights/Watchlists/WatchlistItems',
        properties: { itemsKeyValue: { file } },
      })),
    ),
    'workbooks.json': list(of('/workbooks').map((each) => ({ ...each, location: 'westeurope' }))),
    'graph.json': list([
      { ...(JSON.parse(text('detections/task-created.json')) as object), id: '7' },
    ]),
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(into, name), content);
  return { folder: into, build: out };
}

describe('a plan of all kinds', () => {
  test('finds nothing to do after a deployment', async () => {
    const { folder: current, build: previous } = await exported(pack());
    const { plan } = await planSentinel({ pack: pack(), current: [current], previous });
    expect({ ...plan, unchanged: plan?.unchanged.map(({ kind }) => kind) }).toEqual({
      create: [],
      update: [],
      delete: [],
      drift: [],
      removed: [],
      unknown: [],
      foreign: [],
      unchanged: ['function', 'watchlist', 'rule', 'workbook', 'detection'],
    });
  });

  test('names the body of a function, and the rows that come and go', async () => {
    const { folder: current } = await exported(pack());
    const { plan } = await planSentinel({ pack: pack(7, ['a.exe', 'd.exe']), current: [current] });
    expect(plan && planText(plan)).toBe(`~ update  function least_process
            query: "5" -> "7"
~ update  watchlist known_files
            item b, c.exe: 1 -> nothing
            item d.exe: nothing -> 1
0 to create, 2 to update, 0 to delete, 3 unchanged, 0 drifted properties, 0 others left alone
`);
  });

  test('does not guess what an export does not hold', async () => {
    const { folder: current } = await exported(pack());
    const only = (...names: string[]) => names.map((each) => join(current, each));
    const of = async (...names: string[]) =>
      (await planSentinel({ pack: pack(), current: only(...names) })).plan;
    expect((await of('rules.json'))?.unknown.map(({ kind }) => kind)).toEqual([
      'function',
      'watchlist',
      'workbook',
      'detection',
    ]);
    // Without the lists of their rows, watchlists are compared by what else there is.
    const lists = await of('watchlists.json');
    expect(lists?.unchanged.map(({ kind }) => kind)).toEqual(['watchlist']);
    expect(lists?.create).toEqual([]);
  });

  test('the rollback brings back functions, rows and detections, and passes the tests of templates', async () => {
    const { folder: current, build: previous } = await exported(pack());
    const rollback = join(folder(), 'rollback');
    const changed = pack(7, ['d.exe']);
    const { plan } = await planSentinel({ pack: changed, current: [current], previous, rollback });
    expect(plan?.update.map(({ kind }) => kind)).toEqual(['function', 'watchlist']);
    const start = {
      path: 'mainTemplate.json',
      text: readFileSync(join(rollback, 'mainTemplate.json'), 'utf8'),
    };
    const settings = {
      apiVersions: shippedApiVersions(),
      testDate: Date.UTC(2026, 10, 21),
      sampleName: '',
    };
    const { results } = runNative({ start, files: [start] }, tests, settings);
    expect(results.length).toBeGreaterThan(20);
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
    // Deployed, it undoes the change: seen against the first pack, nothing of it differs.
    const after = await planSentinel({
      pack: pack(),
      current: [join(rollback, 'mainTemplate.json')],
    });
    expect(after.plan?.update).toEqual([]);
    expect(after.plan?.unchanged.map(({ kind }) => kind)).toEqual(['function', 'watchlist']);
  });

  test('a detection that is gone from the pack is deleted, one that changed is put back', async () => {
    const { folder: current, build: previous } = await exported(pack());
    const none = pack(undefined, undefined, QUERY.replace(/```kusto defender[^]*?```/, ''));
    const rollback = join(folder(), 'rollback');
    const { plan } = await planSentinel({ pack: none, current: [current], previous, rollback });
    expect(plan?.delete).toContainEqual({
      kind: 'detection',
      name: 'A task was registered',
      title: 'A task was registered',
    });
    const back = JSON.parse(
      Buffer.from(contentsOf(rollback)['detections/1.json'] ?? '', 'hex').toString(),
    ) as object;
    expect(Object.keys(back)).toEqual([
      'displayName',
      'status',
      'queryCondition',
      'schedule',
      'detectionAction',
    ]);
  });
});
