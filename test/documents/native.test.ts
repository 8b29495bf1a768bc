import { describe, expect, test } from '@jest/globals';
import { readDocument, skeleton } from '../../src/documents/index.ts';
import { documentSpan, validate } from '../../src/strategy/index.ts';
import { shown } from './mark.ts';

const SECTIONS = `# Goal

Find tasks that start scripts. They outlive a reboot. Nobody reads this.

# Categorization
Persistence.

# Strategy Abstract

Tasks are collected.

\`\`\`kusto sentinel
SecurityEvent
| where EventID == 4698
\`\`\`

\`\`\`spl
index=main EventCode=4698
| stats count by host
\`\`\`

# Technical Context
Tasks.

# Blind Spots and Assumptions
- Auditing is on.
- Tasks made in the registry are not seen.

# False Positives
- Updaters.

# Validation
\`\`\`
schtasks /create /tn x /tr y /sc daily
\`\`\`

# Priority
Medium.

# Response
Look at the task.

# Additional Resources
- https://example.org/tasks.
`;

const FRONT = `id: tasks-1
title: Script in a scheduled task
version: 1.10
status: experimental
severity: medium
attack:
  - { tactic: persistence, technique: T1053.005 }
  - tactic: TA0002
data_sources:
  - { provider: Microsoft-Windows-Security-Auditing, event_id: 4698, table: SecurityEvent }
schedule: { every: 30m, lookback: 1h, delay: 2m }
entities:
  - { type: Host, columns: { HostName: Computer } }
details: { Task: TaskName }
risk: { score: 40, message: "task on $host$" }
throttle: { fields: [host], period: 24h }
references: [https://example.org/a]
tunables:
  - { name: allowed_tasks, description: known tasks, columns: [name], rows: [{ name: Backup }] }
  - { name: most, description: how many, value: 3 }
platforms: { splunk: { cron_schedule: "*/30 * * * *" } }
expectations:
  - { recording: r/a.evtx, name: as recorded, fires: true, rows: 1, fields: { TaskName: x }, delay: 1m, edge: middle, repeat: 2, repeat_after: 20m }
  - { recording: r/b.evtx, fires: false, platforms: [splunk] }
parity:
  - { recording: r/a.evtx, entity: Host, platforms: [splunk], reason: by its full name }
history:
  - { version: 1.10, date: 2024-05-01, impact: minor, notes: More. }
`;

function read(front: string, body = SECTIONS): ReturnType<typeof readDocument> {
  return readDocument({ name: 'tasks.md', text: `---\n${front}---\n\n${body}` });
}

