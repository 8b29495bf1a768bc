// Any other JSON object: kept as it is. What is known of it is its kind and its time.
import type { NeutralRecord } from '../../record.ts';
import type { Input } from '../format.ts';
import { kindOf } from './kinds.ts';
import { timeIn } from './record-time.ts';
import type { JsonObject, JsonShape } from './shape.ts';

export const generic: JsonShape = {
  name: 'json',
  matches: () => true,
  read: (value, context) => [neutralRecord(context.input, value, context, 'json')],
};

interface Place {
  readonly number: number;
  readonly raw: string;
}

/** A record of the kind that its fields tell; `otherwise` where they tell none. */
export function neutralRecord(
  input: Input,
  fields: JsonObject,
  { number, raw }: Place,
  otherwise: string,
): NeutralRecord {
  const time = timeIn(fields);
  return {
    fields,
    ...(time === undefined ? {} : { time }),
    kind: kindOf(fields) ?? otherwise,
    raw,
    origin: input.origin(number),
  };
}
