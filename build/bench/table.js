// A line of the table per measurement. Times are medians in milliseconds.
const widths = [36, 10, 12, 7, 6, 9, 5];

const cells = (values) =>
  values
    .map((value, at) => (at === 0 ? value.padEnd(widths[0]) : value.padStart(widths[at] ?? 0)))
    .join(' ');

export const heading = `${cells(['', 'ours ms', 'reference ms', 'ratio', 'cpu', 'target', 'met'])}\n${'-'.repeat(92)}`;

const milliseconds = (value) => (value === undefined ? '' : value.toFixed(value < 100 ? 1 : 0));
const quotient = (value) => (value === undefined ? '' : value.toFixed(2));

export function line(row) {
  if (row.skipped !== undefined) return `${row.name.padEnd(widths[0])} skipped: ${row.skipped}`;
  if (row.failed !== undefined) return `${row.name.padEnd(widths[0])} FAILED: ${row.failed}`;
  const met = row.met === undefined ? '' : row.met ? 'yes' : 'NO';
  const { name, ours, reference, ratio, cpuRatio, target = '', note } = row;
  const [mine, theirs] = [ours, reference].map(milliseconds);
  const text = cells([name, mine, theirs, quotient(ratio), quotient(cpuRatio), target, met]);
  return note === undefined ? text : `${text}  ${note}`;
}
