// Three rules that between them use every part of a bundle, and the assets that ship with it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { FileTree } from '../../../src/text/index.ts';
import { input } from '../pack.ts';

const root = join(import.meta.dirname, '../../..');

export function assets(): FileTree {
  return new Map(
    filesBelow(join(root, 'sentinel')).map((path) => [
      path,
      readFileSync(join(root, 'sentinel', path), 'utf8'),
    ]),
  );
}

/** Paths of all files below a folder, none where there is no folder. */
export function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

export const inputs = [
  input(),
  input({
    query:
      "['SecurityEvent']\n| where TaskName !in ((_GetWatchlist('known_tasks') | project SearchKey))\n| where Hosts < rare_below()\n| where Tags == dynamic([1])[0]",
    strategy: {
      id: 'rare-task',
      title: '[Rare] task',
      status: 'deprecated',
      tunables: [
        { name: 'rare_below', description: 'Hosts below which a task is rare.', value: 3 },
        {
          name: 'known_tasks',
          description: 'Tasks to leave out.',
          columns: ['name'],
          rows: [{ name: '\\Updater' }],
        },
      ],
    },
  }),
  input({
    settings: {
      kind: 'NRT',
      alertDetailsOverride: { alertDisplayNameFormat: '[{{TaskName}}]' },
      incidentConfiguration: { createIncident: false },
    },
    strategy: {
      id: 'task-now',
      title: 'Task, at once',
      attack: [],
      details: {},
      throttle: { fields: ['Computer'], period: 3600 },
    },
  }),
];
