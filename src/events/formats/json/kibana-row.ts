// Windows events in the CSV of Kibana: names with dots, a dash for what an event has not, times as Kibana shows them.
import type { EventRecord } from '../../record.ts';
import { hasZone } from '../../ticks.ts';
import { channelName } from '../channel.ts';
import { nested } from './event-envelopes.ts';
import { hasDatum } from './field-order.ts';
import { HostClock } from './host-clock.ts';
import { textAt, wholeAt, type JsonContext, type JsonObject } from './shape.ts';
import { winlogbeat } from './winlogbeat.ts';

const DATA = 'winlog.event_data.';

export const isKibanaRow = (row: JsonObject): boolean =>
  ['@timestamp', 'winlog.channel'].every((name) => Object.hasOwn(row, name)) &&
  wholeAt(row, 'winlog.event_id') !== undefined;

export function kibanaRecord(
  row: JsonObject,
  context: Pick<JsonContext, 'input' | 'number' | 'told'>,
): EventRecord | undefined {
  const { input, number } = context;
  const time = textAt(row, '@timestamp') ?? '';
  if (!hasZone(time)) {
    const message = `\`${time}\` has no zone; let Kibana show times as ISO 8601 with their zone, or export the documents as JSON`;
    input.report({ code: 'EVT402', severity: 'error', number, message });
    return undefined;
  }
  const channel = channelName(textAt(row, 'winlog.channel') ?? '');
  const eventId = wholeAt(row, 'winlog.event_id') ?? -1;
  const isDatum = (name: string): boolean =>
    name.startsWith(DATA) && hasDatum(channel, eventId, name.slice(DATA.length));
  // A datum that the event always has may be a dash in the log as well.
  const given = Object.entries(row).filter(
    ([name, text]) => text !== '' && (text !== '-' || isDatum(name)),
  );
  const fields: JsonObject = nested(Object.fromEntries(given));
  const [record] = winlogbeat.read(fields, {
    ...context,
    raw: JSON.stringify(fields),
    exact: false,
    clock: new HostClock(input),
  }) as readonly EventRecord[];
  return record;
}
