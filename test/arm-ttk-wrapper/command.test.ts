import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SaxesParser } from 'saxes';
import { command } from '../../src/arm-ttk-wrapper/command.ts';
import {
  findToolkit,
  readToolkitOutput,
  runPowerShell,
} from '../../src/arm-ttk-wrapper/engines/powershell.ts';
import {
  readFileSet,
  sarifReport,
  junitReport,
  textReport,
  type Run,
} from '../../src/arm-ttk-wrapper/index.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'arm-ttk-'));
  const files: Record<string, string | Buffer> = {
    'good/mainTemplate.json': '{ "resources": [] }',
    'bad/azuredeploy.json': '{ "parameters": { "a": {} } }',
    'bad/deep/other.json': '{ "resources": [{ "location": "westus" }] }',
    'bad/notes.txt': 'not JSON',
    'wide/azuredeploy.json': Buffer.from('\uFEFF{ "parameters": { "a": {} } }', 'utf16le'),
    'none/readme.json': '{}',
    'cache.json': '{ "A.B/c": ["2024-01-01", "2020-01-01"] }',
    'broken.json': '{ "A.B/c": ',
    'old/azuredeploy.json': '{ "resources": [{ "type": "A.B/c", "apiVersion": "2020-01-01" }] }',
  };
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  symlinkSync(join(folder, 'bad'), join(folder, 'bad/deep/loop'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function run(line: string): Promise<{ code: number; output: string; complaint: string }> {
  const args = line.replaceAll('@', `${folder}/`).split(' ');
  const world = { environment: {}, now: Date.UTC(2026, 10, 21) };
  const { code, output, complaint } = await command(args, world);
  return {
    code,
    output: output.replaceAll(folder, ''),
    complaint: complaint.replaceAll(folder, ''),
  };
}

describe('the command', () => {
  test.each([
    ['@good --test Parameters-Must-Be-Referenced', 0, ''],
    ['@bad --test Parameters-Must-Be-Referenced', 1, ''],
    ['@wide --test Parameters-Must-Be-Referenced', 1, ''],
    ['@bad --skip deploymentTemplate', 0, ''],
    ['@bad/deep/other.json --test Resources-Should-Have-Location', 1, ''],
    ['@bad --test Variables-Must-Be-Referenced,DependsOn-Best-Practices', 0, ''],
    ['@bad --test Parameters-Must-Be-Referenced --profile marketplace', 0, ''],
    ['@old --test apiVersions-Should-Be-Recent --cache @cache.json', 1, ''],
    ['@old --test apiVersions-Should-Be-Recent --cache @cache.json --test-date 2020-06-01', 0, ''],
    [
      '@none',
      2,
      'arm-ttk-wrapper: no azuredeploy.json, mainTemplate.json or prereq.azuredeploy.json in /none\n',
    ],
    ['@missing', 2, 'arm-ttk-wrapper: /missing does not exist\n'],
    ['@bad --test Nonsense', 2, 'arm-ttk-wrapper: no test or group is named Nonsense\n'],
    ['@bad --format yaml', 2, 'arm-ttk-wrapper: unknown format "yaml"\n'],
    ['@bad --profile gold', 2, 'arm-ttk-wrapper: unknown profile "gold"\n'],
    ['@bad --engine real', 2, 'arm-ttk-wrapper: unknown engine "real"\n'],
    ['@bad --engine powershell', 2, 'arm-ttk-wrapper: pwsh or the arm-ttk module was not found\n'],
    ['@bad --test-date someday', 2, 'arm-ttk-wrapper: "someday" is not a date\n'],
    ['@good @bad', 2, 'arm-ttk-wrapper: exactly one PATH is needed\n'],
  ])('%s exits with %i', async (line, code, complaint) => {
    const answer = await run(line);
    expect(answer.code).toBe(code);
    expect(answer.complaint).toBe(complaint);
  });

  test('a broken cache and an unknown option are wrong use', async () => {
    expect((await run('@old --cache @broken.json')).code).toBe(2);
    expect((await run('@old --colour')).code).toBe(2);
  });

  test('text has a line per finding', async () => {
    const { output } = await run('@bad --test Parameters-Must-Be-Referenced');
    expect(output).toBe(
      'note: other.json has no schema but resources, so it is taken for a template\n' +
        '/bad/azuredeploy.json:1:19: error: Unreferenced parameter: a [Parameters-Must-Be-Referenced]\n' +
        '2 tests, 1 passed, 1 failed (native)\n',
    );
  });

  test('JSON has the agreed shape', async () => {
    const { output } = await run(
      '@bad/azuredeploy.json --test Parameters-Must-Be-Referenced --format json',
    );
    expect(JSON.parse(output)).toEqual({
      results: [
        {
          test: 'Parameters-Must-Be-Referenced',
          group: 'deploymentTemplate',
          file: '/bad/azuredeploy.json',
          passed: false,
          errors: [
            {
              id: 'Parameters.Must.Be.Referenced',
              message: 'Unreferenced parameter: a',
              line: 1,
              column: 19,
            },
          ],
          warnings: [],
        },
        {
          test: 'Parameters-Must-Be-Referenced',
          group: 'deploymentTemplate',
          file: '/bad/deep/other.json',
          passed: true,
          errors: [],
          warnings: [],
        },
      ],
      engine: 'native',
      remarks: ['other.json has no schema but resources, so it is taken for a template'],
    });
  });

  test('help and list', async () => {
    expect((await run('--help')).output).toMatch(/^usage: arm-ttk-wrapper PATH/);
    expect((await run('--list')).output.trim().split('\n')).toHaveLength(53);
  });
});

describe('files', () => {
  test('a folder means its main template and all JSON below it; links are not followed', () => {
    const set = readFileSet(join(folder, 'bad'));
    if ('problem' in set) throw new Error(set.problem);
    expect(set.files.map(({ path }) => path.slice(folder.length))).toEqual([
      '/bad/azuredeploy.json',
      '/bad/deep/other.json',
    ]);
  });

  test('a file that is no JSON means its folder', () => {
    const set = readFileSet(join(folder, 'bad/notes.txt'));
    expect('start' in set && set.start.path.slice(folder.length)).toBe('/bad/azuredeploy.json');
  });
});

const finding = { id: 'A.B', message: 'a <b> & "c"\u001b[2J', line: 3, column: 7 };
const sample: Run = {
  engine: 'native',
  remarks: [],
  results: [
    {
      test: 'VM-Size-Should-Be-A-Parameter',
      group: 'deploymentTemplate',
      file: 'a b.json',
      passed: false,
      errors: [finding],
      warnings: [{ ...finding, innerTemplate: 'n' }],
    },
    {
      test: 'artifacts-parameter',
      group: 'deploymentTemplate',
      file: 'a b.json',
      passed: true,
      errors: [],
      warnings: [],
    },
  ],
};

describe('reports', () => {
  test('text lets no control character through', () => {
    expect(textReport(sample)).toBe(
      'a b.json:3:7: error: a <b> & "c" [2J [VM-Size-Should-Be-A-Parameter]\n' +
        'a b.json:3:7: warning: a <b> & "c" [2J (nested template n) [VM-Size-Should-Be-A-Parameter]\n' +
        '2 tests, 1 passed, 1 failed (native)\n',
    );
  });

  test('SARIF has a rule per test and a result per finding', () => {
    const log = JSON.parse(sarifReport(sample)) as {
      runs: { tool: { driver: { rules: unknown[] } }; results: Record<string, unknown>[] }[];
    };
    expect(log.runs[0]?.tool.driver.rules).toHaveLength(53);
    expect(log.runs[0]?.results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ['VM-Size-Should-Be-A-Parameter', 'error'],
      ['VM-Size-Should-Be-A-Parameter', 'warning'],
    ]);
    expect(log.runs[0]?.results[0]?.['locations']).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: 'a%20b.json' },
          region: { startLine: 3, startColumn: 7 },
        },
      },
    ]);
  });

  test('JUnit is well-formed', () => {
    const names: string[] = [];
    const parser = new SaxesParser();
    parser.on('error', (fault) => {
      throw fault;
    });
    parser.on('opentag', ({ name }) => names.push(name));
    parser.write(junitReport(sample)).close();
    expect(names).toEqual([
      'testsuites',
      'testsuite',
      'testcase',
      'failure',
      'system-out',
      'testcase',
    ]);
  });
});

