// What a recording holds of each log, for tables about coverage.
import { channelOf, eventIdOf, type AnyRecord } from '../events/index.ts';

/** `Security 4698`: the log by its provider's short name, then the event; in order, each once. */
export function telemetryOf(records: Iterable<AnyRecord>): readonly string[] {
  const kinds = new Map<string, number>();
  for (const record of records) {
    const id = eventIdOf(record);
    const log = shortName(channelOf(record));
    kinds.set(id === undefined ? log : `${log} ${id}`, Number(id ?? 0));
  }
  return [...kinds.keys()].sort(
    (a, b) => compare(logOf(a), logOf(b)) || (kinds.get(a) ?? 0) - (kinds.get(b) ?? 0),
  );
}

/** `Microsoft-Windows-Sysmon/Operational` is Sysmon. */
const shortName = (channel: string): string =>
  channel.replace(/^Microsoft-Windows-/, '').replace(/\/Operational$/, '');

const logOf = (kind: string): string => kind.replace(/ \d+$/, '');
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
