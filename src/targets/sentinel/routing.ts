// Whether a search can be a Sentinel rule, a Defender custom detection, both or neither, and why, for the report.
import type { SearchFacts } from '../search-facts.ts';
import { defenderFunctions, refusal } from './query-checks.ts';
import { mentions } from './tunables.ts';

/** What the KQL engine knows when it binds a search against each platform's own tables and functions. */
export interface PlatformFacts {
  readonly facts: SearchFacts;
  /** Tables, functions and columns that the platform does not have, as the binder reports them; empty if it binds. */
  readonly unknown: readonly string[];
}

export interface Route {
  readonly sentinel: boolean;
  readonly defender: boolean;
  /** Why not, a sentence each; empty where it can be. */
  readonly whyNotSentinel: readonly string[];
  readonly whyNotDefender: readonly string[];
  /** What stops nothing, but would have to be looked at in a Sentinel rule. */
  readonly remarks: readonly string[];
}

export interface Routed {
  readonly query: string;
  readonly sentinel: PlatformFacts;
  readonly defender: PlatformFacts;
  /** Narrows what a Sentinel rule may do. */
  readonly nearRealTime: boolean;
}

/** Decides by facts alone; which of two possible platforms a search is meant for, its document says. */
export function route({ query, sentinel, defender, nearRealTime }: Routed): Route {
  const whyNotSentinel = [
    ...functionReasons(sentinel),
    ...missing(sentinel, 'a Sentinel workspace'),
    ...constructReasons(sentinel.facts, nearRealTime),
  ];
  const whyNotDefender = [
    ...missing(defender, "Defender's advanced hunting"),
    ...watchlistReasons(defender.facts),
  ];
  return {
    sentinel: whyNotSentinel.length === 0,
    defender: whyNotDefender.length === 0,
    whyNotSentinel,
    whyNotDefender,
    remarks: timeRemarks(query, sentinel),
  };
}

function functionReasons({ facts, unknown }: PlatformFacts): readonly string[] {
  return [...new Set([...facts.functions, ...unknown])]
    .filter((name) => defenderFunctions.includes(name))
    .map((name) => `\`${name}()\` exists in Defender's advanced hunting only.`);
}

function missing({ unknown }: PlatformFacts, where: string): readonly string[] {
  const others = unknown.filter((name) => !defenderFunctions.includes(name));
  return [...new Set(others)].sort().map((name) => `\`${name}\` does not exist in ${where}.`);
}

function constructReasons(facts: SearchFacts, nearRealTime: boolean): readonly string[] {
  const reasons = (facts.constructs ?? []).flatMap(({ kind }) => refusal(kind, nearRealTime) ?? []);
  return [...new Set(reasons)].map((reason) => `As a rule, ${reason}.`);
}

function watchlistReasons({ functions }: SearchFacts): readonly string[] {
  return functions.includes('_GetWatchlist')
    ? [
        '`_GetWatchlist()` reads a Sentinel workspace, which a custom detection has only where the two are joined.',
      ]
    : [];
}

function timeRemarks(query: string, { unknown }: PlatformFacts): readonly string[] {
  if (!mentions(query, 'Timestamp') || unknown.includes('Timestamp')) return [];
  return [
    "The query goes by `Timestamp`, advanced hunting's time of an event; a Sentinel rule selects its window by `TimeGenerated`.",
  ];
}
