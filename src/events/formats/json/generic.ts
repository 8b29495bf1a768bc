// Any other JSON object: kept as it is. What is known of it is its kind, told by keys that only one product writes, and its
// time, found under the names that are in common use.
import type { NeutralRecord } from '../../record.ts';
import { ticksOfIso } from '../../ticks.ts';
import { isObject, own, textAt } from './shape.ts';
import type { JsonContext, JsonObject, JsonShape } from './shape.ts';

/** Times without a zone are UTC: the Microsoft 365 API writes its `CreationTime` so. */
const timeNames = [
  'eventTime',
  '@timestamp',
  'timestamp',
  'TimeGenerated',
  'Timestamp',
  'createdDateTime',
  'activityDateTime',
  'CreationTime',
  '_time',
  'time',
];

/** Kinds are the source types under which Splunk's own add-ons store such records. */
const kinds: readonly (readonly [kind: string, keys: readonly string[]])[] = [
  ['aws:cloudtrail', ['eventVersion', 'eventSource', 'eventName', 'awsRegion']],
  ['o365:management:activity', ['CreationTime', 'Operation', 'OrganizationId', 'RecordType']],
  ['azure:monitor:aad', ['time', 'category', 'operationName', 'tenantId', 'properties']],
  ['azure:aad:signin', ['createdDateTime', 'userPrincipalName', 'appId', 'ipAddress']],
  [
    'azure:aad:audit',
    ['activityDateTime', 'activityDisplayName', 'initiatedBy', 'targetResources'],
  ],
];

/** Lists in which APIs and storage wrap their records. */
const wrappers = ['Records', 'records', 'value'];

export const generic: JsonShape = {
  name: 'json',
  matches: () => true,
  read: (value, context) => {
    for (const name of wrappers) {
      const records = own(value, name);
      if (!Array.isArray(records) || records.length === 0 || !records.every(isKnown)) continue;
      return records.map((each: JsonObject) => record(each, context, JSON.stringify(each)));
    }
    return [record(value, context, context.raw)];
  },
};

function record(fields: JsonObject, { input, number }: JsonContext, raw: string): NeutralRecord {
  const time = timeNames.map((name) => ticksOfIso(textAt(fields, name) ?? '')).find(Boolean);
  return {
    fields,
    ...(time === undefined ? {} : { time }),
    kind: kindOf(fields) ?? 'json',
    raw,
    origin: input.origin(number),
  };
}

function kindOf(value: JsonObject): string | undefined {
  return kinds.find(([, keys]) => keys.every((key) => Object.hasOwn(value, key)))?.[0];
}

function isKnown(value: unknown): value is JsonObject {
  return isObject(value) && kindOf(value) !== undefined;
}
