// Two releases of an app, written out as .conf files, and what is said about the difference.
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { diff, diffJson, diffText, type AppDiff } from '../../src/flows/index.ts';
import { pack } from '../../src/targets/splunk/index.ts';
import { folderOf } from './disk.ts';

const folders: (() => void)[] = [];
afterEach(() => {
  for (const remove of folders.splice(0)) remove();
});

type Files = Readonly<Record<string, string>>;

const APP = (version: string): string => `[id]\nname = acme\nversion = ${version}\n`;

function compared(from: Files, to: Files, local?: Files): AppDiff {
  const { path, remove } = folderOf({
    ...prefixed('old/acme/default', { 'app.conf': APP('1.0.0'), ...from }),
    ...prefixed('new/acme/default', { 'app.conf': APP('2.0.0'), ...to }),
    ...(local && prefixed('site/local', local)),
  });
  folders.push(remove);
  return diff({
    from: join(path, 'old'),
    to: join(path, 'new'),
    ...(local && { local: join(path, 'site') }),
  });
}

const prefixed = (folder: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));

const searches = (text: string): Files => ({ 'savedsearches.conf': text });

/** One search, `a`, with two texts. */
function meaning(from: string, to: string, macros: readonly [string, string] = ['', '']): unknown {
  const found = compared(
    { 'savedsearches.conf': `[a]\nsearch = ${from}\n`, 'macros.conf': macros[0] },
    { 'savedsearches.conf': `[a]\nsearch = ${to}\n`, 'macros.conf': macros[1] },
  );
  expect(found.diagnostics).toEqual([]);
  return found.changed.map(({ search }) => search)[0];
}

const gone = (...removed: string[]): object => ({ removed, added: [] });
const change = (removed: string[], added: string[]): object => ({ removed, added });

describe('what a change to a search means', () => {
  test.each([
    ['nothing', 'index=a x=1 | stats count BY y', 'index=a x=1 | stats count BY y', undefined],
    ['spaces and order of terms', 'index=a  x=1', 'x=1 index=a', { kind: 'wording' }],
    ['order of conditions', '* | where a=1 AND b=2', '* | where b=2 AND a=1', { kind: 'wording' }],
    [
      'a condition',
      'index=a x=1 y=2 | head 5',
      'index=a x IN (1, 3) y=2 | head 5',
      { kind: 'meaning', steps: change(['search x=1'], ['search x IN (1, 3)']), facts: {} },
    ],
    [
      'a source and a field',
      'index=a | where size>3',
      'index=b | where length>3',
      {
        kind: 'meaning',
        steps: change(['search index=a', 'where size > 3'], ['search index=b', 'where length > 3']),
        facts: { indexes: change(['a'], ['b']), reads: change(['size'], ['length']) },
      },
    ],
    [
      'a step less',
      'index=a | dedup x | stats count BY x',
      'index=a | stats count BY x',
      { kind: 'meaning', steps: gone('dedup x'), facts: { commands: gone('dedup') } },
    ],
    [
      'a result column',
      'index=a | stats count BY x',
      'index=a | stats count BY x, y',
      {
        kind: 'meaning',
        steps: change(['stats count BY x'], ['stats count BY x, y']),
        facts: { reads: change([], ['y']), gives: change([], ['y']) },
      },
    ],
    [
      'a text that our reader does not take',
      'index=a',
      'index=a | nosuchcommand',
      { kind: 'unreadable', reason: expect.stringContaining('nosuchcommand') },
    ],
  ])('%s', (_, from, to, expected) => {
    expect(meaning(from, to)).toEqual(expected);
  });

  test.each([
    [
      'stands for itself',
      'index=a x=1 | `site_filter`',
      'index=a x=2 | `site_filter`',
      { kind: 'meaning', steps: change(['search x=1'], ['search x=2']), facts: {} },
    ],
    [
      'is told apart from another',
      '`site_logs` x=1',
      '`site_other` x=1',
      {
        kind: 'meaning',
        steps: change(['search "macro site_logs"'], ['search "macro site_other"']),
        facts: { macros: change(['site_logs'], ['site_other']) },
      },
    ],
    [
      'with arguments is not guessed',
      'index=a | `keep(x)`',
      'index=b | `keep(x)`',
      { kind: 'unreadable', reason: expect.stringContaining('keep') },
    ],
  ])('a macro that another app defines %s', (_, from, to, expected) => {
    expect(meaning(from, to)).toEqual(expected);
  });

  test('a macro changes every search that calls it', () => {
    const macro = (value: string): string => `[limit]\ndefinition = ${value}\n`;
    expect(
      meaning('index=a | where n>`limit`', 'index=a | where n>`limit`', [macro('3'), macro('5')]),
    ).toEqual({ kind: 'meaning', steps: change(['where n > 3'], ['where n > 5']), facts: {} });
  });
});

