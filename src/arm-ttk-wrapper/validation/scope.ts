/** The names that expressions of one template may use. A nested template of inner scope has names of its own. */
import { get, members, stringOf, type JsonNode } from '../json/node.ts';

/** Names in lower case. */
export interface Scope {
  readonly parameters: ReadonlySet<string>;
  /** Undefined where a `copy` makes variables, or an expression stands for all of them. */
  readonly variables: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, JsonNode>;
  /** User-defined functions with their namespaces: `contoso.uniqueName`. */
  readonly functions: ReadonlySet<string>;
}

export function scopeOf(template: JsonNode): Scope {
  const variables = members(get(template, 'variables'));
  const loops = get(template, 'variables', 'copy');
  const copied =
    loops?.kind === 'array' ? loops.items.flatMap((each) => stringOf(get(each, 'name')) ?? []) : [];
  return {
    parameters: names(members(get(template, 'parameters')).map(({ name }) => name)),
    variables: names([...variables.map(({ name }) => name), ...copied]),
    values: new Map(variables.map(({ name, value }) => [name.toLowerCase(), value])),
    functions: names(functionNames(template)),
  };
}

function functionNames(template: JsonNode): string[] {
  const groups = get(template, 'functions');
  if (groups?.kind !== 'array') return [];
  return groups.items.flatMap((group) => {
    const namespace = stringOf(get(group, 'namespace')) ?? '';
    return members(get(group, 'members')).map(({ name }) => `${namespace}.${name}`);
  });
}

function names(list: readonly string[]): ReadonlySet<string> {
  return new Set(list.map((each) => each.toLowerCase()));
}
