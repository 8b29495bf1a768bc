// What collectors put around Windows events.
import { isoOfTicks, ticksOfEpoch } from '../../ticks.ts';
import { readJsonValue } from './read-json.ts';
import { isObject, objectAt, own, textAt, type JsonObject } from './shape.ts';

/**
 * The Windows events inside of an object: a list under one name, Elasticsearch's fields, GELF, names with dots. Anything else
 * is itself. `isEvent` tells whether an object is an event by itself.
 */
export function eventsIn(
  value: unknown,
  isEvent: (value: JsonObject) => boolean,
): readonly unknown[] {
  return isObject(value) ? (listed(value, isEvent) ?? [opened(value, isEvent)]) : [value];
}

/** The items of an object that is nothing but a list of events: tests of Elastic's pipelines, event XML as JSON. */
function listed(
  value: JsonObject,
  isEvent: (value: JsonObject) => boolean,
): readonly unknown[] | undefined {
  const name = listNames.find((each) => Object.hasOwn(value, each));
  if (name === undefined || !isOnlyName(value, name)) return undefined;
  const inner = own(value, name);
  const list = name === 'Events' && isObject(inner) ? own(inner, 'Event') : inner;
  if (!Array.isArray(list) || list.length === 0) return undefined;
  const items = list.map((each: unknown) => opened(each, isEvent));
  return items.every((each) => isObject(each) && isEvent(each)) ? items : undefined;
}

const listNames = ['events', 'Events', 'expected'];

/** Whether an object has no other member; attributes of XML do not count. */
function isOnlyName(value: JsonObject, name: string): boolean {
  return Object.keys(value).every((each) => each === name || each.startsWith('@'));
}

function opened(value: unknown, isEvent: (value: JsonObject) => boolean): unknown {
  if (!isObject(value)) return value;
  const fields = Object.hasOwn(value, '_index') ? objectAt(value, 'fields') : undefined;
  if (fields) return nested(singles(fields));
  if (Object.hasOwn(value, 'winlog.event_id')) return nested(value);
  const plain = ofGelf(value);
  return plain && isEvent(plain) ? plain : value;
}

/** Elasticsearch gives fields as lists, also where there is one value. */
function singles(fields: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value,
    ]),
  );
}

type Names = Record<string, unknown>;

/** `a.b.c` as objects in each other; a name that is both a value and a prefix of others stays as it is. */
export function nested(value: JsonObject): JsonObject {
  const made = Object.create(null) as Names;
  for (const [path, each] of Object.entries(value)) {
    const names = path.split('.');
    const last = names.pop() ?? '';
    const place = names.length > 20 ? undefined : placeOf(made, names);
    if (place && !Object.hasOwn(place, last)) place[last] = each;
    else made[path] = each;
  }
  return made;
}

function placeOf(made: Names, names: readonly string[]): Names | undefined {
  let place = made;
  for (const name of names) {
    if (!Object.hasOwn(place, name)) place[name] = Object.create(null) as Names;
    const inner = place[name];
    if (!isObject(inner)) return undefined;
    place = inner;
  }
  return place;
}

/** GELF: own fields behind an underscore; the event's time has become the message's, in seconds UTC. */
function ofGelf(value: JsonObject): JsonObject | undefined {
  if (textAt(value, 'short_message') === undefined || !Object.hasOwn(value, 'version'))
    return undefined;
  const ticks = ticksOfEpoch(textAt(value, 'timestamp') ?? '');
  const own = Object.entries(value)
    .filter(([name]) => /^_[^_]/.test(name))
    .map(([name, each]) => [name.slice(1), each]);
  return {
    Hostname: textAt(value, 'host'),
    ...(ticks !== undefined && { EventTime: isoOfTicks(ticks) }),
    Message: textAt(value, 'full_message') ?? textAt(value, 'short_message'),
    ...(Object.fromEntries(own) as JsonObject),
  };
}

/** The XML of an event that a collector keeps in one of the members of what it writes, whatever the member's name. */
export function carriedXml(value: JsonObject): string | undefined {
  for (const name in value) {
    const text = value[name];
    if (typeof text === 'string' && /^\s{0,100}<Event[\s>]/.test(text)) return text.trim();
  }
  return undefined;
}

const textNames = ['message', 'Message', 'MESSAGE', 'log', 'line', 'original', 'rawEvent', '_raw'];

/** The text, JSON or XML, of what is perhaps an event in a collector's object. */
export function carriedText(value: JsonObject): string | undefined {
  for (const place of [value, objectAt(value, 'event') ?? {}]) {
    const xml = carriedXml(place);
    if (xml !== undefined) return xml;
    const name = textNames.find((each) => textAt(place, each)?.trimStart().startsWith('{'));
    if (name !== undefined) return textAt(place, name)?.trim();
  }
  return undefined;
}

/** The object of a text that is one; undefined for anything else. */
export function objectOfText(text: string): JsonObject | undefined {
  const found = text.startsWith('{') ? readJsonValue(text) : undefined;
  return found && 'value' in found && isObject(found.value) ? found.value : undefined;
}

/** What syslog writes before a message, RFC 3164 and 5424; the message is JSON. */
const syslogHead =
  /^(?:<\d{1,3}>)?(?:1 )?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\d[T ][\d:.,]{8,18}(?:Z|[+-]\d\d:?\d\d)?) [^{]{1,300}(?=\{)/;

/** A line's JSON, without the head that syslog wrote before it. */
export function withoutSyslogHead(line: string): string {
  const first = line.charCodeAt(0);
  if (first === 0x7b || first === 0x5b) return line;
  const head = syslogHead.exec(line)?.[0] ?? '';
  return line.slice(head.length);
}
