// Programs in a process of their own, whose CPU time and peak of memory are told.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const script = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Runs a script to its end; answers what it took. */
export function run(folder, path, args) {
  const told = join(folder, 'peak.json');
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', script('peak.js'), script(path), ...args],
    { encoding: 'utf8', env: { ...process.env, BENCH_PEAK: told } },
  );
  if (status !== 0) throw new Error(`${path} ended with ${status}: ${stderr}`);
  return JSON.parse(readFileSync(told, 'utf8'));
}
