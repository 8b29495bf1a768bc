// Where a column's value comes from, as data: each source describes itself and gives the value for a record.
import { literal, type Expression } from '../../plan/index.ts';
import { dataText } from '../record-facts.ts';
import type { EventRecord, EventSystem, NeutralRecord } from '../record.ts';
import { dataField, isSystemPart, ofRecord, systemField } from './fields.ts';
import type { Confidence } from './view.ts';

export { dataText } from '../record-facts.ts';

/** Before it is fitted to its column's type; undefined and null leave the column empty. */
export type RawValue = string | number | bigint | boolean | null | undefined;

export interface ColumnSource<Record = EventRecord> {
  /** As in the documentation: `System.Computer`, `Data.CommandLine`, `file name of Data.Image`. */
  readonly source: string;
  readonly confidence: Confidence;
  readonly value: (record: Record) => RawValue;
  /** The same over the fields of an event, where it can be said so; an engine reads files by it. */
  readonly expression?: Expression;
}

export type ColumnSources = Readonly<Record<string, ColumnSource>>;

/** For records that are no Windows events. */
export type OtherSources = Readonly<Record<string, ColumnSource<NeutralRecord>>>;

export function system(
  part: Exclude<keyof EventSystem, 'extra'>,
  confidence: Confidence = 'high',
): ColumnSource {
  const value = ({ system: parts }: EventRecord): RawValue => parts[part];
  const expression = isSystemPart(part) ? { expression: systemField(part) } : {};
  return { source: `System.${part}`, confidence, value, ...expression };
}

export function data(name: string, confidence: Confidence = 'high'): ColumnSource {
  const value = (record: EventRecord): RawValue => dataText(record, name);
  return { source: `Data.${name}`, confidence, value, expression: dataField(name) };
}

export function constant(value: RawValue, confidence: Confidence = 'high'): ColumnSource<unknown> {
  const expression = typeof value === 'string' ? { expression: literal(value, 'string') } : {};
  return { source: `constant ${String(value)}`, confidence, value: () => value, ...expression };
}

/** What an expression over the event's fields says. */
export function shown(
  source: string,
  expression: Expression,
  confidence: Confidence = 'medium',
): ColumnSource {
  const value = ofRecord(expression) as (record: EventRecord) => RawValue;
  return { source, confidence, value, expression };
}

export function derived(
  source: string,
  value: (record: EventRecord) => RawValue,
  confidence: Confidence = 'medium',
): ColumnSource {
  return { source, confidence, value };
}

/** A function of one datum's text; nothing when the datum is absent. */
export function ofData(
  name: string,
  what: string,
  change: (text: string) => RawValue,
  confidence: Confidence = 'medium',
): ColumnSource {
  const value = (record: EventRecord): RawValue => {
    const text = dataText(record, name);
    return text === undefined ? undefined : change(text);
  };
  return { source: `${what} of Data.${name}`, confidence, value };
}
