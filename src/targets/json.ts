// JSON as it is written to artifacts: keys in the order given, two spaces, a newline at the end.

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

/** The text of a document. Equal values give equal bytes. */
export function printJson(value: Json): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Only the entries that say something: no undefined, empty text, empty list or empty object. */
export function withoutBlanks(entries: Readonly<Record<string, Json | undefined>>): JsonObject {
  const kept = Object.entries(entries).filter(
    (entry): entry is [string, Json] => entry[1] !== undefined && !isBlank(entry[1]),
  );
  return Object.fromEntries(kept);
}

function isBlank(value: Json): boolean {
  if (value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
