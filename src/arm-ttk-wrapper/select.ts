/** Which tests run: by name and group, as `--test`, `--skip` and `--group` say. */
import type { Group, TtkTest } from './check.ts';
import { tests } from './tests/list.ts';

/** Names are those of tests or groups; case does not matter, and `-`, `_` and blank are the same. */
export interface Selection {
  readonly test?: readonly string[];
  readonly skip?: readonly string[];
  readonly group?: readonly string[];
}

/** The chosen tests, and names that are neither a test nor a group. */
export interface Selected {
  readonly tests: readonly TtkTest[];
  readonly unknown: readonly string[];
}

// Names for several groups at once.
const unions: Readonly<Record<string, readonly Group[]>> = {
  all: ['deploymentTemplate', 'CreateUIDefinition', 'deploymentParameters'],
  maintemplatetests: ['deploymentTemplate', 'deploymentParameters'],
};

/** Chooses from all tests; without any names, all of them. */
export function select({ test = [], skip = [], group = [] }: Selection): Selected {
  const named = (names: readonly string[]): Set<TtkTest> => new Set(names.flatMap(matching));
  const chosen = test.length > 0 ? named(test) : new Set(tests);
  const skipped = named(skip);
  const grouped = group.length > 0 ? named(group) : new Set(tests);
  return {
    tests: tests.filter((one) => chosen.has(one) && grouped.has(one) && !skipped.has(one)),
    unknown: [...test, ...skip, ...group].filter((name) => matching(name).length === 0),
  };
}

function matching(name: string): TtkTest[] {
  const wanted = plain(name);
  const groups = Object.hasOwn(unions, wanted) ? unions[wanted] : undefined;
  return tests.filter(
    (test) =>
      plain(test.name) === wanted || plain(test.group) === wanted || groups?.includes(test.group),
  );
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[-_ ]/g, ' ').trim();
}
