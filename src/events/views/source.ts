// Where a column's value comes from, as data: each source describes itself and gives the value for a record.
import type { EventRecord, EventSystem, NeutralRecord } from '../record.ts';
import type { Confidence } from './view.ts';

/** Before it is fitted to its column's type; undefined and null leave the column empty. */
export type RawValue = string | number | bigint | boolean | null | undefined;

export interface ColumnSource<Record = EventRecord> {
  /** As in the documentation: `System.Computer`, `Data.CommandLine`, `file name of Data.Image`. */
  readonly source: string;
  readonly confidence: Confidence;
  readonly value: (record: Record) => RawValue;
}

export type ColumnSources = Readonly<Record<string, ColumnSource>>;

/** For records that are no Windows events. */
export type OtherSources = Readonly<Record<string, ColumnSource<NeutralRecord>>>;

export function system(
  part: Exclude<keyof EventSystem, 'extra'>,
  confidence: Confidence = 'high',
): ColumnSource {
  return { source: `System.${part}`, confidence, value: (record) => record.system[part] };
}

export function data(name: string, confidence: Confidence = 'high'): ColumnSource {
  return { source: `Data.${name}`, confidence, value: (record) => dataText(record, name) };
}

export function constant(value: RawValue, confidence: Confidence = 'high'): ColumnSource<unknown> {
  return { source: `constant ${String(value)}`, confidence, value: () => value };
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

/** The text of the first datum of that name, else of one that differs in case; undefined when absent or null. */
export function dataText(record: EventRecord, name: string): string | undefined {
  const values = record.eventData ?? [];
  for (const each of values) if (each.name === name) return each.text ?? undefined;
  const wanted = name.toLowerCase();
  for (const each of values) {
    // Names asked for are ASCII, and no other text of another length becomes ASCII in lower case.
    if (each.name?.length === name.length && each.name.toLowerCase() === wanted)
      return each.text ?? undefined;
  }
  return undefined;
}
