// What pictures of recordings are drawn from: when each event was, of which kind, and whether it is known to be malicious.
import { basename } from 'node:path';
import { channelOf, eventIdOf, timeOf } from '../events/index.ts';
import type { PageRecording, Timeline, TimelineEvent } from '../report/index.ts';
import { epochSeconds } from './clock.ts';
import { marksBeside } from './marks-file.ts';
import { manifestIn } from './recording-files.ts';
import type { LoadedRecording } from './recordings.ts';

export type Drawn = PageRecording;

/** Keeps the facts of recordings that were replayed, and gives each picture a name of its own. */
export class Timelines {
  readonly #timelines = new Map<string, Timeline>();
  readonly #files = new Map<string, string>();

  add(path: string, recording: LoadedRecording): void {
    this.#timelines.set(path, timelineOf(path, recording));
  }

  /** `name` is what the document calls the recording; undefined for one that could not be read. */
  drawn(path: string, name: string): Drawn | undefined {
    const timeline = this.#timelines.get(path);
    return timeline && { name, file: this.#fileFor(path), timeline };
  }

  /** Names follow the documents' order, so that the same pack gives the same names. */
  #fileFor(path: string): string {
    const known = this.#files.get(path);
    if (known !== undefined) return known;
    const plain = basename(path).replace(/\.[A-Za-z0-9]{1,8}$/, '');
    const stem = plain.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 100) || 'recording';
    const taken = new Set([...this.#files.values()].map((each) => each.toLowerCase()));
    let file = `timelines/${stem}.svg`;
    for (let number = 2; taken.has(file.toLowerCase()); number++) {
      file = `timelines/${stem}-${number}.svg`;
    }
    this.#files.set(path, file);
    return file;
  }
}

function timelineOf(path: string, { records, count }: LoadedRecording): Timeline {
  const malicious = maliciousLines(path, count);
  const marks = marksBeside(path);
  const events: TimelineEvent[] = [];
  let line = 0;
  for (const record of records) {
    line += 1;
    const time = timeOf(record);
    if (time === undefined) continue;
    const id = eventIdOf(record);
    const channel = shortChannel(channelOf(record));
    const kind = id === undefined ? channel : `${channel} ${id}`;
    const isMalicious = malicious.has(line) || marks.why(record) !== undefined;
    events.push({ at: epochSeconds(time), kind, malicious: isMalicious });
  }
  return { events, undated: count - events.length };
}

/** `Microsoft-Windows-Sysmon/Operational` is known as Sysmon. */
function shortChannel(channel: string): string {
  return channel.replace(/^Microsoft-Windows-/, '').replace(/\/Operational$/, '');
}

/**
 * The records, by line, that the manifest of a recording's folder calls malicious. Empty without such a manifest, and
 * where other records were read than it counts: marks would then lie on the wrong ones.
 */
function maliciousLines(path: string, count: number): ReadonlyMap<number, string> {
  const manifest = manifestIn(path);
  return manifest?.records === count ? manifest.malicious : new Map();
}