describe('a native document', () => {
  test('is read as a whole', () => {
    const { value, diagnostics } = read(FRONT);
    expect(diagnostics).toEqual([]);
    expect(value).toMatchObject({
      format: 'native',
      id: 'tasks-1',
      title: 'Script in a scheduled task',
      description: 'Find tasks that start scripts. They outlive a reboot.',
      version: '1.10',
      status: 'experimental',
      severity: 'medium',
      dataSources: [
        {
          provider: 'Microsoft-Windows-Security-Auditing',
          eventId: '4698',
          table: 'SecurityEvent',
        },
      ],
      schedule: { every: 1800, lookback: 3600, delay: 120, nearRealTime: false },
      risk: { score: 40, message: 'task on $host$' },
      throttle: { fields: ['host'], period: 86_400 },
      parity: [
        {
          recording: 'r/a.evtx',
          entity: 'Host',
          platforms: ['splunk'],
          reason: 'by its full name',
        },
      ],
      falsePositives: ['Updaters.'],
      blindSpots: ['Auditing is on.', 'Tasks made in the registry are not seen.'],
      references: ['https://example.org/a', 'https://example.org/tasks'],
      history: [{ version: '1.10', date: '2024-05-01', impact: 'minor', notes: 'More.' }],
    });
    expect(value?.attack.map(({ tactic, technique }) => [tactic, technique])).toEqual([
      ['persistence', 'T1053.005'],
      ['TA0002', undefined],
    ]);
    expect(
      JSON.parse(
        JSON.stringify([value?.entities, value?.details, value?.tunables, value?.platforms]),
      ),
    ).toEqual([
      [{ type: 'Host', columns: { HostName: 'Computer' } }],
      { Task: 'TaskName' },
      [
        {
          name: 'allowed_tasks',
          description: 'known tasks',
          columns: ['name'],
          rows: [{ name: 'Backup' }],
        },
        { name: 'most', description: 'how many', value: 3 },
      ],
      { splunk: { cron_schedule: '*/30 * * * *' } },
    ]);
    expect(value && validate([value])).toEqual([]);
  });

  test('has its searches with the platform beside the language, and places that lead back', () => {
    const { value } = read(FRONT);
    expect(
      value?.searches.map(({ language, platform, text }) => [language, platform, text]),
    ).toEqual([
      ['kql', 'sentinel', 'SecurityEvent\n| where EventID == 4698'],
      ['spl', undefined, 'index=main EventCode=4698\n| stats count by host'],
    ]);
    const [search] = value?.searches ?? [];
    const place = search && documentSpan(search, { start: 22, end: 29 });
    expect(value?.source.text.slice(place?.start, place?.end)).toBe('EventID');
  });

  test('has expectations with their places', () => {
    const { value } = read(FRONT);
    const [first, second] = value?.expectations ?? [];
    expect(first).toMatchObject({
      recording: 'r/a.evtx',
      name: 'as recorded',
      fires: true,
      rows: 1,
      delay: 60,
      edge: 'middle',
      repeat: 2,
      repeatAfter: 1200,
    });
    expect(second).toMatchObject({
      recording: 'r/b.evtx',
      name: 'r/b.evtx',
      fires: false,
      platforms: ['splunk'],
    });
    expect(value?.source.text.slice(second?.span.start, second?.span.end)).toBe(
      '{ recording: r/b.evtx, fires: false, platforms: [splunk] }',
    );
  });

  test('covers its text: front matter and sections are everything', () => {
    const { value } = read(FRONT);
    const first = value?.sections[0]?.span.start ?? -1;
    const text = value?.source.text ?? '';
    expect(text.slice(0, first).trim()).toBe(`---\n${FRONT}---`);
    expect(value?.sections.map((each) => text.slice(each.span.start, each.span.end)).join('')).toBe(
      text.slice(first),
    );
  });

  test('CRLF and a byte order mark change nothing but the bytes', () => {
    const text = `\uFEFF---\n${FRONT}---\n\n${SECTIONS}`.replaceAll('\n', '\r\n');
    const { value, diagnostics } = readDocument({ name: 'tasks.md', text });
    expect(diagnostics).toEqual([]);
    expect(value?.searches[0]?.text).toBe('SecurityEvent\r\n| where EventID == 4698');
    expect(value?.schedule.every).toBe(1800);
  });
});

const HEAD = 'id: a\ntitle: b\nseverity: low\nattack: [{ tactic: execution }]\n';

/** Front matter and the problems it must have, at the words meant. */
const FRONT_PROBLEMS: readonly (readonly [
  name: string,
  front: string,
  expected: readonly string[],
])[] = [
  ['an unknown key', `${HEAD}shedule: { every: 1h }\n`, ['DOC2075 «shedule»']],
  ['an unknown inner key', `${HEAD}schedule: { evry: 1h }\n`, ['DOC2075 «evry»']],
  ['a severity that is none', 'id: a\ntitle: b\nseverity: hgh\nattack: []\n', ['DOC2077 «hgh»']],
  ['a wrong type', `${HEAD}references: https://example.org\n`, ['DOC2078 «https://example.org»']],
  ['a number for a title', 'id: a\ntitle: 7\nseverity: low\nattack: []\n', ['DOC2078 «7»']],
  ['no title', 'id: a\nseverity: low\nattack: []\n', ['DOC2076 «i»']],
  ['a key given twice', `${HEAD}id: c\n`, ['DOC2074 «id»']],
  ['a duration that is none', `${HEAD}schedule: { every: hourly }\n`, ['DOC1042 «hourly»']],
  ['a throttle without fields', `${HEAD}throttle: { period: 1h }\n`, ['DOC2076 «throttle»']],
  ['an empty list of fields', `${HEAD}throttle: { fields: [], period: 1h }\n`, ['DOC2078 «[]»']],
  ['a risk beyond the scale', `${HEAD}risk: { score: 900, message: m }\n`, ['DOC2078 «900»']],
  ['an alias', `${HEAD}references: [*x]\n`, ['DOC2072 «*x»']],
  [
    'an attack entry that says nothing',
    'id: a\ntitle: b\nseverity: low\nattack: [{}]\n',
    ['DOC2078 «{}»'],
  ],
  ['a prototype', `${HEAD}__proto__: { polluted: true }\n`, ['DOC2075 «__proto__»']],
  [
    'several at once',
    'id: a\ntitle: b\nseverity: hgh\nattack: []\ndetials: {}\nschedule: { every: soon }\n',
    ['DOC2077 «hgh»', 'DOC2075 «detials»', 'DOC1042 «soon»'],
  ],
];

