// One recorded attack must give the same verdict on every platform that saw it.
import type { Verdict } from './verdict.ts';

export interface Disparity {
  readonly strategy: string;
  readonly recording: string;
  readonly expectation: string;
  /** Platform to what was observed there, platforms in order of name. */
  readonly observed: Readonly<Record<string, Verdict['observed']>>;
}

/** Expectations on which platforms that received events and ran the search disagree. */
export function disparities(verdicts: readonly Verdict[]): Disparity[] {
  const groups = new Map<string, Verdict[]>();
  for (const each of verdicts) {
    const key = JSON.stringify([each.strategy, each.recording, each.expectation]);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].flatMap((group) => {
    const certain = group
      .filter(({ observed }) => observed === 'fired' || observed === 'silent')
      .sort((a, b) => (a.platform < b.platform ? -1 : 1));
    const [first] = certain;
    if (!first || certain.every(({ observed }) => observed === first.observed)) return [];
    const observed = Object.fromEntries(certain.map((each) => [each.platform, each.observed]));
    const { strategy, recording, expectation } = first;
    return [{ strategy, recording, expectation, observed }];
  });
}