describe('searches by name', () => {
  const tombstone = (name: string): string =>
    `[${name}]\ndisabled = 1\nenableSched = 0\ndescription = Retired in version 2.0\nsearch = | makeresults | where false()\n`;

  test('added, retired with and without a tombstone, unchanged', () => {
    const found = compared(
      searches('[a]\nsearch = x\n[b]\nsearch = x\n[c]\nsearch = x\n'),
      searches(`[a]\nsearch = x\n${tombstone('b')}[d]\nsearch = x\n${tombstone('e')}`),
    );
    expect(found).toMatchObject({
      from: { id: 'acme', version: '1.0.0' },
      to: { id: 'acme', version: '2.0.0' },
      added: ['d'],
      changed: [],
      retired: [
        { name: 'c', tombstone: false },
        { name: 'b', tombstone: true },
      ],
      unchanged: 1,
    });
  });

  test('settings: new, gone, changed', () => {
    const found = compared(
      searches('[a]\nsearch = x\ncron_schedule = 1 * * * *\nalert.severity = 3\n'),
      searches('[a]\nsearch = x\ncron_schedule = 2 * * * *\nalert.track = 1\n'),
    );
    expect(found.changed).toEqual([
      {
        name: 'a',
        settings: [
          { key: 'alert.severity', from: '3' },
          { key: 'alert.track', to: '1' },
          { key: 'cron_schedule', from: '1 * * * *', to: '2 * * * *' },
        ],
      },
    ]);
  });

  test('the same strategy under another name is one search renamed', () => {
    const release = (name: string): Files => ({
      '../lookups/c.csv': `saved_search,strategy_id\n${name},s1\n`,
      'transforms.conf': '[acme_strategies]\nfilename = c.csv\n',
      'savedsearches.conf': `[${name}]\nsearch = x\n`,
    });
    const found = compared(release('Old name'), release('New name'));
    expect(found.changed).toEqual([{ name: 'New name', formerName: 'Old name', settings: [] }]);
    expect([found.added, found.retired, found.lookups]).toEqual([[], [], []]);
  });

  test('lists by row', () => {
    const release = (rows: string): Files => ({
      '../lookups/l.csv': `x\n${rows}`,
      'transforms.conf': '[l]\nfilename = l.csv\n',
    });
    expect(compared(release('a\nb\n'), release('b\nc\nd\n')).lookups).toEqual([
      { name: 'l', rowsAdded: 2, rowsRemoved: 1 },
    ]);
  });
});

describe('local settings', () => {
  const from = {
    'savedsearches.conf':
      '[kept]\nsearch = x\ncron_schedule = 1 * * * *\ndisabled = 1\nalert.severity = 3\n[gone]\nsearch = x\n[buried]\nsearch = x\n',
    'macros.conf': '[limit]\ndefinition = 3\n[same]\ndefinition = 1\n',
  };
  const to = {
    'savedsearches.conf':
      '[kept]\nsearch = x\ncron_schedule = 2 * * * *\ndisabled = 1\nalert.severity = 4\n[buried]\ndisabled = 1\nenableSched = 0\ndescription = retired\nsearch = | makeresults\n',
    'macros.conf': '[limit]\ndefinition = 5\n[same]\ndefinition = 1\n',
  };
  test.each<[string, string, string, [number, string, string][]]>([
    [
      'the change is hidden',
      'savedsearches.conf',
      '[kept]\ncron_schedule = 9 * * * *\n',
      [[2, 'cron_schedule', 'shadows']],
    ],
    ['switched on, as every customer does', 'savedsearches.conf', '[kept]\ndisabled = 0\n', []],
    [
      'what the release now ships',
      'savedsearches.conf',
      '[kept]\nalert.severity = 4\n',
      [[2, 'alert.severity', 'redundant']],
    ],
    [
      'its search is gone',
      'savedsearches.conf',
      '[gone]\ndisabled = 0\n',
      [[2, 'disabled', 'orphaned']],
    ],
    [
      'its search is retired, and stays on',
      'savedsearches.conf',
      '[buried]\ndisabled = 0\ncron_schedule = 1 * * * *\nsearch = y\n',
      [
        [2, 'disabled', 'revives'],
        [4, 'search', 'revives'],
      ],
    ],
    ["the customer's own search", 'savedsearches.conf', '[own]\nsearch = x\n', []],
    [
      'a macro',
      'macros.conf',
      '[limit]\ndefinition = 4\n[same]\ndefinition = 2\n',
      [[2, 'definition', 'shadows']],
    ],
  ])('%s', (_, file, text, effects) => {
    const { overrides } = compared(from, to, { [file]: text });
    expect(overrides.map(({ line, key, effect }) => [line, key, effect])).toEqual(effects);
    for (const each of overrides) expect(each.file).toBe(file);
  });

  test('a list kept in a file of its own hides the rows that the release adds', () => {
    const lists = (rows: string): Files => ({
      'transforms.conf': '[known]\nfilename = known.csv\n[same]\nfilename = same.csv\n',
      '../lookups/known.csv': `name\n${rows}`,
      '../lookups/same.csv': 'name\nx\n',
    });
    const found = compared(lists('a\n'), lists('a\nb\n'), {
      'transforms.conf': '[known]\nfilename = known_local.csv\n[same]\nfilename = same_local.csv\n',
    });
    expect(found.overrides.map(({ stanza, effect }) => [stanza, effect])).toEqual([
      ['known', 'shadows'],
    ]);
    expect(diffText(found)).toContain(
      'transforms.conf:2 [known] filename = known_local.csv hides the change (of the rows in the file that it stands for)\n',
    );
  });

  test("pages and navigation of the customer's own", () => {
    const page = (name: string, text: string): Files => ({
      [`data/ui/views/${name}.xml`]: `<dashboard>${text}</dashboard>`,
    });
    const nav = { 'data/ui/nav/default.xml': '<nav/>' };
    const found = compared(
      { ...page('a', '1'), ...page('b', '1'), ...page('c', '1'), ...page('d', '1'), ...nav },
      { ...page('a', '2'), ...page('b', '1'), ...page('d', '2'), ...nav },
      {
        ...page('a', 'x'),
        ...page('b', 'x'),
        ...page('c', 'x'),
        ...page('d', '2'),
        ...page('e', 'x'),
      },
    );
    expect(found.pages).toEqual([
      { file: 'data/ui/views/a.xml', effect: 'shadows' },
      { file: 'data/ui/views/c.xml', effect: 'orphaned' },
      { file: 'data/ui/views/d.xml', effect: 'redundant' },
    ]);
    expect(diffText(found)).toContain('data/ui/views/a.xml hides the change\n');
  });

  test('field extractions and event types', () => {
    const files = (value: string): Files => ({
      'props.conf': `[s]\nEXTRACT-a = ${value}\n`,
      'eventtypes.conf': `[e]\nsearch = ${value}\n`,
    });
    const { overrides } = compared(files('x'), files('y'), files('mine'));
    expect(overrides.map(({ file, key, effect }) => [file, key, effect])).toEqual([
      ['props.conf', 'EXTRACT-a', 'shadows'],
      ['eventtypes.conf', 'search', 'shadows'],
    ]);
  });
});

