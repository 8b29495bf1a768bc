// Numbers and names derived from content, so that two builds agree.
import { createHash } from 'node:crypto';

/** A number from 0 to `below - 1` that hangs on the text alone. */
export function spread(text: string, below: number): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) % below;
}

/** Eight hexadecimal digits of a content: part of a lookup file's name, so that an upgrade never keeps the old file. */
export function shortDigest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
