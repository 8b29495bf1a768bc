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

/** Sentinel looks at a window that ended five minutes before it runs. */
const LATEST_DELAY = 300;
/** Seconds from an event to its ingestion where the expectation names none. */
const INGESTION = 60;
/** Seconds by which the last run comes later than it must, so that no rounding loses the last event. */
const MARGIN = 60;
export const MOST_RUNS = 200;

/**
 * As the expectation says or, without that, as it is scheduled: last at the first moment at which every platform's
 * window covers the last event (the strategy's own delay, five minutes at least, and ingestion), and before that every
 * period back to the first event, for recordings longer than one look back.
 */
export function runsOf(
  schedule: Schedule,
  { now, delay = INGESTION }: Pick<Expectation, 'now' | 'delay'>,
  { first = 0n, last = 0n }: Pick<LoadedRecording, 'first' | 'last'>,
): Runs {
  const given = now === undefined ? undefined : instant(now);
  if (given !== undefined) return { at: [given], complete: true };
  const wait = ticks(Math.ceil(Math.max(schedule.delay, LATEST_DELAY) + delay + MARGIN));
  const period = ticks(Math.max(60, schedule.every));
  const lookback = ticks(schedule.lookback);
  const at = [last + wait];
  let oldest = last + wait;
  while (oldest - lookback > first && at.length < MOST_RUNS) {
    oldest -= period;
    at.push(oldest);
  }
  return { at: at.reverse(), complete: oldest - lookback <= first };
}

const ticks = (seconds: number): bigint => BigInt(Math.round(seconds)) * TICKS_PER_SECOND;
