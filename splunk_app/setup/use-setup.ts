// The page's state: what Splunk holds, what the admin changed, what was looked at, and what became of each write.
import { useCallback, useEffect, useMemo, useState } from 'react';
import { Checks, type DryRun, type Found, type Place } from './checks.ts';
import type { PackFacts } from './facts.ts';
import type { Rows } from './lists.ts';
import { hasProblems, NO_EDITS, planWrites } from './plan.ts';
import type { Edits, InForce, PlannedWrite, SearchEdit } from './plan.ts';
import { reasonOf, type Looked } from './readiness.ts';
import { Turns } from './search-job.ts';
import { filterProblem, withFilters } from './source-filter.ts';
import type { Splunkd } from './splunkd.ts';

export type WriteState =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'left out' };

export interface Applied {
  readonly write: PlannedWrite;
  readonly state: WriteState;
}

type Load =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'loaded'; readonly inForce: Omit<InForce, 'rows'> };

type ByName<T> = ReadonlyMap<string, Looked<T>>;

export interface Setup {
  readonly load: Load;
  readonly edits: Edits;
  readonly sources: ByName<Found>;
  /** Where the events of each source lie, and everything there is. */
  readonly places: ByName<readonly Place[]>;
  readonly everything: Looked<readonly Place[]> | undefined;
  readonly dryRuns: ByName<DryRun>;
  readonly lists: ByName<Rows>;
  readonly planned: readonly PlannedWrite[];
  readonly applied: readonly Applied[];
  readonly busy: boolean;
  readonly invalid: boolean;
  readonly setFilter: (macro: string, filter: string) => void;
  readonly editSearch: (name: string, edit: SearchEdit) => void;
  readonly setRows: (list: string, rows: Rows) => void;
  readonly checkSource: (macro: string, filter: string) => void;
  readonly dryRun: (names: readonly string[]) => void;
  readonly openList: (name: string, columns: readonly string[]) => void;
  readonly discard: () => void;
  readonly apply: () => void;
}

/** Searches that the page runs side by side: a role's quota is often three. */
const AT_ONCE = 2;
const EVERYTHING = '*';

const set = <V>(map: ReadonlyMap<string, V>, key: string, value: V): ReadonlyMap<string, V> =>
  new Map([...map, [key, value]]);

/** Looked-at things by name: what there is, and how to look at one more. */
function useLooks<T>(): readonly [ByName<T>, (name: string, look: () => Promise<T>) => void] {
  const [looks, setLooks] = useState<ByName<T>>(new Map());
  const look = useCallback((name: string, run: () => Promise<T>) => {
    setLooks((all) => set(all, name, { kind: 'running' }));
    void run()
      .then(
        (value): Looked<T> => ({ kind: 'done', value }),
        (error: unknown): Looked<T> => ({ kind: 'failed', message: reasonOf(error) }),
      )
      .then((result) => {
        setLooks((all) => set(all, name, result));
      });
  }, []);
  return [looks, look];
}

