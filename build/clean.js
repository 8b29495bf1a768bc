// Empties dist/ before a build, so that a removed source leaves nothing behind.
// `node build/clean.js tool` keeps the webpack bundle (dist/splunk_app), which takes longest to make.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const dist = join(import.meta.dirname, '../dist');
const keep = process.argv[2] === 'tool' ? ['splunk_app'] : [];
try {
  for (const name of readdirSync(dist)) {
    if (!keep.includes(name)) rmSync(join(dist, name), { recursive: true });
  }
} catch (error) {
  if (error.code !== 'ENOENT') throw error;
}