describe('the real toolkit', () => {
  test('its results get our names', () => {
    const output =
      'chatter\narm-ttk-results:{"results":[{"test":"VM Size Should Be A Parameter","file":"x.json","errors":[{"id":"E","message":"m","line":2,"column":3,"innerTemplate":""}],"warnings":[]}]}\n';
    expect(readToolkitOutput(output)).toEqual({
      engine: 'powershell',
      remarks: [],
      results: [
        {
          test: 'VM-Size-Should-Be-A-Parameter',
          group: 'deploymentTemplate',
          file: 'x.json',
          passed: false,
          errors: [{ id: 'E', message: 'm', line: 2, column: 3 }],
          warnings: [],
        },
      ],
    });
  });

  test.each([
    ['', 'PowerShell gave no results'],
    ['Import-Module: no such module', 'PowerShell gave no results: Import-Module: no such module'],
    ['arm-ttk-results:{', 'PowerShell gave results that cannot be read'],
    ['arm-ttk-results:{"results":[]}', 'PowerShell ran no tests'],
  ])('%j is a failure', (output, problem) => {
    expect(readToolkitOutput(output)).toEqual({ problem });
  });

  test('gets its request as one argument, whatever it holds', async () => {
    // Stands in for PowerShell: gives the request back as the name of the file.
    const pwsh = join(folder, 'stand-in');
    const echo = `#!${process.execPath}
      const request = JSON.parse(process.argv.at(-1));
      const file = [process.argv.length, request.path, request.module, request.test].join(' | ');
      console.log('arm-ttk-results:' + JSON.stringify({ results: [{ test: 'x', file }] }));`;
    writeFileSync(pwsh, echo, { mode: 0o755 });
    const path = '/a $(touch x) "; exit 1 #';
    const run = await runPowerShell({ pwsh, module: 'm.psd1' }, { path, test: ["it's"] });
    expect('results' in run && run.results.map(({ file }) => file)).toEqual([
      `8 | ${path} | m.psd1 | it's`,
    ]);
    expect(await runPowerShell({ pwsh: join(folder, 'absent'), module: 'm' }, { path })).toEqual({
      problem: 'PowerShell gave no results',
    });
  });

  test('is found only where both parts are', () => {
    expect(findToolkit({ PATH: folder })).toBeUndefined();
    writeFileSync(join(folder, 'pwsh'), '');
    mkdirSync(join(folder, 'arm-ttk'));
    writeFileSync(join(folder, 'arm-ttk/arm-ttk.psd1'), '');
    const toolkit = { pwsh: join(folder, 'pwsh'), module: join(folder, 'arm-ttk/arm-ttk.psd1') };
    expect(findToolkit({ PATH: folder, ARM_TTK_MODULE: folder })).toEqual(toolkit);
    expect(findToolkit({ PATH: folder, PSModulePath: folder })).toEqual(toolkit);
    expect(findToolkit({ PATH: '', PSModulePath: folder })).toBeUndefined();
  });
});
