// Mutants of a recording: which of its records are the attack, and the ways in which these can be written.
import { mutations, randomOf, type AnyRecord, type Mutation } from '../events/index.ts';

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

/**
 * At most `most` mutants, all different. Mutations take turns, and each goes from target to target, so that a small number
 * already covers all of them. The same seed gives the same mutants.
 */
export function mutantsOf(
  recordings: readonly (readonly AnyRecord[])[],
  targets: readonly Target[],
  { most, seed }: { readonly most: number; readonly seed: string },
): Mutant[] {
  const made: Mutant[] = [];
  const known = new Set<string>();
  for (let round = 0; round < VARIANTS * targets.length; round++) {
    for (const [at, mutation] of mutations.entries()) {
      if (made.length >= most) return made;
      const target = targets[(round + at) % targets.length];
      const records = target && recordings[target.recording];
      if (!records) continue;
      const variant = Math.floor(round / targets.length);
      const mutant = mutantOf(records, target, { mutation, variant, seed });
      if (!mutant) continue;
      const changed = target.records.map((place) => mutant.records[place]);
      const key = keyOf([target.recording, target.records, changed]);
      if (known.has(key)) continue;
      known.add(key);
      made.push(mutant);
    }
  }
  return made;
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