test("of long steps that take each other's place the difference is shown", () => {
  const long = (last: string): string => `index=a (${'x=1 OR '.repeat(60)}y=${last})`;
  const found = compared(
    searches(`[a]\nsearch = ${long('1')}\n`),
    searches(`[a]\nsearch = ${long('2')}\n`),
  );
  const lines = diffText(found).split('\n');
  expect(lines.filter((line) => /^ +[-+] /u.test(line)).map((line) => line.trim())).toEqual([
    '- search …x=1 OR x=1 OR x=1 OR y=1',
    '+ search …x=1 OR x=1 OR x=1 OR y=2',
  ]);
});

test('the text for people, with nothing in it that moves a terminal', () => {
  const found = compared(
    searches('[a]\nsearch = index=a x=1\ndescription = one\n[b]\nsearch = x\n'),
    searches('[a]\nsearch = index=a x=2\ndescription = \u001b[31mtwo\n[c\u001b]\nsearch = x\n'),
    { 'savedsearches.conf': '[a]\ndescription = mine\n' },
  );
  expect(diffText(found)).toBe(`acme 1.0.0 -> acme 2.0.0

Added
  c\u241b

Changed
  a
    search:
      - search x=1
      + search x=2
    description: one -> \u241b[31mtwo

Retired
  b (nothing is left of it: local settings are orphaned)

Local settings that meet this release
  savedsearches.conf:2 [a] description = mine hides the change (one -> \u241b[31mtwo)

1 added, 1 changed, 1 retired, 0 unchanged
`);
  expect(JSON.parse(diffJson(found))).toMatchObject({ added: ['c\u001b'], unchanged: 0 });
});

test('packages, broken and missing ones', () => {
  const tree = new Map([
    ['acme/default/app.conf', APP('1.0.0')],
    ['acme/default/savedsearches.conf', '[a]\nsearch = x\n'],
  ]);
  const { path, remove } = folderOf({ 'a.spl': pack(tree), 'b.spl': 'no archive' });
  folders.push(remove);
  const [good, bad] = [join(path, 'a.spl'), join(path, 'b.spl')];
  expect(diff({ from: good, to: good })).toMatchObject({ unchanged: 1, diagnostics: [] });
  expect(diff({ from: good, to: bad }).diagnostics.map(({ code }) => code)).toContain('TSP1201');
  expect(() => diff({ from: good, to: join(path, 'no.spl') })).toThrow('no such file');
  expect(() => diff({ from: good, to: good, local: join(path, 'no') })).toThrow('no such folder');
});