describe('problems in front matter', () => {
  test.each(FRONT_PROBLEMS)('%s', (_, front, expected) => {
    const { diagnostics } = read(front);
    expect([...shown(diagnostics)].sort()).toEqual([...expected].sort());
    for (const each of diagnostics) expect(each.remedy).toMatch(/\S/);
  });

  test('bad YAML is reported at its place, and the sections are read all the same', () => {
    const { diagnostics } = read(
      'id: a\ntitle: [b\nseverity: low\n',
      SECTIONS.replace('# Goal', '# Gaol'),
    );
    expect(diagnostics.map((each) => each.code)).toEqual(
      expect.arrayContaining(['DOC2070', 'DOC1010']),
    );
  });

  test('front matter without its end', () => {
    const { diagnostics } = readDocument({ name: 'a.md', text: `---\n${HEAD}\n${SECTIONS}` });
    expect(diagnostics.map((each) => each.code)).toEqual(['DOC1040']);
  });

  test('an unknown key has the nearest known one for its remedy', () => {
    const { diagnostics } = read(`${HEAD}refrences: []\n`);
    expect(diagnostics[0]?.remedy).toBe('Did you mean `references`?');
  });

  test('a colon in a title says to quote it', () => {
    const { diagnostics } = read('id: a\ntitle: Task: script\nseverity: low\nattack: []\n');
    expect(diagnostics[0]).toMatchObject({ code: 'DOC2070', severity: 'error' });
    expect(diagnostics[0]?.remedy).toMatch(/^Quote text/);
  });
});

/** A change to the body and the problems it must have. */
const BODY_PROBLEMS: readonly (readonly [
  name: string,
  from: string,
  to: string,
  expected: readonly string[],
])[] = [
  [
    'a missing section',
    '# Response\nLook at the task.\n',
    '',
    ['DOC1010 «- https://example.org/tasks.»'],
  ],
  ['an empty section', 'Persistence.\n', '', ['DOC1012 «# Categorization»']],
  [
    'a section given twice',
    '# Priority\nMedium.',
    '# Priority\nLow.\n\n# Priority\nMedium.',
    ['DOC1013 «# Priority»'],
  ],
  [
    'a platform that is none',
    'kusto sentinel',
    'kusto sentinal',
    ['DOC1022 «SecurityEvent\n| where EventID == 4698»'],
  ],
  [
    'a platform of the other language',
    '```spl',
    '```spl sentinel',
    ['DOC1022 «index=main EventCode=4698\n| stats count by host»'],
  ],
  [
    'a search where one is run in passing',
    'Look at the task.',
    '```kusto\nSecurityEvent\n```',
    ['DOC1024 «SecurityEvent»'],
  ],
];

describe('problems in sections', () => {
  test.each(BODY_PROBLEMS)('%s', (_, from, to, expected) => {
    const body = SECTIONS.replace(from, to);
    expect(body).not.toBe(SECTIONS);
    expect(shown(read(HEAD, body).diagnostics)).toEqual(expected);
  });

  test('a block that is never closed', () => {
    const { diagnostics } = read(HEAD, SECTIONS.slice(0, SECTIONS.indexOf('```\n\n```spl')));
    expect(diagnostics.map((each) => each.code)).toEqual([
      ...Array<string>(6).fill('DOC1010'),
      'DOC1023',
    ]);
  });
});

describe('the skeleton', () => {
  const odd = ['tasks', '0xFF-1', 'null', '12'];
  test.each(odd)('with the id %s reads and validates without a word', (id) => {
    const title = 'A "title": with # signs & more';
    const { value, diagnostics } = readDocument({ name: 'new.md', text: skeleton({ id, title }) });
    expect(diagnostics).toEqual([]);
    expect(value).toMatchObject({ format: 'native', id, title });
    expect(value?.searches.map((each) => each.language)).toEqual(['spl', 'kql']);
    expect(value && validate([value])).toEqual([]);
  });
});