export function useSetup(splunkd: Splunkd, facts: PackFacts): Setup {
  const checks = useMemo(() => new Checks(splunkd, new Turns(AT_ONCE)), [splunkd]);
  const [load, setLoad] = useState<Load>({ kind: 'loading' });
  const [edits, setEdits] = useState<Edits>(NO_EDITS);
  const [applied, setApplied] = useState<readonly Applied[]>([]);
  const [busy, setBusy] = useState(false);
  const [sources, lookAtSource] = useLooks<Found>();
  const [places, lookForPlaces] = useLooks<readonly Place[]>();
  const [dryRuns, tryOut] = useLooks<DryRun>();
  const [lists, open] = useLooks<Rows>();

  const refresh = useCallback(async () => {
    const found = await loaded(splunkd, facts);
    setLoad(found);
    return found;
  }, [splunkd, facts]);

  // Everything that says which searches will work is looked at once, as soon as the page is open.
  useEffect(() => {
    void refresh().then((found) => {
      if (found.kind !== 'loaded') return;
      for (const { name, definition } of found.inForce.macros) {
        lookAtSource(name, () => checks.source(definition));
      }
      lookForPlaces(EVERYTHING, () => checks.everything());
      for (const source of facts.sources) lookForPlaces(source.name, () => checks.places(source));
    });
  }, [refresh, checks, facts, lookAtSource, lookForPlaces]);

  const inForce = useMemo(
    (): InForce | undefined =>
      load.kind === 'loaded' ? { ...load.inForce, rows: doneOf(lists) } : undefined,
    [load, lists],
  );
  const planned = useMemo(
    () => (inForce ? planWrites(facts, inForce, edits) : []),
    [facts, inForce, edits],
  );

  const apply = async (): Promise<void> => {
    setBusy(true);
    const outcome = await applyAll(splunkd, planned);
    setApplied(outcome);
    const written = outcome.filter(({ state }) => state.kind === 'done').map(({ write }) => write);
    for (const { name, columns } of facts.lists) {
      const label = `Save the list ${name}`;
      if (written.some((write) => write.label === label))
        open(name, () => checks.list(name, columns));
    }
    await refresh();
    setBusy(false);
  };

  return {
    load,
    edits,
    sources,
    places,
    everything: places.get(EVERYTHING),
    dryRuns,
    lists,
    planned,
    applied,
    busy,
    invalid: hasProblems(edits),
    setFilter: (macro, filter) => {
      setEdits((all) => ({ ...all, filters: set(all.filters, macro, filter) }));
    },
    editSearch: (name, edit) => {
      setEdits((all) => ({
        ...all,
        searches: set(all.searches, name, { ...all.searches.get(name), ...edit }),
      }));
    },
    setRows: (list, rows) => {
      setEdits((all) => ({ ...all, lists: set(all.lists, list, rows) }));
    },
    checkSource: (macro, filter) => {
      lookAtSource(macro, () => checks.source(filter));
    },
    dryRun: (names) => {
      const usable = [...edits.filters].filter(([, filter]) => filterProblem(filter) === undefined);
      for (const { name, search } of inForce?.searches ?? []) {
        if (!names.includes(name)) continue;
        tryOut(name, () => checks.dryRun(withFilters(search, new Map(usable))));
      }
    },
    openList: (name, columns) => {
      open(name, () => checks.list(name, columns));
    },
    discard: () => {
      setEdits(NO_EDITS);
    },
    apply: () => {
      void apply();
    },
  };
}

function doneOf<T>(looks: ByName<T>): ReadonlyMap<string, T> {
  return new Map(
    [...looks].flatMap(([name, looked]) => (looked.kind === 'done' ? [[name, looked.value]] : [])),
  );
}

async function loaded(splunkd: Splunkd, facts: PackFacts): Promise<Load> {
  try {
    const [context, macros, searches, lookups] = await Promise.all([
      splunkd.context(),
      splunkd.macros(),
      splunkd.searches(),
      splunkd.lookups(),
    ]);
    const known = new Set(facts.sources.map(({ name }) => name));
    const shipped = new Set(facts.searches.map(({ name }) => name));
    return {
      kind: 'loaded',
      inForce: {
        context,
        macros: macros.filter(({ name }) => known.has(name)),
        searches: searches.filter(({ name }) => shipped.has(name)),
        lookups,
      },
    };
  } catch (error) {
    return { kind: 'failed', message: reasonOf(error) };
  }
}

/** One write after the other; after the first refusal the rest is left out, so that "set up" is never claimed falsely. */
async function applyAll(splunkd: Splunkd, planned: readonly PlannedWrite[]): Promise<Applied[]> {
  const applied: Applied[] = [];
  let stopped = false;
  for (const write of planned) {
    const state: WriteState = stopped ? { kind: 'left out' } : await attempt(splunkd, write);
    stopped ||= state.kind === 'failed';
    applied.push({ write, state });
  }
  return applied;
}

async function attempt(splunkd: Splunkd, write: PlannedWrite): Promise<WriteState> {
  try {
    await splunkd.write(write);
    return { kind: 'done' };
  } catch (error) {
    return { kind: 'failed', message: reasonOf(error) };
  }
}
