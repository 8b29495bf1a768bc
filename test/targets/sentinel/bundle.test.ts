import { describe, expect, test } from '@jest/globals';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { runNative, shippedApiVersions, tests } from '../../../src/arm-ttk-wrapper/index.ts';
import { emit } from '../../../src/targets/sentinel/index.ts';
import { sortedPaths, type FileTree } from '../../../src/text/index.ts';
import { input, pack } from '../pack.ts';

const root = join(import.meta.dirname, '../../..');
const golden = join(import.meta.dirname, 'golden');

/** Three rules that between them use every part of a bundle. */
function bundle(): FileTree {
  const assets = new Map(
    files(join(root, 'sentinel')).map((path) => [
      path,
      readFileSync(join(root, 'sentinel', path), 'utf8'),
    ]),
  );
  const inputs = [
    input(),
    input({
      query:
        "['SecurityEvent']\n| where TaskName !in ((_GetWatchlist('known_tasks') | project SearchKey))\n| where Hosts < rare_below()\n| where Tags == dynamic([1])[0]",
      strategy: {
        id: 'rare-task',
        title: '[Rare] task',
        status: 'deprecated',
        tunables: [
          { name: 'rare_below', description: 'Hosts below which a task is rare.', value: 3 },
          {
            name: 'known_tasks',
            description: 'Tasks to leave out.',
            columns: ['name'],
            rows: [{ name: '\\Updater' }],
          },
        ],
      },
    }),
    input({
      settings: {
        kind: 'NRT',
        alertDetailsOverride: { alertDisplayNameFormat: '[{{TaskName}}]' },
        incidentConfiguration: { createIncident: false },
      },
      strategy: {
        id: 'task-now',
        title: 'Task, at once',
        attack: [],
        details: {},
        throttle: { fields: ['Computer'], period: 3600 },
      },
    }),
  ];
  const { value, diagnostics } = emit(pack, inputs, assets);
  expect(diagnostics.filter((each) => each.severity === 'error')).toEqual([]);
  return value;
}

function files(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

describe('the bundle of three rules', () => {
  // UPDATE_GOLDEN=1 writes the folder anew.
  test('is the golden folder, byte for byte', () => {
    const made = bundle();
    if (process.env['UPDATE_GOLDEN'] === '1') write(made);
    expect(sortedPaths(made)).toEqual(files(golden));
    for (const path of sortedPaths(made)) {
      expect(made.get(path)).toBe(readFileSync(join(golden, path), 'utf8'));
    }
  });

  test('passes arm-ttk', () => {
    const made = sortedPaths(bundle())
      .filter((path) => path.endsWith('.json'))
      .map((path) => ({ path, text: String(bundle().get(path)) }));
    const start = made.find((each) => each.path === 'acme/mainTemplate.json');
    const settings = {
      apiVersions: shippedApiVersions(),
      testDate: Date.UTC(2026, 10, 21),
      sampleName: '',
    };
    const run = runNative({ start: start ?? { path: '', text: '' }, files: made }, tests, settings);
    const failed = run.results.filter((each) => !each.passed);
    expect(run.results.length).toBeGreaterThan(100);
    expect(failed.map(({ test: name, file, errors }) => ({ name, file, errors }))).toEqual([]);
  });
});

function write(made: FileTree): void {
  rmSync(golden, { recursive: true, force: true });
  for (const [path, content] of made) {
    mkdirSync(dirname(join(golden, path)), { recursive: true });
    writeFileSync(join(golden, path), content);
  }
}
