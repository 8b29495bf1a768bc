/** Which API versions each Azure resource type has: the shipped table, or a cache file given by the caller. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** Newest first, as text sorts: `2024-01-01-preview` comes before `2024-01-01`. */
export interface ApiVersions {
  /** The versions of a type, without regard to case; empty for an unknown type. */
  readonly of: (resourceType: string) => readonly string[];
  /** Whether any type of the type's provider has the version. */
  readonly inProvider: (resourceType: string, version: string) => boolean;
}

let shipped: ApiVersions | undefined;

/** The table that comes with this package (see its README for how it is made). */
export function shippedApiVersions(): ApiVersions {
  const file = new URL('./data/api-versions.json.gz', import.meta.url);
  shipped ??= readApiVersions(JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')));
  return shipped;
}

/**
 * A table from parsed JSON in any of three shapes: type to versions; the toolkit's own cache (type to descriptions
 * with `apiVersions`); the answer of `az provider list`. Undefined entries are left out; anything else is no table.
 */
export function readApiVersions(value: unknown): ApiVersions {
  const table = new Map<string, readonly string[]>();
  const add = (type: string, versions: readonly string[]): void => {
    const known = table.get(type.toLowerCase()) ?? [];
    table.set(type.toLowerCase(), [...new Set([...known, ...versions])].sort(descending));
  };
  if (Array.isArray(value)) for (const provider of value) addProvider(provider, add);
  else {
    for (const [type, described] of Object.entries(record(value))) add(type, versionsIn(described));
  }
  const providers = new Map<string, Set<string>>();
  for (const [type, versions] of table) {
    const held = providers.get(providerOf(type)) ?? new Set();
    for (const version of versions) held.add(version.toLowerCase());
    providers.set(providerOf(type), held);
  }
  return {
    of: (type) => table.get(type.toLowerCase()) ?? [],
    inProvider: (type, version) =>
      providers.get(providerOf(type))?.has(version.toLowerCase()) === true,
  };
}

const providerOf = (type: string): string => type.slice(0, type.indexOf('/')).toLowerCase();

function addProvider(provider: unknown, add: (type: string, versions: string[]) => void): void {
  const { namespace, resourceTypes } = record(provider);
  if (typeof namespace !== 'string' || !Array.isArray(resourceTypes)) return;
  for (const entry of resourceTypes) {
    const { resourceType, apiVersions } = record(entry);
    if (typeof resourceType === 'string') add(`${namespace}/${resourceType}`, texts(apiVersions));
  }
}

function versionsIn(described: unknown): string[] {
  if (!Array.isArray(described)) return texts(record(described)['apiVersions']);
  return described.flatMap((item: unknown) =>
    typeof item === 'string' ? [item] : texts(record(item)['apiVersions']),
  );
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function descending(one: string, other: string): number {
  return one < other ? 1 : one > other ? -1 : 0;
}
