// Writes the pack's own recordings: Windows event XML made by us, one story per file. Each module in stories/ holds the
// recordings of one strategy: file name to the function that makes its events, oldest first; `fileProfiles` is what
// Defender's FileProfile() would say of files in them. Usage: node build/recordings/index.js
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { restartRecords } from './events.js';

const stories = join(import.meta.dirname, 'stories');
const folder = join(import.meta.dirname, '../../strategies/recordings');
mkdirSync(folder, { recursive: true });

const written = new Set();
const profiles = [];
for (const file of readdirSync(stories).sort()) {
  const { recordings, fileProfiles = [] } = await import(join(stories, file));
  profiles.push(...fileProfiles);
  for (const [name, events] of Object.entries(recordings)) {
    if (written.has(name)) throw new Error(`${name} is written by ${file} and by another story`);
    written.add(name);
    restartRecords();
    writeFileSync(join(folder, name), `${events().join('\n')}\n`);
  }
}
writeFileSync(join(folder, 'file-profiles.json'), `${JSON.stringify(profiles, undefined, 2)}\n`);
console.log(`${written.size} recordings in strategies/recordings`);
