// The page's state: what Splunk holds, what the admin changed, what was checked, and what became of each write.
import { useCallback, useEffect, useMemo, useState } from 'react';
import { reasonOf, type Check } from './check.ts';
import type { PackFacts } from './facts.ts';
import { definitionProblem, NO_EDITS, planWrites, type Edits, type PlannedWrite } from './plan.ts';
import type { Counted, Splunkd, Stored } from './splunkd.ts';

export type WriteState =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'left out' };

type Load =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | {
      readonly kind: 'loaded';
      readonly macros: readonly Stored[];
      readonly searches: readonly Stored[];
    };

export interface Applied {
  readonly write: PlannedWrite;
  readonly state: WriteState;
}

export interface Setup {
  readonly load: Load;
  readonly edits: Edits;
  readonly sourceChecks: ReadonlyMap<string, Check>;
  readonly searchChecks: ReadonlyMap<string, Check>;
  readonly planned: readonly PlannedWrite[];
  readonly applied: readonly Applied[];
  readonly busy: boolean;
  readonly invalid: boolean;
  readonly define: (name: string, definition: string) => void;
  readonly toggle: (name: string, on: boolean) => void;
  readonly checkSource: (name: string) => void;
  readonly testSearch: (name: string) => void;
  readonly apply: () => void;
}

type Checks = ReadonlyMap<string, Check>;
const set = <V>(map: ReadonlyMap<string, V>, key: string, value: V): ReadonlyMap<string, V> =>
  new Map([...map, [key, value]]);

export function useSetup(splunkd: Splunkd, facts: PackFacts): Setup {
  const [load, setLoad] = useState<Load>({ kind: 'loading' });
  const [edits, setEdits] = useState<Edits>(NO_EDITS);
  const [sourceChecks, setSourceChecks] = useState<Checks>(new Map());
  const [searchChecks, setSearchChecks] = useState<Checks>(new Map());
  const [applied, setApplied] = useState<readonly Applied[]>([]);
  const [busy, setBusy] = useState(false);

  const refresh = useCallback(async () => {
    setLoad(await loaded(splunkd, facts));
  }, [splunkd, facts]);
  useEffect(() => {
    void refresh();
  }, [refresh]);

  const planned = useMemo(
    () => (load.kind === 'loaded' ? planWrites(facts, load.macros, load.searches, edits) : []),
    [facts, load, edits],
  );

  const apply = async (): Promise<void> => {
    setBusy(true);
    setApplied(await applyAll(splunkd, planned));
    await refresh();
    setBusy(false);
  };

  return {
    load,
    edits,
    sourceChecks,
    searchChecks,
    planned,
    applied,
    busy,
    invalid: [...edits.definitions.values()].some((each) => definitionProblem(each) !== undefined),
    define: (name, definition) => {
      setEdits((all) => ({ ...all, definitions: set(all.definitions, name, definition) }));
    },
    toggle: (name, on) => {
      setEdits((all) => ({ ...all, switches: set(all.switches, name, on) }));
    },
    checkSource: (name) => {
      const stored =
        load.kind === 'loaded' ? load.macros.find((each) => each.name === name) : undefined;
      const filter = edits.definitions.get(name) ?? stored?.definition ?? '';
      void follow(splunkd.countEvents(filter), name, setSourceChecks);
    },
    testSearch: (name) => {
      const stored =
        load.kind === 'loaded' ? load.searches.find((each) => each.name === name) : undefined;
      void follow(splunkd.countResults(stored?.search ?? ''), name, setSearchChecks);
    },
    apply: () => {
      void apply();
    },
  };
}

async function loaded(splunkd: Splunkd, facts: PackFacts): Promise<Load> {
  try {
    const [macros, searches] = await Promise.all([splunkd.macros(), splunkd.searches()]);
    const known = new Set(facts.sources.map(({ name }) => name));
    const shipped = new Set(facts.searches.map(({ name }) => name));
    return {
      kind: 'loaded',
      macros: macros.filter(({ name }) => known.has(name)),
      searches: searches.filter(({ name }) => shipped.has(name)),
    };
  } catch (error) {
    return { kind: 'failed', message: reasonOf(error) };
  }
}

async function follow(
  running: Promise<Counted>,
  name: string,
  update: (change: (checks: Checks) => Checks) => void,
): Promise<void> {
  update((checks) => set(checks, name, { kind: 'running' }));
  const result = await running.then(
    (counted): Check => ({ kind: 'counted', counted }),
    (error: unknown): Check => ({ kind: 'failed', message: reasonOf(error) }),
  );
  update((checks) => set(checks, name, result));
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
