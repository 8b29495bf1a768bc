// Adds to src/events/formats/json/data/event-layouts.json what event logs show: the names of an event's data in their order,
// per channel and event id. Only channels that the file has, and events whose data all have names of their own.
//
//   npm run build:tool && node build/event-layouts.js FILE...
//
// FILEs keep names in order: EVTX, event XML. A version that does not fit into the longest one is shown and left out.
import { readFileSync, writeFileSync } from 'node:fs';
import { readEvents } from '../dist/events/index.js';

const target = new URL('../src/events/formats/json/data/event-layouts.json', import.meta.url);
const layouts = JSON.parse(readFileSync(target, 'utf8'));

for (const file of process.argv.slice(2)) {
  const recording = readEvents(file, readFileSync(file));
  if (!/^(?:evtx|windows-text)$/.test(recording.format)) continue;
  for (const record of recording.records) if (record.eventData?.length) add(record);
}

function add({ system, eventData }) {
  const events = layouts[system.channel];
  const names = eventData.map(({ name }) => name);
  if (!events || new Set(names).size !== names.length || names.some((name) => !name)) return;
  const known = events[system.eventId] ?? [];
  const layout = names.join(',');
  if (!Array.isArray(known) || known.includes(layout)) return;
  const versions = [...known, layout].sort((a, b) => count(b) - count(a));
  if (versions.every((each) => isWithin(each, versions[0]) && isOnly(each, versions)))
    events[system.eventId] = versions;
  else process.stderr.write(`${system.channel} ${String(system.eventId)}: ${layout}\n`);
}

function count(layout) {
  return layout.split(',').length;
}

/** As many names as another version would make the version unknown. */
function isOnly(layout, versions) {
  return versions.filter((each) => count(each) === count(layout)).length === 1;
}

function isWithin(layout, longest) {
  let at = -1;
  const all = longest.split(',');
  return layout.split(',').every((name) => (at = all.indexOf(name, at + 1)) >= 0);
}

writeFileSync(target, `${JSON.stringify(layouts, null, 2)}\n`);
