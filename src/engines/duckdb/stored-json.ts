// JSON as it may be stored: DuckDB's JSON functions raise on a single cell that is none, and the whole search with it.

const ESCAPED_SURROGATE = /\\u[dD][89a-fA-F]/;

/**
 * The text if it is JSON, else the text as a JSON string, as Kusto's `parse_json` takes it; null for
 * empty text and for JSON's own null.
 */
export function storedJson(text: string): string | null {
  if (text.trim() === '') return null;
  const wellFormed = text.toWellFormed();
  try {
    const value: unknown = JSON.parse(wellFormed);
    if (value === null) return null;
    // Half of a surrogate pair passes JavaScript's reader, but not the engine's.
    return ESCAPED_SURROGATE.test(wellFormed) ? JSON.stringify(value, wellFormedTexts) : wellFormed;
  } catch {
    return JSON.stringify(wellFormed);
  }
}

const wellFormedTexts = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.toWellFormed() : value;
