// Windows and runs: one event and one search a row, and whether the search that was built sees the event.
import { join } from 'node:path';
import { afterEach, describe, expect, jest, test as check } from '@jest/globals';
import { test } from '../../src/flows/index.ts';
import { contentsOf, document, folderOf, taskCreated } from './disk.ts';

// Loading Microsoft's parser takes seconds on a busy machine.
jest.setTimeout(60_000);

const folders: (() => void)[] = [];
afterEach(() => {
  for (const remove of folders.splice(0)) remove();
});

const BOTH = `\`\`\`spl
source="XmlWinEventLog:Security" EventCode=4698 | table _time, Computer, TaskName
\`\`\`

\`\`\`kusto
SecurityEvent | where EventID == 4698 | project TimeGenerated, Computer
\`\`\``;

const T = '2026-03-01T12:00:00';

interface Case {
  readonly expectation: string;
  readonly times?: readonly string[];
  readonly schedule?: string;
  readonly searches?: string;
  readonly recording?: string;
}

async function outcome(
  given: Case,
): Promise<{ verdicts: string[]; problems: string[]; page: string }> {
  const { expectation, times = [`${T}Z`], schedule, searches = BOTH } = given;
  const { path, remove } = folderOf({
    'a.md': document({
      expectations: [expectation],
      searches,
      ...(schedule !== undefined && { schedule }),
    }),
    'r.xml': given.recording ?? times.map((time) => taskCreated(time)).join(''),
  });
  folders.push(remove);
  const result = await test({ pack: path, out: join(path, 'out'), events: [] });
  const written = contentsOf(join(path, 'out'))['report.html'] ?? '';
  return {
    verdicts: result.verdicts.map(
      (each) => `${each.platform} ${each.observed} ${each.rows} ${each.passed ? 'pass' : 'FAIL'}`,
    ),
    problems: result.diagnostics
      .filter(({ severity }) => severity !== 'note')
      .map(({ code, severity }) => `${severity} ${code}`),
    page: Buffer.from(written, 'hex').toString(),
  };
}

describe('the event in the window', () => {
  // The app searches [now - 1h5m, now - 5m) in whole minutes; the rule's window ends five minutes before it runs.
  check.each<[string, Case, string[]]>([
    [
      'without a clock: when every window covers it',
      { expectation: '{ recording: r.xml, name: n, fires: true, rows: 1 }' },
      ['splunk fired 1 pass', 'sentinel fired 1 pass'],
    ],
    [
      'first instant of the window',
      { expectation: `{ recording: r.xml, name: n, fires: true, now: "2026-03-01T13:05:00Z" }` },
      ['splunk fired 1 pass', 'sentinel fired 1 pass'],
    ],
    [
      'a minute too late',
      {
        expectation: `{ recording: r.xml, name: n, fires: false, now: "2026-03-01T13:06:00Z" }`,
      },
      ['splunk silent 0 pass', 'sentinel silent 0 pass'],
    ],
    [
      'last minute of the window',
      {
        expectation: `{ recording: r.xml, name: n, fires: true, now: "2026-03-01T12:06:00Z" }`,
      },
      ['splunk fired 1 pass', 'sentinel fired 1 pass'],
    ],
    [
      'the window ends before the event',
      { expectation: `{ recording: r.xml, name: n, fires: false, now: "2026-03-01T12:05:00Z" }` },
      ['splunk silent 0 pass', 'sentinel silent 0 pass'],
    ],
    [
      'a run long before',
      { expectation: `{ recording: r.xml, name: n, fires: false, now: "2020-01-01" }` },
      ['splunk silent 0 pass', 'sentinel silent 0 pass'],
    ],
    [
      'late arrival: the run waits for it',
      { expectation: `{ recording: r.xml, name: n, fires: true, delay: 20m }` },
      ['splunk fired 1 pass', 'sentinel fired 1 pass'],
    ],
    [
      'longer than one look back: each run, each row once',
      {
        expectation: '{ recording: r.xml, name: n, fires: true, rows: 3 }',
        times: [`${T}Z`, '2026-03-01T13:30:00Z', '2026-03-01T16:00:00Z'],
      },
      ['splunk fired 3 pass', 'sentinel fired 3 pass'],
    ],
    [
      'overlapping windows: rows that several runs find count once',
      {
        expectation: '{ recording: r.xml, name: n, fires: true, rows: 2 }',
        times: [`${T}Z`, '2026-03-01T18:00:00Z'],
        schedule: '{ every: 1h, lookback: 4h, delay: 5m }',
      },
      ['splunk fired 2 pass', 'sentinel fired 2 pass'],
    ],
    [
      'two equal events are two rows',
      {
        expectation: '{ recording: r.xml, name: n, fires: true, rows: 2 }',
        times: [`${T}Z`, `${T}Z`],
      },
      ['splunk fired 2 pass', 'sentinel fired 2 pass'],
    ],
    [
      'on one platform',
      { expectation: '{ recording: r.xml, name: n, fires: true, platforms: [sentinel] }' },
      ['sentinel fired 1 pass'],
    ],
    [
      'a promise that is not kept',
      { expectation: '{ recording: r.xml, name: n, fires: false }' },
      ['splunk fired 1 FAIL', 'sentinel fired 1 FAIL'],
    ],
  ])('%s', async (_, given, verdicts) => {
    expect((await outcome(given)).verdicts).toEqual(verdicts);
  });
});

