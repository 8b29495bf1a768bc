// The only two places where names and values become SQL text.
import type { Type, Value } from '../../plan/index.ts';
import { sqlType } from './types.ts';

/** A name in double quotes. Names hold no NUL: `Names` takes care of that. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text literal. A NUL cannot stand in SQL text, so it is spliced in as a function call. */
export function textLiteral(value: string): string {
  const parts = wellFormed(value)
    .split('\0')
    .map((part) => `'${part.replaceAll("'", "''")}'`);
  return parts.length === 1 ? (parts[0] ?? "''") : `(${parts.join(' || chr(0) || ')})`;
}

/** A lone surrogate is no Unicode text; it becomes U+FFFD, as it would in UTF-8. */
function wellFormed(value: string): string {
  return value.isWellFormed() ? value : value.toWellFormed();
}

/** A literal of a plan type. */
export function valueLiteral(value: Value, type: Type): string {
  if (value === null) return `CAST(NULL AS ${sqlType(type)})`;
  if (Array.isArray(value)) return `[${value.map((each) => textLiteral(String(each))).join(', ')}]`;
  switch (typeof value) {
    case 'boolean':
      return value ? 'true' : 'false';
    case 'bigint':
      // The smallest long has no positive counterpart, so it is not written as a negated literal.
      return value === -(2n ** 63n) ? "CAST('-9223372036854775808' AS BIGINT)" : longLiteral(value);
    case 'number':
      return type === 'int' ? `CAST(${String(value)} AS INTEGER)` : realLiteral(value);
    default:
      return type === 'decimal'
        ? `CAST(${textLiteral(String(value))} AS ${sqlType('decimal')})`
        : textLiteral(String(value));
  }
}

function longLiteral(value: bigint): string {
  return `${value < 0n ? '(' : ''}CAST(${value.toString()} AS BIGINT)${value < 0n ? ')' : ''}`;
}

function realLiteral(value: number): string {
  if (!Number.isFinite(value)) return `CAST('${String(value)}' AS DOUBLE)`;
  const text = String(value);
  return `(${text.includes('e') ? text : `${text}e0`})`;
}
