// Which fields a search can hope to find: for static checks.
import { derivedNames, origins } from './derived.ts';
import { dataFieldsOf, systemFields, windowsEvents } from './windows-events.ts';

/** Fields that every event has, whatever its sourcetype. */
const basic = [
  '_cd',
  '_indextime',
  '_raw',
  '_time',
  'date_hour',
  'date_mday',
  'date_minute',
  'date_month',
  'date_second',
  'date_wday',
  'date_year',
  'date_zone',
  'eventtype',
  'host',
  'index',
  'linecount',
  'punct',
  'source',
  'sourcetype',
  'splunk_server',
  'tag',
  'timestamp',
];

/**
 * Names of the fields of an event: the log's own, and what the add-ons make of it. Undefined when the event is not in
 * the tables.
 */
export function fieldsOfEvent(channel: string, code: number): readonly string[] | undefined {
  const data = dataFieldsOf(channel, code);
  if (!data) return undefined;
  const made = origins
    .filter(
      (each) => each.channel === undefined || each.channel.toLowerCase() === channel.toLowerCase(),
    )
    .filter(
      (each) =>
        each.channel !== undefined || each.sourcetypes?.includes('XmlWinEventLog*') === true,
    )
    .filter((each) => each.codes?.includes(code) !== false)
    .flatMap((each) => Object.keys(each.fields));
  return [...new Set([...basic, ...systemFields, ...data, ...made])];
}

/** Every field name that the tables know, of any event. */
export function knownFields(): ReadonlySet<string> {
  return new Set([
    ...basic,
    ...systemFields,
    ...windowsEvents.flatMap((each) => each.fields),
    ...derivedNames(),
  ]);
}
