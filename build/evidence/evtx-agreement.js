// Compares our reader of event logs with the C reader on real logs, value by value, and prints how they agree. Run after
// `npm run build:tool`: node build/evidence/evtx-agreement.js [FILES]; without FILES, all logs beside the repository.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readEvents, toXml } from '../../dist/events/index.js';
import { corpusPath } from '../bench/corpora.js';
import { exportedEvents, hasReference } from './reference-reader.js';
import { compareEvents } from './same-events.js';

const heading = [
  'log',
  'ours',
  'theirs',
  'equal',
  'different',
  'only ours',
  'only theirs',
  'values',
  'respelled',
];

const line = ([name, ...counts]) =>
  [name.slice(0, 60).padEnd(60), ...counts.map((count) => String(count).padStart(11))].join(' ');

function allLogs() {
  const folder = corpusPath('events');
  const files = folder ? readdirSync(folder, { recursive: true }) : [];
  return files.filter((name) => name.endsWith('.evtx')).map((name) => join(folder, name));
}

function compared(path) {
  const recording = readEvents(path, readFileSync(path));
  const ours = [...recording.records].map((record) => toXml(record, { message: true }));
  const theirs = exportedEvents(path);
  const outcome = compareEvents(ours, theirs.events);
  const { equal, values, respelled, different, onlyOurs, onlyTheirs } = outcome;
  const lists = [different, onlyOurs, onlyTheirs].map((list) => list.length);
  const counts = [ours.length, theirs.events.length, equal, ...lists, values, respelled];
  return { name: basename(path), counts, different, complaint: theirs.complaint };
}

function run(paths) {
  const totals = heading.slice(1).map(() => 0);
  console.log(line(heading));
  for (const path of paths) {
    const { name, counts, different, complaint } = compared(path);
    counts.forEach((count, at) => (totals[at] += count));
    console.log(line([name, ...counts]));
    if (complaint) console.log(`  evtxexport: ${complaint}`);
    for (const { id, ours, theirs } of different.slice(0, 5))
      console.log(`  record ${id}: ours ${JSON.stringify(ours)}, theirs ${JSON.stringify(theirs)}`);
  }
  console.log(line([`${paths.length} logs`, ...totals]));
  const [, , , different, , onlyTheirs] = totals;
  return different + onlyTheirs === 0;
}

const paths = process.argv.length > 2 ? process.argv.slice(2) : allLogs();
if (!hasReference()) console.log('skipped: `evtxexport` (libevtx-utils) is not installed');
else if (paths.length === 0) console.log('skipped: no event logs to read');
else process.exitCode = run(paths) ? 0 : 1;
