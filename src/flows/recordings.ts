// Recordings from disk: any readable file, with the side tables that lie beside it.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  readEvents,
  readFileProfiles,
  type AnyRecord,
  type FileProfileRow,
  type Problem,
} from '../events/index.ts';
import { UsageError } from './pack-folder.ts';

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

const LARGEST_RECORDING = 2 * 1024 * 1024 * 1024;
const FILE_PROFILES = 'file-profiles.json';

/** @throws UsageError when the file is not there or cannot be read as events. */
export function loadRecording(path: string): LoadedRecording {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (!entry?.isFile()) throw new UsageError(`${path}: no such recording`);
  if (entry.size > LARGEST_RECORDING)
    throw new UsageError(`${path}: larger than 2 GiB; slice it first`);
  const { format, records, problems } = readEvents(path, readFileSync(path));
  const all = [...records];
  const [problem] = problems;
  if (all.length === 0 && problem)
    throw new UsageError(`${path}: ${problem.code} ${problem.message}`);
  return {
    path,
    format,
    records: all,
    problems,
    ...timesOf(all),
    fileProfiles: profilesBeside(path),
  };
}

/** The instant of a record, in ticks. */
function timeOf(record: AnyRecord): bigint | undefined {
  return 'system' in record ? record.system.timeCreated : record.time;
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

function profilesBeside(path: string): readonly FileProfileRow[] {
  const file = join(dirname(path), FILE_PROFILES);
  if (!existsSync(file)) return [];
  const { rows, faults } = readFileProfiles(readFileSync(file, 'utf8'));
  if (faults[0] !== undefined) throw new UsageError(`${file}: ${faults[0]}`);
  return rows;
}