describe('what nothing can be said of', () => {
  check('a recording that is not there is a finding in the document', async () => {
    const { verdicts, problems } = await outcome({
      expectation: '{ recording: gone.xml, name: n, fires: true }',
    });
    expect([verdicts, problems]).toEqual([[], ['error RPL1001']]);
  });

  check('a platform without a search', async () => {
    const { problems } = await outcome({
      expectation: '{ recording: r.xml, name: n, fires: true, platforms: [splunk, defender] }',
    });
    expect(problems).toContain('error RPL1005');
  });

  check('no expectation at all', async () => {
    const { path, remove } = folderOf({ 'a.md': document({ searches: BOTH }) });
    folders.push(remove);
    const { diagnostics } = await test({ pack: path, out: join(path, 'out'), events: [] });
    expect(diagnostics.map(({ code }) => code)).toContain('RPL1002');
  });

  check('a damaged recording is told, what remains is replayed', async () => {
    const recording = `${taskCreated(`${T}Z`)}<Event xmlns="x"><System><EventID>1</Wrong></Event>\n`;
    const { verdicts, problems } = await outcome({
      expectation: '{ recording: r.xml, name: n, fires: true }',
      recording,
    });
    expect([verdicts, problems]).toEqual([
      ['splunk fired 1 pass', 'sentinel fired 1 pass'],
      ['warning RPL1004'],
    ]);
  });

  check('a recording that the platform never receives', async () => {
    const searches = '```kusto\nSigninLogs | project TimeGenerated\n```';
    const { verdicts } = await outcome({
      expectation: '{ recording: r.xml, name: n, fires: false }',
      searches,
    });
    expect(verdicts).toEqual(['sentinel unseen 0 FAIL']);
  });

  check('platforms that disagree fail, and the page says so', async () => {
    const searches = BOTH.replace('EventID == 4698', 'EventID == 1');
    const { verdicts, page } = await outcome({
      expectation: '{ recording: r.xml, name: n, fires: true }',
      searches,
    });
    expect(verdicts).toEqual(['splunk fired 1 pass', 'sentinel silent 0 FAIL']);
    expect(page).toContain('platforms disagree (sentinel silent, splunk fired)');
  });
});

