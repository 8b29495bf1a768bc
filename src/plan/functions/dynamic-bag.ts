// Objects of JSON: their members. What is no object gives null.
import { compact, plainText } from './dynamic.ts';
import { define, row, type ScalarFunction } from './function.ts';
import { readJson, type Json } from './json-text.ts';

const printed = (list: readonly string[]): string => `[${list.join(',')}]`;

function itemsOf(json: string): readonly Json[] | undefined {
  const value = readJson(json);
  return value?.kind === 'array' ? value.items : undefined;
}

function mergeBags(bags: readonly (Json | undefined)[]): string {
  const members = new Map<string, string>();
  for (const bag of bags) {
    if (bag?.kind !== 'object') continue;
    for (const [key, value] of bag.entries) if (!members.has(key)) members.set(key, compact(value));
  }
  return printObject(members);
}

const printObject = (members: ReadonlyMap<string, string>): string =>
  `{${[...members].map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`;

/** `$.a.b` and `$["a"]["b"]` name a member within members; any other text one of the bag's own. */
function pathOf(key: string): readonly string[] {
  if (!key.startsWith('$.') && !key.startsWith('$[')) return [key];
  const steps = [...key.slice(1).matchAll(/\.([^.[]+)|\[["']([^"'\]]*)["']\]/g)];
  return steps.map(([, plain, quoted]) => plain ?? quoted ?? '');
}

function withoutPaths(bag: Json, paths: readonly (readonly string[])[]): string {
  if (bag.kind !== 'object') return compact(bag);
  const kept = new Map<string, string>();
  for (const [key, each] of bag.entries) {
    const here = paths.filter(([name]) => name === key).map((path) => path.slice(1));
    if (here.some((rest) => rest.length === 0)) continue;
    kept.set(key, here.length > 0 ? withoutPaths(each, here) : compact(each));
  }
  return printObject(kept);
}

function withoutKeys(json: string, keys: string): string | null {
  const value = readJson(json);
  if (value?.kind !== 'object') return null;
  return withoutPaths(
    value,
    (itemsOf(keys) ?? []).map((each) => pathOf(plainText(each))),
  );
}

/** Sets what lies at the end of a path; what on the way is no object becomes one. */
function withPath(bag: Json | undefined, path: readonly string[], value: string): string {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  const entries = bag?.kind === 'object' ? [...bag.entries] : [];
  const members = new Map(entries.map(([each, held]) => [each, compact(held)]));
  const held = bag?.kind === 'object' ? bag.entries.get(name) : undefined;
  members.set(name, withPath(held, rest, value));
  return printObject(members);
}

function withMember(json: string, key: string, value: string | null): string | null {
  const bag = readJson(json);
  return bag?.kind === 'object' ? withPath(bag, pathOf(key), value ?? 'null') : null;
}

export const dynamicBag: readonly ScalarFunction[] = [
  row(
    'bag_filled',
    ['dynamic'],
    'dynamic',
    'the object without members that are null or empty text',
    (json: string) => {
      const value = readJson(json);
      if (value?.kind !== 'object') return null;
      const kept = [...value.entries].filter(
        ([, each]) => each.raw !== 'null' && each.raw !== '""',
      );
      return printObject(new Map(kept.map(([key, each]) => [key, compact(each)])));
    },
  ),
  row('bag_keys', ['dynamic'], 'dynamic', 'names of the members', (json: string) => {
    const value = readJson(json);
    return value?.kind === 'object'
      ? printed([...value.entries.keys()].map((each) => JSON.stringify(each)))
      : null;
  }),
  define({
    name: 'bag_merge',
    takes: ['dynamic'],
    repeats: true,
    returns: 'dynamic',
    nulls: 'sees',
    meaning:
      'one object of the members of all; of equal names the first counts; what is no object is left out',
    evaluate: (...all: (string | null)[]) =>
      mergeBags(all.map((each) => (each === null ? undefined : readJson(each)))),
  }),
  row(
    'bag_merge_list',
    ['dynamic'],
    'dynamic',
    'the same for the objects in an array',
    (json: string) => mergeBags(itemsOf(json) ?? []),
  ),
  row(
    'bag_without',
    ['dynamic', 'dynamic'],
    'dynamic',
    'the object without the members named in an array, by name or by a path `$.a.b`',
    withoutKeys,
  ),
  define({
    name: 'bag_with',
    takes: ['dynamic', 'string', 'dynamic'],
    returns: 'dynamic',
    nulls: 'sees',
    meaning: 'the object with one member set, named or at a path `$.a.b`',
    evaluate: (json: string | null, key: string | null, value: string | null) =>
      json === null || key === null ? null : withMember(json, key, value),
  }),
  row(
    'bag_has',
    ['dynamic', 'string'],
    'bool',
    'whether the object has a member of that name',
    (json: string, key: string) => {
      const value = readJson(json);
      return value?.kind === 'object' ? value.entries.has(key) : null;
    },
  ),
];
