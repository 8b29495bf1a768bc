// Writes the pack's own recordings: Windows event XML made by us, one story per file. Each module in stories/ holds the
// recordings of one strategy: file name to the function that makes its events, oldest first; `fileProfiles` is what
// Defender's FileProfile() would say of files in them, `attacks` which recordings hold an attack, and what it is.
// Usage: node build/recordings/index.js
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isOrdinary, restartRecords } from './events.js';

const stories = join(import.meta.dirname, 'stories');
const folder = join(import.meta.dirname, '../../strategies/recordings');
mkdirSync(folder, { recursive: true });

const written = new Set();
const profiles = [];
const marks = [];
for (const file of readdirSync(stories).sort()) {
  const { recordings, attacks, fileProfiles = [] } = await import(join(stories, file));
  profiles.push(...fileProfiles);
  for (const [name, events] of Object.entries(recordings)) {
    if (written.has(name)) throw new Error(`${name} is written by ${file} and by another story`);
    written.add(name);
    restartRecords();
    const made = events();
    writeFileSync(join(folder, name), `${made.join('\n')}\n`);
    if (attacks[name] !== undefined) marks.push(`${name}#${maliciousOf(made)}: ${attacks[name]}`);
  }
}
writeFileSync(join(folder, 'malicious.txt'), `${marks.join('\n')}\n`);
writeFileSync(join(folder, 'file-profiles.json'), `${JSON.stringify(profiles, undefined, 2)}\n`);
console.log(`${written.size} recordings in strategies/recordings`);

/** The events' numbers in the recording, from 1, as a mark names them. */
function maliciousOf(events) {
  return events.flatMap((each, at) => (isOrdinary(each) ? [] : [at + 1])).join(',');
}
