import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  allPassed,
  readFileSet,
  runNative,
  select,
  shippedApiVersions,
} from '../../src/arm-ttk-wrapper/index.ts';

// The toolkit's own unit tests: templates with the verdict that they must get.
interface Case {
  readonly test: string;
  readonly name: string;
  readonly verdict: 'Pass' | 'Fail';
  readonly path: string;
  readonly flags: readonly string[];
  readonly expect: { readonly errorIds: readonly string[] };
}

const shared = process.env['STRATAGEM_SHARED'] ?? join(import.meta.dirname, '../../../shared');
const table = join(shared, 'armttk/cases.jsonl');
const cases = existsSync(table)
  ? readFileSync(table, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Case)
  : [];

const settings = {
  apiVersions: shippedApiVersions(),
  testDate: Date.UTC(2026, 10, 21),
  sampleName: '',
};

describe("the toolkit's own unit tests", () => {
  if (cases.length === 0) {
    test.skip('skipped: the shared cases are absent (STRATAGEM_SHARED or ../shared)', () =>
      undefined);
    return;
  }

  test.each(cases)(
    '$test: $name gets $verdict',
    ({ test: name, path, verdict, expect: wanted }) => {
      const set = readFileSet(join(shared, 'armttk/templates', path));
      if ('problem' in set) throw new Error(set.problem);
      const run = runNative(set, select({ test: [name] }).tests, settings);
      expect(run.results).not.toEqual([]);
      expect(allPassed(run) ? 'Pass' : 'Fail').toBe(verdict);
      const ids = run.results.flatMap(({ errors }) => errors.map(({ id }) => id));
      for (const id of wanted.errorIds) expect(ids).toContain(id);
    },
  );
});
