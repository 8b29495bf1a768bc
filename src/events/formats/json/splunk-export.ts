// Results exported from a Splunk search: `{"preview":..,"result":{..}}` per line, `{"results":[..]}`, or bare rows.
// Where `_raw` was exported and is a Windows event, the event is read from it; else the row's fields are all there is.
import type { NeutralRecord } from '../../record.ts';
import { ticksOfEpoch, ticksOfIso } from '../../ticks.ts';
import type { AnyRecord, Input } from '../format.ts';
import { eventOfXml } from '../windows-text.ts';
import { isObject, objectAt, own, textAt } from './shape.ts';
import type { JsonContext, JsonObject, JsonShape } from './shape.ts';

export const splunkExport: JsonShape = {
  name: 'splunk-export',
  matches: (value) =>
    (Object.hasOwn(value, 'preview') && objectAt(value, 'result') !== undefined) ||
    Array.isArray(own(value, 'results')) ||
    (typeof own(value, '_raw') === 'string' && Object.hasOwn(value, '_time')) ||
    (Object.hasOwn(value, 'preview') && own(value, 'lastrow') === true),
  read,
};

function read(value: JsonObject, { input, number }: JsonContext): readonly AnyRecord[] {
  const results = own(value, 'results');
  const single = objectAt(value, 'result');
  const rows = Array.isArray(results) ? results : [single ?? value];
  return rows.flatMap((row: unknown) => {
    if (!isObject(row) || (row === value && !Object.hasOwn(row, '_time'))) return [];
    return splunkRecord(input, row, number) ?? [];
  });
}

/** One row of a Splunk result. */
export function splunkRecord(input: Input, row: JsonObject, number: number): AnyRecord | undefined {
  const raw = textAt(row, '_raw');
  if (raw !== undefined && /^\s{0,100}<Event[\s>]/.test(raw))
    return eventOfXml(input, raw.trim(), number);
  const sourcetype = textAt(row, 'sourcetype');
  const time = splunkTime(textAt(row, '_time'));
  const record: NeutralRecord = {
    fields: row,
    ...(time === undefined ? {} : { time }),
    kind: sourcetype ?? 'splunk',
    raw: raw ?? JSON.stringify(row),
    origin: input.origin(number),
  };
  return record;
}

/** `_time` as exported: seconds of the Unix epoch with a fraction, or ISO 8601. */
function splunkTime(text: string | undefined): bigint | undefined {
  return ticksOfEpoch(text ?? '') ?? ticksOfIso(text ?? '');
}
