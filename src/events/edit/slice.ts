// Which records of a recording are wanted.
import type { AnyRecord } from '../formats/format.ts';
import { eventIdOf, hostOf, timeOf } from '../record-facts.ts';

/** Each part that is given must hold; a record that does not know the fact asked for is not wanted. */
export interface Slice {
  /** Ticks, inclusive. */
  readonly from?: bigint;
  /** Ticks, exclusive. */
  readonly to?: bigint;
  /** Names in any case; a name without a dot also takes the host of that name in any domain. */
  readonly hosts?: readonly string[];
  /** As text: `4698`. */
  readonly eventIds?: readonly string[];
}

/** Whether the record belongs to the slice. */
export function inSlice(record: AnyRecord, { from, to, hosts, eventIds }: Slice): boolean {
  const time = timeOf(record);
  if (from !== undefined && (time === undefined || time < from)) return false;
  if (to !== undefined && (time === undefined || time >= to)) return false;
  if (eventIds && !eventIds.includes(eventIdOf(record) ?? '')) return false;
  return !hosts || hosts.some((wanted) => isHost(hostOf(record), wanted));
}

function isHost(host: string | undefined, wanted: string): boolean {
  if (host === undefined) return false;
  const [full, name] = [host.toLowerCase(), wanted.toLowerCase()];
  return full === name || (!name.includes('.') && full.split('.', 1)[0] === name);
}
