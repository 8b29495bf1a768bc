// Writes docs/views.md from the built mapping data. Run after `npm run build:tool`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as events from '../dist/events/index.js';
import { viewsPage } from './views-text.js';

const root = join(import.meta.dirname, '..');
const records = ['task-created.xml', 'sysmon.xml'].flatMap((name) => [
  ...events.readEvents(name, readFileSync(join(root, 'test/events/recordings', name))).records,
]);
writeFileSync(join(root, 'docs/views.md'), viewsPage(events, records));
