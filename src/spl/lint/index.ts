// Static checks on a search. A file that is not listed here does not exist.
import type { Diagnostic, Source } from '../../text/index.ts';
import { read } from '../compile.ts';
import type { SplEnvironment } from '../environment.ts';
import { reporter } from '../macros.ts';
import type { Check } from './check.ts';
import { dataModels } from './data-models.ts';
import { fields } from './fields.ts';
import { quotes } from './quotes.ts';
import { sources } from './sources.ts';
import { splitCommandLine } from './split-command-line.ts';
import { wildcards } from './wildcards.ts';
import { words } from './words.ts';

export type { Check } from './check.ts';

export const checks: readonly Check[] = [
  dataModels,
  fields,
  quotes,
  sources,
  splitCommandLine,
  wildcards,
  words,
];

/** What is wrong with a search although it can run: each finding once. Syntax errors are the parser's to tell. */
export function lint(search: Source, environment: SplEnvironment): readonly Diagnostic[] {
  const { value } = read(search, environment);
  const found = new Map<string, Diagnostic>();
  const report = reporter(value.expansion, (each) => {
    found.set(`${each.code} ${String(each.span?.start)} ${each.message}`, each);
  });
  for (const check of checks) check.run({ tree: value.tree, environment, report });
  return [...found.values()];
}
