// Recordings for the tests: small own ones beside this file, and real ones where the sibling folder has them.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from '@jest/globals';
import {
  readEvents,
  type AnyRecord,
  type EventRecord,
  type Problem,
} from '../../src/events/index.ts';

export interface Read {
  readonly format: string;
  readonly records: readonly AnyRecord[];
  readonly problems: readonly Problem[];
}

/** Everything that a file's bytes give, and how they were read. */
export function readAll(name: string, bytes: Uint8Array): Read {
  const recording = readEvents(name, bytes);
  const records = [...recording.records];
  return { format: recording.format, records, problems: recording.problems };
}

export function readText(text: string): Read {
  return readAll('test', Buffer.from(text, 'utf8'));
}

export function own(name: string): Read {
  const path = fileURLToPath(new URL(`./recordings/${name}`, import.meta.url));
  return readAll(name, readFileSync(path));
}

/** The Windows event with that number; a failed test when there is none. */
export function eventAt({ records }: Read, number: number): EventRecord {
  const found = records.find((record) => record.origin.number === number);
  if (!found || !('system' in found)) throw new Error(`no event ${String(number)}`);
  return found;
}

export function dataOf(record: EventRecord, name: string): string | null | undefined {
  return record.eventData?.find((each) => each.name === name)?.text;
}

/** Where real recordings lie, if they do. */
export const realFolder =
  process.env['STRATAGEM_SHARED'] ?? fileURLToPath(new URL('../../../shared', import.meta.url));

export const hasReal = existsSync(`${realFolder}/events/truth.jsonl`);

export function realBytes(name: string): Buffer {
  return readFileSync(`${realFolder}/events/${name}`);
}

export function real(name: string): Read {
  return readAll(name, realBytes(name));
}

/** A test on real recordings, skipped by name where they are absent. */
export const realTest: typeof test | typeof test.skip = hasReal ? test : test.skip;
