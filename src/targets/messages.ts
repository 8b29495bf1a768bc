// What every target may have to say: codes TGT1001 and up.
import { didYouMean, problem } from '../strategy/index.ts';

export const unknownSetting = problem<{
  path: string;
  name: string;
  known: readonly string[];
  suggestions: readonly string[];
}>(
  'TGT1001',
  'error',
  ({ path, name }) => `\`${path}\` has no setting \`${name}\``,
  ({ known, suggestions }) => `${didYouMean(suggestions)}Its settings are ${known.join(', ')}.`,
);
export const wrongSetting = problem<{ path: string; expected: string }>(
  'TGT1002',
  'error',
  ({ path, expected }) => `\`${path}\` is not ${expected}`,
  ({ expected }) => `Write ${expected}.`,
);
export const columnInOtherCase = problem<{ column: string; used: string; actual: string }>(
  'TGT1003',
  'error',
  ({ column, used, actual }) =>
    `${used} names the column \`${column}\`; the query returns \`${actual}\`, and the case matters`,
  ({ actual }) => `Write \`${actual}\`.`,
);
export const unknownColumn = problem<{
  column: string;
  used: string;
  columns: readonly string[];
  suggestions: readonly string[];
}>(
  'TGT1004',
  'error',
  ({ column, used }) => `${used} names the column \`${column}\`, which the query does not return`,
  ({ columns, suggestions }) =>
    `${didYouMean(suggestions)}The query returns ${columns.join(', ')}.`,
);
export const columnsUnknown = problem(
  'TGT1005',
  'note',
  () =>
    'the columns of this query are not known without data, so the names that the rule uses were not checked',
  () => 'End the query with a `project` of the columns that the rule uses.',
);
