// Any other JSON object: kept as it is. What is known of it is its kind and its time.
import type { NeutralRecord } from '../../record.ts';
import { ticksOfIso } from '../../ticks.ts';
import type { Input } from '../format.ts';
import { isoOfPortal } from '../portal-time.ts';
import { kindOf } from './kinds.ts';
import { timeIn } from './record-time.ts';
import { textAt, type JsonObject, type JsonShape } from './shape.ts';

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
  const kind = kindOf(fields) ?? otherwise;
  const time =
    timeIn(fields) ?? (kind.startsWith('azure:monitor:') ? azureTime(fields) : undefined);
  return {
    fields,
    ...(time === undefined ? {} : { time }),
    kind,
    raw,
    origin: input.origin(number),
  };
}

/** Some services of Azure write the time of their diagnostics in the American form, still UTC. */
function azureTime(fields: JsonObject): bigint | undefined {
  return ticksOfIso(isoOfPortal(textAt(fields, 'time') ?? '', 'month') ?? '');
}
