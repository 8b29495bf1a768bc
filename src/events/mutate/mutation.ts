// What a mutation is: one way in which an attacker can write the same attack differently.
import type { EventRecord } from '../record.ts';
import type { Random } from './random.ts';

export const mutationFamilies = [
  'letter case',
  'quoting',
  'escapes',
  'variables',
  'paths',
  'switches',
  'renamed binaries',
  'other interpreters',
  'padding',
  'task XML',
  'several actions',
  'text in XML',
  'characters',
  'combined',
] as const;

export type MutationFamily = (typeof mutationFamilies)[number];

export interface Mutation {
  /** Kebab-case, unique. */
  readonly name: string;
  readonly family: MutationFamily;
  /** What the attacker does and why it still works. */
  readonly describe: string;
  /** The record as the log would hold it then; undefined where the mutation has nothing to change. Pure. */
  apply(record: EventRecord, random: Random): EventRecord | undefined;
}
