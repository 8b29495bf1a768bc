import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { emit, readDetections } from '../../../src/targets/defender/index.ts';
import { input, pack, type Variation } from '../pack.ts';

const facts = {
  columns: [
    'Timestamp',
    'ReportId',
    'DeviceId',
    'DeviceName',
    'AccountSid',
    'Computer',
    'TaskName',
    'SubjectUserSid',
  ].map((name) => ({ name, type: 'string' })),
  tables: ['DeviceProcessEvents'],
  functions: [],
};

const made = (change: Variation = {}) => {
  const whole = { ...change, facts: { ...facts, ...change.facts } };
  const emitted = emit(pack, [input(whole, 'defender')]);
  return { emitted, read: readDetections(emitted.value) };
};
const codes = (change: Variation) => made(change).emitted.diagnostics.map((each) => each.code);
const schedule = (every: number, lookback: number, nearRealTime = false) => ({
  strategy: { schedule: { every, lookback, delay: 0, nearRealTime } },
});

const HOUR = 3600;
const DAY = 24 * HOUR;

describe('a detection', () => {
  test('the body of the request', () => {
    const { emitted } = made({
      strategy: {
        sections: [
          {
            kind: 'response',
            title: 'Response',
            level: 2,
            body: '\nIsolate it.\n',
            span: { start: 0, end: 1 },
          },
        ],
      },
    });
    expect([...emitted.value.keys()]).toEqual([
      'acme/detections.json',
      'acme/detections/task-created.json',
    ]);
    expect(JSON.parse(String(emitted.value.get('acme/detections/task-created.json')))).toEqual({
      displayName: 'Scheduled task runs an interpreter',
      status: 'enabled',
      queryCondition: { queryText: 'SecurityEvent\n| where EventID == 4698' },
      schedule: { frequency: 'PT1H' },
      detectionAction: {
        alertTemplate: {
          title: 'Scheduled task runs an interpreter',
          description: 'A task was created that runs a script interpreter.',
          severity: 'medium',
          recommendedActions: 'Isolate it.',
          tactics: [
            {
              tactic: 'Persistence',
              techniques: [{ technique: 'T1053', subTechniques: ['T1053.005'] }],
            },
            {
              tactic: 'PrivilegeEscalation',
              techniques: [{ technique: 'T1053', subTechniques: ['T1053.005'] }],
            },
          ],
          entityMappings: {
            accounts: [{ sidColumn: 'SubjectUserSid' }],
            hosts: [{ deviceIdColumn: 'DeviceId', nameColumn: 'Computer' }],
          },
          customDetails: { Task: 'TaskName' },
        },
      },
    });
  });

  test('is read back as it was made', () => {
    const { emitted, read } = made({
      settings: { enabled: false, severity: 'high', frequency: '12h' },
    });
    expect(emitted.diagnostics).toEqual([]);
    expect(read.diagnostics).toEqual([]);
    expect(read.value).toMatchObject([
      {
        file: 'acme/detections/task-created.json',
        strategyId: 'task-created',
        version: '1.0.0',
        enabled: false,
        severity: 'high',
        frequency: 12 * HOUR,
        entities: { hosts: [{ deviceIdColumn: 'DeviceId', nameColumn: 'Computer' }] },
      },
    ]);
  });

  test('any query survives', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (query) => {
        expect(made({ query }).read.value.map((each) => each.query)).toEqual([query]);
      }),
    );
  });
});

describe('how often it runs', () => {
  test.each([
    ['as asked', HOUR, HOUR, HOUR, []],
    ['as often as asked, seldom enough', 6 * HOUR, 6 * HOUR, 3 * HOUR, []],
    ['seldom, because it looks back far', HOUR, 7 * DAY, DAY, ['TDE1102']],
    ['daily', 2 * DAY, 2 * DAY, DAY, []],
    ['not more often than hourly', 300, 300, HOUR, ['TDE1102']],
    ['not further back than thirty days', DAY, 31 * DAY, undefined, ['TDE1101']],
  ])('%s', (_name, every, lookback, frequency, expected) => {
    const { emitted, read } = made(schedule(every, lookback));
    expect(emitted.diagnostics.map((each) => each.code)).toEqual(expected);
    expect(read.value[0]?.frequency).toBe(frequency);
  });

  test.each([
    ['a frequency that is not offered', { settings: { frequency: '2h' } }, ['TDE1103']],
    [
      'a frequency that sees too little',
      { settings: { frequency: '1h' }, ...schedule(DAY, DAY) },
      ['TDE1104'],
    ],
    ['near real time', schedule(HOUR, HOUR, true), []],
    [
      'near real time over two tables',
      { ...schedule(HOUR, HOUR, true), facts: { tables: ['A', 'B'] } },
      ['TDE1204'],
    ],
    [
      'near real time with a join',
      { ...schedule(HOUR, HOUR, true), facts: { constructs: [{ kind: 'join' as const }] } },
      ['TDE1205'],
    ],
    [
      'another workspace',
      { facts: { constructs: [{ kind: 'cross-workspace' as const, place: 'a' }] } },
      ['TDE1206'],
    ],
  ])('%s', (_name, change, expected) => {
    expect(codes(change)).toEqual(expected);
  });
});

describe('what the service asks of the query', () => {
  const without = (...names: string[]) => ({
    columns: facts.columns.filter((each) => !names.includes(each.name)),
  });
  test.each([
    ['no time', without('Timestamp'), ['TDE1201']],
    ['no record', without('ReportId'), ['TDE1202']],
    ['nobody', without('DeviceId', 'DeviceName', 'AccountSid'), ['TDE1203']],
    ['an account instead of a device', without('DeviceId', 'DeviceName'), []],
    ['columns that depend on data', { columns: [], open: true }, ['TGT1005']],
    ['a watchlist', { functions: ['_GetWatchlist'] }, ['TDE1401']],
    ['a detail that the query does not return', without('TaskName'), ['TGT1004']],
  ])('%s', (_name, change, expected) => {
    expect(codes({ facts: change })).toEqual(expected);
  });

  test('a strategy with an error is left out', () => {
    expect([...made({ facts: without('ReportId') }).emitted.value.keys()]).toEqual([]);
  });

  test('identifiers without a place are named', () => {
    const change = {
      strategy: { entities: [{ type: 'Process', columns: { CommandLine: 'TaskName' } }] },
    };
    expect(codes(change)).toEqual(['TDE1301']);
  });
});

describe('files that are no detections', () => {
  test.each([
    ['not JSON', '{'],
    ['a list', '[]'],
    ['without a query', '{"displayName":"x","schedule":{"frequency":"PT1H"}}'],
  ])('%s', (_name, text) => {
    const read = readDetections(new Map([['detections/x.json', text]]));
    expect(read.value).toEqual([]);
    expect(read.diagnostics.map((each) => each.code)).toEqual(['TDE2001']);
  });
});
