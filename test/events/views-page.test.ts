// The page that shows one event view by view says what the mapping data says.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { viewsPage } from '../../build/views-text.js';
import * as events from '../../src/events/index.ts';
import { own } from './recordings.ts';

test('docs/views.md is up to date (node build/views.js)', () => {
  const records = ['task-created.xml', 'sysmon.xml'].flatMap((name) => own(name).records);
  const page = readFileSync(join(import.meta.dirname, '../../docs/views.md'), 'utf8');
  expect(page).toBe(viewsPage(events, records));
});
