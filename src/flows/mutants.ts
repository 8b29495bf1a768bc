// Mutants of a recording: which of its records are the attack, and the ways in which these can be written.
import { combined, mutations, randomOf, type AnyRecord, type Mutation } from '../events/index.ts';

/** Records of one recording that bring about the same rows, and are therefore rewritten together. */
export interface Target {
  readonly recording: number;
  /** Places of the records, from 0. */
  readonly records: readonly number[];
  /** Platforms that find rows because of them. */
  readonly platforms: readonly string[];
}

export interface Mutant {
  readonly target: Target;
  readonly mutation: Mutation;
  readonly variant: number;
  readonly records: readonly AnyRecord[];
  /** The first value that is different. */
  readonly change: Change;
}

export interface Change {
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

/** Tries of one mutation at one target; with chance in it, each may come out differently. */
const VARIANTS = 40;
/** One mutant in so many is made by two mutations together. */
const COMBINED_IN = 5;
/** Pairs that are tried; most do not fit a target. */
const PAIRS = 200;

/**
 * At most `most` mutants, all different. Mutations take turns, and each goes from target to target, so that a small number
 * already covers all of them; after them come pairs, also where single ones are too few. The same seed gives the same
 * mutants.
 */
export function mutantsOf(
  recordings: readonly (readonly AnyRecord[])[],
  targets: readonly Target[],
  { most, seed }: { readonly most: number; readonly seed: string },
): Mutant[] {
  const mutants = new Mutants(recordings, seed);
  const single = [...turns(targets, VARIANTS * targets.length, mutations)];
  mutants.add(single, most - Math.floor(most / COMBINED_IN));
  mutants.add(turns(targets, VARIANTS, pairs(seed, PAIRS)), most);
  mutants.add(single, most);
  return mutants.made;
}

interface Turn {
  readonly target: Target;
  readonly mutation: Mutation;
  readonly variant: number;
}

/** Every mutation in each round, at another target than in the one before. */
function* turns(
  targets: readonly Target[],
  rounds: number,
  list: readonly Mutation[],
): Generator<Turn> {
  for (let round = 0; round < rounds; round++) {
    for (const [at, mutation] of list.entries()) {
      const target = targets[(round + at) % targets.length];
      if (target) yield { target, mutation, variant: Math.floor(round / targets.length) };
    }
  }
}

/** Pairs of different families. */
function pairs(seed: string, count: number): Mutation[] {
  const random = randomOf(`${seed} pairs`);
  const [head, ...rest] = mutations;
  if (!head) return [];
  return Array.from({ length: count }, () => {
    const [first, second] = [random.pick([head, ...rest]), random.pick([head, ...rest])];
    return first.family === second.family ? [] : [combined(first, second)];
  }).flat();
}

/** Mutants so far, no two of which are the same. */
class Mutants {
  readonly made: Mutant[] = [];
  readonly #known = new Set<string>();
  readonly #recordings: readonly (readonly AnyRecord[])[];
  readonly #seed: string;

  constructor(recordings: readonly (readonly AnyRecord[])[], seed: string) {
    this.#recordings = recordings;
    this.#seed = seed;
  }

  add(turned: Iterable<Turn>, most: number): void {
    for (const { target, mutation, variant } of turned) {
      if (this.made.length >= most) return;
      const records = this.#recordings[target.recording];
      const mutant = records && mutantOf(records, target, { mutation, variant, seed: this.#seed });
      if (!mutant) continue;
      const changed = target.records.map((place) => mutant.records[place]);
      const key = keyOf([target.recording, target.records, changed]);
      if (this.#known.has(key)) continue;
      this.#known.add(key);
      this.made.push(mutant);
    }
  }
}

function mutantOf(
  records: readonly AnyRecord[],
  target: Target,
  { mutation, variant, seed }: Pick<Mutant, 'mutation' | 'variant'> & { readonly seed: string },
): Mutant | undefined {
  const changed = [...records];
  let change: Change | undefined;
  for (const place of target.records) {
    const record = records[place];
    if (!record || !('system' in record)) continue;
    const random = randomOf(`${seed} ${mutation.name} ${variant}`);
    const made = mutation.apply(record, random);
    if (!made) continue;
    changed[place] = made;
    change ??= changeOf(record, made);
  }
  return change && { target, mutation, variant, records: changed, change };
}

const keyOf = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each));

/** Whether any mutation has something to change in the record. */
export function isMutable(record: AnyRecord): boolean {
  if (!('system' in record)) return false;
  return mutations.some((mutation) => mutation.apply(record, randomOf('')) !== undefined);
}

function changeOf(before: AnyRecord, after: AnyRecord): Change | undefined {
  if (!('system' in before) || !('system' in after)) return undefined;
  for (const [at, value] of (after.eventData ?? []).entries()) {
    const old = before.eventData?.[at];
    if (old && old.text !== value.text) {
      return { field: value.name ?? '', ...difference(old.text ?? '', value.text ?? '') };
    }
  }
  return undefined;
}

/** As much of a long text in front of the first difference as tells where it is. */
const LEAD = 40;
const SHORT = 300;

function difference(before: string, after: string): Pick<Change, 'before' | 'after'> {
  if (before.length <= SHORT && after.length <= SHORT) return { before, after };
  let same = 0;
  while (same < before.length && before[same] === after[same]) same += 1;
  const start = Math.max(0, same - LEAD);
  return { before: before.slice(start, start + SHORT), after: after.slice(start, start + SHORT) };
}
