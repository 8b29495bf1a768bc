// Reads `pack.yaml`. All of it is optional: what is not given has a default.
import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Diagnostic, Outcome, Source } from '../text/index.ts';
import { badPackId, badSourceName, badVersion } from './messages.ts';
import type { Pack } from './pack.ts';
import { schemaProblems } from './schema.ts';
import { readYaml, type YamlValue } from './yaml.ts';

/** What a pack is without a `pack.yaml`. */
export const defaultPack: Pack = {
  id: 'detection_strategies',
  title: 'Detection strategies',
  version: '1.0.0',
  author: '',
  description: '',
  sources: {},
  tables: {},
};

let compiled: ValidateFunction | undefined;

function schema(): ValidateFunction {
  if (compiled) return compiled;
  const file = new URL('./data/pack.schema.json', import.meta.url);
  const ajv = new Ajv2020({ allErrors: true, verbose: true, allowUnionTypes: true });
  compiled = ajv.compile(JSON.parse(readFileSync(file, 'utf8')) as object);
  return compiled;
}

/** The pack's configuration; with an error in the file, the default one. */
export function readPack(source: Source): Outcome<Pack> {
  const yaml = readYaml(source);
  const diagnostics = [...yaml.diagnostics];
  const empty = yaml.value === undefined || yaml.value === null;
  if (!empty) diagnostics.push(...schemaProblems(schema(), yaml, source));
  if (empty || diagnostics.some((each) => each.severity === 'error')) {
    return { value: defaultPack, diagnostics };
  }
  // The schema has vouched for the shape.
  const given = yaml.value as Partial<Pack>;
  const pack = { ...defaultPack, ...given };
  const value = { ...pack, version: versionText(yaml, source, pack.version) };
  return { value, diagnostics: [...diagnostics, ...packProblems(value, yaml, source)] };
}

/** As written: YAML would make a number, and `1.1`, of the version `1.10`. */
function versionText(yaml: YamlValue, source: Source, version: unknown): string {
  const span = yaml.values.get('version');
  if (typeof version !== 'number' || !span) return String(version);
  return source.text.slice(span.start, span.end);
}

function packProblems(pack: Pack, yaml: YamlValue, source: Source): Diagnostic[] {
  const found: Diagnostic[] = [];
  if (!/^[a-z][a-z0-9_]{0,79}$/.test(pack.id)) {
    found.push(badPackId({ source, span: yaml.values.get('id') }, { id: pack.id }));
  }
  if (!/^\d{1,6}(?:\.\d{1,6}){1,2}$/.test(pack.version)) {
    const at = { source, span: yaml.values.get('version') };
    found.push(badVersion(at, { version: pack.version }));
  }
  for (const name of Object.keys(pack.sources)) {
    if (/^\w+$/.test(name)) continue;
    found.push(badSourceName({ source, span: yaml.keys.get(`sources.${name}`) }, { name }));
  }
  return found;
}
