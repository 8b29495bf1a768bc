// What lies beside the app: the same archive under two names, a bill of materials, and the line behind each stanza.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { build } from '../../src/flows/index.ts';
import { packagesIn } from '../../src/flows/sbom.ts';
import { MANIFEST } from '../../src/flows/write-tree.ts';
import { unpack } from '../../src/targets/splunk/index.ts';
import { contentsOf, document, folderOf } from './disk.ts';

jest.setTimeout(60_000);

const folders: (() => void)[] = [];
afterEach(() => {
  for (const remove of folders.splice(0)) remove();
});

const files = {
  'pack.yaml': 'id: small_pack\ntitle: Small pack\nversion: 1.2.0\nsources: { tasks: index=win }\n',
  'a.md': document({
    schedule:
      '{ every: 1h, lookback: 1h, delay: 5m }\ntunables:\n  - { name: few, description: Few, value: 3 }\n  - { name: good, description: Good, columns: [task], rows: [{ task: a }] }',
    searches: '```spl\n`tasks` EventCode=4698 | head `few`\n```',
  }),
};

async function built(): Promise<string> {
  const { path, remove } = folderOf(files);
  folders.push(remove);
  const out = join(path, 'out');
  const { diagnostics } = await build({ pack: path, out });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return out;
}

const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

test('two builds in two folders are equal byte for byte, the archive has two names', async () => {
  const [one, two] = [await built(), await built()];
  const contents = contentsOf(one);
  expect(contentsOf(two)).toEqual(contents);
  expect(contents['splunk/small_pack.tar.gz']).toBe(contents['splunk/small_pack.spl']);
  expect(Object.keys(contents).filter((path) => path.startsWith('splunk/'))).toEqual([
    'splunk/small_pack.cdx.json',
    'splunk/small_pack.spl',
    'splunk/small_pack.spl.sha256',
    'splunk/small_pack.tar.gz',
    'splunk/small_pack.tar.gz.sha256',
  ]);
});

test('the manifest names the document and the line behind each stanza', async () => {
  const out = await built();
  const { splunk } = json(join(out, MANIFEST)) as { splunk: readonly Record<string, unknown>[] };
  const { value: app } = unpack(readFileSync(join(out, 'splunk/small_pack.spl')), 'small_pack.spl');
  const lines = files['a.md'].split('\n');
  for (const { file, line, stanza } of splunk) {
    const text = Buffer.from(app.get(String(file)) as Uint8Array).toString();
    expect(text.split('\n')[Number(line) - 1]).toBe(`[${String(stanza)}]`);
  }
  expect(
    splunk.map(({ stanza, strategy, document: from, documentLine }) => [
      stanza,
      strategy,
      from,
      typeof documentLine === 'number' ? lines[documentLine - 1] : undefined,
    ]),
  ).toEqual([
    [
      'Small pack - A task was registered - Rule',
      'task-created',
      'a.md',
      '`tasks` EventCode=4698 | head `few`',
    ],
    ['tasks', undefined, undefined, undefined],
    ['few', 'task-created', 'a.md', '  - { name: few, description: Few, value: 3 }'],
    ['task_created_filter', 'task-created', 'a.md', 'title: A task was registered'],
    ['small_pack_alerts', undefined, undefined, undefined],
    [
      'good',
      'task-created',
      'a.md',
      '  - { name: good, description: Good, columns: [task], rows: [{ task: a }] }',
    ],
    ['small_pack_coverage', undefined, undefined, undefined],
    ['small_pack_strategies', undefined, undefined, undefined],
  ]);
});

test('the bill of materials names the package by its digest, the detections, and every dependency once', async () => {
  const out = await built();
  const bill = json(join(out, 'splunk/small_pack.cdx.json')) as {
    serialNumber: string;
    metadata: { component: { hashes: { content: string }[] } };
    components: { 'bom-ref': string; type: string; name: string }[];
    dependencies: { dependsOn: string[] }[];
  };
  const digest = readFileSync(join(out, 'splunk/small_pack.spl.sha256'), 'utf8').slice(0, 64);
  expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 });
  expect(bill.metadata.component.hashes).toEqual([{ alg: 'SHA-256', content: digest }]);
  expect(bill.serialNumber).toMatch(
    /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u,
  );
  const references = bill.components.map((each) => each['bom-ref']);
  expect(new Set(references).size).toBe(references.length);
  expect(bill.dependencies[0]?.dependsOn).toEqual(references);
  expect(bill.components.filter(({ type }) => type === 'data').map(({ name }) => name)).toEqual([
    'A task was registered',
  ]);
});

describe('packages in the notices', () => {
  const rule = '-'.repeat(78);
  test('are read from the heads of the entries alone', () => {
    const text = `Head.\n\n${rule}\n\n@a/b 1.0.0 (MIT)\n\nText (c) 2020\nx 1 (y)\n\n${rule}\n\nc 2.0.0-rc.1 ((MIT OR Apache-2.0))\n\nText\n`;
    expect(packagesIn(text)).toEqual([
      { name: '@a/b', version: '1.0.0', license: 'MIT' },
      { name: 'c', version: '2.0.0-rc.1', license: '(MIT OR Apache-2.0)' },
    ]);
  });
});
