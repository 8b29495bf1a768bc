// Rows of JSON objects as typed tables, for queries that bring their own data.
import type { TableData } from '../engines/duckdb/index.ts';
import { kustoType, type KqlColumn, type KustoType } from '../kql/index.ts';
import { parseInstant, parseSpan, type Column, type Value } from '../plan/index.ts';
import type { JsonRow } from './batch-case.ts';
import { printExactly } from './exact-json.ts';

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
    rows: rows.map((row) =>
      columns.map((column) => splunkCell(own(row, column.name), column.type)),
    ),
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
  return printExactly(value);
}

/** Columns of a schema, column to Kusto type; a type that is none counts as text. */
export function kustoColumns(schema: Readonly<Record<string, string>>): KqlColumn[] {
  return Object.entries(schema).map(([name, type]) => ({
    name,
    type: kustoType(type) ?? 'string',
  }));
}

/** A Kusto table: declared columns first, then what the rows have beyond them, typed by their values. */
export function kustoTable(
  name: string,
  rows: readonly JsonRow[],
  declared: readonly KqlColumn[] = [],
): TableData & { columns: KqlColumn[] } {
  const columns = [...declared];
  const known = new Set(columns.map((each) => each.name));
  for (const row of rows) {
    for (const field of Object.keys(row)) {
      if (known.has(field)) continue;
      known.add(field);
      columns.push({ name: field, type: inferredType(rows.map((each) => own(each, field))) });
    }
  }
  const cells = rows.map((row) =>
    columns.map(({ name: field, type }) => kustoCell(own(row, field), type)),
  );
  return { name, columns, rows: cells };
}

/** A member that is there by itself: a column may be called `constructor`. */
export function own<T>(
  record: Readonly<Record<string, T>> | undefined,
  key: string,
): T | undefined {
  return record && Object.hasOwn(record, key) ? record[key] : undefined;
}

const INSTANT = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z?)?$/;

function inferredType(values: readonly unknown[]): KustoType {
  const present = values.filter((each) => each !== null && each !== undefined);
  if (present.length === 0) return 'string';
  if (present.every((each) => typeof each === 'boolean')) return 'bool';
  if (present.every((each) => typeof each === 'number' || typeof each === 'bigint'))
    return present.every((each) => typeof each === 'bigint' || Number.isInteger(each))
      ? 'long'
      : 'real';
  if (present.every((each) => typeof each === 'string'))
    return present.every((each) => INSTANT.test(each)) ? 'datetime' : 'string';
  return 'dynamic';
}

const WHOLE = /^-?\d+$/;
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** As many as the engine keeps. */
const DECIMAL_PLACES = 18;
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

/** A JSON value in a column of the type; null where it does not fit. Text is never null. */
function kustoCell(value: unknown, type: KustoType): Value {
  if (value === null || value === undefined) return type === 'string' ? '' : null;
  const text = fieldText(value);
  switch (type) {
    case 'string':
      return text;
    case 'bool':
      return BOOLEANS.get(text.toLowerCase()) ?? null;
    case 'int':
      return WHOLE.test(text) ? Number(text) : null;
    case 'real':
      return realOf(text);
    case 'long':
      return WHOLE.test(text) ? BigInt(text) : null;
    case 'decimal':
      return decimalOf(text);
    case 'guid':
      return GUID.test(text) ? text.toLowerCase() : null;
    case 'datetime':
      return parseInstant(text) ?? null;
    case 'timespan':
      return parseSpan(text) ?? null;
    case 'dynamic':
      return printExactly(value);
  }
}

/** Plain digits; JSON may write an exponent. */
function decimalOf(text: string): string | null {
  if (/^-?\d{1,20}(?:\.\d+)?$/.test(text)) return text;
  const number = text.trim() === '' ? Number.NaN : Number(text);
  return Math.abs(number) < 1e20 ? number.toFixed(DECIMAL_PLACES) : null;
}

/** `NaN` and the infinities are values in Kusto and text in JSON. */
function realOf(text: string): number | null {
  const special = /^([+-]?)inf(?:inity)?$/i.exec(text);
  if (special) return special[1] === '-' ? -Infinity : Infinity;
  if (/^nan$/i.test(text)) return Number.NaN;
  const number = Number(text);
  return text.trim() === '' || Number.isNaN(number) ? null : number;
}
