// Two ways to do one piece of work, measured against each other: interleaved, medians, wall and CPU time.
import { isDeepStrictEqual } from 'node:util';

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** Milliseconds on the clock and of the process's CPUs, DuckDB's threads included, and what came out. */
export async function timed(run) {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const value = await run();
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { wall, cpu: (user + system) / 1000, value };
}

/**
 * Runs both sides in turn, the order changing each time, after one run of each that does not count. What takes long is
 * repeated less often, so that it ends within about `patience` milliseconds. `ratio` is the median over the pairs of
 * neighbouring runs, because whatever else the machine does slows down both of a pair.
 */
export async function interleave(ours, reference, { repetitions = 9, patience = 30_000 } = {}) {
  const first = { ours: await timed(ours), reference: await timed(reference) };
  const pair = first.ours.wall + first.reference.wall;
  const times = Math.max(1, Math.min(repetitions, Math.floor(patience / pair)));
  const sides = { ours: [], reference: [] };
  for (let n = 0; n < times; n++) {
    for (const side of n % 2 === 0 ? ['ours', 'reference'] : ['reference', 'ours']) {
      const { wall, cpu } = await timed(side === 'ours' ? ours : reference);
      sides[side].push({ wall, cpu });
    }
  }
  const middle = (side, key) => median(sides[side].map((each) => each[key]));
  const quotient = (key) =>
    median(sides.ours.map((each, n) => each[key] / sides.reference[n][key]));
  return {
    repetitions: times,
    ours: middle('ours', 'wall'),
    reference: middle('reference', 'wall'),
    ratio: quotient('wall'),
    cpuRatio: quotient('cpu'),
    results: { ours: first.ours.value, reference: first.reference.value },
  };
}

/** Why two results are not the same rows, whatever their order; undefined when they are. Reals may differ in the last digits. */
export function difference(ours, reference) {
  if (ours.length !== reference.length) {
    return `different work: ${ours.length} rows of ours, ${reference.length} of the reference`;
  }
  const [mine, theirs] = [ours, reference].map((rows) => rows.map(rowText).sort());
  const at = mine.findIndex((row, n) => row !== theirs[n]);
  if (at < 0 || isDeepStrictEqual(mine, theirs)) return undefined;
  return `different rows, for example ${mine[at].slice(0, 300)} and ${theirs[at].slice(0, 300)}`;
}

const rowText = (row) =>
  JSON.stringify(row, (_, value) => {
    if (typeof value === 'bigint') return Number(value);
    return typeof value === 'number' ? Number(value.toPrecision(12)) : value;
  });

/** A row of the table: `measured` from `interleave`, `target` the ratio that ours may have at most, if there is a demand. */
export function ratioRow(name, { ours, reference, ratio, cpuRatio, repetitions }, target) {
  const judged = target === undefined ? {} : { target: `<= ${target}`, met: ratio <= target };
  return { name, ours, reference, ratio, cpuRatio, repetitions, ...judged };
}

export const skipped = (name, reason) => ({ name, skipped: reason });
export const failed = (name, reason) => ({ name, failed: reason });
