// How often a scheduled rule runs and how far back it looks, within the service's limits.
// Limits: Azure-Sentinel's template validation (ScheduledTemplateInternalModel, FrequencyLimitationForLongPeriodQuery).
import type { Strategy } from '../../strategy/index.ts';
import { isoDuration } from '../duration.ts';
import type { Findings } from '../findings.ts';
import * as problems from './messages.ts';
import type { Settings } from '../settings.ts';
import { operators, type RuleSchedule, type TriggerOperator } from './alert-rule.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The service starts a scheduled run five minutes late and looks at the window that much further back. */
const BUILT_IN_DELAY = 5 * MINUTE;
const SHORTEST = 5 * MINUTE;
const LONGEST = 14 * DAY;
const LONG_PERIOD = 2 * DAY;
const MOST_ROWS = 10_000;

const shortOperators: Readonly<Record<string, TriggerOperator>> = {
  gt: 'GreaterThan',
  lt: 'LessThan',
  eq: 'Equal',
  ne: 'NotEqual',
};

/** The schedule of a scheduled rule; whatever the service would refuse is an error of `findings`. */
export function scheduleOf(
  strategy: Strategy,
  settings: Settings,
  findings: Findings,
): RuleSchedule {
  const frequency = valueOf('queryFrequency', 'schedule.every', strategy.schedule.every);
  const period = valueOf('queryPeriod', 'schedule.lookback', strategy.schedule.lookback);
  const schedule = {
    // A little more often, or a little further back, loses nothing.
    frequency: wholeMinutes(frequency, Math.floor, findings),
    period: wholeMinutes(period, Math.ceil, findings),
    ...triggerOf(settings, findings),
  };
  checkLimits(schedule, { frequency: frequency.place, period: period.place }, findings);
  checkDelay(schedule, strategy, findings);
  return schedule;

  function valueOf(setting: string, place: string, otherwise: number): Placed {
    const set = settings.seconds(setting);
    return set === undefined
      ? { place, seconds: otherwise }
      : { place: `${settings.path}.${setting}`, seconds: set };
  }
}

interface Placed {
  readonly place: string;
  readonly seconds: number;
}

function wholeMinutes(
  value: Placed,
  round: (minutes: number) => number,
  findings: Findings,
): number {
  const rounded = round(value.seconds / MINUTE) * MINUTE;
  if (rounded !== value.seconds) {
    findings.add(problems.roundedMinutes, value.place, {
      seconds: value.seconds,
      rounded: isoDuration(rounded),
    });
  }
  return rounded;
}

function checkLimits(
  { frequency, period }: RuleSchedule,
  places: { readonly frequency: string; readonly period: string },
  findings: Findings,
): void {
  const limits = { least: isoDuration(SHORTEST), most: isoDuration(LONGEST) };
  const shown = { frequency: isoDuration(frequency), period: isoDuration(period) };
  if (frequency < SHORTEST || frequency > LONGEST) {
    findings.add(problems.badFrequency, places.frequency, { ...shown, ...limits });
  }
  if (period < SHORTEST || period > LONGEST) {
    findings.add(problems.badPeriod, places.period, { ...shown, ...limits });
  }
  // Of the schedule itself, the strategy's own validation says so.
  if (period < frequency && `${places.frequency} ${places.period}`.includes('platforms.')) {
    findings.add(problems.shortPeriod, places.period, shown);
  }
  if (period >= LONG_PERIOD && frequency < HOUR) {
    findings.add(problems.longPeriodTooOften, places.frequency, {
      ...shown,
      long: isoDuration(LONG_PERIOD),
    });
  }
}

function checkDelay(
  { frequency, period }: RuleSchedule,
  strategy: Strategy,
  findings: Findings,
): void {
  const late = strategy.schedule.delay - BUILT_IN_DELAY;
  if (late <= 0 || period >= frequency + late) return;
  findings.add(problems.lateEvents, 'schedule.delay', {
    delay: isoDuration(strategy.schedule.delay),
    waits: isoDuration(BUILT_IN_DELAY),
    period: isoDuration(period),
    needed: isoDuration(frequency + late),
  });
}

/** When the number of result rows makes an alert: more than none, unless the document says otherwise. */
export function triggerOf(
  settings: Settings,
  findings: Findings,
): { readonly operator: TriggerOperator; readonly threshold: number } {
  const written = settings.choice('triggerOperator', [
    ...operators,
    ...Object.keys(shortOperators),
  ]);
  const operator =
    operators.find((each) => each === written) ?? shortOperators[written ?? 'gt'] ?? 'GreaterThan';
  const threshold = settings.count('triggerThreshold') ?? 0;
  if (threshold < 0 || threshold > MOST_ROWS) {
    findings.add(problems.badThreshold, `${settings.path}.triggerThreshold`, {
      threshold,
      most: MOST_ROWS,
    });
  }
  return { operator, threshold };
}
