// Two releases of a Splunk app: which searches are new, changed or retired, and which local settings hide the change.
import type { AppLookup, AppMacro, SavedSearch, SplunkApp } from '../targets/splunk/index.ts';
import type { Diagnostic } from '../text/index.ts';
import { readAppAt } from './app-package.ts';
import { localOverrides, type LocalPage, type Override } from './local-overrides.ts';
import { searchChange, type SearchChange } from './search-change.ts';

export interface DiffOptions {
  /** Packages (.spl, .tar.gz) or app folders, of any origin. */
  readonly from: string;
  readonly to: string;
  /** The customer's `local/` folder, or the app's folder above it. */
  readonly local?: string;
}

export interface Release {
  readonly id: string;
  readonly version?: string;
}

export interface ValueChange {
  readonly key: string;
  /** Absent where the setting is new. */
  readonly from?: string;
  /** Absent where it is gone. */
  readonly to?: string;
}

export interface ChangedSearch {
  readonly name: string;
  /** The name before, where it is another one. */
  readonly formerName?: string;
  readonly search?: SearchChange;
  readonly settings: readonly ValueChange[];
}

export interface ChangedLookup {
  readonly name: string;
  readonly rowsAdded: number;
  readonly rowsRemoved: number;
}

export interface AppDiff {
  readonly from: Release;
  readonly to: Release;
  readonly added: readonly string[];
  readonly changed: readonly ChangedSearch[];
  /** `tombstone`: the new release keeps a search of the name that finds nothing, so that no local setting is orphaned. */
  readonly retired: readonly { readonly name: string; readonly tombstone: boolean }[];
  readonly unchanged: number;
  /** By macro: its definition. */
  readonly macros: readonly ValueChange[];
  readonly lookups: readonly ChangedLookup[];
  readonly overrides: readonly Override[];
  readonly pages: readonly LocalPage[];
  readonly diagnostics: readonly Diagnostic[];
}

/** @throws UsageError for a path that is not there. */
export function diff({ from: old, to: fresh, local }: DiffOptions): AppDiff {
  const [before, after] = [readAppAt(old), readAppAt(fresh)];
  const [from, to] = [before.value, after.value];
  const pairs = pairsOf(from, to);
  const retired = pairs.retired;
  const lookups = lookupsChanged(from, to);
  const found =
    local === undefined
      ? undefined
      : localOverrides(local, {
          from,
          to,
          retired: new Set(retired.map(({ name }) => name)),
          lists: new Set(lookups.map(({ name }) => name)),
        });
  const changed = pairs.kept.flatMap(([left, right]) => changedSearch(left, right, from, to));
  return {
    from: releaseOf(from),
    to: releaseOf(to),
    added: pairs.added,
    changed,
    retired,
    unchanged: pairs.kept.length - changed.length,
    macros: macrosChanged(from.macros, to.macros),
    lookups,
    overrides: found?.overrides ?? [],
    pages: found?.pages ?? [],
    diagnostics: [...before.diagnostics, ...after.diagnostics, ...(found?.diagnostics ?? [])],
  };
}

function releaseOf({ id, version }: SplunkApp): Release {
  return { id, ...(version !== undefined && { version }) };
}

interface Pairs {
  readonly kept: readonly (readonly [SavedSearch, SavedSearch])[];
  readonly added: readonly string[];
  readonly retired: AppDiff['retired'];
}

/** By name; what is left on both sides by strategy, where a strategy has one search left on each. */
function pairsOf(from: SplunkApp, to: SplunkApp): Pairs {
  const fresh = new Map(to.savedSearches.map((each) => [each.name, each]));
  const old = new Map(from.savedSearches.map((each) => [each.name, each]));
  const kept: (readonly [SavedSearch, SavedSearch])[] = [];
  const gone: SavedSearch[] = [];
  const buried: SavedSearch[] = [];
  for (const left of from.savedSearches) {
    const right = fresh.get(left.name);
    if (!right) gone.push(left);
    else if (isTombstone(right) && !isTombstone(left)) buried.push(left);
    else if (!isTombstone(right)) kept.push([left, right]);
  }
  const come = to.savedSearches.filter((each) => !old.has(each.name) && !isTombstone(each));
  const renamed = renamedPairs([...gone, ...buried], come);
  const moved = new Set(renamed.flat());
  return {
    kept: [...kept, ...renamed],
    added: come.filter((each) => !moved.has(each)).map(({ name }) => name),
    retired: [
      ...gone.filter((each) => !moved.has(each)).map(({ name }) => ({ name, tombstone: false })),
      ...buried.filter((each) => !moved.has(each)).map(({ name }) => ({ name, tombstone: true })),
    ],
  };
}

