// Data that an exporter gives as a list of values without names.
import type { EventRecord, EventValue } from '../../record.ts';
import { layoutOf } from './field-order.ts';
import { datum, valueText, type JsonContext } from './shape.ts';

/** Names by the places of values where the event's layout is known; says so where it is not, unless there are none to know. */
export function placed(
  values: readonly unknown[],
  channel: string,
  eventId: number,
  { context, isNameless }: { readonly context: JsonContext; readonly isNameless: boolean },
): Pick<EventRecord, 'eventData' | 'userData'> {
  const layout =
    layoutOf(channel, eventId, values.length) ?? beforeBinary(values, channel, eventId);
  if (!layout && values.length > 0 && !isNameless) {
    const message = 'the export has no names of data and the layout of the event is not known';
    context.input.report({ code: 'EVT205', severity: 'note', number: context.number, message });
  }
  if (layout?.element === undefined)
    return { eventData: values.map((each, at) => value(layout?.names[at] ?? null, each)) };
  const children = values.map((each, at) => ({
    name: layout.names[at] ?? '',
    attributes: [],
    children: [valueText(each) ?? ''],
  }));
  return { userData: { name: layout.element, attributes: [], children } };
}

/** The layout of the values before bytes at the end, which have no name. */
function beforeBinary(
  values: readonly unknown[],
  channel: string,
  eventId: number,
): ReturnType<typeof layoutOf> {
  return isBytes(values.at(-1)) ? layoutOf(channel, eventId, values.length - 1) : undefined;
}

function value(name: string | null, each: unknown): EventValue {
  if (!isBytes(each)) return datum(name, each);
  const text = Buffer.from(each).toString('hex').toUpperCase();
  return { name, text, type: 'text', ...(name === null && { element: 'Binary' }) };
}

/** Bytes come as a list of numbers. */
function isBytes(value: unknown): value is readonly number[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((each) => Number.isInteger(each) && each >= 0 && each <= 255)
  );
}
