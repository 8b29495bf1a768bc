// What databases, APIs, queues and tools wrap around records, and how to get at the records.
import { kindOf } from './kinds.ts';
import { readJsonValue } from './read-json.ts';
import { isObject, objectAt, own, textAt, type JsonObject } from './shape.ts';

/** Gives what is inside; undefined when the value is no such envelope. */
type Envelope = (value: JsonObject) => readonly unknown[] | undefined;

/** More than anything real; who nests deeper gets the envelope itself. */
const MOST_ENVELOPES = 4;

/** The records inside of a value, through envelopes in envelopes. Anything else is itself. */
export function unwrapped(value: unknown, left = MOST_ENVELOPES): readonly unknown[] {
  if (!isObject(value) || left === 0) return [value];
  for (const open of envelopes) {
    const inside = open(value);
    if (inside) return inside.flatMap((each) => unwrapped(each, left - 1));
  }
  return [value];
}

/** Search results of Elasticsearch, and its documents. */
const elasticsearch: Envelope = (value) => {
  const hits = own(objectAt(value, 'hits') ?? {}, 'hits');
  if (Array.isArray(hits)) return hits as unknown[];
  const source = Object.hasOwn(value, '_index') ? own(value, '_source') : undefined;
  return source === undefined ? undefined : [source];
};

/** Detections of chainsaw. */
const chainsaw: Envelope = (value) => {
  const documents = own(value, 'documents') ?? own(value, 'document');
  if (documents === undefined || !Object.hasOwn(value, 'kind')) return undefined;
  const all: readonly unknown[] = Array.isArray(documents) ? documents : [documents];
  return all.map((each) => (isObject(each) ? (own(each, 'data') ?? each) : each));
};

/** A list in which AWS and Azure deliver to storage and queues. */
const delivered: Envelope = (value) => {
  const records = own(value, 'Records') ?? own(value, 'records');
  if (!isListOfObjects(records)) return undefined;
  return Object.keys(value).length === 1 || records.every(isKnown) ? records : undefined;
};

/** Answers of OData services, and lists that their users saved without the context. */
const odata: Envelope = (value) => {
  const records = own(value, 'value');
  if (!isListOfObjects(records)) return undefined;
  const isAnswer = Object.hasOwn(value, '@odata.context');
  return isAnswer || records.every(isKnown) ? records : undefined;
};

/** EventBridge: the call of an API in `detail`. */
const eventBridge: Envelope = (value) => {
  const detail = Object.hasOwn(value, 'detail-type') ? objectAt(value, 'detail') : undefined;
  return detail && isKnown(detail) ? [detail] : undefined;
};

/** Log events of CloudWatch, each with the record as text; also the inputs of Elastic's pipeline tests. */
const logEvents: Envelope = (value) => {
  const events = own(value, 'logEvents') ?? own(value, 'events');
  const isLog = isListOfObjects(events) && events.every(holdsText);
  return isLog ? events : undefined;
};

function holdsText(item: JsonObject): boolean {
  return Object.hasOwn(item, 'message') || objectAt(item, 'event') !== undefined;
}

/** `aws cloudtrail lookup-events`: a list whose items hold the record as text. */
const lookedUp: Envelope = (value) => {
  const events = own(value, 'Events');
  const isLookup =
    isListOfObjects(events) && events.every((each) => Object.hasOwn(each, 'CloudTrailEvent'));
  return isLookup ? events : undefined;
};

/** Answers of CloudTrail Lake: a list of objects with one member each is a row. */
const lakeRows: Envelope = (value) => {
  const rows = own(value, 'QueryResultRows');
  if (!Array.isArray(rows)) return undefined;
  return rows.map((row: unknown) => {
    if (!Array.isArray(row)) return row;
    const fields = Object.create(null) as Record<string, unknown>;
    for (const cell of row as unknown[])
      if (isObject(cell)) for (const [name, text] of Object.entries(cell)) fields[name] = text;
    return fields;
  });
};

/** Answers of CloudWatch Logs Insights: a row is a list of fields with their values. */
const insightsRows: Envelope = (value) => {
  const rows = own(value, 'results');
  if (!Array.isArray(rows) || rows.length === 0 || !rows.every(isListOfCells)) return undefined;
  return rows.map((row) => {
    const fields = Object.create(null) as Record<string, unknown>;
    for (const cell of row) {
      const name = textAt(cell, 'field') ?? '';
      if (name !== '@ptr') fields[name] = own(cell, 'value');
    }
    return fields;
  });
};

function isListOfCells(row: unknown): row is readonly JsonObject[] {
  return isListOfObjects(row) && row.every((cell) => textAt(cell, 'field') !== undefined);
}

/** Where a row holds the record that it is about as JSON text; the row's other columns repeat parts of it. */
const textPlaces: readonly (readonly string[])[] = [
  ['AuditData'],
  ['CloudTrailEvent'],
  ['eventJson'],
  ['event', 'original'],
  ['message'],
  ['@message'],
];

const asText: Envelope = (value) => {
  if (Object.hasOwn(value, '_raw')) return undefined;
  for (const [first = '', second] of textPlaces) {
    const place = second === undefined ? value : objectAt(value, first);
    const record = place && recordInText(textAt(place, second ?? first));
    if (record) return [record];
  }
  return undefined;
};

/** A text that is a JSON object of a known kind. */
function recordInText(text: string | undefined): JsonObject | undefined {
  if (text === undefined || !/^\s{0,100}\{/.test(text)) return undefined;
  const found = readJsonValue(text);
  return 'value' in found && isObject(found.value) && isKnown(found.value)
    ? found.value
    : undefined;
}

const envelopes: readonly Envelope[] = [
  elasticsearch,
  chainsaw,
  delivered,
  odata,
  eventBridge,
  logEvents,
  lookedUp,
  lakeRows,
  insightsRows,
  asText,
];

function isListOfObjects(value: unknown): value is readonly JsonObject[] {
  return Array.isArray(value) && value.length > 0 && value.every(isObject);
}

function isKnown(value: JsonObject): boolean {
  return kindOf(value) !== undefined;
}
