// How result values are written: as Kusto prints them, and as cells of JSON rows.
import { printInstant, printSpan, type Type, type Value } from '../plan/index.ts';

/** A JSON value; a long beyond 2^53 is a bigint, which the writer puts out digit by digit. */
export type Cell = null | boolean | number | bigint | string | readonly unknown[] | object;

/**
 * A value as a JSON cell: datetime as ISO 8601 with seven digits and Z, timespan as `d.hh:mm:ss.fffffff`, dynamic as
 * the JSON value itself, NaN and infinities as text.
 */
export function formatValue(value: Value, type: Type): Cell {
  if (value === null) return type === 'string' ? '' : null;
  switch (type) {
    case 'datetime':
      return typeof value === 'bigint' ? printInstant(value) : null;
    case 'timespan':
      return typeof value === 'bigint' ? printSpan(value) : null;
    case 'long':
      return typeof value === 'bigint' ? whole(value) : value;
    case 'real':
      return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
    case 'decimal':
      return trimmed(String(value));
    case 'dynamic':
      return dynamicValue(String(value));
    case 'bool':
    case 'int':
    case 'string':
    case 'guid':
    case 'strings':
      return value;
  }
}

function whole(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function trimmed(digits: string): string {
  return digits.includes('.') ? digits.replace(/0+$/, '').replace(/\.$/, '') : digits;
}

/** Stored dynamic values are JSON; a recording's may not be, and then it is text. */
function dynamicValue(text: string): Cell {
  try {
    return JSON.parse(text) as Cell;
  } catch {
    return text;
  }
}
