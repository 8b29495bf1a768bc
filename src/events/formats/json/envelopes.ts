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

/** Answers of `aws cloudtrail lookup-events` and `aws sqs receive-message`: lists of what holds the record as text. */
const answers = [
  ['Events', 'CloudTrailEvent'],
  ['Messages', 'Body'],
] as const;

const answered: Envelope = (value) => {
  for (const [list, text] of answers) {
    const items = own(value, list);
    if (isListOfObjects(items) && items.every((each) => Object.hasOwn(each, text))) return items;
  }
  return undefined;
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
  // Notifications and messages of queues.
  ['Message'],
  ['Body'],
  ['body'],
];

const asText: Envelope = (value) => {
  // A Windows event is no envelope, whatever its message says.
  if (Object.hasOwn(value, '_raw') || Object.hasOwn(value, 'EventID')) return undefined;
  for (const [first = '', second] of textPlaces) {
    const place = second === undefined ? value : objectAt(value, first);
    const records = place && recordsInText(textAt(place, second ?? first));
    if (records) return records;
  }
  return undefined;
};

/** A text that is a JSON object of a known kind, or an envelope of such. */
function recordsInText(text: string | undefined): readonly unknown[] | undefined {
  if (text === undefined || !/^\s{0,100}\{/.test(text)) return undefined;
  const found = readJsonValue(text);
  const records = 'value' in found ? unwrapped(found.value) : [];
  const areKnown = records.length > 0 && records.every((each) => isObject(each) && isKnown(each));
  return areKnown ? records : undefined;
}

const envelopes: readonly Envelope[] = [
  elasticsearch,
  chainsaw,
  delivered,
  odata,
  eventBridge,
  logEvents,
  answered,
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
