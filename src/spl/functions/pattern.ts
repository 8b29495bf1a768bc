// Tests of text against patterns: LIKE, regular expressions, lists of values.
import {
  call,
  long,
  nothing,
  parseRegex,
  text,
  toRe2,
  type Expression,
  type Regex,
  type RegexProblem,
} from '../../plan/index.ts';
import { any, anyOf, asText, compare, overEach, truth, type Typed } from '../shape.ts';

/** A function of text on each value of a field: several values give as many results. */
export function onText(value: Typed, make: (text: Expression) => Expression): Typed {
  return value.shape === 'multivalue'
    ? overEach('map', value.expression, (item) => any(make(item.expression)))
    : any(make(asText(value)));
}

/** A test of text; of several values any may pass. */
export function testOfText(value: Typed, make: (text: Expression) => Expression): Typed {
  return value.shape === 'multivalue'
    ? truth(anyOf(value.expression, (item) => make(item.expression)))
    : truth(make(asText(value)));
}

/** `%` stands for any run, `_` for one character; the whole text, with case. */
export function likeTest(value: Typed, pattern: Typed): Typed {
  return testOfText(value, (subject) => call('loose.like', 'bool', subject, asText(pattern)));
}

/** Whether a value equals one of a list: exact, with case, without wildcards. */
export function isIn(value: Typed, list: readonly Typed[]): Expression {
  if (value.shape === 'null') return nothing('bool');
  const literals = list.every(
    (each) => each.shape === 'text' && each.expression.kind === 'literal',
  );
  if (literals && list.length > 0 && (value.shape === 'text' || value.shape === 'any')) {
    return call('in', 'bool', value.expression, ...list.map((each) => each.expression));
  }
  return call('or', 'bool', ...list.map((each) => compare('=', value, each)));
}

/** A regular expression as plan functions on a text. Groups count from 1; 0 is the whole match. */
export interface RegexFunctions {
  /** Names of the groups, null for one without a name. */
  readonly names: readonly (string | null)[];
  readonly matches: (subject: Expression) => Expression;
  readonly extract: (subject: Expression, group: number) => Expression;
  readonly extractAll: (subject: Expression, group: number) => Expression;
  /** Every match replaced; `\\1` stands for a group. */
  readonly replace: (subject: Expression, replacement: string) => Expression;
  /** Only one match replaced, counted from 1. */
  readonly replaceOne: (subject: Expression, replacement: string, place: number) => Expression;
}

/**
 * The functions of a pattern known beforehand: RE2 where it has the same outcome, our own matcher for lookaround,
 * back-references and the like.
 */
export function regexFunctions(source: string): RegexFunctions | RegexProblem {
  const regex = parseRegex(source);
  if (!('root' in regex)) return regex;
  const re2 = toRe2(regex);
  if (!re2) return ownFunctions(regex);
  const own = ownFunctions(regex);
  // Only the group that is asked for captures: DuckDB's numbers end at 9, and RE2 is faster so.
  const alone = (group: number): Expression => text(toRe2(regex, group)?.pattern ?? re2.pattern);
  // A `$` may have taken a last newline into the match, in a group of its own that the replacement gives back.
  const last = re2.newline ? `\\${String(regex.names.length + 1)}` : '';
  const tooMany = regex.names.length + (re2.newline ? 1 : 0) > 9;
  return {
    names: regex.names,
    matches: (subject) => call('regex_matches', 'bool', subject, alone(0)),
    extract: (subject, group) =>
      group === 0 && re2.newline
        ? own.extract(subject, 0)
        : call('regex_extract', 'string', subject, alone(group), long(Math.min(group, 1))),
    extractAll: (subject, group) =>
      group === 0 && re2.newline
        ? own.extractAll(subject, 0)
        : call('regex_extract_all', 'strings', subject, alone(group), long(Math.min(group, 1))),
    replace: (subject, replacement) =>
      tooMany
        ? own.replace(subject, replacement)
        : call('regex_replace', 'string', subject, text(re2.pattern), text(replacement + last)),
    replaceOne: own.replaceOne,
  };
}

/** By our own matcher. */
function ownFunctions({ source, names }: Regex): RegexFunctions {
  const pattern = text(source);
  return {
    names,
    matches: (subject) => call('pcre.matches', 'bool', subject, pattern),
    extract: (subject, group) => call('pcre.extract', 'string', subject, pattern, long(group)),
    extractAll: (subject, group) =>
      call('pcre.extract_all', 'strings', subject, pattern, long(group)),
    replace: (subject, replacement) =>
      call('pcre.replace', 'string', subject, pattern, text(replacement)),
    replaceOne: (subject, replacement, place) =>
      call('pcre.replace_nth', 'string', subject, pattern, text(replacement), long(place)),
  };
}
