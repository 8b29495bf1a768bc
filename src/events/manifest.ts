// What lies beside a recording: where it comes from, what is in it, what in it is malicious and why.
import type { AnyRecord } from './formats/format.ts';
import { channelOf, eventIdOf, hostOf, timeOf } from './record-facts.ts';
import { isoOfTicks } from './ticks.ts';

/** The manifest's name in a recording's folder. */
export const RECORDING_MANIFEST = 'manifest.json';

/** One file of canonical lines, named without folders. */
export interface RecordedFile {
  readonly name: string;
  /** Of the file as it lies there, in lower-case hexadecimal. */
  readonly sha256: string;
  readonly records: number;
}

/** A file that was read to make the recording. */
export interface RecordedSource {
  readonly name: string;
  /** Not of a source whose names were replaced: whoever guesses them could try the guess by it. */
  readonly sha256?: string;
  readonly format: string;
  readonly read: number;
  readonly kept: number;
  /** Problems met while reading, by code. */
  readonly problems: Readonly<Record<string, number>>;
}

/** A record that is malicious: `line` in the recording (through all its files, from 1), `origin` where it was read. */
export interface MaliciousRecord {
  readonly line: number;
  readonly origin: string;
  readonly channel: string;
  readonly eventId?: string;
  readonly time?: string;
  readonly why: string;
}

export interface ChannelCount {
  readonly channel: string;
  readonly eventId?: string;
  readonly records: number;
}

/** `stratagem` is the form's number. Times are ISO 8601, UTC. */
export interface RecordingManifest {
  readonly stratagem: 1;
  readonly origin?: string;
  readonly licence?: string;
  readonly files: readonly RecordedFile[];
  readonly records: number;
  readonly first?: string;
  readonly last?: string;
  readonly hosts: readonly string[];
  readonly counts: readonly ChannelCount[];
  readonly malicious: readonly MaliciousRecord[];
  readonly sources: readonly RecordedSource[];
  /** How many different names were replaced. */
  readonly redacted?: { readonly users: number; readonly hosts: number; readonly domains: number };
  /** By how many seconds all times were moved. */
  readonly shiftedBy?: number;
}

const MOST_HOSTS = 1000;

/** Sums up records as they are written. */
export class RecordingSummary {
  #records = 0;
  #first: bigint | undefined;
  #last: bigint | undefined;
  readonly #hosts = new Set<string>();
  readonly #counts = new Map<string, { channel: string; eventId?: string; records: number }>();
  readonly #malicious: MaliciousRecord[] = [];

  get records(): number {
    return this.#records;
  }

  /** Takes in the next record; `why` it is malicious, when it is. */
  add(record: AnyRecord, why?: string): void {
    this.#records += 1;
    const time = timeOf(record);
    if (time !== undefined) {
      if (this.#first === undefined || time < this.#first) this.#first = time;
      if (this.#last === undefined || time > this.#last) this.#last = time;
    }
    const host = hostOf(record);
    if (host !== undefined && this.#hosts.size < MOST_HOSTS) this.#hosts.add(host);
    this.#count(record);
    if (why !== undefined) this.#malicious.push(this.#marked(record, why));
  }

  /** The parts of the manifest that follow from the records. */
  get summary(): Pick<
    RecordingManifest,
    'records' | 'first' | 'last' | 'hosts' | 'counts' | 'malicious'
  > {
    const [first, last] = [this.#first, this.#last].map((each) =>
      each === undefined ? undefined : isoOfTicks(each),
    );
    return {
      records: this.#records,
      ...(first !== undefined && { first }),
      ...(last !== undefined && { last }),
      hosts: [...this.#hosts].sort(),
      counts: [...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count),
      malicious: this.#malicious,
    };
  }

  #count(record: AnyRecord): void {
    const channel = channelOf(record);
    const eventId = eventIdOf(record);
    const key = `${channel}\u0000${(eventId ?? '').padStart(10, '0')}`;
    const known = this.#counts.get(key);
    if (known) known.records += 1;
    else this.#counts.set(key, { channel, ...(eventId !== undefined && { eventId }), records: 1 });
  }

  #marked(record: AnyRecord, why: string): MaliciousRecord {
    const { file, member, number } = record.origin;
    const time = timeOf(record);
    const iso = time === undefined ? undefined : isoOfTicks(time);
    const eventId = eventIdOf(record);
    return {
      line: this.#records,
      origin: `${member === undefined ? file : `${file}/${member}`}#${String(number)}`,
      channel: channelOf(record),
      ...(eventId !== undefined && { eventId }),
      ...(iso !== undefined && { time: iso }),
      why,
    };
  }
}

/** What a manifest says; apart from its files all of it may be absent. */
export interface ReadManifest extends Pick<
  RecordingManifest,
  'files' | 'origin' | 'licence' | 'redacted' | 'shiftedBy'
> {
  readonly records?: number;
  /** Why records are malicious, by their lines. */
  readonly malicious: ReadonlyMap<number, string>;
}

/** A manifest, or why the text is none of a recording. */
export function readManifest(text: string): ReadManifest | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'not JSON';
  }
  if (typeof value !== 'object' || value === null) return 'not an object';
  const { stratagem, files, ...rest } = value as Record<string, unknown>;
  if (stratagem !== 1) return '`stratagem` is not 1';
  if (!Array.isArray(files) || files.length === 0) return '`files` names no file';
  if (!files.every(isRecordedFile)) return 'a file without plain name, SHA-256 and count';
  const { origin, licence, records, shiftedBy, redacted, malicious } = rest;
  return {
    files,
    ...(typeof origin === 'string' && { origin }),
    ...(typeof licence === 'string' && { licence }),
    ...(typeof records === 'number' && { records }),
    ...(typeof shiftedBy === 'number' && { shiftedBy }),
    ...(isRedacted(redacted) && { redacted }),
    malicious: linesIn(malicious),
  };
}

function linesIn(malicious: unknown): ReadonlyMap<number, string> {
  const lines = new Map<number, string>();
  for (const each of Array.isArray(malicious) ? (malicious as unknown[]) : []) {
    const { line, why } = (each ?? {}) as Record<string, unknown>;
    if (typeof line === 'number') lines.set(line, typeof why === 'string' ? why : '');
  }
  return lines;
}

function isRedacted(value: unknown): value is NonNullable<RecordingManifest['redacted']> {
  if (typeof value !== 'object' || value === null) return false;
  const { users, hosts, domains } = value as Record<string, unknown>;
  return [users, hosts, domains].every((each) => typeof each === 'number');
}

function isRecordedFile(value: unknown): value is RecordedFile {
  if (typeof value !== 'object' || value === null) return false;
  const { name, sha256, records } = value as Record<string, unknown>;
  return (
    typeof name === 'string' &&
    /^[\w-][\w.-]{0,200}$/.test(name) &&
    typeof sha256 === 'string' &&
    /^[0-9a-f]{64}$/.test(sha256) &&
    typeof records === 'number'
  );
}
