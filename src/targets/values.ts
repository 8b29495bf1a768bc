// Parsed JSON of unknown origin, read by type: what is not as expected is absent.
import { isObject } from './json.ts';

export type Values = Readonly<Record<string, unknown>>;

/** The value of a JSON text, or undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The object under a key, or an empty one. */
export function groupIn(values: Values, key: string): Values {
  const value = values[key];
  return isObject(value) ? value : {};
}

export function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The elements of a list, none where it is no list. */
function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The texts of a list. */
export function asTexts(value: unknown): readonly string[] {
  return asList(value).filter((each) => typeof each === 'string');
}

/** The objects of a list. */
export function asObjects(value: unknown): readonly Values[] {
  return asList(value).filter(isObject);
}

/** The entries of an object whose values are texts. */
export function textsOf(values: Values): Readonly<Record<string, string>> {
  const entries = Object.entries(values);
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
