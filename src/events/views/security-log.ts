// What is known of the Security log's events by their ids: the first line of the message, and the audit policy that makes
// Windows write them. From Microsoft's reference of audit events; 5156 as rows of a workspace have it.
import { readFileSync } from 'node:fs';

interface SecurityLogEvent {
  /** The first line of the message, for recordings that hold none. */
  readonly line: string;
  /** Advanced audit policy subcategory, and what else the event needs; undefined for one that is always written. */
  readonly policy?: string;
}

interface PolicyRow {
  readonly policy: string;
  readonly events: Readonly<Record<string, string>>;
}

let events: ReadonlyMap<number, SecurityLogEvent> | undefined;

/** Undefined for an id that is in no reference. */
export function securityLogEvent(eventId: number): SecurityLogEvent | undefined {
  events ??= readEvents();
  return events.get(eventId);
}

function readEvents(): ReadonlyMap<number, SecurityLogEvent> {
  const path = new URL('./data/security-log.json', import.meta.url);
  const rows = JSON.parse(readFileSync(path, 'utf8')) as readonly PolicyRow[];
  return new Map(
    rows.flatMap(({ policy, events: lines }) =>
      Object.entries(lines).map(([id, line]): [number, SecurityLogEvent] => [
        Number(id),
        policy === '' ? { line } : { line, policy },
      ]),
    ),
  );
}
