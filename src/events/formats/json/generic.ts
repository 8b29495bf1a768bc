// Any other JSON object: kept as it is, its time found under the names that are in common use.
import type { NeutralRecord } from '../../record.ts';
import { ticksOfIso } from '../../ticks.ts';
import { isObject, own, textAt } from './shape.ts';
import type { JsonContext, JsonObject, JsonShape } from './shape.ts';

const timeNames = [
  'eventTime',
  '@timestamp',
  'timestamp',
  'TimeGenerated',
  'Timestamp',
  '_time',
  'time',
];

export const generic: JsonShape = {
  name: 'json',
  matches: () => true,
  read: (value, context) => {
    const records = own(value, 'Records');
    if (Array.isArray(records) && records.every(isCloudTrail)) {
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
    kind: isCloudTrail(fields) ? 'aws:cloudtrail' : 'json',
    raw,
    origin: input.origin(number),
  };
}

function isCloudTrail(value: unknown): value is JsonObject {
  return (
    isObject(value) &&
    ['eventVersion', 'eventSource', 'eventName', 'awsRegion'].every((key) =>
      Object.hasOwn(value, key),
    )
  );
}
