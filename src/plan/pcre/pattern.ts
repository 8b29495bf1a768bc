// A regular expression in Perl's dialect, read into a tree.

/** Inclusive ranges of code points, in no order. */
export type Ranges = readonly (readonly [low: number, high: number])[];

export type Pattern =
  | {
      readonly kind: 'set';
      readonly ranges: Ranges;
      readonly negated: boolean;
      readonly fold: boolean;
    }
  | { readonly kind: 'sequence'; readonly items: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly items: readonly Pattern[] }
  | {
      readonly kind: 'group';
      readonly index: number;
      readonly name?: string;
      readonly body: Pattern;
    }
  | {
      readonly kind: 'repeat';
      readonly body: Pattern;
      readonly least: number;
      /** null: without end. */
      readonly most: number | null;
      readonly mode: 'greedy' | 'lazy' | 'possessive';
    }
  | { readonly kind: 'atomic'; readonly body: Pattern }
  | {
      readonly kind: 'look';
      readonly behind: boolean;
      readonly negative: boolean;
      readonly body: Pattern;
    }
  | { readonly kind: 'assert'; readonly what: Assertion }
  | { readonly kind: 'back'; readonly group: number; readonly fold: boolean };

/**
 * `text_start` (`^`, `\A`), `text_end` (`\z`), `last_end` (`$`, `\Z`: the end, or before a newline there), `line_start`,
 * `line_end` (with flag m), `word`, `not_word`, `keep` (`\K`: what is matched begins here).
 */
export type Assertion =
  'text_start' | 'text_end' | 'last_end' | 'line_start' | 'line_end' | 'word' | 'not_word' | 'keep';

/** A pattern with its groups: `names[i]` is the name of group `i + 1`, null for a group without one. */
export interface Regex {
  readonly source: string;
  readonly root: Pattern;
  readonly names: readonly (string | null)[];
}

/** What is wrong with a pattern, and where in it. */
export interface RegexProblem {
  readonly message: string;
  readonly at: number;
}

export const DIGITS: Ranges = [[48, 57]];
export const WORD: Ranges = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];
export const SPACE: Ranges = [
  [9, 13],
  [32, 32],
];
export const BLANK: Ranges = [
  [9, 9],
  [32, 32],
  [0xa0, 0xa0],
];
export const LAST = 0x10ffff;

/** The code points that are in none of the ranges. */
export function complement(ranges: Ranges): Ranges {
  const made: [number, number][] = [];
  let next = 0;
  for (const [low, high] of [...ranges].sort((a, b) => a[0] - b[0])) {
    if (low > next) made.push([next, low - 1]);
    next = Math.max(next, high + 1);
  }
  if (next <= LAST) made.push([next, LAST]);
  return made;
}
