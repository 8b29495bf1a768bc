// Static checks on a search. A file that is not listed here does not exist.
import type { Diagnostic, Source } from '../../text/index.ts';
import { read } from '../compile.ts';
import type { SplEnvironment } from '../environment.ts';
import { reporter } from '../macros.ts';
import type { Check, Schedule, Subject } from './check.ts';
import { dataModels } from './data-models.ts';
import { fields } from './fields.ts';
import { limits } from './limits.ts';
import { macroArguments } from './macro-arguments.ts';
import { optionalFields } from './optional-fields.ts';
import { quotes } from './quotes.ts';
import { regexes } from './regexes.ts';
import { schedules } from './schedule.ts';
import { sources } from './sources.ts';
import { splitCommandLine } from './split-command-line.ts';
import { unusedFields } from './unused-fields.ts';
import { wildcards } from './wildcards.ts';
import { words } from './words.ts';

export type { Check, Schedule } from './check.ts';

export const checks: readonly Check[] = [
  dataModels,
  fields,
  limits,
  macroArguments,
  optionalFields,
  quotes,
  regexes,
  schedules,
  sources,
  splitCommandLine,
  unusedFields,
  wildcards,
  words,
];

/** What is wrong with a search although it can run: each finding once. Syntax errors are the parser's to tell. */
export function lint(
  search: Source,
  environment: SplEnvironment,
  schedule?: Schedule,
): readonly Diagnostic[] {
  const { value } = read(search, environment);
  const found = new Map<string, Diagnostic>();
  const report = reporter(value.expansion, (each) => {
    found.set(`${each.code} ${String(each.span?.start)} ${each.message}`, each);
  });
  const subject: Subject = {
    tree: value.tree,
    text: value.expansion.mapped.text,
    environment,
    report,
    used: value.expansion.used,
    ...(schedule && { schedule }),
  };
  for (const check of checks) check.run(subject);
  return [...found.values()];
}
