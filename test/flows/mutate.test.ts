// Mutants of recorded attacks against the searches in built artifacts: which of them get through.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { mutate, UsageError, type MutateResult } from '../../src/flows/index.ts';
import { main } from '../../src/cli/program.ts';
import { document, folderOf, taskCreated } from './disk.ts';

// Loading Microsoft's parser takes seconds on a busy machine.
jest.setTimeout(120_000);

/** A task that runs a command at a time. */
const attack = (minute: number, command: string, given: string): string =>
  taskCreated(`2026-03-01T12:0${minute}:00Z`, `\\Updater${minute}`).replace(
    '&lt;Task/&gt;',
    `&lt;Task&gt;&lt;Actions&gt;&lt;Exec&gt;&lt;Command&gt;${command}&lt;/Command&gt;&lt;Arguments&gt;${given}&lt;/Arguments&gt;&lt;/Exec&gt;&lt;/Actions&gt;&lt;/Task&gt;`,
  );
const RECORDING =
  attack(1, 'cmd.exe', '/c C:\\Users\\Public\\a.exe') + attack(2, 'notepad.exe', 'C:\\Users\\x');

/** Finds the word `cmd` or `%ComSpec%`, or a small `public`, in one case or in any. */
const search = (pattern: string): string => `\`\`\`spl
source="XmlWinEventLog:Security" EventCode=4698 | where match(TaskContent, "${pattern}") | table _time, Computer, TaskName
\`\`\``;
/** Titles name saved searches, so each document has its own. */
const titled = (given: Parameters<typeof document>[0] & { readonly id: string }): string =>
  document(given).replace('title: A task', `title: ${given.id}, a task`);
const promise = ['{ recording: r.xml, name: as recorded, fires: true, rows: 1 }'];

let root = '';
let remove = (): void => undefined;
beforeAll(() => {
  const made = folderOf({
    'pack/exact.md': titled({ id: 'exact', expectations: promise, searches: search('public') }),
    'pack/any.md': titled({ id: 'any', expectations: promise, searches: search('Exec') }),
    'pack/none.md': titled({
      id: 'none',
      expectations: ['{ recording: r.xml, name: silent, fires: false }'],
      searches: search('no such text'),
    }),
    'pack/r.xml': RECORDING.replace('Public', 'public'),
    'lost/a.md': document({ expectations: ['{ recording: no.xml, name: lost, fires: true }'] }),
    'broken/a.md': document({ searches: '```spl\nsource=x | nosuchcommand\n```' }),
  });
  root = made.path;
  remove = made.remove;
});
afterAll(() => {
  remove();
});

const run = (more: Partial<Parameters<typeof mutate>[0]> = {}): Promise<MutateResult> =>
  mutate({ pack: join(root, 'pack'), most: 60, seed: '1', ...more });

describe('mutants of a pack', () => {
  test('what gets past a search, by family and with its text; only the attack is rewritten', async () => {
    const { report, diagnostics } = await run({ strategies: ['exact'] });
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const [count] = report.counts;
    expect(report.counts).toHaveLength(1);
    expect(count).toMatchObject({ strategy: 'exact', platform: 'splunk', mutants: 60, refused: 0 });
    expect(report.missed).toHaveLength(count?.missed ?? -1);
    const missed = [...new Set(report.missed.map(({ mutation }) => mutation))].sort();
    expect(missed).toEqual(expect.arrayContaining(['carets', 'folders-by-variable', 'upper-case']));
    expect(missed).not.toContain('harmless-actions-before');
    const upper = report.missed.find(({ mutation }) => mutation === 'upper-case');
    expect(upper).toMatchObject({ recording: 'r.xml', records: [1], field: 'TaskContent' });
    expect(upper?.after).toContain('<Command>CMD.EXE</Command>');
    const families = count?.families ?? [];
    expect(families.reduce((sum, each) => sum + each.missed, 0)).toBe(count?.missed);
  });

  test('a search for what every mutant keeps misses none', async () => {
    const { report } = await run({ strategies: ['any'], most: 25 });
    expect(report.counts.map(({ mutants, missed }) => [mutants, missed])).toEqual([[25, 0]]);
  });

  test('the same seed gives the same, another one others', async () => {
    const texts = async (seed: string): Promise<string> =>
      JSON.stringify((await run({ strategies: ['exact'], most: 60, seed })).report.missed);
    const first = await texts('1');
    expect(await texts('1')).toBe(first);
    expect(await texts('2')).not.toBe(first);
  });

  test('a strategy that promises no attack has no mutants', async () => {
    expect((await run({ strategies: ['none'] })).report.counts).toEqual([]);
  });

  test.each<[string, Parameters<typeof run>[0], string]>([
    ['a strategy', { strategies: ['nobody'] }, 'nobody: no strategy of the pack has this id'],
    [
      'a recording',
      { recording: 'x.xml' },
      'x.xml: no attack that a chosen strategy promises to find',
    ],
  ])('%s that is not there is wrong use', async (_, options, message) => {
    await expect(run(options)).rejects.toThrow(new UsageError(message));
  });

  test.each<[string, string]>([
    ['lost', 'RPL1001'],
    ['broken', 'SPL'],
  ])('%s: findings and no mutants', async (pack, code) => {
    const { diagnostics, report } = await run({ pack: join(root, pack) });
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.map((each) => each.code.slice(0, code.length))).toContain(code);
    expect(report.counts).toEqual([]);
  });
});

describe('the command', () => {
  async function shown(...argv: string[]): Promise<[number, string]> {
    let out = '';
    const spies = [
      jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
        out += String(chunk);
        return true;
      }),
      jest.spyOn(process.stderr, 'write').mockImplementation(() => true),
    ];
    try {
      return [await main(['mutate', ...argv]), out];
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
  }

  test('prints a table, or JSON', async () => {
    const given = [join(root, 'pack'), '-s', 'exact', '--most', '12'];
    const [code, text] = await shown(...given);
    expect(code).toBe(0);
    expect(text).toMatch(
      /^strategy +platform +mutants +missed +families with misses\nexact +splunk +12 +\d/,
    );
    expect(text).toMatch(/12 mutants replayed, \d+ missed\n$/);
    const [, json] = await shown(...given, '--format', 'json');
    expect(JSON.parse(json)).toMatchObject({ seed: '1', counts: [{ mutants: 12 }] });
  });

  test.each([
    ['--most', '0'],
    ['--most', 'x'],
    ['--format', 'yaml'],
  ])('%s %s is wrong use', async (...argv) => {
    expect((await shown(join(root, 'pack'), ...argv))[0]).toBe(2);
  });
});
