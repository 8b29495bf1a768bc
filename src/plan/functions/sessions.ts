// Sessions of rows in order: runs whose values keep close to the one before and to the first.
import { define, type ScalarFunction } from './function.ts';

/** The value at which each row's session began; rows and bounds as text, a restart as `true`. */
function starts(
  values: readonly (string | null)[],
  fromFirst: readonly (string | null)[],
  between: readonly (string | null)[],
  restarts: readonly (string | null)[],
): (string | null)[] {
  let begun: bigint | null = null;
  let last: bigint | null = null;
  return values.map((text, at) => {
    const value = text === null ? null : BigInt(text);
    const [longest, gap] = [BigInt(fromFirst[at] ?? 0), BigInt(between[at] ?? 0)];
    const goesOn =
      value !== null &&
      begun !== null &&
      last !== null &&
      restarts[at] !== 'true' &&
      value < begun + longest &&
      value < last + gap;
    if (!goesOn) begun = value;
    last = value;
    return begun === null ? null : begun.toString();
  });
}

export const sessions: readonly ScalarFunction[] = [
  define({
    name: 'session_starts',
    takes: ['strings', 'strings', 'strings', 'strings'],
    returns: 'strings',
    nulls: 'propagate',
    meaning:
      'for `sequence`: args [value, greatest distance from the first, from one to the next, restart]: the value at which the session of each row began',
    evaluate: (
      values: readonly string[],
      fromFirst: readonly string[],
      between: readonly string[],
      restarts: readonly string[],
    ) => starts(values, fromFirst, between, restarts) as readonly string[],
  }),
];
