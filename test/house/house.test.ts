// The house's own rules, each shown to bite: a wrong import is linted and must be reported.
import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ESLint } from 'eslint';

const root = join(import.meta.dirname, '../..');
const eslint = new ESLint({ cwd: root });

/** What the lint says about imports when this text stands at the path. */
async function complaints(path: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath: join(root, path) });
  return (result?.messages ?? [])
    .map(({ ruleId }) => ruleId ?? '')
    .filter((id) => /boundaries|no-cycle/.test(id));
}

const forbidden: readonly (readonly [why: string, path: string, text: string])[] = [
  ['text imports a room', 'src/text/place.ts', "export { columnsOf } from '../plan/index.ts';\n"],
  [
    'one language imports the other',
    'src/spl/index.ts',
    "export { compile } from '../kql/index.ts';\n",
  ],
  [
    'a language imports the engine',
    'src/kql/index.ts',
    "export { Engine } from '../engines/duckdb/index.ts';\n",
  ],
  [
    'a target imports a language',
    'src/targets/splunk/index.ts',
    "export { compile } from '../../spl/index.ts';\n",
  ],
  [
    'a target imports another',
    'src/targets/splunk/index.ts',
    "export { emit } from '../sentinel/index.ts';\n",
  ],
  [
    'a document format imports another',
    'src/documents/ads/index.ts',
    "export { falconforce } from '../falconforce/index.ts';\n",
  ],
  [
    'the wrapper imports a room',
    'src/arm-ttk-wrapper/index.ts',
    "export { span } from '../text/index.ts';\n",
  ],
  [
    'only the engine imports DuckDB',
    'src/plan/index.ts',
    "export { DuckDBInstance } from '@duckdb/node-api';\n",
  ],
  ['only cli imports commander', 'src/flows/index.ts', "export { Command } from 'commander';\n"],
];

describe('imports', () => {
  for (const [why, path, text] of forbidden) {
    test(`forbidden: ${why}`, async () => {
      expect(existsSync(join(root, path))).toBe(path !== 'src/text/place.ts');
      expect(
        await complaints(path === 'src/text/place.ts' ? 'src/text/index.ts' : path, text),
      ).toEqual(['boundaries/dependencies']);
    }, 30_000);
  }

  test('allowed: flows import every room', async () => {
    const text =
      "export { Engine } from '../engines/duckdb/index.ts';\nexport { span } from '../text/index.ts';\n";
    expect(await complaints('src/flows/index.ts', text)).toEqual([]);
  }, 30_000);
});

describe('the tree', () => {
  const rooms = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((each) =>
    each.isDirectory(),
  );

  test.each(rooms.map(({ name }) => name))('room %s has a README', (name) => {
    expect(existsSync(join(root, 'src', name, 'README.md'))).toBe(true);
  });

  test('the lock file names no host and no machine', () => {
    const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { resolved?: string }>;
    };
    const resolved = Object.values(lock.packages).flatMap((each) => each.resolved ?? []);
    expect(resolved).toEqual([]);
  });
});
