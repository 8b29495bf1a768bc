// Typed looks into a YAML value. What has another type than wanted is absent here: the schema has reported it.
import { parseDuration, type YamlValue } from '../strategy/index.ts';
import { hasErrors, type Diagnostic, type Source, type Span } from '../text/index.ts';
import { badDuration } from './messages.ts';

/** A mapping in the front matter, with its path. */
export interface Fields {
  readonly path: string;
  readonly text: (key: string) => string | undefined;
  readonly number: (key: string) => number | undefined;
  readonly flag: (key: string) => boolean | undefined;
  readonly texts: (key: string) => string[];
  /** The entries of a mapping whose values are texts or numbers. */
  readonly entries: (key: string) => [string, string][];
  readonly object: (key: string) => Fields | undefined;
  readonly objects: (key: string) => Fields[];
  readonly raw: (key: string) => unknown;
  readonly keys: () => string[];
  /** Seconds; a text that is no span of time is reported. */
  readonly duration: (key: string) => number | undefined;
  /** The place of the mapping itself, or of one of its values. */
  readonly span: (key?: string) => Span;
}

/** What the looks share: the document, its YAML, and where problems go. */
export interface Reading {
  readonly source: Source;
  readonly yaml: YamlValue;
  readonly diagnostics: Diagnostic[];
}

/** What `make` gives, unless it met an error: then nothing, so that no half-read rule goes on. */
export function ifSound<T>({ diagnostics }: Reading, make: () => T | undefined): readonly T[] {
  const before = diagnostics.length;
  const made = make();
  return made === undefined || hasErrors(diagnostics.slice(before)) ? [] : [made];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Looks into `value`, which stands at `path`. A value that is no mapping has no fields. */
export function fieldsOf(reading: Reading, value: unknown, path: string): Fields {
  const { source, yaml } = reading;
  const object = isObject(value) ? value : {};
  const inner = (key: string): string => (path === '' ? key : `${path}.${key}`);
  const raw = (key: string): unknown => (Object.hasOwn(object, key) ? object[key] : undefined);
  const list = (key: string): unknown[] => {
    const found = raw(key);
    return Array.isArray(found) ? (found as unknown[]) : [];
  };
  const span = (key?: string): Span =>
    yaml.values.get(key === undefined ? path : inner(key)) ??
    yaml.values.get(path) ?? { start: 0, end: 0 };
  // As written: YAML would make the number 1.1 of a version 1.10.
  const textOf = (found: unknown, at: string): string | undefined => {
    if (typeof found === 'string') return found;
    const place = typeof found === 'number' ? yaml.values.get(at) : undefined;
    return place && source.text.slice(place.start, place.end);
  };
  return {
    path,
    raw,
    keys: () => Object.keys(object),
    span,
    text: (key) => textOf(raw(key), inner(key)),
    number: (key) => typed(raw(key), 'number'),
    flag: (key) => typed(raw(key), 'boolean'),
    texts: (key) => list(key).filter((each) => typeof each === 'string'),
    entries: (key) => {
      const found = raw(key);
      return Object.entries(isObject(found) ? found : {}).flatMap(([name, each]) => {
        const text = textOf(each, `${inner(key)}.${name}`);
        return text === undefined ? [] : [[name, text] as [string, string]];
      });
    },
    object: (key) => (isObject(raw(key)) ? fieldsOf(reading, raw(key), inner(key)) : undefined),
    objects: (key) =>
      list(key).map((each, index) => fieldsOf(reading, each, `${inner(key)}.${String(index)}`)),
    duration: (key) => {
      const found = raw(key);
      if (typeof found !== 'string') return undefined;
      const seconds = parseDuration(found);
      if (seconds === undefined) {
        const at = { source, span: span(key) };
        reading.diagnostics.push(badDuration(at, { name: inner(key), found: found.slice(0, 60) }));
      }
      return seconds;
    },
  };
}

function typed<K extends 'number' | 'boolean'>(
  value: unknown,
  type: K,
): (K extends 'number' ? number : boolean) | undefined {
  return typeof value === type ? (value as K extends 'number' ? number : boolean) : undefined;
}
