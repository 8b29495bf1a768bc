// What a format reader is given and gives.
import type { Finding } from '../problem.ts';
import type { Forward } from './forward.ts';
import type { EventRecord, NeutralRecord, Origin } from '../record.ts';

export type AnyRecord = EventRecord | NeutralRecord;

/** Bytes that are looked at range by range; a `Buffer` is one. */
export interface ByteRange {
  readonly length: number;
  subarray(from: number, to: number): Buffer;
}

/** One file, or one member of an archive. */
export interface Input {
  readonly bytes: Forward;
  /** The origin of the record with this number. */
  origin(number: number): Origin;
  report(finding: Finding): void;
}

/**
 * A way to read records. `recognise` looks at the first bytes (64 KiB at most) and answers from 0 (cannot be) to 1
 * (certain); a reader that answers more than 0 must cope with whatever follows: damage is reported and skipped.
 */
export interface Format {
  readonly name: string;
  recognise(head: Buffer): number;
  read(input: Input): Iterable<AnyRecord>;
}
