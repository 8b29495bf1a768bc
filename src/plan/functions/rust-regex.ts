// Patterns in the syntax of Rust's `regex`, which is RE2's but for a few things that RE2 reads as something else without
// complaint.
import { define, type ScalarFunction } from './function.ts';

/** A group that never ends, which no engine takes: the search fails rather than answer wrongly. */
const UNREADABLE = '(';

/** What RE2 would misread: `&&`, `--`, `~~` or a nested class within brackets. */
export function classOperation(pattern: string): string | undefined {
  let inside = false;
  for (let at = 0; at < pattern.length; at++) {
    const each = pattern[at];
    if (each === '\\') at++;
    else if (!inside) {
      inside = each === '[';
      if (inside && pattern[at + 1] === '^') at++;
      if (inside && pattern[at + 1] === ']') at++;
    } else if (each === ']') inside = false;
    else {
      const pair = pattern.slice(at, at + 2);
      if (pair === '&&' || pair === '--' || pair === '~~') return pair;
      // `[[]` can only mean the bracket itself: as the beginning of a class within a class it would never end.
      if (each === '[' && pattern[at + 1] !== ':' && pattern[at + 1] !== ']') return '[';
      if (pair === '[:') at = Math.max(at, pattern.indexOf(':]', at) + 1);
    }
  }
  return undefined;
}

/** The same pattern as RE2 writes it: a named group has a P. */
export function patternOfRust(pattern: string): string {
  return pattern.replaceAll('(?<', '(?P<').replaceAll('(?P<=', '(?<=').replaceAll('(?P<!', '(?<!');
}

export const rustRegex: readonly ScalarFunction[] = [
  define<[string]>({
    name: 'regex_of_rust',
    takes: ['string'],
    returns: 'string',
    nulls: 'propagate',
    meaning:
      "a pattern in Rust's syntax as RE2 takes it; one that RE2 would misread becomes one that it refuses",
    evaluate: (pattern) =>
      classOperation(pattern) === undefined ? patternOfRust(pattern) : UNREADABLE,
  }),
];
