/**
 * Finding properties anywhere below a value, as arm-ttk's own search does. Its limits decide verdicts and are kept:
 * it does not enter blank values, nor properties whose name begins with `parent`, and a value of an empty list is
 * never "found with any value".
 */
import { isTruthy, shown, type JsonMember, type JsonNode, type JsonObject } from './node.ts';

/** One property that was found. */
export interface Found {
  readonly member: JsonMember;
  /** The object that has the property. */
  readonly owner: JsonObject;
  /** The objects around the owner, nearest first. */
  readonly parents: readonly JsonObject[];
  /** From the searched value down to the property: `resources[0].properties.id`. */
  readonly path: string;
}

/** Which properties: by name, or by name and value. Both get lower-case text. */
export interface Wanted {
  readonly name: (lowerName: string) => boolean;
  readonly value?: (value: JsonNode) => boolean;
}

/** Every such property below a value (of an object: its own ones too), in reading order of the owners. */
export function find(root: JsonNode | undefined, wanted: Wanted): Found[] {
  const found: Found[] = [];
  if (root !== undefined) search(root, { wanted, found, parents: [], path: '' });
  return found;
}

/** As `find`, for each item of a list by itself: paths then begin inside the item. */
export function findEach(root: JsonNode | undefined, wanted: Wanted): Found[] {
  if (root?.kind !== 'array') return find(root, wanted);
  return root.items.flatMap((item) => find(item, wanted));
}

/** The properties of exactly that name, with any value but an empty list. */
export function named(name: string): Wanted {
  const lower = name.toLowerCase();
  return { name: (other) => other === lower, value: hasValue };
}

/** The properties of that name with that value, or with a list that has it among its items. */
export function valued(name: string, value: string): Wanted {
  const lower = value.toLowerCase();
  const same = (node: JsonNode): boolean =>
    node.kind === 'array' ? node.items.some(same) : shown(node).toLowerCase() === lower;
  return { ...named(name), value: same };
}

function hasValue(value: JsonNode): boolean {
  return value.kind !== 'array' || value.items.length > 0;
}

interface Search {
  readonly wanted: Wanted;
  readonly found: Found[];
  readonly parents: readonly JsonObject[];
  readonly path: string;
}

function search(node: JsonNode, at: Search): void {
  if (node.kind === 'array') {
    node.items.forEach((item, index) => {
      if (!isTruthy(item)) return;
      search(item, {
        ...at,
        path: item.kind === 'array' ? at.path : `${at.path}[${String(index)}]`,
      });
    });
  } else if (node.kind === 'object') searchObject(node, at);
}

function searchObject(owner: JsonObject, at: Search): void {
  const { wanted, found, parents } = at;
  const below = (name: string): string => (at.path === '' ? name : `${at.path}.${name}`);
  for (const member of owner.members) {
    if (wanted.name(member.name.toLowerCase()) && (wanted.value?.(member.value) ?? true)) {
      found.push({ member, owner, parents, path: below(member.name) });
    }
  }
  const inside = [owner, ...parents];
  for (const { name, value } of owner.members) {
    if (!isTruthy(value) || name.toLowerCase().startsWith('parent')) continue;
    search(value, { wanted, found, parents: inside, path: below(name) });
  }
}
