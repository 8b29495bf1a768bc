// What was said of files before they are recorded: by the manifest of the recording that they belong to, or by
// `malicious.txt` beside them.
import { basename, dirname } from 'node:path';
import type { AnyRecord, Marks, ReadManifest } from '../events/index.ts';
import { marksBeside } from './marks-file.ts';
import { manifestIn } from './recording-files.ts';

export interface EarlierMarks {
  /** One object for all files of a recording. */
  readonly manifest?: ReadManifest;
  /** Why a record is malicious; `ordinal` counts the file's records from 1. */
  why(record: AnyRecord, ordinal: number): string | undefined;
}

interface Folder {
  readonly manifest: ReadManifest | undefined;
  readonly marks: Marks;
}

/** In the order of the files. @throws UsageError for a `malicious.txt` with a line that is no mark. */
export function earlierMarks(paths: readonly string[]): EarlierMarks[] {
  const folders = new Map<string, Folder>();
  return paths.map((path) => {
    const folder = dirname(path);
    const known = folders.get(folder) ?? {
      manifest: manifestIn(folder),
      marks: marksBeside(folder),
    };
    folders.set(folder, known);
    return marksOf(basename(path), known);
  });
}

function marksOf(file: string, { manifest, marks }: Folder): EarlierMarks {
  const files = manifest?.files ?? [];
  const at = files.findIndex(({ name }) => name === file);
  if (!manifest || at < 0) return { why: (record) => marks.why(record) };
  const before = files.slice(0, at).reduce((sum, { records }) => sum + records, 0);
  return { manifest, why: (_, ordinal) => manifest.malicious.get(before + ordinal) };
}
