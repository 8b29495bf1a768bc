// JSON taken apart and changed by Splunk's paths: `a.b{0}.c`, `a{}.b` for every element.
// (Splunk Search Reference, "JSON functions" and spath)
import { define, type ScalarFunction } from './function.ts';
import { arrayJson, fieldText, objectJson, readJson, textJson, type Json } from './json-text.ts';
import { numberOf } from './loose.ts';

/** A key, or an element's number from 0, or `ALL` elements. */
type Step = string | number;

interface Path {
  readonly steps: readonly Step[];
  readonly several: boolean;
}

const ALL = -1;
const MOST_FOUND = 100_000;

/** The steps of a path; undefined when its braces are not closed. */
function readPath(path: string): Path | undefined {
  const steps: Step[] = [];
  let several = false;
  for (const part of path.split('.')) {
    const brace = part.indexOf('{');
    const key = brace < 0 ? part : part.slice(0, brace);
    if (key !== '') steps.push(key);
    for (let at = brace; at >= 0 && at < part.length;) {
      const end = part.indexOf('}', at);
      const inside = part.slice(at + 1, end);
      if (end < 0 || part[at] !== '{' || !/^\d{0,9}$/.test(inside)) return undefined;
      several ||= inside === '';
      steps.push(inside === '' ? ALL : Number(inside));
      at = end + 1;
    }
  }
  return { steps, several };
}

function follow(json: Json, steps: readonly Step[]): Json[] {
  let found: Json[] = [json];
  for (const step of steps) {
    found = found.flatMap((each) => stepInto(each, step)).slice(0, MOST_FOUND);
  }
  return found;
}

function stepInto(json: Json, step: Step): readonly Json[] {
  if (json.kind === 'array') {
    if (step === ALL) return json.items;
    const item = typeof step === 'number' ? json.items[step] : undefined;
    return item ? [item] : [];
  }
  if (json.kind !== 'object' || typeof step !== 'string') return [];
  const value = json.entries.get(step);
  return value ? [value] : [];
}

/** What a path leads to: one value, or for `{}` an array; null for nothing. */
function pick(json: Json, path: string): Json | null {
  const read = readPath(path);
  if (!read) return null;
  const found = follow(json, read.steps);
  if (found.length === 0) return null;
  return read.several ? arrayJson(found) : (found[0] ?? null);
}

const nullJson: Json = { kind: 'word', raw: 'null' };
const isNullJson = (json: Json): boolean => json.kind === 'word' && json.raw === 'null';

function extract(
  text: string | null,
  paths: readonly (string | null)[],
  one: (json: Json, path: string) => Json | null,
): string | null {
  const json = text === null ? undefined : readJson(text);
  if (!json || paths.includes(null)) return null;
  if (paths.length === 0) return fieldText(json);
  const found = paths.map((path) => one(json, path ?? ''));
  if (found.length > 1) return arrayJson(found.map((each) => each ?? nullJson)).raw;
  const [only] = found;
  return !only || isNullJson(only) ? null : fieldText(only);
}

const exactly = (json: Json, key: string): Json | null =>
  json.kind === 'object' ? (json.entries.get(key) ?? null) : null;

function valuesAt(text: string, path: string): string[] | null {
  const json = readJson(text);
  const read = readPath(path);
  const found = json && read ? follow(json, read.steps) : [];
  return found.length > 0 ? found.map(fieldText) : null;
}

/** Changes what a path leads to; `make` sees the old value, undefined where there was none, and gives the new one. */
type Change = (old: Json | undefined) => Json | undefined;

function changed(json: Json | undefined, steps: readonly Step[], make: Change): Json | undefined {
  const [step, ...rest] = steps;
  if (step === undefined) return make(json);
  if (json?.kind === 'array' && typeof step === 'number') {
    const items = json.items.flatMap((each, at) =>
      step === ALL || step === at ? (changed(each, rest, make) ?? []) : [each],
    );
    if (step === json.items.length) {
      const added = changed(undefined, rest, make);
      if (added) items.push(added);
    }
    return arrayJson(items);
  }
  if (typeof step !== 'string') return json;
  if (json && json.kind !== 'object') return json;
  const value = changed(json?.entries.get(step), rest, make);
  const entries = new Map(json?.entries ?? []);
  if (value) entries.set(step, value);
  else entries.delete(step);
  return objectJson(entries);
}

