// Rows of JSON objects as typed tables, for queries that bring their own data.
import type { TableData } from '../engines/duckdb/index.ts';
import { ticksOfIso } from '../events/index.ts';
import { kustoType, type KqlColumn, type KustoType } from '../kql/index.ts';
import type { Column, Value } from '../plan/index.ts';
import type { JsonRow } from './batch-case.ts';

/** Splunk events: text, or lists where any row has one. `_time` is a number. Columns in order of first appearance. */
export function splunkTable(
  name: string,
  rows: readonly JsonRow[],
): TableData & { columns: Column[] } {
  const kinds = new Map<string, Column['type']>();
  for (const row of rows) {
    for (const [field, value] of Object.entries(row)) {
      if (value === null || value === undefined) continue;
      if (Array.isArray(value)) kinds.set(field, 'strings');
      else if (!kinds.has(field)) kinds.set(field, 'string');
    }
  }
  if (kinds.get('_time') === 'string') kinds.set('_time', 'real');
  const columns = [...kinds].map(([field, type]): Column => ({ name: field, type }));
  return {
    name,
    columns,
    rows: rows.map((row) => columns.map((column) => splunkCell(row[column.name], column.type))),
  };
}

function splunkCell(value: unknown, type: Column['type']): Value {
  if (value === null || value === undefined) return null;
  if (type === 'real') return Number.isNaN(Number(value)) ? null : Number(value);
  if (type !== 'strings') return fieldText(value);
  const list = (Array.isArray(value) ? value : [value])
    .filter((each) => each !== null)
    .map(fieldText);
  return list.length === 0 ? null : list;
}

/** A value as Splunk's index would hold it. */
function fieldText(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A Kusto table: declared columns first, then what the rows have beyond them, typed by their values. */
export function kustoTable(
  name: string,
  rows: readonly JsonRow[],
  declared: Readonly<Record<string, string>> = {},
): TableData & { columns: KqlColumn[] } {
  const columns: KqlColumn[] = Object.entries(declared).map(([column, type]) => ({
    name: column,
    type: kustoType(type) ?? 'string',
  }));
  const known = new Set(columns.map((each) => each.name));
  for (const row of rows) {
    for (const field of Object.keys(row)) {
      if (known.has(field)) continue;
      known.add(field);
      columns.push({ name: field, type: inferredType(rows.map((each) => each[field])) });
    }
  }
  const cells = rows.map((row) =>
    columns.map(({ name: field, type }) => kustoCell(row[field], type)),
  );
  return { name, columns, rows: cells };
}

const INSTANT = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z?)?$/;

function inferredType(values: readonly unknown[]): KustoType {
  const present = values.filter((each) => each !== null && each !== undefined);
  if (present.length === 0) return 'string';
  if (present.every((each) => typeof each === 'boolean')) return 'bool';
  if (present.every((each) => typeof each === 'number'))
    return present.every(Number.isSafeInteger) ? 'long' : 'real';
  if (present.every((each) => typeof each === 'string'))
    return present.every((each) => INSTANT.test(each)) ? 'datetime' : 'string';
  return 'dynamic';
}

const SPAN = /^(-?)(?:(\d+)\.)?(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,7}))?)?$/;

/** A JSON value in a column of the type; null where it does not fit. Text is never null. */
function kustoCell(value: unknown, type: KustoType): Value {
  if (value === null || value === undefined) return type === 'string' ? '' : null;
  switch (type) {
    case 'string':
      return fieldText(value);
    case 'bool':
      return typeof value === 'boolean' ? value : /^true$/i.test(fieldText(value)) || value === 1;
    case 'int':
    case 'real': {
      const number = Number(value);
      return Number.isNaN(number) && value !== 'NaN' ? null : number;
    }
    case 'long':
      return /^-?\d+$/.test(fieldText(value)) ? BigInt(fieldText(value)) : null;
    case 'decimal':
    case 'guid':
      return fieldText(value).toLowerCase();
    case 'datetime':
      return ticksOfIso(fieldText(value).replace(' ', 'T')) ?? null;
    case 'timespan':
      return spanTicks(fieldText(value));
    case 'dynamic':
      return JSON.stringify(value);
  }
}

function spanTicks(text: string): bigint | null {
  const match = SPAN.exec(text);
  if (!match) return null;
  const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = match;
  const whole =
    ((BigInt(days) * 24n + BigInt(hours)) * 60n + BigInt(minutes)) * 60n + BigInt(seconds);
  const ticks = whole * 10_000_000n + BigInt(fraction.padEnd(7, '0') || '0');
  return sign === '-' ? -ticks : ticks;
}
