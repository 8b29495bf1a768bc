// Where output goes: results to stdout or a file, progress and findings to stderr.
import { writeFileSync } from 'node:fs';
import { printable } from '../text/index.ts';

/** Whether a stream takes colours: a terminal whose user does not ask for none (https://no-color.org). */
export function coloured(stream: { readonly isTTY?: boolean | undefined }): boolean {
  // On a pipe `isTTY` is not false but absent, and absent would leave the choice to the environment.
  return stream.isTTY === true && (process.env['NO_COLOR'] ?? '') === '';
}

/** Writes a result to a file, or to stdout without one. */
export function deliver(text: string, file: string | undefined): void {
  if (file === undefined) process.stdout.write(text);
  else writeFileSync(file, text);
}

/** Runs with a line of progress that the next one replaces and the end removes; silent unless stderr is a terminal. */
export async function withProgress<T>(
  run: (say: (text: string) => void) => Promise<T>,
): Promise<T> {
  const { stderr } = process;
  if (!stderr.isTTY) return run(() => undefined);
  try {
    return await run((text) => {
      stderr.write(`\r\u001b[K${printable(text).slice(0, Math.max(10, stderr.columns - 1))}`);
    });
  } finally {
    stderr.write('\r\u001b[K');
  }
}
