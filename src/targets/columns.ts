// Columns that a rule names must be in the query's output, in the same case: the service looks them up when it creates
// the rule and refuses it otherwise ("The given column 'X' does not exist").
import { nearest } from '../text/index.ts';
import type { Findings } from './findings.ts';
import * as problems from './messages.ts';
import type { KqlInput, SearchFacts } from './search-facts.ts';

/** Reports a column that the output lacks; `used` says for what, as in "the entity `Host`". */
export function checkColumn(
  column: string,
  used: string,
  place: string,
  facts: SearchFacts,
  findings: Findings,
): void {
  const columns = facts.columns.map((each) => each.name);
  if (facts.open === true || columns.includes(column)) return;
  const actual = columns.find((each) => each.toLowerCase() === column.toLowerCase());
  if (actual !== undefined) {
    findings.add(problems.columnInOtherCase, place, { column, used, actual });
    return;
  }
  const suggestions = nearest(column, columns);
  findings.add(problems.unknownColumn, place, { column, used, columns, suggestions });
}

/** Says so where the output is not known, and names of columns therefore are not checked. */
export function noteUnknownColumns({ search, facts }: KqlInput, findings: Findings): void {
  if (facts.open === true) findings.add(problems.columnsUnknown, search.span, {});
}