/** Applies pairs of path and JSON value one after another. */
function edit(
  text: string | null,
  pairs: readonly (string | null)[],
  stepsOf: (path: string) => readonly Step[] | undefined,
  change: (value: Json) => Change,
): string | null {
  let json = text === null ? undefined : readJson(text);
  for (let at = 0; json && at < pairs.length; at += 2) {
    const steps = stepsOf(pairs[at] ?? '');
    const value = readJson(pairs[at + 1] ?? 'null');
    if (!steps || !value) return null;
    json = changed(json, steps, change(value));
  }
  return json?.raw ?? null;
}

const set =
  (value: Json): Change =>
  () =>
    value;
const append =
  (value: Json): Change =>
  (old) =>
    old?.kind === 'array' ? arrayJson([...old.items, value]) : old;
const extend =
  (value: Json): Change =>
  (old) =>
    old?.kind !== 'array'
      ? old
      : arrayJson([...old.items, ...(value.kind === 'array' ? value.items : [value])]);

const pathSteps = (path: string): readonly Step[] | undefined => readPath(path)?.steps;
const keySteps = (path: string): readonly Step[] => [path];

function withoutKeys(text: string | null, paths: readonly (string | null)[]): string | null {
  let json = text === null ? undefined : readJson(text);
  for (const path of paths) {
    const steps = pathSteps(path ?? '');
    if (!json || !steps) return null;
    if (follow(json, steps).length > 0) json = changed(json, steps, () => undefined);
  }
  return json?.raw ?? null;
}

function object(...parts: (string | null)[]): string | null {
  const entries = new Map<string, Json>();
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const value = readJson(parts[at + 1] ?? 'null');
    if (value && parts[at] !== null) entries.set(parts[at] ?? '', value);
  }
  return objectJson(entries).raw;
}

const editor = (
  name: string,
  meaning: string,
  stepsOf: (path: string) => readonly Step[] | undefined,
  change: (value: Json) => Change,
): ScalarFunction =>
  define<(string | null)[]>({
    name: `json_path.${name}`,
    takes: ['string'],
    repeats: true,
    returns: 'string',
    nulls: 'sees',
    meaning,
    evaluate: (text = null, ...pairs) => edit(text, pairs, stepsOf, change),
  });

