import { describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, checks, emit, pack as packTree } from '../../../src/targets/splunk/index.ts';
import type { FileTree } from '../../../src/text/index.ts';
import { assets, pack, strategies } from './sample-pack.ts';

type Change = Readonly<Record<string, string | Uint8Array>>;

const good = emit(pack, strategies, assets).value;
const APP = 'acme_detections/';
const textOf = (path: string): string => good.get(APP + path) as string;
const added = (path: string, more: string): Change => ({ [path]: textOf(path) + more });
const replaced = (path: string, from: string, to: string): Change => ({
  [path]: textOf(path).replace(from, to),
});
const app = (from: string, to: string): Change => replaced('default/app.conf', from, to);
const search = (more: string): Change =>
  added('default/savedsearches.conf', `\n[x]\nsearch = a\n${more}`);
const SCHEDULED = 'enableSched = 1\ncron_schedule = 3 * * * *\n';
const WINDOW = 'dispatch.earliest_time = -1h\ndispatch.latest_time = now\n';

/** One app that fails each check, and the words that the finding points at. */
const broken: readonly (readonly [code: string, change: Change, words?: string])[] = [
  ['TSP1401', { '../other/x.txt': 'x' }],
  ['TSP1403', { 'default/.hidden': 'x' }],
  ['TSP1404', { 'local/app.conf': '[x]\na = b\n' }],
  ['TSP1405', { 'default/data/ui/views/a b.xml': '<dashboard version="1.1"/>' }],
  ['TSP1406', { 'metadata/x.txt': 'x' }],
  ['TSP1407', { 'static/sub/x.png': 'x' }],
  ['TSP1408', { 'lookups/x.bin': new Uint8Array([0x4d, 0x5a, 0x90, 0, 0xff]) }],
  ['TSP1409', { 'lookups/x.csv': 'a\n', 'lookups/x.csv.default': 'a\n' }],
  ['TSP1410', { 'default/data/ui/views/x.py': 'x' }],
  ['TSP1411', { 'appserver/templates/x.html': 'x' }],
  ['TSP1412', { 'default/setup.xml': '<setup/>' }],
  ['TSP1413', { 'default/telemetry.conf': '[x]\n' }],
  ['TSP1420', { 'default/data/ui/views/x.xml': '<dashboard version="1.1">&nbsp;</dashboard>' }, ''],
  ['TSP1421', { 'appserver/static/x.json': '{' }],
  ['TSP1422', { 'default/inputs.conf': '[WinEventLog://Security]\n' }, '[WinEventLog://Security]'],
  ['TSP1423', { 'README.md': 'a\n<<<<<<< HEAD\nb' }, '<<<<<<<'],
  [
    'TSP1424',
    { 'default/data/ui/views/x.xml': '<dashboard theme="light"/>' },
    '<dashboard theme="light"/>',
  ],
  ['TSP1425', { 'lookups/x.csv': 'a\n10.1.2.3\n' }, '10.1.2.3'],
  ['TSP1430', app('id = acme_detections', 'id = other'), 'id = other'],
  ['TSP1433', app('version = 1.2.3', 'version = 1.2'), 'version = 1.2'],
  ['TSP1434', app('label = ACME Detections', 'label = ACM'), 'label = ACM'],
  ['TSP1435', app('is_configured = 0', 'is_configured = true'), 'is_configured = true'],
  [
    'TSP1436',
    app('build =', 'install_source_checksum = x\nbuild ='),
    'install_source_checksum = x',
  ],
  [
    'TSP1437',
    added('default/app.conf', '\n[triggers]\nreload.props = simple\n'),
    'reload.props = simple',
  ],
  ['TSP1438', { 'default/mine.conf': '[x]\na = b\n' }],
  [
    'TSP1439',
    replaced('metadata/default.meta', 'write : [ admin, sc_admin ]', 'write : [ * ]'),
    'access = read : [ * ], write : [ * ]',
  ],
  [
    'TSP1440',
    replaced('metadata/default.meta', 'write : [ admin, sc_admin ]', 'write : [ admin ]'),
    'access = read : [ * ], write : [ admin ]',
  ],
  ['TSP1450', search('a = b\na = c\n'), 'a = c'],
  ['TSP1451', added('default/macros.conf', '\n[default]\niseval = 0\n'), '[default]\niseval = 0'],
  [
    'TSP1452',
    search(`${SCHEDULED}dispatch.latest_time = now\n`),
    `[x]\nsearch = a\n${SCHEDULED}dispatch.latest_time = now`,
  ],
  [
    'TSP1453',
    search(`${SCHEDULED}dispatch.earliest_time = -1h\n`),
    `[x]\nsearch = a\n${SCHEDULED}dispatch.earliest_time = -1h`,
  ],
  ['TSP1454', search('dispatch.earliest_time = rt-5m\n'), 'dispatch.earliest_time = rt-5m'],
  [
    'TSP1455',
    search(`${WINDOW}enableSched = 1\ncron_schedule = */2 * * * *\n`),
    'cron_schedule = */2 * * * *',
  ],
  [
    'TSP1456',
    search(`${SCHEDULED}${WINDOW}action.script = 1\naction.script.filename = x.sh\n`),
    'action.script = 1',
  ],
  ['TSP1457', search('action.populate_lookup = 1\n'), 'action.populate_lookup = 1'],
  [
    'TSP1458',
    added('default/transforms.conf', '\n[x]\nexternal_cmd = x.py a\nexternal_type = python\n'),
    'external_cmd = x.py a',
  ],
  ['TSP1459', { 'default/collections.conf': '[x]\nfield.a = text\n' }, 'field.a = text'],
];

