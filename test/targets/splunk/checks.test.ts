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
const view = (content: string): Change => ({
  'default/data/ui/views/x.xml': `<dashboard version="1.1"><label>x</label>${content}</dashboard>`,
});
const option = (element: string, name: string, value: string): string =>
  `<row><panel><${element}><search><query>x</query></search><option name="${name}">${value}</option></${element}></panel></row>`;
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
  ['TSP1407', { 'static/x.js': 'x' }],
  ['TSP1404', { 'users/ada/local/app.conf': '[x]\na = b\n' }],
  [
    'TSP1404',
    { 'metadata/local.meta': '[]\naccess = read : [ * ], write : [ admin, sc_admin ]\n' },
  ],
  ['TSP1408', { 'lookups/x.bin': new Uint8Array([0x4d, 0x5a, 0x90, 0, 0xff]) }],
  ['TSP1409', { 'lookups/x.csv': 'a\n', 'lookups/x.csv.default': 'a\n' }],
  ['TSP1410', { 'default/data/ui/views/x.py': 'x' }],
  ['TSP1411', { 'appserver/templates/x.html': 'x' }],
  ['TSP1412', { 'default/setup.xml': '<setup/>' }],
  ['TSP1413', { 'default/telemetry.conf': '[x]\n' }],
  ['TSP1413', { 'default/limits.conf': '[x]\na = b\n' }],
  ['TSP1413', { 'default/viewstates.conf': '[x]\n' }],
  ['TSP1413', { 'default/bookmarks.conf': '[x]\n' }],
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
  ['TSP1459', { 'default/collections.conf': '[x]\nfield.a = text\n' }, 'field.a = text'],
  [
    'TSP1426',
    view('<row><table><searchString>x</searchString></table></row>'),
    '<searchString>x</searchString>',
  ],
  ['TSP1426', view('<row><panel><list/></panel></row>'), '<list/>'],
  ['TSP1426', view('<row grouping="1,2"><table/></row>'), '<row grouping="1,2"><table/></row>'],
  ['TSP1426', view(option('chart', 'height', '300px')), '<option name="height">300px</option>'],
  ['TSP1426', view(option('single', 'linkView', 'x')), '<option name="linkView">x</option>'],
  [
    'TSP1426',
    view(option('table', 'displayRowNumbers', 'true')),
    '<option name="displayRowNumbers">true</option>',
  ],
  [
    'TSP1426',
    { 'default/data/ui/views/x.xml': '<view><label>x</label><module name="A"/></view>' },
    '<module name="A"/>',
  ],
  [
    'TSP1427',
    {
      'default/data/ui/views/x.xml':
        '<dashboard version="2"><label>x</label><definition><![CDATA[{x]]></definition></dashboard>',
    },
    '<definition>',
  ],
  ['TSP1428', added('default/macros.conf', '\n[m]\ndefinition = x | input add y\n'), '| input'],
  [
    'TSP1428',
    added('default/macros.conf', '\n[m]\ndefinition = x | tscollect namespace=y\n'),
    '| tscollect',
  ],
  [
    'TSP1428',
    view('<row><table><search><query>a | runshellscript b</query></search></table></row>'),
    '| runshellscript',
  ],
  ['TSP1428', { 'bin/x.sh': '#!/bin/sh\nrm -rf /\n' }, 'rm -rf'],
  [
    'TSP1428',
    { 'appserver/static/x.js': 'fetch("/services/apps/appinstall");' },
    'apps/appinstall',
  ],
  [
    'TSP1428',
    { 'appserver/static/x.js': 'window._splunk_metrics_events.push({});' },
    '_splunk_metrics_events',
  ],
  ['TSP1428', { 'default/inputs.conf': '[x]\nsslVersions = tls1.1\n' }, 'sslVersions = tls1.1'],
  ['TSP1429', { 'bin/x.pyc': 'x' }],
  ['TSP1429', { 'bin/x.py': 'print(1)\n' }],
  ['TSP1429', { 'appserver/static/x.swf': 'FWS' }],
  ['TSP1429', { 'default/data/ui/html/x.html': '<html></html>' }],
  ['TSP1441', app('check_for_updates = 0', 'check_for_updates = 1'), 'check_for_updates = 1'],
  [
    'TSP1442',
    app('state_change_requires_restart = 0', 'state_change_requires_restart = 1'),
    'state_change_requires_restart = 1',
  ],
  [
    'TSP1443',
    {
      'default/mine.conf': '[x]\na = b\n',
      ...added('default/app.conf', '\n[triggers]\nreload.mine = simple\n'),
    },
  ],
  [
    'TSP1444',
    {
      'default/mine.conf': '[x]\na = b\n',
      ...added('default/app.conf', '\n[triggers]\nreload.mine = never\n'),
    },
    'reload.mine = never',
  ],
  [
    'TSP1445',
    added('metadata/default.meta', '\n[mine]\nexport = system\n'),
    '[mine]\nexport = system',
  ],
  ['TSP1470', { 'default/server.conf': '[sslConfig]\na = b\n' }, '[sslConfig]\na = b'],
  ['TSP1470', { 'default/web.conf': '[settings]\na = b\n' }, '[settings]\na = b'],
  ['TSP1470', { 'default/outputs.conf': '[tcpout]\na = b\n' }, '[tcpout]\na = b'],
  [
    'TSP1470',
    { 'default/authorize.conf': '[role_x]\nadmin_all_objects = enabled\n' },
    'admin_all_objects = enabled',
  ],
  [
    'TSP1470',
    { 'default/authorize.conf': '[role_power]\nimportRoles = admin\n' },
    'importRoles = admin',
  ],
  [
    'TSP1470',
    { 'default/authentication.conf': '[authentication]\nauthType = LDAP\n' },
    '[authentication]\nauthType = LDAP',
  ],
  [
    'TSP1470',
    { 'default/indexes.conf': '[main]\nfrozenTimePeriodInSecs = 1\n' },
    '[main]\nfrozenTimePeriodInSecs = 1',
  ],
  ['TSP1470', { 'default/indexes.conf': '[x]\nhomePath = /x\n' }, 'homePath = /x'],
  ['TSP1470', { 'default/inputs.conf': '[udp://514]\n' }, '[udp://514]'],
  ['TSP1470', { 'default/inputs.conf': '[http://x]\ntoken = 1\n' }, '[http://x]\ntoken = 1'],
  [
    'TSP1470',
    { 'default/inputs.conf': '[batch:///x]\nmove_policy = sinkhole\n' },
    '[batch:///x]\nmove_policy = sinkhole',
  ],
  [
    'TSP1470',
    { 'default/datamodels.conf': '[x]\nacceleration = 1\n', 'default/data/models/x.json': '{}' },
    'acceleration = 1',
  ],
  [
    'TSP1471',
    { 'default/props.conf': '[syslog]\nEXTRACT-x = (?<a>.)\n' },
    '[syslog]\nEXTRACT-x = (?<a>.)',
  ],
  [
    'TSP1471',
    { 'default/props.conf': '[x]\nINGEST_EVAL = a=lookup("b.csv", c, d)\n' },
    'INGEST_EVAL = a=lookup("b.csv", c, d)',
  ],
  [
    'TSP1471',
    { 'default/eventtypes.conf': '[x]\nsearch = | savedsearch y\n' },
    'search = | savedsearch y',
  ],
  [
    'TSP1471',
    { 'default/workflow_actions.conf': '[x]\nlink.uri = http://example.com/$x$\n' },
    'link.uri = http://example.com/$x$',
  ],
  ['TSP1471', { 'default/commands.conf': '[x]\nfilename = x.js\n' }, 'filename = x.js'],
  ['TSP1471', { 'default/alert_actions.conf': '[x]\nlabel = x\n' }, '[x]\nlabel = x'],
  [
    'TSP1471',
    { 'default/restmap.conf': '[script:x]\nmatch = /x\nscript = x.py\n' },
    '[script:x]\nmatch = /x\nscript = x.py',
  ],
  [
    'TSP1471',
    added('default/transforms.conf', '\n[x]\nexternal_cmd = x.py a\nexternal_type = python\n'),
    '[x]\nexternal_cmd = x.py a\nexternal_type = python',
  ],
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
  const elsewhere = ['TSP1402', 'TSP1414', 'TSP1415', 'TSP1416', 'TSP1417', 'TSP1431', 'TSP1432'];
  expect([...new Set([...broken.map(([code]) => code), ...elsewhere])].sort()).toEqual(
    checks.map(({ code }) => code).sort(),
  );
  const named = (id: string): string[] =>
    check(emit({ ...pack, id }, strategies, assets).value).map(({ code }) => code);
  expect(named('1acme')).toEqual(['TSP1431']);
  expect(named('launcher')).toEqual(['TSP1432']);
  expect(check(new Map([['x/README.md', '']])).map(({ code }) => code)).toContain('TSP1402');
});

