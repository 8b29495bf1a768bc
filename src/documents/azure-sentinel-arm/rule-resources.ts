// The analytics rules and hunting queries of a template, wherever they stand in it: exports, nested deployments, Content Hub solutions.
import type { Reading } from '../fields.ts';
import { resourceUnread } from '../import-messages.ts';
import { isHuntingSearch } from './saved-search.ts';
import { valueOf, type Scope } from './template-value.ts';
import { isValues, type Values } from './values.ts';

/** A rule with the path of its resource and the scope that its expressions are read in. */
export interface RuleResource {
  readonly path: string;
  readonly name: unknown;
  readonly kind: unknown;
  readonly properties: unknown;
  readonly template: boolean;
  readonly scope: Scope;
}

const RULE = /(?:^|\/)alertrules$/;
const SAVED_SEARCH = /(?:^|\/)savedsearches$/;
const RULE_TEMPLATE = /(?:^|\/)alertruletemplates$/;
/** The kind of a rule that is a saved search, whose properties are read by `huntingProperties`. */
export const HUNTING = 'Hunting';
/** What only carries rules, or describes the package that they are in. */
const CARRIER =
  /(?:^|\/)(?:contenttemplates|contentpackages|contentproducttemplates|metadata|deployments|templatespecs|versions|solutions)$/;

/** Every rule; resources of other kinds are reported, each kind once. */
export function rulesIn(reading: Reading): readonly RuleResource[] {
  const found: RuleResource[] = [];
  const told = new Set<string>();
  visit(reading.yaml.value, '');
  return found;

  function visit(template: unknown, path: string): void {
    if (!isValues(template)) return;
    const inner = (key: string): string => (path === '' ? key : `${path}.${key}`);
    visitResources(template['resources'], inner('resources'), scopeOf(template));
  }

  function visitResources(resources: unknown, path: string, scope: Scope): void {
    if (typeof resources !== 'object' || resources === null) return;
    for (const [key, resource] of Object.entries(resources)) {
      if (isValues(resource)) visitResource(resource, `${path}.${key}`, scope);
    }
  }

  function visitResource(resource: Values, path: string, scope: Scope): void {
    const type = String(resource['type']);
    const lower = type.toLowerCase();
    const rule = RULE.test(lower);
    if (rule || RULE_TEMPLATE.test(lower)) {
      const { name, kind, properties } = resource;
      found.push({ path, name, kind, properties, template: !rule, scope });
    } else if (SAVED_SEARCH.test(lower) && isHuntingSearch(resource['properties'], scope)) {
      const { name, properties } = resource;
      found.push({ path, name, kind: HUNTING, properties, template: false, scope });
    } else if (!CARRIER.test(lower) && !told.has(lower)) {
      told.add(lower);
      const span = reading.yaml.values.get(`${path}.type`);
      reading.diagnostics.push(resourceUnread({ source: reading.source, span }, { type }));
    }
    visitResources(resource['resources'], `${path}.resources`, scope);
    const properties = resource['properties'];
    if (!isValues(properties)) return;
    for (const key of ['template', 'mainTemplate'])
      visit(properties[key], `${path}.properties.${key}`);
  }

  function scopeOf(template: Values): Scope {
    const defaults = entriesOf(template['parameters']).map(
      ([name, value]) => [name, isValues(value) ? value['defaultValue'] : undefined] as const,
    );
    // The rules of a solution stand in templates that use the names of the template around them.
    const outer =
      isValues(reading.yaml.value) && reading.yaml.value !== template ? reading.yaml.value : {};
    return {
      parameters: new Map([...namesOf(outer['parameters'], true), ...lowered(defaults)]),
      variables: new Map([
        ...namesOf(outer['variables'], false),
        ...lowered(entriesOf(template['variables'])),
      ]),
    };
  }
}

function namesOf(values: unknown, defaults: boolean): [string, unknown][] {
  return lowered(
    entriesOf(values).map(([name, value]) => [
      name,
      defaults ? (isValues(value) ? value['defaultValue'] : undefined) : value,
    ]),
  );
}

function entriesOf(value: unknown): [string, unknown][] {
  return isValues(value) ? Object.entries(value) : [];
}

function lowered(entries: readonly (readonly [string, unknown])[]): [string, unknown][] {
  return entries.map(([name, value]) => [name.toLowerCase(), value]);
}

/** A value with every expression in it read; `unknown` is told the path of each that only a deployment can. */
export function resolved(
  value: unknown,
  scope: Scope,
  path: string,
  unknown: (path: string, expression: string) => void,
): unknown {
  if (typeof value === 'string') {
    const read = valueOf(value, scope);
    if (read === undefined) unknown(path, value);
    return read;
  }
  if (typeof value !== 'object' || value === null) return value;
  const inner = (key: string): string => `${path}.${key}`;
  if (Array.isArray(value)) {
    return value.map((each, index) => resolved(each, scope, inner(String(index)), unknown));
  }
  const made = Object.create(null) as Record<string, unknown>;
  for (const [key, each] of Object.entries(value)) {
    made[key] = resolved(each, scope, inner(key), unknown);
  }
  return made;
}
