// Pages of a small pack: what is written, the same bytes every time, and nothing over a folder that is not ours.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { docs, record } from '../../src/flows/index.ts';
import { contentsOf, document, folderOf, taskCreated } from './disk.ts';

jest.setTimeout(60_000);

let root = '';
let remove = (): void => undefined;
beforeEach(async () => {
  const expectations = [
    '{ recording: r.xml, name: as recorded, fires: true, rows: 1 }',
    '{ recording: kept, name: with marks, fires: true, rows: 2 }',
  ];
  const line = (number: number, id: number): string =>
    `${taskCreated(`2026-03-01T12:0${number}:00Z`, `\\T${id}`).trim()}\n`;
  const made = folderOf({
    'pack/a.md': document({ expectations }),
    'pack/index.md': document({ id: 'index' }).replace('title: A task', 'title: Another task'),
    'pack/r.xml': taskCreated('2026-03-01T12:00:00Z'),
    'raw.xml': line(0, 1) + line(4, 2),
  });
  root = made.path;
  remove = made.remove;
  await record({
    inputs: [join(root, 'raw.xml')],
    out: join(root, 'pack/kept'),
    slice: {},
    malicious: ['2: the attack'],
    redact: false,
  });
});
afterEach(() => {
  remove();
});

describe('docs', () => {
  test('pages, pictures, layer; the same bytes again, over what it wrote before', async () => {
    const out = join(root, 'out');
    const first = await docs({ pack: join(root, 'pack'), out });
    expect(first.written.map(({ path }) => path)).toEqual([
      'build-manifest.json',
      'index.html',
      'index.md',
      'navigator-layer.json',
      'strategy-index.html',
      'strategy-index.md',
      'task-created.html',
      'task-created.md',
      'timelines/kept.svg',
      'timelines/r.svg',
    ]);
    const before = contentsOf(out);
    await docs({ pack: join(root, 'pack'), out });
    expect(contentsOf(out)).toEqual(before);

    const page = readFileSync(join(out, 'task-created.md'), 'utf8');
    expect(page).toContain(
      '| Splunk | Security 4698 | audit policy: Audit Other Object Access Events (Success); a forwarder input \\[WinEventLog://Security\\] with renderXml = true and evt\\_resolve\\_ad\\_obj = 0, and the add-on for its fields |',
    );
    expect(page).toContain('- Splunk: `source=XmlWinEventLog:Security`');
    expect(page).toContain('| as recorded | splunk | fired | fired | 1 | pass |');
    expect(page).toContain(
      'kept: 2 events from 2026-03-01T12:00:00Z to 2026-03-01T12:04:00Z, 1 of them marked malicious.\n\n![kept](timelines/kept.svg)',
    );
    expect(readFileSync(join(out, 'timelines/kept.svg'), 'utf8').match(/<circle[^>]*>/g)).toEqual([
      '<circle cx="260" cy="25" r="3">',
      '<circle class="bad" cx="855" cy="25" r="3">',
    ]);
    expect(readFileSync(join(out, 'strategy-index.md'), 'utf8')).toContain(
      'No recording speaks for this strategy.',
    );
  });

  test('marks beside recordings colour their pictures', async () => {
    const out = join(root, 'out');
    writeFileSync(
      join(root, 'pack/malicious.txt'),
      '\nr.xml#1: the attack\nother.xml#1: not here\n',
    );
    await docs({ pack: join(root, 'pack'), out });
    expect(readFileSync(join(out, 'timelines/r.svg'), 'utf8')).toContain(
      '<title>1 event, 1 malicious</title>',
    );
  });

  test.each(['r.xml: no number', '1: no recording', 'r.xml#one: no number'])(
    'a mark that is none is refused: %s',
    async (line) => {
      writeFileSync(join(root, 'pack/malicious.txt'), `r.xml#1: the attack\n${line}\n`);
      await expect(docs({ pack: join(root, 'pack'), out: join(root, 'out') })).rejects.toThrow(
        /malicious\.txt:2: write/,
      );
    },
  );

  test('an error in a document: nothing is written', async () => {
    writeFileSync(
      join(root, 'pack/b.md'),
      document({ searches: '```spl\nx | nosuchcommand\n```' }),
    );
    const out = join(root, 'out');
    const { written, diagnostics } = await docs({ pack: join(root, 'pack'), out });
    expect([written, existsSync(out)]).toEqual([[], false]);
    expect(diagnostics.some(({ severity }) => severity === 'error')).toBe(true);
  });

  test('a folder of someone else stays as it is', async () => {
    const out = join(root, 'pack');
    await expect(docs({ pack: out, out })).rejects.toThrow('holds no build-manifest.json of ours');
  });
});
