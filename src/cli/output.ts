// Where output goes: results to stdout or a file, progress and findings to stderr.
import { writeFileSync } from 'node:fs';

/** Whether a stream takes colours: a terminal that does not ask for none. */
export function coloured(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY && process.env['NO_COLOR'] === undefined;
}

/** Writes a result to a file, or to stdout without one. */
export function deliver(text: string, file: string | undefined): void {
  if (file === undefined) process.stdout.write(text);
  else writeFileSync(file, text);
}

/** A line of progress that the next one replaces; silent unless stderr is a terminal. */
export function progress(): { readonly say: (text: string) => void; readonly done: () => void } {
  const { stderr } = process;
  if (!stderr.isTTY) return { say: () => undefined, done: () => undefined };
  return {
    say: (text) => stderr.write(`\r\u001b[K${text.slice(0, Math.max(10, stderr.columns - 1))}`),
    done: () => stderr.write('\r\u001b[K'),
  };
}
