// Nested JSON as Splunk's automatic extraction names it: `a.b` for members, `a{}` and `a{}.b` for items of lists.
import { scalarText } from '../scalar-text.ts';
import type { FieldValue } from './view.ts';

const DEEPEST = 32;
const MOST_FIELDS = 5000;

/** Values are text; several values under one name are a list. Null and empty text give no field. */
export function flatten(value: Readonly<Record<string, unknown>>): Map<string, FieldValue> {
  const found = new Map<string, string[]>();
  for (const [name, member] of Object.entries(value)) walk(found, name, member, 0);
  return new Map(
    [...found].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
  );
}

function walk(found: Map<string, string[]>, name: string, value: unknown, depth: number): void {
  if (value === null || value === undefined || value === '' || depth > DEEPEST) return;
  if (typeof value !== 'object') {
    const known = found.get(name);
    if (known) known.push(scalarText(value));
    else if (found.size < MOST_FIELDS) found.set(name, [scalarText(value)]);
  } else if (Array.isArray(value)) {
    // A flat list of texts at the top is a multivalue field of an export; deeper ones carry braces.
    const scalars = depth === 0 && value.every((item) => typeof item === 'string');
    for (const item of value as unknown[])
      walk(found, scalars ? name : `${name}{}`, item, depth + 1);
  } else {
    for (const [member, inner] of Object.entries(value))
      walk(found, `${name}.${member}`, inner, depth + 1);
  }
}