/** Paths that begin with `../` lie beside the app's folder. */
function changed(change: Change, from = good): FileTree {
  const entries = Object.entries(change);
  return new Map([
    ...from,
    ...entries.map(
      ([path, content]) => [path.startsWith('../') ? path.slice(3) : APP + path, content] as const,
    ),
  ]);
}

// Which of these AppInspect 4.3.1 reports was found out by running it on them.
test.each([
  ['10.0.0.1', true],
  ['172.16.0.1', true],
  ['172.32.0.1', false],
  ['192.168.1.1', true],
  ['127.0.0.1', false],
  ['169.254.1.1', true],
  ['192.0.0.1', true],
  ['192.0.2.10', true],
  ['198.51.100.1', true],
  ['203.0.113.9', true],
  ['198.18.0.1', true],
  ['100.64.0.1', false],
  ['240.0.0.1', true],
  ['0.0.0.0', false],
  ['255.255.255.255', false],
  ['8.8.8.8', false],
  ['10.2.2.2.5', false],
  ['v10.3.0.1', false],
])('the address %s counts as private: %s', (address, counts) => {
  const codes = check(changed({ 'lookups/x.csv': `a\n${address}\n` })).map(({ code }) => code);
  expect(codes).toEqual(counts ? ['TSP1425'] : []);
});

test('an app as it is emitted passes every check', () => {
  expect(check(good)).toEqual([]);
});

test('so does an app in which every schedule runs at most 12 times an hour', () => {
  const often = ['*/5 * * * *', '0,5,10 * * * *', '1-59/5 0-23/2 * * 1-5', '2 3 4 5 6'];
  const stanzas = often.map(
    (cron, index) =>
      `\n[s${String(index)}]\nsearch = a\n${WINDOW}enableSched = 1\ncron_schedule = ${cron}\n`,
  );
  expect(check(changed(added('default/savedsearches.conf', stanzas.join(''))))).toEqual([]);
});

test.each(broken.map(([code, change, words]) => [code, change, words] as const))(
  '%s bites, at its place',
  (code, change, words) => {
    const found = check(changed(change)).filter((each) => each.code === code);
    expect(found.length).toBeGreaterThan(0);
    const { source, span } = found.find((each) => each.span) ??
      found[0] ?? { source: { text: '' } };
    expect(span && source.text.slice(span.start, span.end)).toBe(words);
  },
);

test('every check has an app that fails it', () => {
  const elsewhere = ['TSP1402', 'TSP1431', 'TSP1432'];
  expect([...new Set([...broken.map(([code]) => code), ...elsewhere])].sort()).toEqual(
    checks.map(({ code }) => code).sort(),
  );
  const named = (id: string): string[] =>
    check(emit({ ...pack, id }, strategies, assets).value).map(({ code }) => code);
  expect(named('1acme')).toEqual(['TSP1431']);
  expect(named('launcher')).toEqual(['TSP1432']);
  expect(check(new Map([['x/README.md', '']])).map(({ code }) => code)).toContain('TSP1402');
});

// Which of the broken apps the real AppInspect fails under the same name; run with APPINSPECT=<path of the command>.
const command = process.env['APPINSPECT'];
const withAppInspect = command !== undefined && existsSync(command) ? describe : describe.skip;

withAppInspect('against the real AppInspect (needs APPINSPECT)', () => {
  interface Report {
    readonly reports: readonly {
      readonly groups: readonly {
        readonly checks: readonly { readonly name: string; readonly result: string }[];
      }[];
    }[];
  }
  const icon = readFileSync(join(import.meta.dirname, '../../../splunk_app/static/appIcon.png'));
  const real = new Map([...good, [`${APP}static/appIcon.png`, new Uint8Array(icon)]]);

  /** Names of the checks that the real tool reports, other than as passed. */
  function judged(tree: FileTree): string[] {
    const folder = mkdtempSync(join(tmpdir(), 'appinspect-'));
    try {
      const [spl, report] = [join(folder, 'app.spl'), join(folder, 'report.json')];
      writeFileSync(spl, packTree(tree));
      const flags = [
        '--included-tags',
        'cloud',
        '--included-tags',
        'private_app',
        '--included-tags',
        'future',
      ];
      execFileSync(
        command ?? '',
        [
          'inspect',
          spl,
          '--mode',
          'precert',
          ...flags,
          '--skip-trusted-libraries-update',
          '--data-format',
          'json',
          '--output-file',
          report,
        ],
        { stdio: 'ignore' },
      );
      const { reports } = JSON.parse(readFileSync(report, 'utf8')) as Report;
      return reports
        .flatMap(({ groups }) => groups.flatMap((group) => group.checks))
        .filter(({ result }) => !['success', 'not_applicable', 'skipped'].includes(result))
        .map(({ name }) => name);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  test('the app as it is emitted', () => {
    expect(judged(real)).toEqual([]);
  }, 60_000);

  // An unfinished merge is named in AppInspect's list but was not reported by 4.3.1 in any file tried.
  // Hidden files cannot be packed by us, and a second app beside the first is judged as an app of its own.
  const comparable = broken.filter(([code]) => !['TSP1401', 'TSP1403', 'TSP1423'].includes(code));
  test.each(comparable)(
    '%s',
    (code, change) => {
      const found = check(changed(change, real)).filter((each) => each.code === code);
      const names = found.map(({ message }) => /AppInspect: (\w+)\)$/u.exec(message)?.[1]);
      expect(judged(changed(change, real))).toEqual(expect.arrayContaining(names));
    },
    60_000,
  );
});
