// A redacted recording proves what the original proves: the pack's searches find the same in both.
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { prove } from '../../src/flows/prove.ts';
import { record } from '../../src/flows/record.ts';
import { folderOf } from '../flows/disk.ts';

jest.setTimeout(600_000);

const pack = join(import.meta.dirname, '../../strategies');

/** Documents whose searches look at what redaction changes, or has to leave alone. */
const documents: readonly (readonly [string, string])[] = [
  ['scheduled-task-registered-remotely.md', 'addresses, sessions, allowed sources'],
  ['task-with-suspicious-program.md', 'folders of users in task definitions'],
  ['system-task-made-by-user.md', 'SIDs and well-known accounts'],
];

let folder: ReturnType<typeof folderOf>;

beforeAll(async () => {
  folder = folderOf();
  const recordings = join(folder.path, 'recordings');
  cpSync(pack, folder.path, { recursive: true });
  const kept = new Set(documents.map(([document]) => document));
  for (const name of readdirSync(folder.path))
    if (name.endsWith('.md') && !kept.has(name)) rmSync(join(folder.path, name));
  rmSync(join(recordings, 'malicious.txt'));
  for (const name of readdirSync(recordings).filter((each) => each.endsWith('.xml'))) {
    const original = join(pack, 'recordings', name);
    const out = join(recordings, name);
    rmSync(out);
    await record({ inputs: [original], out, slice: {}, malicious: [], redact: true, seed: 'k' });
    cpSync(join(recordings, 'file-profiles.json'), join(out, 'file-profiles.json'));
  }
});
afterAll(() => {
  folder.remove();
});

/** Document, expectation and platform, to what was observed and how many rows. */
async function observed(document: string): Promise<Record<string, string>> {
  const { verdicts } = await prove({ pack: document, events: [] });
  return Object.fromEntries(
    verdicts.map((each) => [
      `${each.expectation}, ${each.platform}`,
      `${each.observed}, ${each.rows} rows`,
    ]),
  );
}

describe('redacted recordings', () => {
  test.each(documents)('%s: %s', async (document) => {
    const before = await observed(join(pack, document));
    expect(Object.keys(before).length).toBeGreaterThan(10);
    expect(await observed(join(folder.path, document))).toEqual(before);
  });
});
