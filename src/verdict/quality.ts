// Detection quality in figures: what was caught, missed and falsely alarmed about, and what was seen at all.
import type { Observation, Verdict } from './verdict.ts';

/** How many events a recording holds; strategy and recording as verdicts name them. */
export interface RecordingSize {
  readonly strategy: string;
  readonly recording: string;
  readonly events: number;
  /** What it holds of each log, in order: `Security 4698`. */
  readonly telemetry?: readonly string[];
}

/**
 * Figures of one strategy on one platform. Each promised replay counts in exactly one of `caught`, `missed`, `quiet`,
 * `alarmed` and `unproven`; replays without a promise count in `observed` alone.
 */
export interface Quality {
  readonly strategy: string;
  readonly platform: string;
  /** Attacks on which the search fired (true positives). */
  readonly caught: number;
  /** Attacks that the platform received and the search did not find. */
  readonly missed: number;
  /** Benign recordings on which the search stayed silent. */
  readonly quiet: number;
  /** Benign recordings on which it fired (false positives). */
  readonly alarmed: number;
  /** Promises of which nothing can be said: unsupported or unseen. */
  readonly unproven: number;
  /** Rows that the benign recordings gave. */
  readonly falseRows: number;
  /** Events in the benign recordings that were searched, once for each replay. */
  readonly backgroundEvents: number;
  /** `falseRows` per thousand of them, to three places; undefined without such events. */
  readonly perThousand?: number;
  readonly observed: Readonly<Record<Observation, number>>;
}

/** One entry for each strategy and platform, strategies in the order of the verdicts, platforms by name. */
export function quality(
  verdicts: readonly Verdict[],
  sizes: readonly RecordingSize[],
): readonly Quality[] {
  const events = new Map(sizes.map((each) => [keyOf(each), each.events]));
  const strategies = new Map<string, Map<string, Verdict[]>>();
  for (const verdict of verdicts) {
    const platforms = strategies.get(verdict.strategy) ?? new Map<string, Verdict[]>();
    strategies.set(verdict.strategy, platforms);
    platforms.set(verdict.platform, [...(platforms.get(verdict.platform) ?? []), verdict]);
  }
  return [...strategies].flatMap(([strategy, platforms]) =>
    [...platforms]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([platform, own]) => ({ strategy, platform, ...figures(own, events) })),
  );
}

/** All entries of each platform added up, platforms by name. */
export function totals(all: readonly Quality[]): readonly Omit<Quality, 'strategy'>[] {
  const platforms = [...new Set(all.map(({ platform }) => platform))].sort();
  return platforms.map((platform) => {
    const own = all.filter((each) => each.platform === platform);
    const sum = (of: (each: Quality) => number): number =>
      own.reduce((total, each) => total + of(each), 0);
    return {
      platform,
      caught: sum((each) => each.caught),
      missed: sum((each) => each.missed),
      quiet: sum((each) => each.quiet),
      alarmed: sum((each) => each.alarmed),
      unproven: sum((each) => each.unproven),
      ...rate(
        sum((each) => each.falseRows),
        sum((each) => each.backgroundEvents),
      ),
      observed: {
        fired: sum(({ observed }) => observed.fired),
        silent: sum(({ observed }) => observed.silent),
        unsupported: sum(({ observed }) => observed.unsupported),
        unseen: sum(({ observed }) => observed.unseen),
      },
    };
  });
}

function figures(
  verdicts: readonly Verdict[],
  events: ReadonlyMap<string, number>,
): Omit<Quality, 'strategy' | 'platform'> {
  const count = (expected: Verdict['expected'], observed: Observation): number =>
    verdicts.filter((each) => each.expected === expected && each.observed === observed).length;
  const seen = (observed: Observation): number =>
    verdicts.filter((each) => each.observed === observed).length;
  const benign = verdicts.filter(
    ({ expected, observed }) =>
      expected === 'silent' && (observed === 'fired' || observed === 'silent'),
  );
  const [caught, missed] = [count('fired', 'fired'), count('fired', 'silent')];
  const [quiet, alarmed] = [count('silent', 'silent'), count('silent', 'fired')];
  const promised = verdicts.filter(({ expected }) => expected !== 'either').length;
  return {
    caught,
    missed,
    quiet,
    alarmed,
    unproven: promised - caught - missed - quiet - alarmed,
    ...rate(
      benign.reduce((sum, { rows }) => sum + rows, 0),
      benign.reduce((sum, each) => sum + (events.get(keyOf(each)) ?? 0), 0),
    ),
    observed: {
      fired: seen('fired'),
      silent: seen('silent'),
      unsupported: seen('unsupported'),
      unseen: seen('unseen'),
    },
  };
}

function rate(
  falseRows: number,
  backgroundEvents: number,
): Pick<Quality, 'falseRows' | 'backgroundEvents' | 'perThousand'> {
  if (backgroundEvents === 0) return { falseRows, backgroundEvents };
  const perThousand = Math.round((falseRows / backgroundEvents) * 1_000_000) / 1000;
  return { falseRows, backgroundEvents, perThousand };
}

const keyOf = ({ strategy, recording }: { strategy: string; recording: string }): string =>
  JSON.stringify([strategy, recording]);

/** Whether a strategy kept every promise, one of them on an attack that it found. */
export function isProven(verdicts: readonly Verdict[]): boolean {
  return (
    verdicts.every(({ passed }) => passed) &&
    verdicts.some(({ expected, observed }) => expected === 'fired' && observed === 'fired')
  );
}
