// A strategy to vary in tests, with every part that a target reads.
import type { Pack, Search, Strategy } from '../../src/strategy/index.ts';
import type { KqlInput, SearchFacts } from '../../src/targets/search-facts.ts';

export const pack: Pack = {
  id: 'acme',
  title: 'Acme detections',
  version: '1.2.0',
  author: 'Acme',
  description: 'Detections of Acme.',
  sources: {},
  tables: {},
};

const source = { name: 'task.md', text: 'SecurityEvent\n| where EventID == 4698\n' };

function search(text: string): Search {
  return { language: 'kql', text, span: { start: 0, end: text.length }, indent: 0 };
}

const facts: SearchFacts = {
  columns: [
    { name: 'TimeGenerated', type: 'datetime' },
    { name: 'Computer', type: 'string' },
    { name: 'SubjectUserSid', type: 'string' },
    { name: 'TaskName', type: 'string' },
  ],
  tables: ['SecurityEvent'],
  functions: [],
};

function strategy(changes: Partial<Strategy> = {}): Strategy {
  return {
    format: 'native',
    source,
    id: 'task-created',
    title: 'Scheduled task runs an interpreter',
    description: 'A task was created that runs a script interpreter.',
    version: '1.0.0',
    status: 'production',
    severity: 'medium',
    attack: [
      { tactic: 'TA0003 - Persistence', technique: 'T1053.005', span: { start: 0, end: 4 } },
      { tactic: 'Privilege Escalation', technique: 'T1053.005', span: { start: 0, end: 4 } },
    ],
    dataSources: [{ provider: 'Microsoft-Windows-Security-Auditing', eventId: '4698' }],
    sections: [],
    searches: [],
    schedule: { every: 3600, lookback: 3600, delay: 300, nearRealTime: false },
    entities: [
      { type: 'Host', columns: { HostName: 'Computer' } },
      { type: 'Account', columns: { Sid: 'SubjectUserSid' } },
    ],
    details: { Task: 'TaskName' },
    throttle: { fields: ['Computer', 'TaskName'], period: 14_400 },
    falsePositives: [],
    blindSpots: [],
    references: [],
    history: [],
    expectations: [],
    tunables: [],
    platforms: {},
    places: new Map([
      ['entities.0.columns.HostName', { start: 4, end: 9 }],
      ['schedule', { start: 10, end: 12 }],
    ]),
    ...changes,
  };
}

export interface Variation {
  readonly strategy?: Partial<Strategy>;
  readonly facts?: Partial<SearchFacts>;
  readonly query?: string;
  /** `platforms.sentinel` or `platforms.defender`, whichever the test is about. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

export function input(change: Variation = {}, platform = 'sentinel'): KqlInput {
  const found = search(change.query ?? 'SecurityEvent\n| where EventID == 4698');
  const platforms = change.settings ? { [platform]: change.settings } : {};
  return {
    strategy: strategy({ platforms, ...change.strategy, searches: [found] }),
    search: found,
    facts: { ...facts, ...change.facts },
  };
}
