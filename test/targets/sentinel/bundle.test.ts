import { describe, expect, test } from '@jest/globals';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runNative, shippedApiVersions, tests } from '../../../src/arm-ttk-wrapper/index.ts';
import { emit } from '../../../src/targets/sentinel/index.ts';
import { sortedPaths, type FileTree } from '../../../src/text/index.ts';
import { pack } from '../pack.ts';
import { assets, filesBelow, inputs } from './three-rules.ts';

const golden = join(import.meta.dirname, 'golden');

function bundle(): FileTree {
  const { value, diagnostics } = emit(pack, inputs, assets());
  expect(diagnostics.filter((each) => each.severity === 'error')).toEqual([]);
  return value;
}

describe('the bundle of three rules', () => {
  // UPDATE_GOLDEN=1 writes the folder anew.
  test('is the golden folder, byte for byte', () => {
    const made = bundle();
    if (process.env['UPDATE_GOLDEN'] === '1') write(made);
    expect(sortedPaths(made)).toEqual(filesBelow(golden));
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
