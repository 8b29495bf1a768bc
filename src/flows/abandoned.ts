// Folders that an interrupted run left beside its target.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Removes `target.new-PID` of processes that are gone. What a run had set aside as `.old-PID` may be all there is, and stays. */
export function removeAbandoned(target: string): void {
  const folder = dirname(target);
  if (!existsSync(folder)) return;
  const start = `${basename(target)}.new-`;
  for (const name of readdirSync(folder)) {
    const pid = name.startsWith(start) ? name.slice(start.length) : '';
    if (/^\d{1,10}$/.test(pid) && !isAlive(Number(pid)))
      rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
