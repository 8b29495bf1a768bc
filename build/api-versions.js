// Makes src/arm-ttk-wrapper/data/api-versions.json.gz: resource type -> API versions, sorted, the same bytes each time.
//
//   node build/api-versions.js FILE...
//
// A FILE (also gzipped) is one of
//   - a table { "Microsoft.X/y": ["2024-01-01", ...] };
//   - generated/index.json of https://github.com/Azure/bicep-types-az (no login needed);
//   - the answer of `az provider list --output json`, or the toolkit's cache/AllAzureResources.cache.json.
// Several files are merged, so a refresh is: node build/api-versions.js src/arm-ttk-wrapper/data/api-versions.json.gz index.json
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { gzipSync, strToU8 } from 'fflate';

const target = join(import.meta.dirname, '../src/arm-ttk-wrapper/data/api-versions.json.gz');
const inputs = process.argv.slice(2);
if (inputs.length === 0) {
  console.error('usage: node build/api-versions.js FILE...');
  process.exit(2);
}

const table = new Map();
for (const input of inputs)
  for (const [type, versions] of entriesOf(read(input))) add(type, versions);
const names = [...table.keys()].sort();
const sorted = Object.fromEntries(
  names.map((key) => {
    const { name, versions } = table.get(key);
    return [name, [...versions].sort().reverse()];
  }),
);
writeFileSync(target, gzipSync(strToU8(JSON.stringify(sorted)), { level: 9, mtime: 0 }));
console.log(`${names.length} resource types`);

function read(path) {
  const bytes = readFileSync(path);
  return JSON.parse(
    (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').replace(/^\uFEFF/, ''),
  );
}

function* entriesOf(value) {
  if (Array.isArray(value)) {
    for (const { namespace, resourceTypes } of value) {
      for (const { resourceType, apiVersions } of resourceTypes)
        yield [`${namespace}/${resourceType}`, apiVersions];
    }
  } else if (value.resources !== undefined) {
    for (const key of Object.keys(value.resources)) {
      const [type, version] = key.split('@');
      yield [type, [version]];
    }
  } else {
    for (const [type, described] of Object.entries(value)) {
      const list = Array.isArray(described) ? described : [described];
      yield [
        type,
        list.flatMap((item) => (typeof item === 'string' ? [item] : (item.apiVersions ?? []))),
      ];
    }
  }
}

function add(type, versions) {
  const entry = table.get(type.toLowerCase()) ?? { name: type, versions: new Set() };
  for (const version of versions) entry.versions.add(version);
  table.set(type.toLowerCase(), entry);
}
