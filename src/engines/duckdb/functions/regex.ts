import { textLiteral } from '../quote.ts';
import { literalText, type Template, type Templates } from './template.ts';

/** DuckDB gives '' both for an empty group and for no match, so a match is asked for first. */
const extract: Template = ([value = '', pattern = '', group = '']) =>
  `CASE WHEN regexp_matches(${value}, ${pattern}) THEN regexp_extract(${value}, ${pattern}, CAST(${group} AS INTEGER)) END`;

const replace: Template = ([value = '', pattern = ''], call) => {
  const by = literalText(call, 2);
  if (by === undefined) return undefined;
  // RE2 reads `\1` and `\\` as the plan does; any other backslash is a literal one and is doubled for RE2.
  const rewrite = by.replace(/\\([0-9\\])|\\/g, (all, known?: string) =>
    known === undefined ? '\\\\' : all,
  );
  return `regexp_replace(${value}, ${pattern}, ${textLiteral(rewrite)}, 'g')`;
};

export const regex: Templates = {
  regex_matches: ([value = '', pattern = '']) => `regexp_matches(${value}, ${pattern})`,
  regex_extract: extract,
  regex_extract_all: ([value = '', pattern = '', group = '']) =>
    `nullif(regexp_extract_all(${value}, ${pattern}, CAST(${group} AS INTEGER)), [])`,
  regex_replace: replace,
};
