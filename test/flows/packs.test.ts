// Packs as they lie on disk, and what is written from them.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { build, check, createStrategy, UsageError } from '../../src/flows/index.ts';
import { documentPath, loadPack } from '../../src/flows/pack-folder.ts';
import { MANIFEST, writeTree } from '../../src/flows/write-tree.ts';
import { contentsOf, document, folderOf } from './disk.ts';

// Loading Microsoft's parser takes seconds on a busy machine.
jest.setTimeout(60_000);

const folders: (() => void)[] = [];
const folder = (files: Readonly<Record<string, string | Uint8Array>> = {}): string => {
  const made = folderOf(files);
  folders.push(made.remove);
  return made.path;
};
afterEach(() => {
  for (const remove of folders.splice(0)) remove();
});

const utf16 = (text: string, big = false): Buffer => {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return big ? bytes.swap16() : bytes;
};
const codes = (path: string): string[] =>
  loadPack(path).diagnostics.map(
    ({ code, severity, source }) => `${source.name.slice(path.length + 1)} ${severity} ${code}`,
  );

describe('a folder of documents', () => {
  const good = document();
  test.each<[string, Record<string, string | Uint8Array>, string[], string[]]>([
    [
      'names with and without extension',
      {
        'a.md': good,
        b: document({ id: 'b' }),
        'c.txt': document({ id: 'c' }),
        'd.MARKDOWN': document({ id: 'd' }),
      },
      ['task-created', 'b', 'c', 'd'],
      [],
    ],
    ['folders below', { 'x/y/a.md': good }, ['task-created'], []],
    [
      'what is no document is passed over',
      {
        'a.md': good,
        'b.json': '{}',
        '.hidden.md': good,
        '_draft.md': good,
        'recordings/r.md': good,
        'node_modules/m/a.md': good,
        'out/a.md': good,
      },
      ['task-created'],
      [],
    ],
    [
      'a read-me is a note',
      { 'README.md': '# Our pack\n\nRead me.\n' },
      [],
      ['README.md note DOC1002'],
    ],
    ['UTF-8 with a byte order mark', { 'a.md': `\uFEFF${good}` }, ['task-created'], []],
    ['UTF-16, little end first', { 'a.md': utf16(good) }, ['task-created'], []],
    ['UTF-16, big end first', { 'a.md': utf16(good, true) }, ['task-created'], []],
    [
      'a binary file',
      { LICENCE: Buffer.from([0x7f, 0x45, 0, 0, 1]) },
      [],
      ['LICENCE note PCK1002'],
    ],
    [
      'Latin-1',
      { 'a.md': Buffer.from('# Goal\n\nPr\xfcfen\n', 'latin1') },
      [],
      ['a.md error PCK1003'],
    ],
    ['larger than 4 MiB', { 'a.md': 'x'.repeat(4 * 1024 * 1024 + 1) }, [], ['a.md error PCK1001']],
    ['an empty folder', {}, [], []],
  ])('%s', (_, files, ids, problems) => {
    const path = folder(files);
    expect(loadPack(path).strategies.map(({ id }) => id)).toEqual(ids);
    expect(codes(path)).toEqual(problems);
  });

  test('a link to a document is one; a link to a folder is not followed', () => {
    const path = folder({ 'real/a.txt': good });
    symlinkSync(join(path, 'real/a.txt'), join(path, 'b.md'));
    symlinkSync(path, join(path, 'circle'));
    expect(loadPack(path).strategies.length).toBe(2);
  });

  test('one document is a pack', () => {
    const path = folder({ 'a.md': good, 'b.md': document({ id: 'b' }) });
    const loaded = loadPack(join(path, 'a.md'));
    const [strategy] = loaded.strategies;
    expect([
      loaded.strategies.length,
      strategy && documentPath(loaded, strategy),
      loaded.root,
    ]).toEqual([1, 'a.md', path]);
  });

  test('a path that is not there is wrong use', () => {
    expect(() => loadPack('/no/such/pack')).toThrow(
      new UsageError('/no/such/pack: no such file or folder'),
    );
  });

  test('two documents of one id', () => {
    const path = folder({ 'a.md': good, 'b.md': good });
    expect(codes(path)).toEqual(['b.md error DOC2003']);
  });

  test.each([
    ['not YAML', 'id: [', 'error'],
    ['unknown key', 'identity: x\n', 'error'],
    ['wrong type', 'id: { a: 1 }\n', 'error'],
    ['fine', 'id: my_pack\n', undefined],
    ['empty', '', undefined],
  ])('pack.yaml: %s', (_, yaml, severity) => {
    const path = folder({ 'pack.yaml': yaml });
    const [first] = loadPack(path).diagnostics;
    expect([first?.severity, first?.source.name]).toEqual(
      severity ? [severity, `${path}/pack.yaml`] : [undefined, undefined],
    );
  });
});

