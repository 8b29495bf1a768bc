// Reads every recording of a folder and prints what came out of each. Run after `npm run build:tool`:
// node build/evidence/read-all.js [FOLDERS]; without FOLDERS, the recordings beside the repository.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readEvents } from '../../dist/events/index.js';
import { corpusPath } from '../bench/corpora.js';

const widths = [64, 14, 9, 9, 9, 9, 9, 9, 10];
const heading = [
  'recording',
  'format',
  'KB',
  'events',
  'others',
  'skipped',
  'doubts',
  'notes',
  'CPU ms',
];

const line = (cells) =>
  cells
    .map((cell, at) =>
      at < 2
        ? String(cell).slice(0, widths[at]).padEnd(widths[at])
        : String(cell).padStart(widths[at]),
    )
    .join(' ');

function filesOf(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => join(entry.parentPath, entry.name)).sort();
}

/** Events are records of Windows logs; what is skipped was reported as an error, each of them one record or place. */
function read(path) {
  const bytes = readFileSync(path);
  const before = process.cpuUsage();
  const recording = readEvents(path, bytes);
  let [events, others] = [0, 0];
  for (const record of recording.records) {
    if ('system' in record) events += 1;
    else others += 1;
  }
  const { user, system } = process.cpuUsage(before);
  const [skipped, doubts, notes] = ['error', 'warning', 'note'].map((severity) =>
    recording.problems.reduce(
      (sum, each) => sum + (each.severity === severity ? countOf(each) : 0),
      0,
    ),
  );
  const kilobytes = Math.round(bytes.length / 1024);
  const milliseconds = Math.round((user + system) / 1000);
  return {
    counts: [kilobytes, events, others, skipped, doubts, notes, milliseconds],
    format: recording.format,
    problems: recording.problems,
  };
}

/** The last entry of a long list stands for all that are not listed. */
const countOf = ({ code, message }) => (code === 'EVT099' ? Number.parseInt(message, 10) : 1);

function run(folders) {
  const totals = heading.slice(2).map(() => 0);
  let files = 0;
  console.log(line(heading));
  for (const folder of folders) {
    for (const path of filesOf(folder)) {
      const { counts, format, problems } = read(path);
      files += 1;
      counts.forEach((count, at) => (totals[at] += count));
      console.log(line([relative(join(folder, '..'), path), format, ...counts]));
      for (const [code, message] of new Map(problems.map((each) => [each.code, each.message])))
        console.log(`  ${code}: ${message.slice(0, 150)}`);
    }
  }
  console.log(line([`${files} recordings`, '', ...totals]));
}

function usualFolders() {
  const events = corpusPath('events');
  const entries = events ? readdirSync(events, { withFileTypes: true }) : [];
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(events, name));
}

const folders = process.argv.length > 2 ? process.argv.slice(2) : usualFolders();
if (folders.length === 0) console.log('skipped: no recordings to read');
else run(folders);
