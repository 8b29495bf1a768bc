// `build` for a target and `diff` between two releases, as a shell sees them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { main } from '../../src/cli/program.ts';
import { document, folderOf } from '../flows/disk.ts';

// Loading Microsoft's parser takes seconds on a busy machine.
jest.setTimeout(60_000);

let root = '';
let remove = (): void => undefined;
beforeEach(() => {
  const made = folderOf({ 'a.md': document() });
  root = made.path;
  remove = made.remove;
});
afterEach(() => {
  remove();
});
const at = (...names: string[]): string => join(root, ...names);
const app = (release: string): string => at(release, 'splunk', 'detection_strategies.spl');

async function run(...argv: string[]): Promise<{ code: number; out: string }> {
  let out = '';
  const spies = [
    jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      out += String(chunk);
      return true;
    }),
    jest.spyOn(process.stderr, 'write').mockImplementation(() => true),
  ];
  try {
    return { code: await main(argv), out };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

test('the same pack for two targets: what Enterprise Security reads is gone, the search stays', async () => {
  const build = ['build', at('a.md'), '--min-splunk', '10.4'];
  expect((await run(...build, '--out', at('one'))).code).toBe(0);
  expect((await run(...build, '--edition', 'enterprise', '--out', at('two'))).code).toBe(0);
  const { code, out } = await run('diff', app('one'), app('two'), '--format', 'json');
  expect(code).toBe(0);
  const { changed } = JSON.parse(out) as {
    changed: { search?: object; settings: { key: string }[] }[];
  };
  expect(changed.map(({ search }) => search)).toEqual([undefined]);
  const keys = changed[0]?.settings.map(({ key }) => key) ?? [];
  expect(keys).toContain('action.notable');
  expect(keys.every((key) => key.startsWith('action.'))).toBe(true);

  mkdirSync(at('local'));
  const name = 'Detection strategies - A task was registered - Rule';
  writeFileSync(at('local', 'savedsearches.conf'), `[${name}]\naction.notable = 0\n`);
  const met = await run('diff', app('one'), app('two'), '--local', at('local'));
  expect(met.code).toBe(1);
  expect(met.out).toContain('action.notable = 0 hides the change (1 -> not set)');
  expect((await run('diff', app('one'), app('one'), '--local', at('local'))).code).toBe(0);
});

test.each([
  ['an unknown version', ['build', '.', '--min-splunk', '8.0']],
  ['an unknown edition', ['build', '.', '--edition', 'free']],
  ['no such package', ['diff', 'nowhere.spl', 'nowhere.spl']],
  ['one package alone', ['diff', 'nowhere.spl']],
])('wrong use: %s', async (_, argv) => {
  expect((await run(...argv)).code).toBe(2);
});
