// What of each recorded attack was found, and by what: tradecraft by strategy, platform and telemetry.
import type { RecordingSize } from './quality.ts';
import type { Observation, Verdict } from './verdict.ts';

/** One attack in one recording, and what one strategy made of it. */
export interface Coverage {
  /** In the words of the document, or the recording's name where no document speaks of it. */
  readonly tradecraft: string;
  readonly strategy: string;
  readonly recording: string;
  /** What the recording holds of each log, in order: `Security 4698`. */
  readonly telemetry: readonly string[];
  /** By platform, those that were asked; names in order. */
  readonly observed: Readonly<Record<string, Observation>>;
}

/** Attacks that a document promises to find, and further recordings on which something fired; in the verdicts' order. */
export function coverage(
  verdicts: readonly Verdict[],
  sizes: readonly RecordingSize[],
): readonly Coverage[] {
  const telemetry = new Map(sizes.map((each) => [each.recording, each.telemetry ?? []]));
  const groups = new Map<string, Verdict[]>();
  for (const each of verdicts) {
    if (each.expected === 'silent') continue;
    const key = JSON.stringify([each.strategy, each.recording, each.expectation]);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first || !group.some(isTold)) return [];
    const { strategy, recording, expectation } = first;
    const platforms = group
      .map(({ platform, observed }) => [platform, observed] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return [
      {
        tradecraft: expectation,
        strategy,
        recording,
        telemetry: telemetry.get(recording) ?? [],
        observed: Object.fromEntries(platforms),
      },
    ];
  });
}

const isTold = ({ expected, observed }: Verdict): boolean =>
  expected === 'fired' || observed === 'fired';
