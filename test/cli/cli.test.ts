// The command line as a shell sees it: what goes where, and which exit code.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { main } from '../../src/cli/program.ts';
import { document, folderOf, taskCreated } from '../flows/disk.ts';
import { coloured } from '../../src/cli/output.ts';

// Loading Microsoft's parser takes seconds on a busy machine.
jest.setTimeout(60_000);

interface Shown {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs in this process with both streams caught. */
async function run(...argv: string[]): Promise<Shown> {
  const caught = { out: '', err: '' };
  const catcher =
    (side: 'out' | 'err') =>
    (chunk: string | Uint8Array): boolean => {
      caught[side] += String(chunk);
      return true;
    };
  const spies = [
    jest.spyOn(process.stdout, 'write').mockImplementation(catcher('out')),
    jest.spyOn(process.stderr, 'write').mockImplementation(catcher('err')),
  ];
  try {
    return { code: await main(argv), ...caught };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

const GOOD = ['{ recording: r.xml, name: as recorded, fires: true, rows: 1 }'];
let root = '';
let remove = (): void => undefined;
beforeEach(() => {
  const made = folderOf({
    'good/a.md': document({ expectations: GOOD }),
    'good/r.xml': taskCreated('2026-03-01T12:00:00Z'),
    'broken/a.md': document({ searches: '```spl\nsource=x | nosuchcommand\n```' }),
    'unkept/a.md': document({ expectations: ['{ recording: r.xml, name: wrong, fires: false }'] }),
    'unkept/r.xml': taskCreated('2026-03-01T12:00:00Z'),
    'q.kql': 'SecurityEvent | summarize n = count() by EventID',
    'cases.jsonl':
      '{"id":"a","language":"kql","query":"print x = 1"}\n{"id":"b","language":"spl","query":"| nosuch"}\n',
  });
  root = made.path;
  remove = made.remove;
});
afterEach(() => {
  remove();
});
const at = (name: string): string => join(root, name);
const out = (): string => at('artifacts');

describe('exit codes', () => {
  test.each<[string, () => string[], number]>([
    ['build: fine', () => ['build', at('good'), '--out', out()], 0],
    ['build: an error in a document', () => ['build', at('broken'), '--out', out()], 1],
    ['build: no such pack', () => ['build', at('nowhere')], 2],
    ['build: unknown option', () => ['build', '--fast'], 2],
    ['build: a folder that is not ours', () => ['build', at('good'), '--out', root], 2],
    [
      'build: a file where a folder is wanted',
      () => ['build', at('good'), '--out', at('q.kql/out')],
      2,
    ],
    ['test: fine', () => ['test', at('good'), '--out', out()], 0],
    ['test: a promise that was not kept', () => ['test', at('unkept'), '--out', out()], 1],
    ['test: an error in a document', () => ['test', at('broken'), '--out', out()], 1],
    [
      'test: no such recording',
      () => ['test', at('good'), '--out', out(), '--events', at('gone.evtx')],
      2,
    ],
    ['docs: fine', () => ['docs', at('good'), '--out', at('pages')], 0],
    ['docs: a promise that was not kept', () => ['docs', at('unkept'), '--out', at('pages')], 1],
    ['docs: no such pack', () => ['docs', at('nowhere')], 2],
    ['test: no time', () => ['test', at('good'), '--now', 'noon'], 2],
    ['test: unknown form', () => ['test', at('good'), '--format', 'xml'], 2],
    ['check: fine', () => ['check', at('good')], 0],
    ['check: an error in a document', () => ['check', at('broken')], 1],
    ['check: no such pack', () => ['check', at('nowhere')], 2],
    [
      'check: a report that cannot be written',
      () => ['check', at('good'), '--output', at('none/report.txt')],
      2,
    ],
    ['query: fine', () => ['query', '-l', 'kql', 'print 1'], 0],
    ['query: an error in it', () => ['query', '-l', 'kql', 'NoSuchTable'], 1],
    ['query: none', () => ['query', '-l', 'kql'], 2],
    ['query: which language', () => ['query', 'print 1'], 2],
    ['query: no such file', () => ['query', '--file', at('none.kql')], 2],
    ['query: a query and a file', () => ['query', '--file', at('q.kql'), 'print 1'], 2],
    [
      'query: a timeout that is none',
      () => ['query', '-l', 'kql', '--timeout', 'soon', 'print 1'],
      2,
    ],
    [
      'query: a batch has its errors in its lines',
      () => ['query', '--batch', at('cases.jsonl')],
      0,
    ],
    ['query: no such batch', () => ['query', '--batch', at('none.jsonl')], 2],
    ['new: fine', () => ['new', at('fresh.md')], 0],
    ['new: there already', () => ['new', at('q.kql')], 2],
    ['new: no file named', () => ['new'], 2],
    ['unknown command', () => ['deploy'], 2],
    ['no command', () => [], 2],
    ['help', () => ['--help'], 0],
    ['version', () => ['--version'], 0],
  ])('%s', async (_, argv, code) => {
    const shown = await run(...argv());
    expect([shown.code, shown.err.includes('internal fault, please')]).toEqual([code, false]);
    if (code === 2) expect(shown.out).toBe('');
  });

  test.each(['build', 'test', 'docs', 'check', 'query', 'new'])('%s --help', async (command) => {
    const { code, out: text, err } = await run(command, '--help');
    expect([code, err, text.startsWith(`Usage: stratagem ${command} `)]).toEqual([0, '', true]);
  });

  test('the help says what the exit codes mean', async () => {
    expect((await run('--help')).out).toContain('Exit codes: 0 fine, 1 findings');
  });
});

describe('build', () => {
  test('lists what it wrote, with hashes, and stays silent on stderr', async () => {
    const { out: text, err } = await run('build', at('good'), '--out', out());
    expect(text.split('\n').filter((line) => line.endsWith('.spl')).length).toBe(1);
    expect(text).toMatch(/^[0-9a-f]{64} {2}\S+\n/);
    expect(err).not.toContain('error');
  });

  test('findings go to stderr, and nothing is written', async () => {
    const { out: text, err } = await run('build', at('broken'), '--out', out());
    expect([text, existsSync(out()), err.includes('nosuchcommand')]).toEqual(['', false, true]);
  });
});

describe('test', () => {
  test('a table, and where things lie', async () => {
    const { out: text } = await run('test', at('good'), '--out', out());
    const lines = text.trimEnd().split('\n');
    expect(lines[1]).toMatch(/^task-created +splunk +as recorded +fired +fired +1 .*pass$/);
    expect(
      lines.some((line) => line.startsWith('report') && existsSync(line.split(/\s+/)[1] ?? '')),
    ).toBe(true);
    expect(text).toContain('1 passed, 0 failed');
  });

  test('JSON alone on stdout', async () => {
    const { out: text } = await run('test', at('unkept'), '--out', out(), '--format', 'json');
    const { passed, failed, verdicts } = JSON.parse(text) as {
      passed: number;
      failed: number;
      verdicts: { reason: string; line: number }[];
    };
    expect([passed, failed, verdicts[0]?.reason.split(':')[0], verdicts[0]?.line]).toEqual([
      0,
      1,
      'expected to stay silent, found 1 row(s)',
      13,
    ]);
  });

  test('--report: figures behind the table, and in the JSON', async () => {
    const { out: text } = await run('test', at('good'), '--out', out(), '--report');
    expect(text).toMatch(/^task-created +splunk +1 +0 +0 +0 +0 +0 +0 +-$/m);
    expect(text).toMatch(/^task-created +1\/0\/0\/0$/m);
    const argv = ['test', at('unkept'), '--out', out(), '--format', 'json', '--report'];
    const { quality } = JSON.parse((await run(...argv)).out) as {
      quality: { platforms: { alarmed: number; perThousand: number }[] };
    };
    expect(quality.platforms[0]).toMatchObject({ alarmed: 1, perThousand: 1000 });
  });

  test('JUnit into a file', async () => {
    const { out: text } = await run(
      'test',
      at('unkept'),
      '--out',
      out(),
      '--format',
      'junit',
      '--output',
      at('junit.xml'),
    );
    expect(text).toBe('');
    const xml = readFileSync(at('junit.xml'), 'utf8');
    expect(xml).toContain('<testsuites name="stratagem" tests="1" failures="1">');
    expect(xml).toContain('<testcase classname="task-created" name="splunk: wrong"');
  });

  test('recordings from the command line', async () => {
    const { out: text, code } = await run(
      'test',
      at('good'),
      '--out',
      out(),
      '--events',
      at('unkept/r.xml'),
      '--now',
      '2020-01-01',
    );
    expect([code, text.split('\n').some((line) => /either +silent/.test(line))]).toEqual([0, true]);
  });
});

describe('check', () => {
  test('nothing to say is said', async () => {
    const { out: text } = await run('check', at('good'));
    expect(text).toMatch(/0 errors, 0 warnings, \d+ notes?\n$/);
  });

  test('text: place, line and carets', async () => {
    const { out: text } = await run('check', at('broken'));
    expect(text).toContain(`${at('broken/a.md')}:26:12: error`);
    expect(text).toContain('     |            ^^^^^^^^^^^^^');
    expect(text).not.toContain('\u001b');
  });

  test('JSON', async () => {
    const { diagnostics } = JSON.parse(
      (await run('check', at('broken'), '--format', 'json')).out,
    ) as { diagnostics: { severity: string; line: number }[] };
    expect(
      diagnostics.filter(({ severity }) => severity === 'error').map(({ line }) => line),
    ).toEqual([26]);
  });

  test('--fix rewrites the documents, and tells what is left', async () => {
    const search = (text: string): string => `\`\`\`spl\n${text}\n\`\`\``;
    const wrong = [
      'source="XmlWinEventLog:Security" EventCode=4698 a or b',
      '| where like(taskContent, "%x%") AND TaskName="*Update"',
      '| table _time, Computer, TaskName',
    ].join('\n');
    const folder = folderOf({ 'a.md': `\uFEFF${document({ searches: search(wrong) })}` });
    const file = join(folder.path, 'a.md');
    const text = await run('check', folder.path);
    expect(text.out).toContain('    fix: write `OR`\n');
    const json = await run('check', folder.path, '--format', 'json');
    expect(
      (JSON.parse(json.out) as { diagnostics: { fix?: object }[] }).diagnostics.flatMap(
        ({ fix }) => fix ?? [],
      ),
    ).toEqual(
      ['OR', 'TaskContent', 'like(TaskName, "%Update")'].map((words) => ({
        title: `write \`${words}\``,
        edits: [expect.objectContaining({ text: words }) as object],
      })),
    );
    const log = await run('check', folder.path, '--format', 'sarif');
    expect(log.out).toContain('"insertedContent": {\n');
    expect(readFileSync(file, 'utf8')).toContain(wrong);

    const fixed = await run('check', folder.path, '--fix');
    expect(fixed.err.split('\n').map((line) => line.split(': fixed: ')[1])).toEqual([
      'write `OR`',
      'write `TaskContent`',
      'write `like(TaskName, "%Update")`',
      undefined,
    ]);
    expect(fixed.out).not.toContain('fix:');
    expect(readFileSync(file, 'utf8')).toBe(
      `\uFEFF${document({
        searches: search(
          wrong
            .replace(' or ', ' OR ')
            .replace('taskContent', 'TaskContent')
            .replace('TaskName="*Update"', 'like(TaskName, "%Update")'),
        ),
      })}`,
    );
    folder.remove();
  });

  test('SARIF', async () => {
    await run('check', at('broken'), '--format', 'sarif', '--output', at('out.sarif'));
    const log = JSON.parse(readFileSync(at('out.sarif'), 'utf8')) as {
      version: string;
      runs: { results: { level: string }[]; tool: { driver: { rules: object[] } } }[];
    };
    expect([
      log.version,
      log.runs[0]?.results.filter(({ level }) => level === 'error').length,
    ]).toEqual(['2.1.0', 1]);
  });
});

describe('query', () => {
  test('after --events the last word is the query', async () => {
    const { code, out: text } = await run(
      'query',
      '-l',
      'kql',
      '--events',
      at('good/r.xml'),
      at('unkept/r.xml'),
      'SecurityEvent | project EventID',
    );
    expect([code, text]).toEqual([0, 'EventID\n-------\n4698\n4698\n2 rows\n']);
  });

  test.each([
    ['table', 'EventID  n\n-------  -\n4698     1\n1 row\n'],
    ['ndjson', '{"EventID":4698,"n":1}\n'],
    ['csv', 'EventID,n\r\n4698,1\r\n'],
  ])('from a file, as %s', async (format, text) => {
    expect(
      (await run('query', '--file', at('q.kql'), '-e', at('good/r.xml'), '-f', format)).out,
    ).toBe(text);
  });

  test('without a clock now() is just after the last event', async () => {
    const { out: text } = await run(
      'query',
      '-l',
      'kql',
      '-f',
      'csv',
      '-e',
      at('good/r.xml'),
      'print now()',
    );
    expect(text).toBe('print_0\r\n2026-03-01T12:00:00.0000001Z\r\n');
  });

  test('SPL with --now', async () => {
    const { out: text } = await run(
      'query',
      '-l',
      'spl',
      '-f',
      'csv',
      '--now',
      '2026-03-02',
      '-e',
      at('good/r.xml'),
      'EventCode=4698 | eval age=now()-_time | table TaskName, age',
    );
    expect(text).toBe('TaskName,age\r\n\\Updater,43200\r\n');
  });

  test('--explain prints the plan and the SQL', async () => {
    const { code, out: text } = await run(
      'query',
      '-l',
      'kql',
      '--explain',
      '-e',
      at('good/r.xml'),
      'SecurityEvent | where TimeGenerated > ago(1d) | count',
    );
    expect([code, text.includes('SELECT'), text.includes('"kind"')]).toEqual([0, true, true]);
  });

  test('--fields tells the fields of each stage', async () => {
    const search = 'index=x | stats count by a | where count>1 | rename a AS b';
    const { code, out: text } = await run('query', '-l', 'spl', '--fields', search);
    expect([code, text.split('\n\n').slice(1)]).toEqual([
      0,
      [
        '2  stats count by a\n   a      any     certain  the event, if it has it\n   count  number  certain  2 stats\n',
        '3  where count>1\n   as 2\n',
        '4  rename a AS b\n   b      any     certain  the event, if it has it\n   count  number  certain  2 stats\n',
      ].map((each, at) => (at < 2 ? each.trimEnd() : each)),
    ]);
    const rows = (await run('query', '-l', 'spl', '--fields', '-f', 'csv', '| makeresults')).out;
    expect(rows).toBe(
      'stage,command,field,kind,presence,origin\r\n1,makeresults,_time,number,certain,1 makeresults\r\n',
    );
    const kql = await run('query', '-l', 'kql', '--fields', 'print 1');
    expect(kql.code).toBe(2);
  });

  test('an error has its place', async () => {
    const { out: text, err } = await run('query', '-l', 'kql', 'print a = 1 | where b == 1');
    expect([text, err.split('\n').slice(1, 3)]).toEqual([
      '',
      ['   1 | print a = 1 | where b == 1', '     |                     ^'],
    ]);
  });

  test('batch: a line each, in order', async () => {
    const { out: text } = await run('query', '--batch', at('cases.jsonl'));
    const ids = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; error?: object });
    expect(ids.map(({ id, error }) => [id, error !== undefined])).toEqual([
      ['a', false],
      ['b', true],
    ]);
  });
});

test('new writes a document that check accepts', async () => {
  expect((await run('new', at('pack/odd-service.md'))).out).toBe(`${at('pack/odd-service.md')}\n`);
  const { code, out: text } = await run('check', at('pack'));
  expect([code, text.includes(' error ')]).toEqual([0, false]);
});

describe('colours', () => {
  const terminal = Object.getOwnPropertyDescriptor(process.stdout, 'isTTY');
  const before = process.env['NO_COLOR'];
  beforeEach(() => {
    Object.defineProperty(process.stdout, 'isTTY', { value: true, configurable: true });
  });
  afterEach(() => {
    if (terminal) Object.defineProperty(process.stdout, 'isTTY', terminal);
    else Reflect.deleteProperty(process.stdout, 'isTTY');
    if (before === undefined) delete process.env['NO_COLOR'];
    else process.env['NO_COLOR'] = before;
  });
  test.each([
    [undefined, true],
    ['', true],
    ['1', false],
  ])('NO_COLOR=%s on a terminal', async (value, coloured) => {
    if (value === undefined) delete process.env['NO_COLOR'];
    else process.env['NO_COLOR'] = value;
    expect((await run('check', at('broken'))).out.includes('\u001b[')).toBe(coloured);
  });
});

const built = join(import.meta.dirname, '../../dist/cli/main.js');
const ifBuilt = existsSync(built) ? test : test.skip;

describe('the built command', () => {
  ifBuilt('answers --version (needs `npm run build`)', () => {
    const { status, stdout } = spawnSync(process.execPath, [built, '--version'], {
      encoding: 'utf8',
    });
    expect([status, /^\d+\.\d+\.\d+\n$/.test(stdout)]).toEqual([0, true]);
  });

  ifBuilt('a reader that goes away is no fault (needs `npm run build`)', async () => {
    const child = spawn(
      process.execPath,
      [built, 'query', '-l', 'spl', '-f', 'ndjson', '| makeresults count=50000'],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect([code, err]).toEqual([0, '']);
  });
});

test('a pipe takes no colours, whatever the environment says', () => {
  expect(coloured({})).toBe(false);
});