export const jsonPath: readonly ScalarFunction[] = [
  define<(string | null)[]>({
    name: 'json_path.extract',
    takes: ['string'],
    repeats: true,
    returns: 'string',
    nulls: 'sees',
    meaning: 'what a path leads to in a JSON text; of several paths, a JSON array',
    evaluate: (text = null, ...paths) => extract(text, paths, pick),
  }),
  define<(string | null)[]>({
    name: 'json_path.extract_exact',
    takes: ['string'],
    repeats: true,
    returns: 'string',
    nulls: 'sees',
    meaning:
      'the value of a key, which is taken as it is, in a JSON object; of several keys, a JSON array',
    evaluate: (text = null, ...keys) => extract(text, keys, exactly),
  }),
  define<[string, string]>({
    name: 'json_path.values',
    takes: ['string', 'string'],
    returns: 'strings',
    nulls: 'propagate',
    meaning: 'all values that a path leads to: text without quotes, the rest as written',
    evaluate: valuesAt,
  }),
  editor('set', 'JSON with values (JSON texts) put at paths', pathSteps, set),
  editor('set_exact', 'JSON with values put at keys taken as they are', keySteps, set),
  editor('append', 'JSON with values added to the arrays at paths', pathSteps, append),
  editor(
    'extend',
    'JSON with the elements of arrays added to the arrays at paths',
    pathSteps,
    extend,
  ),
  define<(string | null)[]>({
    name: 'json_path.delete',
    takes: ['string'],
    repeats: true,
    returns: 'string',
    nulls: 'sees',
    meaning: 'JSON without what paths lead to',
    evaluate: (text = null, ...paths) => withoutKeys(text, paths),
  }),
  define<[string]>({
    name: 'json_path.keys',
    takes: ['string'],
    returns: 'string',
    nulls: 'propagate',
    meaning: 'a JSON array of the keys of an object; null for other values',
    evaluate: (text) => {
      const json = readJson(text);
      return json?.kind === 'object' ? arrayJson([...json.entries.keys()].map(textJson)).raw : null;
    },
  }),
  define<[string]>({
    name: 'json_path.entries',
    takes: ['string'],
    returns: 'string',
    nulls: 'propagate',
    meaning: 'a JSON array of `{"key":..,"value":..}` of an object',
    evaluate: (text) => {
      const json = readJson(text);
      if (json?.kind !== 'object') return null;
      const pairs = [...json.entries].map(([key, value]) =>
        objectJson(
          new Map([
            ['key', textJson(key)],
            ['value', value],
          ]),
        ),
      );
      return arrayJson(pairs).raw;
    },
  }),
  define<[string, string]>({
    name: 'json_path.has_key',
    takes: ['string', 'string'],
    returns: 'bool',
    nulls: 'propagate',
    meaning: 'whether a JSON object has a key, which is taken as it is',
    evaluate: (text, key) => {
      const json = readJson(text);
      return json?.kind === 'object' && json.entries.has(key);
    },
  }),
  define<[string]>({
    name: 'json_path.kind',
    takes: ['string'],
    returns: 'string',
    nulls: 'propagate',
    meaning: 'what a JSON text is: `object`, `array`, or another kind; null for what is no JSON',
    evaluate: (text) => readJson(text)?.kind ?? null,
  }),
  define<[string]>({
    name: 'json_path.raw_list',
    takes: ['string'],
    returns: 'strings',
    nulls: 'propagate',
    meaning: 'the elements of a JSON array as they are written; null for other values',
    evaluate: (text) => {
      const json = readJson(text);
      return json?.kind === 'array' && json.items.length > 0
        ? json.items.map((each) => each.raw)
        : null;
    },
  }),
  define<[string]>({
    name: 'json_path.valid',
    takes: ['string'],
    returns: 'bool',
    nulls: 'propagate',
    meaning: 'whether the text is JSON',
    evaluate: (text) => readJson(text) !== undefined,
  }),
  define<(string | null)[]>({
    name: 'json_path.object',
    takes: ['string'],
    repeats: true,
    returns: 'string',
    nulls: 'sees',
    meaning: 'a JSON object of keys and values, the values as JSON text',
    evaluate: object,
  }),
  define<(string | null)[]>({
    name: 'json_path.array',
    takes: ['string'],
    repeats: true,
    returns: 'string',
    nulls: 'sees',
    meaning: 'a JSON array of values given as JSON text; a null is `null`',
    evaluate: (...items) => `[${items.map((each) => each ?? 'null').join(',')}]`,
  }),
  define<[string]>({
    name: 'json_path.quoted',
    takes: ['string'],
    returns: 'string',
    nulls: 'propagate',
    meaning: 'a text as a JSON string',
    evaluate: (text) => JSON.stringify(text),
  }),
  define<[string]>({
    name: 'json_path.scalar',
    takes: ['string'],
    returns: 'string',
    nulls: 'propagate',
    meaning: 'a text as JSON: a number when it looks like one, else a string',
    evaluate: (text) => {
      const number = numberOf(text);
      return number === null
        ? JSON.stringify(text)
        : (readJson(text.trim())?.raw ?? String(number));
    },
  }),
  define<[string]>({
    name: 'json_path.list',
    takes: ['string'],
    returns: 'strings',
    nulls: 'propagate',
    meaning: 'the elements of a JSON array as fields hold them',
    evaluate: (text) => {
      const json = readJson(text);
      return json?.kind === 'array' && json.items.length > 0 ? json.items.map(fieldText) : null;
    },
  }),
  define<[string]>({
    name: 'json_path.checked',
    takes: ['string'],
    returns: 'string',
    nulls: 'propagate',
    meaning: 'the text when it is JSON, else null',
    evaluate: (text) => (readJson(text) ? text : null),
  }),
];
