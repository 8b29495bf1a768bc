// How often a custom detection runs. The service offers four frequencies and ties to each how far back a run looks; what
// a query asks for beyond that is not there. https://learn.microsoft.com/defender-xdr/custom-detection-rules
import type { Strategy } from '../../strategy/index.ts';
import { isoDuration } from '../duration.ts';
import type { Findings } from '../findings.ts';
import * as problems from './messages.ts';
import type { Settings } from '../settings.ts';

const HOUR = 60 * 60;
const DAY = 24 * HOUR;

/** From the most frequent on: seconds between runs, seconds that a run looks back. */
const offered = [
  { every: HOUR, lookback: 4 * HOUR },
  { every: 3 * HOUR, lookback: 12 * HOUR },
  { every: 12 * HOUR, lookback: 48 * HOUR },
  { every: DAY, lookback: 30 * DAY },
] as const;
const slowest = offered[3];

/** The setting, or the slowest frequency that is as often as the strategy asks and looks back as far. */
export function frequencyOf(strategy: Strategy, settings: Settings, findings: Findings): number {
  const set = settings.seconds('frequency');
  if (set !== undefined) return chosen(set, strategy, `${settings.path}.frequency`, findings);
  const { every, lookback, nearRealTime } = strategy.schedule;
  if (nearRealTime) return 0;
  const far = offered.filter((each) => each.lookback >= lookback);
  const often = far.filter((each) => each.every <= every);
  const choice = often.at(-1) ?? far[0];
  if (!choice) {
    findings.add(problems.tooFarBack, 'schedule.lookback', {
      lookback: isoDuration(lookback),
      most: isoDuration(slowest.lookback),
    });
    return slowest.every;
  }
  if (choice.every > every) {
    findings.add(problems.lessOften, 'schedule.every', {
      every: isoDuration(choice.every),
      asked: isoDuration(every),
      lookback: isoDuration(lookback),
    });
  }
  return choice.every;
}

function chosen(set: number, strategy: Strategy, place: string, findings: Findings): number {
  if (set === 0) return 0;
  const choice = offered.find((each) => each.every === set);
  if (!choice) {
    findings.add(problems.badFrequency, place, {
      every: isoDuration(set),
      offered: offered.map((each) => isoDuration(each.every)),
    });
  } else if (choice.lookback < strategy.schedule.lookback) {
    findings.add(problems.seesTooLittle, place, {
      every: isoDuration(set),
      sees: isoDuration(choice.lookback),
      lookback: isoDuration(strategy.schedule.lookback),
    });
  }
  return set;
}
