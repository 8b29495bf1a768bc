// Under which conditions a recording was replayed, in words: when its events came in, and where windows met.
import { printDuration, type Expectation } from '../strategy/index.ts';

/** `20m late; twice, 30m apart; edge of two windows in the middle`; undefined for the usual ones. */
export function conditionsOf({
  now,
  edge,
  delay,
  repeat = 1,
  repeatAfter = 0,
}: Expectation): string | undefined {
  const parts = [
    delay === undefined ? '' : `${printDuration(delay)} late`,
    repeat === 1
      ? ''
      : `${timesOf(repeat)}${repeatAfter === 0 ? '' : `, ${printDuration(repeatAfter)} apart`}`,
    edge === undefined ? '' : `edge of two windows ${edgePlaces.get(edge) ?? `at ${edge}`}`,
    now === undefined ? '' : `run at ${now}`,
  ].filter((each) => each !== '');
  return parts.length === 0 ? undefined : parts.join('; ');
}

const edgePlaces: ReadonlyMap<string, string> = new Map([
  ['middle', 'in the middle'],
  ['end', 'behind the last event'],
]);

const timesOf = (count: number): string => (count === 2 ? 'twice' : `${String(count)} times`);
