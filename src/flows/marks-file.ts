// What people say beside recordings about what in them is malicious: `malicious.txt`, a mark on each line.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Marks, readMark } from '../events/index.ts';
import { UsageError } from './pack-folder.ts';

/** The name of the file in the folder of the recordings that it is about. */
export const MARKS_FILE = 'malicious.txt';

/**
 * The marks that lie in a recording's folder, written as `record --malicious` takes them: `attack.xml#12: why`.
 * @throws UsageError for a line that is no mark, or that names no recording.
 */
export function marksBeside(path: string): Marks {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  const file = join(isFolder ? path : dirname(path), MARKS_FILE);
  if (!existsSync(file)) return new Marks([]);
  const lines = readFileSync(file, 'utf8').split(/\r?\n/);
  return new Marks(
    lines.flatMap((line, at) => {
      if (line.trim() === '') return [];
      const mark = readMark(line);
      if (mark?.file === undefined)
        throw new UsageError(
          `${file}:${String(at + 1)}: write \`attack.xml#12,14-16: why\` or \`attack.xml#EventID=4698: why\``,
        );
      return [mark];
    }),
  );
}
