// When a search runs against a recording.
import { TICKS_PER_SECOND } from '../plan/index.ts';
import type { Expectation, Schedule } from '../strategy/index.ts';
import { instant } from './clock.ts';
import type { LoadedRecording } from './recordings.ts';

export interface Runs {
  /** The clock of each run in ticks, oldest first. */
  readonly at: readonly bigint[];
  /** False when the recording is longer than all runs together look back. */
  readonly complete: boolean;
}

/** Seconds by which Sentinel runs a scheduled rule after the end of the window that it looks at, so that late rows are in. */
export const SENTINEL_DELAY = 300;
/** Seconds from an event to its ingestion where the expectation names none. */
const INGESTION = 60;
/** Seconds by which the last run comes later than it must, so that no rounding loses the last event. */
const MARGIN = 60;
export const MOST_RUNS = 200;

type Arrival = Pick<Expectation, 'now' | 'edge' | 'delay' | 'repeat' | 'repeatAfter'>;
type Extent = Pick<LoadedRecording, 'first' | 'last'>;

/**
 * As the expectation says or, without that, as it is scheduled: at the first moment at which every platform's window
 * covers the last event (the strategy's own delay, five minutes at least, and ingestion), before that every period back
 * to the first event, for recordings longer than one look back, and after it every period until the last event came in
 * for the last time. `waits`: seconds by which the search runs after the end of its window.
 */
export function runsOf(
  schedule: Schedule,
  expectation: Arrival,
  { first = 0n, last = 0n }: Extent,
  waits = SENTINEL_DELAY,
): Runs {
  const { now, edge, delay = INGESTION } = expectation;
  const given = now === undefined ? undefined : instant(now);
  if (given !== undefined) return { at: [given], complete: true };
  const times: Times = {
    first,
    last,
    arrived: last + ticks(delay + repeats(expectation)),
    period: ticks(Math.max(60, schedule.every)),
    lookback: ticks(schedule.lookback),
    waits: ticks(waits),
  };
  const border = borderOf(edge, { first, last });
  if (border !== undefined) return runsAround(border, times);
  const wait = Math.ceil(Math.max(schedule.delay, SENTINEL_DELAY) + delay + MARGIN);
  return runsBack(last + ticks(wait), ticks(repeats(expectation)), times);
}

const MINUTE = 60n * TICKS_PER_SECOND;

/** Where windows meet, in ticks; undefined where the expectation does not say. */
export function borderOf(
  edge: string | undefined,
  { first = 0n, last = 0n }: Extent,
): bigint | undefined {
  switch (edge) {
    case undefined:
      return undefined;
    case 'middle':
      return (first + last) / 2n;
    case 'end':
      // Windows of Splunk's searches end at whole minutes.
      return (last / MINUTE + 1n) * MINUTE;
    default:
      return instant(edge);
  }
}

interface Times {
  readonly first: bigint;
  readonly last: bigint;
  /** When the last event came in for the last time. */
  readonly arrived: bigint;
  readonly period: bigint;
  readonly lookback: bigint;
  readonly waits: bigint;
}

/** Every period from `anchor` back to the first event, and on for as long as events come in again. */
function runsBack(anchor: bigint, again: bigint, { first, period, lookback }: Times): Runs {
  const at = [anchor];
  for (let next = anchor; next < anchor + again && at.length < MOST_RUNS;) {
    next += period;
    at.push(next);
  }
  let oldest = anchor;
  while (oldest - lookback > first && at.length < MOST_RUNS) {
    oldest -= period;
    at.unshift(oldest);
  }
  return { at, complete: oldest - lookback <= first };
}

/** Runs one of which looks at the time before the border, the next one at the time from there on. */
function runsAround(border: bigint, times: Times): Runs {
  const { first, last, arrived, period, lookback, waits } = times;
  const latest = arrived - waits > last ? arrived - waits : last;
  const at = [border, border + period];
  while ((at[0] ?? 0n) - period > first && at.length < MOST_RUNS)
    at.unshift((at[0] ?? 0n) - period);
  while ((at.at(-1) ?? 0n) + period - lookback <= latest && at.length < MOST_RUNS)
    at.push((at.at(-1) ?? 0n) + period);
  const complete = (at[0] ?? 0n) - lookback <= first && (at.at(-1) ?? 0n) > last;
  return { at: at.map((end) => end + waits), complete };
}

/** Seconds from the first arrival of an event to its last one. */
function repeats({ repeat = 1, repeatAfter = 0 }: Arrival): number {
  return (repeat - 1) * repeatAfter;
}

const ticks = (seconds: number): bigint => BigInt(Math.round(seconds)) * TICKS_PER_SECOND;