describe('writing a tree', () => {
  const ours = (files: Record<string, string>): Map<string, string> =>
    new Map([...Object.entries(files), [MANIFEST, '{"tool":{"name":"stratagem"}}']]);
  const text = (hex: string | undefined): string => Buffer.from(hex ?? '', 'hex').toString();

  test('a new folder, with folders above it', () => {
    const path = folder();
    const written = writeTree(join(path, 'x/out'), ours({ 'a/b.txt': 'one' }));
    expect(written.map((each) => each.path)).toEqual(['a/b.txt', MANIFEST]);
    expect(written[0]?.sha256).toBe(
      '7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed',
    );
    expect(text(contentsOf(join(path, 'x/out'))['a/b.txt'])).toBe('one');
    expect(readdirSync(join(path, 'x'))).toEqual(['out']);
  });

  test('its own folder is replaced as a whole', () => {
    const out = join(folder(), 'out');
    writeTree(out, ours({ 'old.txt': 'old' }));
    writeTree(out, ours({ 'new.txt': 'new' }));
    expect(Object.keys(contentsOf(out))).toEqual([MANIFEST, 'new.txt']);
  });

  test('an empty folder is taken', () => {
    const out = folder();
    writeTree(out, ours({ a: '1' }));
    expect(Object.keys(contentsOf(out))).toEqual(['a', MANIFEST]);
  });

  test.each<[string, Record<string, string>]>([
    ['something else', { 'thesis.txt': 'years of work' }],
    ["another tool's manifest of the same name", { [MANIFEST]: '{"pages":{}}', 'a.js': '' }],
    ['a broken manifest', { [MANIFEST]: '{' }],
  ])('a folder with %s is left alone', (_, files) => {
    const out = folder(files);
    const before = contentsOf(out);
    expect(() => writeTree(out, ours({ a: '1' }))).toThrow(UsageError);
    expect(contentsOf(out)).toEqual(before);
  });

  test('a file is no folder', () => {
    const path = folder({ out: 'file' });
    expect(() => writeTree(join(path, 'out'), ours({}))).toThrow(UsageError);
    expect(readFileSync(join(path, 'out'), 'utf8')).toBe('file');
  });

  test.each(['../escape.txt', '/etc/escape.txt', 'a/../../escape.txt'])(
    'a path outside (%s) is our own fault, and nothing is left behind',
    (escape) => {
      const path = folder({
        'out/build-manifest.json': '{"tool":{"name":"stratagem"}}',
        'out/kept.txt': 'kept',
      });
      expect(() => writeTree(join(path, 'out'), ours({ 'a.txt': '', [escape]: '' }))).toThrow(
        'leaves the output folder',
      );
      expect([readdirSync(path), text(contentsOf(join(path, 'out'))['kept.txt'])]).toEqual([
        ['out'],
        'kept',
      ]);
    },
  );

  test('two names that cannot both be: nothing is left behind', () => {
    const path = folder();
    expect(() => writeTree(join(path, 'out'), ours({ a: 'file', 'a/b': 'below it' }))).toThrow();
    expect(readdirSync(path)).toEqual([]);
  });
});

