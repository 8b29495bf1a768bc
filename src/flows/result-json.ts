// Result rows as JSON, each language in its own spelling of values.
import { formatValue } from '../kql/index.ts';
import type { Column, Value } from '../plan/index.ts';

/** `{"id", "columns": [{"name", "type"}], "rows": [[...]]}` on one line. Integers beyond 2^53 keep all their digits. */
export function resultJson(
  id: string | number,
  columns: readonly Column[],
  rows: readonly (readonly Value[])[],
  language: 'spl' | 'kql',
): string {
  const print = language === 'kql' ? kqlCell : splCell;
  const cells = rows.map(
    (row) => `[${columns.map(({ type }, at) => print(row[at] ?? null, type)).join(',')}]`,
  );
  const shown = columns.map(({ name, type }) => ({
    name,
    type: language === 'kql' ? type : splType(type),
  }));
  return `{"id":${JSON.stringify(id)},"columns":${JSON.stringify(shown)},"rows":[${cells.join(',')}]}`;
}

/** A cell of a Kusto result as JSON text. Dynamic values stand as they are written; a long keeps all its digits. */
export function kqlCell(value: Value, type: Column['type']): string {
  if (value === null || type === 'strings') return JSON.stringify(value);
  if (type === 'dynamic') return jsonOrText(String(value));
  if (typeof value === 'bigint' && type === 'long') return value.toString();
  return JSON.stringify(formatValue(value, type));
}

/** What a recording holds as dynamic may be no JSON, and is text then. */
function jsonOrText(value: string): string {
  try {
    JSON.parse(value);
    return value;
  } catch {
    return JSON.stringify(value);
  }
}

/** Splunk knows numbers, text and lists of text; a Boolean is text. */
export function splCell(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'boolean') return value ? '"True"' : '"False"';
  if (typeof value === 'number' && !Number.isFinite(value)) return 'null';
  if (Array.isArray(value) && value.length === 1) return JSON.stringify(value[0]);
  return JSON.stringify(value);
}

function splType(type: Column['type']): string {
  if (type === 'strings') return 'multivalue';
  return type === 'real' || type === 'long' || type === 'int' ? 'number' : 'string';
}