function renamedPairs(
  gone: readonly SavedSearch[],
  come: readonly SavedSearch[],
): [SavedSearch, SavedSearch][] {
  return gone.flatMap((left): [SavedSearch, SavedSearch][] => {
    const sameStrategy = ({ strategyId }: SavedSearch): boolean =>
      strategyId !== undefined && strategyId === left.strategyId;
    const [right, ...others] = come.filter(sameStrategy);
    const alone = gone.filter(sameStrategy).length === 1 && others.length === 0;
    return right && alone ? [[left, right]] : [];
  });
}

/** A search that is never run and that says of itself that it is retired, as releases leave them behind. */
function isTombstone({ settings, disabled, scheduled, search }: SavedSearch): boolean {
  const description = settings.get('description') ?? '';
  return (
    disabled &&
    !scheduled &&
    /^\|\s*makeresults\b/iu.test(search) &&
    /\bretired\b/iu.test(description)
  );
}

function changedSearch(
  left: SavedSearch,
  right: SavedSearch,
  from: SplunkApp,
  to: SplunkApp,
): ChangedSearch[] {
  const change = searchChange(
    { search: left.search, app: from },
    { search: right.search, app: to },
  );
  const settings = valuesChanged(withoutSearch(left.settings), withoutSearch(right.settings));
  const renamed = left.name !== right.name;
  if (!change && settings.length === 0 && !renamed) return [];
  return [
    {
      name: right.name,
      ...(renamed && { formerName: left.name }),
      ...(change && { search: change }),
      settings,
    },
  ];
}

function withoutSearch(settings: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...settings].filter(([key]) => key !== 'search'));
}

/** Sorted by key. */
function valuesChanged(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): ValueChange[] {
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((key) => {
    const [from, to] = [before.get(key), after.get(key)];
    if (from === to) return [];
    return [{ key, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }];
  });
}

function macrosChanged(
  before: ReadonlyMap<string, AppMacro>,
  after: ReadonlyMap<string, AppMacro>,
): ValueChange[] {
  const definitions = (macros: ReadonlyMap<string, AppMacro>): Map<string, string> =>
    new Map([...macros].map(([name, { definition }]) => [name, definition]));
  return valuesChanged(definitions(before), definitions(after));
}

/** The lists of both releases; the catalogues that every release brings anew say nothing that is not told elsewhere. */
function lookupsChanged(from: SplunkApp, to: SplunkApp): ChangedLookup[] {
  const own = new Set([from.id, to.id].flatMap((id) => [`${id}_strategies`, `${id}_coverage`]));
  const names = new Set([...from.transforms.keys(), ...to.transforms.keys()]);
  return [...names].sort().flatMap((name) => {
    if (own.has(name)) return [];
    const [before, after] = [rowsOf(from.lookups.get(name)), rowsOf(to.lookups.get(name))];
    const rowsAdded = [...after].filter((row) => !before.has(row)).length;
    const rowsRemoved = [...before].filter((row) => !after.has(row)).length;
    return rowsAdded + rowsRemoved > 0 ? [{ name, rowsAdded, rowsRemoved }] : [];
  });
}

/** Each row with its column names, so that a new column is a change of every row. */
function rowsOf(lookup: AppLookup | undefined): Set<string> {
  if (!lookup) return new Set();
  return new Set(lookup.rows.map((row) => JSON.stringify([lookup.columns, row])));
}
