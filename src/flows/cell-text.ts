// A result cell as a person reads it.
import { formatValue } from '../kql/index.ts';
import type { Type, Value } from '../plan/index.ts';

/** Text of a value, lists joined by line breaks as Splunk shows them; null for null. */
export function cellText(value: Value, type: Type): string | null {
  if (value === null) return null;
  if (Array.isArray(value)) return value.join('\n');
  if (typeof value === 'string' || type === 'strings' || type === 'dynamic') return String(value);
  const cell = formatValue(value, type);
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}