test.each<[string, string, number, string[]]>([
  ['a file that its owner may not write', 'default/macros.conf', 0o400, ['TSP1414']],
  ['a program outside of the folders for programs', 'static/appIcon.png', 0o755, ['TSP1416']],
  ['a folder that its owner may not enter', 'default/', 0o600, ['TSP1415']],
  ['a program where it belongs', 'bin/x.sh', 0o755, []],
  ['a file that others may write', 'default/macros.conf', 0o666, []],
])('permissions: %s', (_, path, mode, codes) => {
  expect(check(good, new Map([[APP + path, mode]])).map(({ code }) => code)).toEqual(codes);
});

test('an app that is nothing but app.conf', () => {
  const only = new Map([[`${APP}default/app.conf`, textOf('default/app.conf')]]);
  expect(check(only).map(({ code }) => code)).toContain('TSP1417');
});

// What AppInspect 4.3.1 passes, found out by running it: no error of ours either.
test.each<[string, Change]>([
  [
    'a bound by the time of indexing',
    search(`${SCHEDULED}dispatch.index_earliest = -1h\ndispatch.index_latest = now\n`),
  ],
  [
    'a bound in the search itself',
    added(
      'default/savedsearches.conf',
      `\n[x]\nsearch = index=a earliest=-1h\n${SCHEDULED}dispatch.latest_time = now\n`,
    ),
  ],
  ['a real-time search without a schedule', search('dispatch.earliest_time = rt-5m\n')],
  ['weekdays by name', search(`${WINDOW}enableSched = 1\ncron_schedule = 0 0 * * mon-fri\n`)],
  ['forwarding that is switched off', { 'default/outputs.conf': '[tcpout]\ndisabled = 1\n' }],
  ['a role map', { 'default/authentication.conf': '[roleMap_SAML]\nuser = x\n' }],
  [
    'a custom file with all that it needs',
    {
      'default/mine.conf': '[general]\na = b\n',
      'default/server.conf': '[shclustering]\nconf_replication_include.mine = true\n',
      ...added('default/app.conf', '\n[triggers]\nreload.mine = simple\n'),
    },
  ],
  ['an event type by a search', { 'default/eventtypes.conf': '[x]\nsearch = index=a\n' }],
  [
    'extractions of a source',
    { 'default/props.conf': '[source::XmlWinEventLog:Security]\nKV_MODE = xml\n' },
  ],
  ['the word input as a field', search('description = index=a input=5 [search input x]\n')],
  ['a network in CIDR notation', { 'lookups/x.csv': 'a\n10.0.0.0/8\n' }],
])('no error: %s', (_, change) => {
  expect(check(changed(change)).filter(({ severity }) => severity === 'error')).toEqual([]);
});

// Which of the broken apps the real AppInspect fails under the same name; run in CI, or with APPINSPECT=<path of
// the command>.
const installed = join(import.meta.dirname, '../../../.venv/appinspect/bin/splunk-appinspect');
const command = process.env['APPINSPECT'] ?? (process.env['CI'] === 'true' ? installed : undefined);
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
      expect(names.length).toBeGreaterThan(0);
      expect(judged(changed(change, real))).toEqual(expect.arrayContaining(names));
    },
    60_000,
  );
});
