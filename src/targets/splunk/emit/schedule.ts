// How often a saved search runs and which window it searches, from seconds to Splunk's cron and relative times.
import type { Schedule } from '../../../strategy/index.ts';
import { spread } from './digest.ts';

/** A cron expression and the period that it really has, in seconds. */
export interface Cron {
  readonly expression: string;
  readonly period: number;
}

/** Relative times for `dispatch.earliest_time` and `dispatch.latest_time`. */
export interface Window {
  readonly earliest: string;
  readonly latest: string;
  /** Seconds from earliest to latest. */
  readonly length: number;
}

const MINUTE = 60;
const DAY = 1440;
const WEEK = 7 * DAY;
// Periods in minutes that a cron expression meets exactly, the whole day (or week) round.
const EXACT = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60, 120, 180, 240, 360, 480, 720, DAY, WEEK];

/**
 * The cron expression with the longest exact period that is not longer than asked for: a search may run more often than
 * asked, never less. Minute, hour and day hang on the id, so that a pack's searches do not all start together.
 */
export function cronFor(id: string, every: number): Cron {
  const asked = Math.max(1, Math.floor(every / MINUTE));
  const minutes = EXACT.findLast((each) => each <= asked) ?? 1;
  return { expression: expressionFor(minutes, spread(id, WEEK)), period: minutes * MINUTE };
}

function expressionFor(minutes: number, place: number): string {
  const minute = String(place % Math.min(minutes, 60));
  if (minutes === 1) return '* * * * *';
  if (minutes < 60) return `${minute}-59/${String(minutes)} * * * *`;
  const hour = Math.floor(place / 60) % 24;
  if (minutes === 60) return `${minute} * * * *`;
  if (minutes < DAY) {
    const hours = minutes / 60;
    return `${minute} ${String(hour % hours)}-23/${String(hours)} * * *`;
  }
  const day = minutes === WEEK ? String(Math.floor(place / DAY)) : '*';
  return `${minute} ${String(hour)} * * ${day}`;
}

/**
 * The window of one run: `lookback` seconds long, at least one period, moved back by the delay that late events need.
 * Snapped to the minute, so that the windows of successive runs touch without overlap.
 */
export function windowFor(schedule: Schedule, period: number): Window {
  const length = Math.max(schedule.lookback, period);
  const latest = schedule.delay > 0 ? `-${duration(schedule.delay)}@m` : 'now';
  return { earliest: `-${duration(length + schedule.delay)}@m`, latest, length };
}

/** Relative times by event time and by the time of indexing. */
export interface LateWindow {
  readonly earliest: string;
  readonly latest: string;
  readonly indexEarliest: string;
  readonly indexLatest: string;
}

/**
 * The window of a run that goes by the time of indexing: what came in since the last run, if it happened at most `late`
 * seconds before that. It needs no delay.
 */
export function lateWindowFor(schedule: Schedule, period: number, late: number): LateWindow {
  const length = Math.max(schedule.lookback, period);
  return {
    earliest: `-${duration(length + late)}@m`,
    latest: 'now',
    indexEarliest: `-${duration(length)}@m`,
    indexLatest: 'now',
  };
}

/** Seconds as Splunk's relative time writes them. Days are written in hours: `-1d` follows the calendar, `-24h` does not. */
function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole % 3600 === 0) return `${String(whole / 3600)}h`;
  return whole % MINUTE === 0 ? `${String(whole / MINUTE)}m` : `${String(whole)}s`;
}
