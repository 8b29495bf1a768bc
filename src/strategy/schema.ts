// A YAML value held against a JSON Schema; each fault becomes a diagnostic on the key or value at fault.
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { nearest, type Diagnostic, type Source, type Span } from '../text/index.ts';
import { badYaml, missingKey, unknownKey, unknownValue, wrongValue } from './messages.ts';
import type { YamlValue } from './yaml.ts';

/** A schema as its errors need it (`verbose`): the part that failed comes with the error. */
interface PartOfSchema {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly description?: string;
}

/** All faults of `yaml` against a compiled schema (`allErrors` and `verbose` on). */
export function schemaProblems(
  validate: ValidateFunction,
  yaml: YamlValue,
  source: Source,
): Diagnostic[] {
  if (validate(yaml.value)) return [];
  // What follows from a fault of the YAML itself is not reported a second time.
  const faulty = new Set(yaml.diagnostics.map((each) => each.span?.start));
  const garbled = yaml.diagnostics.some((each) => each.code === badYaml.code);
  return (validate.errors ?? [])
    .filter((error) => error.keyword !== 'if' && error.keyword !== 'propertyNames')
    .filter((error) => !(garbled && error.keyword === 'required'))
    .map((error) => explain(error, yaml, source))
    .filter((each) => each.span === undefined || !faulty.has(each.span.start));
}

function explain(error: ErrorObject, yaml: YamlValue, source: Source): Diagnostic {
  const path = pathOf(error.instancePath);
  const params = error.params as Readonly<Record<string, unknown>>;
  if (error.keyword === 'additionalProperties') {
    const key = String(params['additionalProperty']);
    const known = Object.keys((error.parentSchema as PartOfSchema).properties ?? {});
    const inner = path === '' ? key : `${path}.${key}`;
    const at = { source, span: yaml.keys.get(inner) };
    return unknownKey(at, { key, known, suggestions: nearest(key, known) });
  }
  if (error.keyword === 'required') {
    const at = { source, span: placeOf(yaml, path, true) };
    return missingKey(at, { key: String(params['missingProperty']), inside: path });
  }
  const at = { source, span: placeOf(yaml, path, false) };
  const description = (error.parentSchema as PartOfSchema | undefined)?.description;
  const name = path === '' ? 'the front matter' : path;
  if (error.keyword === 'enum') {
    const allowed = (params['allowedValues'] as readonly unknown[]).map(String);
    const found = show(error.data);
    return unknownValue(at, {
      name,
      found,
      allowed,
      suggestions: nearest(String(error.data), allowed),
    });
  }
  return wrongValue(at, {
    name,
    found: show(error.data),
    expected: expectation(error),
    description,
  });
}

function expectation(error: ErrorObject): string {
  const params = error.params as Readonly<Record<string, unknown>>;
  switch (error.keyword) {
    case 'type':
      return `must be ${typeNames(params['type'])}`;
    case 'pattern':
      return 'does not have the form expected';
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return 'must not be empty';
    default:
      return error.message ?? 'is not allowed here';
  }
}

const TYPE_NAMES: ReadonlyMap<string, string> = new Map([
  ['string', 'text'],
  ['integer', 'a whole number'],
  ['number', 'a number'],
  ['boolean', '`true` or `false`'],
  ['array', 'a list'],
  ['object', 'a mapping (`key: value`)'],
  ['null', 'empty'],
]);

function typeNames(type: unknown): string {
  const names = Array.isArray(type) ? type.map(String) : String(type).split(',');
  return names.map((each) => TYPE_NAMES.get(each) ?? each).join(' or ');
}

function show(value: unknown): string {
  const text =
    typeof value === 'object' && value !== null
      ? Array.isArray(value)
        ? 'a list'
        : 'a mapping'
      : `\`${String(value)}\``;
  return text.length > 80 ? `${text.slice(0, 76)}...\`` : text;
}

/** A missing key is shown at the key of the mapping that lacks it, everything else at the value. */
function placeOf(yaml: YamlValue, path: string, atKey: boolean): Span | undefined {
  const value = yaml.values.get(path);
  const key = yaml.keys.get(path);
  if (atKey) return key ?? (value && { start: value.start, end: value.start + 1 });
  return value ?? key;
}

/** `/entities/0/columns` to `entities.0.columns`. */
function pathOf(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((each) => each.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');
}
