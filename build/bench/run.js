// npm run bench: what the engines and readers cost, each as a ratio to a reference measured in the same run.
// Options: --rows N (generated events, 1,000,000), --seed N, --only kql|spl|compile|events|recordings|memory, --json FILE,
// --sql (statements too), --megabytes N (JSON lines that become a recording, else a tenth of the rows; text that is read
// for its memory, else 400).
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { failed } from './compare.js';
import { heading, line } from './table.js';

const parts = {
  kql: async () => (await import('./kql.js')).benchKql,
  spl: async () => (await import('./spl.js')).benchSpl,
  compile: async () => (await import('./compile.js')).benchCompile,
  events: async () => (await import('./ingest.js')).benchEvents,
  recordings: async () => (await import('./recordings.js')).benchRecordings,
  memory: async () => (await import('./memory.js')).benchMemory,
};

function options() {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '1000000' },
      seed: { type: 'string', default: '7' },
      only: { type: 'string' },
      megabytes: { type: 'string', default: '0' },
      json: { type: 'string' },
      sql: { type: 'boolean', default: false },
      // Set for the processes that the parts run in: neither heading nor load.
      part: { type: 'boolean', default: false },
    },
  });
  const [rows, seed, megabytes] = [values.rows, values.seed, values.megabytes].map(Number);
  if (!Number.isSafeInteger(rows) || rows < 1000)
    throw new Error('--rows is a whole number from 1000');
  if (!Number.isSafeInteger(megabytes) || megabytes < 0)
    throw new Error('--megabytes is a whole number');
  if (!Number.isSafeInteger(seed)) throw new Error('--seed is a whole number');
  if (values.only !== undefined && !Object.hasOwn(parts, values.only)) {
    throw new Error(`--only is one of ${Object.keys(parts).join(', ')}`);
  }
  return { ...values, rows, seed, megabytes };
}

const machine = () => ({
  processor: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
});
const load = () => loadavg().map((each) => Number(each.toFixed(1)));

async function main() {
  const given = options();
  const { rows, seed, only, json } = given;
  if (!existsSync(new URL('../../dist/flows/index.js', import.meta.url))) {
    throw new Error('dist is missing: run `npm run build:tool` first');
  }
  const [about, before] = [machine(), load()];
  if (!given.part) introduce(about, before, given);
  const measured = only === undefined ? apart(given) : await part(only, given);
  const after = load();
  if (!given.part) console.log(`\nload ${after.join(' ')}`);
  if (json !== undefined) {
    const report = { machine: about, load: { before, after }, rows, seed, measured };
    writeFileSync(json, `${JSON.stringify(report, undefined, 2)}\n`);
  }
  return measured.some((row) => row.failed !== undefined) ? 1 : 0;
}

function introduce({ processor, cores, memoryGB, node }, before, { rows, seed }) {
  console.log(`${processor}, ${cores} cores, ${memoryGB} GB, Node ${node}`);
  console.log(`${rows.toLocaleString('en')} events, seed ${seed}; load ${before.join(' ')}\n`);
  console.log(heading);
}

/** Each part in a process of its own: what one leaves on the heap slows the readers of another down by half. */
function apart({ rows, seed, megabytes, sql }) {
  const folder = mkdtempSync(join(tmpdir(), 'stratagem-bench-'));
  try {
    return Object.keys(parts).flatMap((name) => {
      const json = join(folder, `${name}.json`);
      const args = [
        '--part',
        '--only',
        name,
        '--rows',
        String(rows),
        '--seed',
        String(seed),
        '--megabytes',
        String(megabytes),
        '--json',
        json,
      ];
      if (sql) args.push('--sql');
      const { status } = spawnSync(process.execPath, [import.meta.filename, ...args], {
        stdio: 'inherit',
      });
      if (!existsSync(json)) return [failed(name, `the process ended with ${status}`)];
      return JSON.parse(readFileSync(json, 'utf8')).measured;
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A part that breaks is told as such, and the others still run. */
async function part(name, { rows, seed, megabytes, sql }) {
  const show = (row) => {
    console.log(line(row));
    if (sql && row.sql) console.log(`\n${row.sql}\n\n${row.handWritten}\n`);
  };
  try {
    const bench = await parts[name]();
    return await bench({ rows, seed, megabytes, show });
  } catch (error) {
    const row = failed(
      name,
      error instanceof Error ? (error.stack ?? error.message) : String(error),
    );
    show(row);
    return [row];
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
