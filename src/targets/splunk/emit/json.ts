// JSON as .conf values and shipped files hold it: keys sorted, so that equal values give equal text.

export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Compact JSON on one line. */
export function compactJson(value: Json): string {
  return JSON.stringify(sorted(value));
}

/** Indented JSON with a final line feed, for files. */
export function prettyJson(value: Json): string {
  return `${JSON.stringify(sorted(value), null, 2)}\n`;
}

function sorted(value: Json): Json {
  if (isList(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