describe('build', () => {
  const pack = {
    'pack.yaml': 'id: small_pack\ntitle: Small\nversion: 1.2.3\n',
    'a.md': document({
      searches: `\`\`\`spl
source="XmlWinEventLog:Security" EventCode=4698 | table _time, Computer, TaskName
\`\`\`

\`\`\`kusto
SecurityEvent | where EventID == 4698 | project TimeGenerated, Computer
\`\`\``,
    }),
  };

  test('the same pack in two places gives the same bytes', async () => {
    const outs = await Promise.all(
      [folder(pack), folder({ ...pack })].map(async (path) => {
        const { written, diagnostics } = await build({ pack: path, out: join(path, 'out') });
        expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(written.length).toBeGreaterThan(3);
        return contentsOf(join(path, 'out'));
      }),
    );
    expect(outs[0]).toEqual(outs[1]);
    expect(Object.keys(outs[0] ?? {})).toEqual(
      expect.arrayContaining([
        MANIFEST,
        'splunk/small_pack.spl',
        'splunk/small_pack.spl.sha256',
        'sentinel/small_pack/mainTemplate.json',
      ]),
    );
  });

  test('building again replaces the last build and changes nothing', async () => {
    const path = folder(pack);
    const out = join(path, 'out');
    await build({ pack: path, out });
    const first = contentsOf(out);
    await build({ pack: path, out });
    expect(contentsOf(out)).toEqual(first);
  });

  test('the manifest says which document each strategy comes from', async () => {
    const path = folder(pack);
    await build({ pack: path, out: join(path, 'out') });
    const { strategies } = JSON.parse(readFileSync(join(path, 'out', MANIFEST), 'utf8')) as {
      strategies: { id: string; document: string; searches: object[] }[];
    };
    expect(strategies.map(({ id, document: from, searches }) => [id, from, searches])).toEqual([
      [
        'task-created',
        'a.md',
        [
          { language: 'spl', line: 26 },
          { language: 'kql', line: 30 },
        ],
      ],
    ]);
  });

  test('with an error nothing is written, and the last build stays', async () => {
    const path = folder(pack);
    const out = join(path, 'out');
    await build({ pack: path, out });
    const before = contentsOf(out);
    writeFileSync(join(path, 'b.md'), document());
    const { written, diagnostics } = await build({ pack: path, out });
    expect([written, diagnostics.some(({ severity }) => severity === 'error')]).toEqual([[], true]);
    expect(contentsOf(out)).toEqual(before);
  });

  test('all problems of all documents come in one run, in the documents', async () => {
    const path = folder({
      'a.md': document({ searches: '```spl\nsource=x | nosuchcommand | table a\n```' }),
      'b.md': document({
        id: 'b',
        searches: '```kusto\nSecurityEvent | where NoSuchColumn == 1\n```',
      }),
      'c.md': document({ id: 'c', searches: '' }),
    });
    const problems = (await check({ pack: path })).filter(({ severity }) => severity !== 'note');
    const names = problems.map(({ source, span }) => [
      source.name.slice(path.length + 1),
      span && source.text.slice(span.start, span.end),
    ]);
    expect(names).toEqual(
      expect.arrayContaining([
        ['a.md', 'nosuchcommand'],
        ['b.md', 'NoSuchColumn'],
      ]),
    );
    expect(new Set(names.map(([name]) => name))).toEqual(new Set(['a.md', 'b.md', 'c.md']));
  });
});

describe('new', () => {
  test.each(['odd-service.md', '2024.md', 'null.md', 'deep/er/Some Thing.md'])(
    '%s: check accepts it',
    async (name) => {
      const path = folder();
      createStrategy(join(path, name));
      const problems = (await check({ pack: path })).filter(({ severity }) => severity === 'error');
      expect(problems).toEqual([]);
    },
  );

  test('never replaces a file', () => {
    const path = folder({ 'a.md': 'mine' });
    expect(() => {
      createStrategy(join(path, 'a.md'));
    }).toThrow('nothing is replaced');
    expect(readFileSync(join(path, 'a.md'), 'utf8')).toBe('mine');
  });

  test.each([
    ['a.md', 'not: an id'],
    ['a.md', ''],
    ['...', undefined],
  ])('%s with id %j is wrong use', (name, id) => {
    const path = folder();
    expect(() => {
      createStrategy(join(path, name), id);
    }).toThrow(UsageError);
    expect(existsSync(join(path, name)) && name === 'a.md').toBe(false);
  });
});

test('a folder without write permission leaves no trace', () => {
  const path = folder();
  mkdirSync(join(path, 'x'));
  writeFileSync(join(path, 'x/file'), '');
  expect(() => writeTree(join(path, 'x/file/out'), new Map([[MANIFEST, '{}']]))).toThrow();
  expect(readdirSync(join(path, 'x'))).toEqual(['file']);
  rmSync(join(path, 'x'), { recursive: true });
});
