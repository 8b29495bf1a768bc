// What deploying artifacts would do to a platform as it was exported: by kind and identity of what is deployed.
import type { Json } from './json.ts';

export type ItemKind =
  'rule' | 'function' | 'hunting query' | 'watchlist' | 'workbook' | 'detection';

/** Something that a deployment makes. `name` tells it from others of its kind, in any letter case. */
export interface Item {
  readonly kind: ItemKind;
  readonly name: string;
  readonly title: string;
  /** In one form, so that two items that do the same are equal; nested properties joined with dots. */
  readonly properties: ReadonlyMap<string, Json>;
}

/** An item as the platform was exported. */
export interface HeldItem extends Item {
  /** Beginnings of properties that the export does not tell, such as the rows of a watchlist. */
  readonly untold: readonly string[];
  /** Properties that a deployment would unset and that no item of a bundle has. */
  readonly lost: readonly PropertyChange[];
}

/** What an export holds. What is of a kind that it does not cover may be there or not. */
export interface Held {
  readonly items: readonly HeldItem[];
  readonly covers: ReadonlySet<ItemKind>;
}

export interface PropertyChange {
  readonly property: string;
  /** Absent where the property is not set. */
  readonly from?: Json;
  readonly to?: Json;
}

export interface PlannedItem {
  readonly kind: ItemKind;
  readonly name: string;
  readonly title: string;
}

export interface ChangedItem extends PlannedItem {
  readonly changes: readonly PropertyChange[];
}

/** A property that somebody changed since the last deployment: what was deployed, what is there, what would be. */
export interface Drift extends PlannedItem {
  readonly property: string;
  readonly deployed?: Json;
  readonly current?: Json;
  readonly wanted?: Json;
}

export interface DeployPlan {
  readonly create: readonly PlannedItem[];
  readonly update: readonly ChangedItem[];
  /** Of the last deployment and no longer of the bundle. A deployment removes nothing: these are deleted by hand. */
  readonly delete: readonly PlannedItem[];
  readonly unchanged: readonly PlannedItem[];
  readonly drift: readonly Drift[];
  /** Of the last deployment, and gone from the platform although the bundle has them: they would be created again. */
  readonly removed: readonly PlannedItem[];
  /** Of the bundle, and of a kind that the export does not cover: whether they are there cannot be told. */
  readonly unknown: readonly PlannedItem[];
  /** What the platform has that is no business of the bundle's. */
  readonly foreign: readonly PlannedItem[];
}

/** `previous` is what was deployed last: without it, nothing is known of drift and of what was retired. */
export function planOf(
  wanted: readonly Item[],
  { items, covers }: Held,
  previous: readonly Item[] = [],
): DeployPlan {
  const before = byIdentity(previous);
  const mine = byIdentity(wanted);
  const held = byIdentity(items);
  const shared = [...mine].flatMap(([id, item]) => {
    const there = held.get(id);
    return there ? [{ item, changes: changesOf(there, item) }] : [];
  });
  const absent = [...mine].filter(([id]) => !held.has(id));
  const missing = absent.filter(([, { kind }]) => covers.has(kind));
  const others = [...held].filter(([id]) => !mine.has(id));
  return {
    create: missing.map(([, item]) => shown(item)),
    update: shared
      .filter(({ changes }) => changes.length > 0)
      .map(({ item, changes }) => ({ ...shown(item), changes })),
    delete: others.filter(([id]) => before.has(id)).map(([, item]) => shown(item)),
    unchanged: shared.filter(({ changes }) => changes.length === 0).map(({ item }) => shown(item)),
    drift: [...before].flatMap(([id, deployed]) => {
      const there = held.get(id);
      return there ? driftOf(deployed, there, mine.get(id)) : [];
    }),
    removed: missing.filter(([id]) => before.has(id)).map(([, item]) => shown(item)),
    unknown: absent.filter(([, { kind }]) => !covers.has(kind)).map(([, item]) => shown(item)),
    foreign: others.filter(([id]) => !before.has(id)).map(([, item]) => shown(item)),
  };
}

/** An item's identity among all. */
export function identityOf({ kind, name }: PlannedItem): string {
  return `${kind} ${name.toLowerCase()}`;
}

function byIdentity<T extends Item>(items: readonly T[]): ReadonlyMap<string, T> {
  return new Map(items.map((each) => [identityOf(each), each]));
}

function shown({ kind, name, title }: Item): PlannedItem {
  return { kind, name, title };
}

function changesOf(held: HeldItem, wanted: Item): PropertyChange[] {
  return [...differences(held, wanted, held.untold), ...held.lost];
}

function differences(from: Item, to: Item, untold: readonly string[]): PropertyChange[] {
  const names = [...new Set([...from.properties.keys(), ...to.properties.keys()])].sort();
  return names
    .filter((name) => !untold.some((each) => name.startsWith(each)))
    .map((property) => ({
      property,
      ...given('from', from.properties.get(property)),
      ...given('to', to.properties.get(property)),
    }))
    .filter(({ from: old, to: fresh }) => JSON.stringify(old) !== JSON.stringify(fresh));
}

function given<K extends string>(
  key: K,
  value: Json | undefined,
): Readonly<Partial<Record<K, Json>>> {
  return (value === undefined ? {} : { [key]: value }) as Readonly<Partial<Record<K, Json>>>;
}

function driftOf(deployed: Item, held: HeldItem, wanted: Item | undefined): Drift[] {
  return differences(deployed, held, held.untold).map(({ property, from, to }) => ({
    ...shown(held),
    property,
    ...given('deployed', from),
    ...given('current', to),
    ...given('wanted', wanted?.properties.get(property)),
  }));
}