check('recordings from the command line promise nothing', async () => {
  const { path, remove } = folderOf({
    'a.md': document({ searches: BOTH }),
    'r.xml': taskCreated(`${T}Z`),
  });
  folders.push(remove);
  const given = { pack: path, out: join(path, 'out'), events: [join(path, 'r.xml')] };
  const { verdicts } = await test(given);
  expect(
    verdicts.map(({ platform, expected, observed }) => [platform, expected, observed]),
  ).toEqual([
    ['splunk', 'either', 'fired'],
    ['sentinel', 'either', 'fired'],
  ]);
  const late = await test({ ...given, now: 0n });
  expect(late.verdicts.map(({ observed }) => observed)).toEqual(['silent', 'silent']);
  await expect(test({ ...given, events: ['/no/such/file.evtx'] })).rejects.toThrow(
    'no such recording',
  );
});

check('what fires on an ordinary day is a false alarm; what is unseen there is none', async () => {
  const { path, remove } = folderOf({
    'a.md': document({ searches: BOTH }),
    'r.xml': taskCreated(`${T}Z`),
  });
  folders.push(remove);
  const background = [join(path, 'r.xml')];
  const given = { pack: path, out: join(path, 'out'), events: [], background };
  const { verdicts, quality } = await test(given);
  expect(verdicts.map(({ expected, observed, passed }) => [expected, observed, passed])).toEqual([
    ['silent', 'fired', false],
    ['silent', 'fired', false],
  ]);
  expect(quality.map(({ alarmed, perThousand }) => [alarmed, perThousand])).toEqual([
    [1, 1000],
    [1, 1000],
  ]);
  await expect(test({ ...given, background: ['/no/such/file.evtx'] })).rejects.toThrow(
    'no such recording',
  );
});

check('tables that only the pack declares are there and empty', async () => {
  const { path, remove } = folderOf({
    'pack.yaml': 'tables:\n  Inventory_CL: { TimeGenerated: datetime, Owner_s: string }\n',
    'a.md': document({
      expectations: ['{ recording: r.xml, name: n, fires: true, rows: 1 }'],
      searches:
        '```kusto\nSecurityEvent | where EventID == 4698 | join kind=leftouter (Inventory_CL) on TimeGenerated | project TimeGenerated, Computer, Owner_s\n```',
    }),
    'r.xml': taskCreated(`${T}Z`),
  });
  folders.push(remove);
  const { verdicts } = await test({ pack: path, out: join(path, 'out'), events: [] });
  expect(verdicts.map(({ observed, rows, reason }) => [observed, rows, reason])).toEqual([
    ['fired', 1, undefined],
  ]);
});

check('a default limit that cuts what the search found is told of', async () => {
  const given = (search: string): Case => ({
    expectation: '{ recording: r.xml, name: one, fires: true }',
    searches: `\`\`\`spl\nsource="XmlWinEventLog:Security" EventCode=4698 ${search}\n\`\`\``,
  });
  const many = '| eval n=mvrange(0,101) | mvexpand n | stats';
  const { verdicts, problems } = await outcome(given(`${many} list(n) AS n BY TaskName`));
  expect([verdicts, problems]).toEqual([['splunk fired 1 pass'], ['warning RPL1006']]);
  expect((await outcome(given(`${many} values(n) AS n BY TaskName`))).problems).toEqual([]);
});

check('what only rendered texts have is told of, whatever the search finds', async () => {
  const given = (search: string): Case => ({
    expectation: '{ recording: r.xml, name: one, fires: false }',
    searches: `\`\`\`spl\n${search}\n\`\`\``,
  });
  const problemsOf = async (search: string): Promise<readonly string[]> =>
    (await outcome(given(search))).problems.filter((each) => each.endsWith('RPL1012'));
  const xml = 'source="XmlWinEventLog:Security" EventCode=4698';
  expect(await problemsOf(`${xml} Message="*x*"`)).toEqual(['warning RPL1012']);
  expect(await problemsOf('source="WinEventLog:Security" EventCode=4698')).toEqual([
    'warning RPL1012',
  ]);
  expect(await problemsOf(`(${xml}) OR (source="WinEventLog:Security" EventCode=4698)`)).toEqual(
    [],
  );
  expect(await problemsOf(`${xml} | stats count by TaskName`)).toEqual([]);
});
