// Recordings from disk: any readable file, with the side tables that lie beside it.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  readEventsFrom,
  readFileProfiles,
  timeOf,
  type AnyRecord,
  type FileProfileRow,
  type Problem,
} from '../events/index.ts';
import { UsageError } from './pack-folder.ts';
import { isParquet, recordingFiles, withRecording } from './recording-files.ts';

export interface LoadedRecording {
  readonly path: string;
  readonly format: string;
  readonly records: readonly AnyRecord[];
  readonly problems: readonly Problem[];
  /** Ticks of the first and the last event that have a time. */
  readonly first: bigint | undefined;
  readonly last: bigint | undefined;
  /** What `FileProfile()` answers, when `file-profiles.json` lies beside the recording. */
  readonly fileProfiles: readonly FileProfileRow[];
}

const FILE_PROFILES = 'file-profiles.json';

/**
 * A file, a folder of files, a pattern such as `logs/*.evtx`, or a folder that `record` wrote, whose files must be as its
 * manifest says. What is no recording in a folder is passed over and told as a note.
 * @throws UsageError when there is nothing, or nothing that can be read as events.
 */
export function loadRecording(path: string): LoadedRecording {
  const { paths, found } = recordingFiles(path);
  const formats = new Set<string>();
  const records: AnyRecord[] = [];
  const problems: Problem[] = [];
  for (const file of paths) {
    if (isParquet(file)) {
      throw new UsageError(`${file}: Parquet; make a recording of it first, \`stratagem record\``);
    }
    const before = records.length;
    const recording = withRecording(file, (bytes) => {
      const opened = readEventsFrom(file, bytes);
      for (const record of opened.records) records.push(record);
      return opened;
    });
    const count = records.length - before;
    if (count > 0 || !found) formats.add(recording.format);
    problems.push(...(found && count === 0 ? passedOver(recording.problems) : recording.problems));
  }
  const [problem] = problems;
  if (records.length === 0 && problem)
    throw new UsageError(`${path}: ${problem.code} ${problem.message}`);
  const folders = new Set(paths.map((file) => dirname(file)));
  return {
    path,
    format: [...formats].join(', '),
    records,
    problems,
    ...timesOf(records),
    fileProfiles: [...folders].flatMap(profilesIn),
  };
}

/** A file that was found in a folder and is none of the formats is no fault. */
function passedOver(problems: readonly Problem[]): Problem[] {
  return problems.map((each) =>
    each.code === 'EVT001'
      ? { ...each, severity: 'note', message: `passed over: ${each.message}` }
      : each,
  );
}

function timesOf(records: readonly AnyRecord[]): Pick<LoadedRecording, 'first' | 'last'> {
  let first: bigint | undefined;
  let last: bigint | undefined;
  for (const record of records) {
    const time = timeOf(record);
    if (time === undefined) continue;
    if (first === undefined || time < first) first = time;
    if (last === undefined || time > last) last = time;
  }
  return { first, last };
}

function profilesIn(folder: string): readonly FileProfileRow[] {
  const file = join(folder, FILE_PROFILES);
  if (!existsSync(file)) return [];
  const { rows, faults } = readFileProfiles(readFileSync(file, 'utf8'));
  if (faults[0] !== undefined) throw new UsageError(`${file}: ${faults[0]}`);
  return rows;
}
