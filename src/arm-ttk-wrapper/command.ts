/** The command: arguments in, text and exit code out. Clock and environment are passed in by `main.ts`. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { readApiVersions, shippedApiVersions, type ApiVersions } from './api-versions.ts';
import { readFileSet } from './disk.ts';
import { runNative } from './engines/native.ts';
import { findToolkit, runPowerShell } from './engines/powershell.ts';
import { forMarketplace } from './marketplace.ts';
import { jsonReport } from './report/json.ts';
import { junitReport } from './report/junit.ts';
import { sarifReport } from './report/sarif.ts';
import { textReport } from './report/text.ts';
import { allPassed, type Run } from './results.ts';
import { select } from './select.ts';
import { tests } from './tests/list.ts';

/** What the command may know of the world. */
export interface Surroundings {
  readonly environment: NodeJS.ProcessEnv;
  /** Milliseconds since 1970 UTC; `--test-date` overrides it. */
  readonly now: number;
}

/** Exit codes: 0 all passed, 1 findings, 2 wrong use (3, a fault of ours, is for `main.ts`). */
export interface Answer {
  readonly code: 0 | 1 | 2;
  readonly output: string;
  readonly complaint: string;
}

const usage = `usage: arm-ttk-wrapper PATH [options]

PATH is a template, or a folder with azuredeploy.json, mainTemplate.json or prereq.azuredeploy.json.

  --test NAME        run only this test or group (repeatable, or separated by commas)
  --skip NAME        leave this test or group out (repeatable, or separated by commas)
  --group NAME       run only tests of this group (repeatable)
  --format FORMAT    text (default), json, sarif, junit
  --cache FILE       API versions by resource type, instead of the table that comes along
  --test-date DATE   the day by which API versions are old (default: today)
  --profile NAME     marketplace: tests that do not block a marketplace offer only warn
  --engine NAME      native, powershell, or auto (default): the real toolkit where ARM_TTK_MODULE
                     or PSModulePath leads to it and pwsh is there, else native
  --list             print the tests
  --help             print this
`;

const options = {
  test: { type: 'string', multiple: true },
  skip: { type: 'string', multiple: true },
  group: { type: 'string', multiple: true },
  format: { type: 'string', default: 'text' },
  cache: { type: 'string' },
  'test-date': { type: 'string' },
  profile: { type: 'string' },
  engine: { type: 'string', default: 'auto' },
  list: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const reports: ReadonlyMap<string, (run: Run) => string> = new Map([
  ['text', textReport],
  ['json', jsonReport],
  ['sarif', sarifReport],
  ['junit', junitReport],
]);

/** Runs the command. */
export async function command(args: readonly string[], world: Surroundings): Promise<Answer> {
  const asked = parse(args);
  if (typeof asked === 'string') return wrong(asked);
  const { values, positionals } = asked;
  if (values.help) return { code: 0, output: usage, complaint: '' };
  if (values.list) return { code: 0, output: listing(), complaint: '' };
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) return wrong('exactly one PATH is needed');
  const report = reports.get(values.format);
  if (report === undefined) return wrong(`unknown format "${values.format}"`);
  if (values.profile !== undefined && values.profile !== 'marketplace')
    return wrong(`unknown profile "${values.profile}"`);
  const run = await start(path, values, world);
  if ('problem' in run) return wrong(run.problem);
  const judged = values.profile === undefined ? run : forMarketplace(run);
  return { code: allPassed(judged) ? 0 : 1, output: report(judged), complaint: '' };
}

type Parsed = ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>;

function parse(args: readonly string[]): Parsed | string {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (fault) {
    return fault instanceof Error ? fault.message : String(fault);
  }
}

interface Problem {
  readonly problem: string;
}

async function start(
  path: string,
  values: Parsed['values'],
  world: Surroundings,
): Promise<Run | Problem> {
  const selection = {
    test: split(values.test),
    skip: split(values.skip),
    group: split(values.group),
  };
  const chosen = select(selection);
  if (chosen.unknown.length > 0)
    return { problem: `no test or group is named ${chosen.unknown.join(', ')}` };
  const testDate = values['test-date'] === undefined ? world.now : Date.parse(values['test-date']);
  if (Number.isNaN(testDate)) return { problem: `"${values['test-date'] ?? ''}" is not a date` };
  if (!['auto', 'native', 'powershell'].includes(values.engine))
    return { problem: `unknown engine "${values.engine}"` };
  const toolkit = values.engine === 'native' ? undefined : findToolkit(world.environment);
  if (toolkit !== undefined) {
    if (values.cache?.endsWith('.gz'))
      return { problem: 'the real toolkit reads no compressed cache' };
    const test = chosen.tests.map(({ name }) => name);
    const cache = values.cache === undefined ? {} : { cache: values.cache };
    return runPowerShell(toolkit, { path, test, testDate, ...cache });
  }
  if (values.engine === 'powershell')
    return { problem: 'pwsh or the arm-ttk module was not found' };
  const apiVersions = values.cache === undefined ? shippedApiVersions() : cacheFrom(values.cache);
  if ('problem' in apiVersions) return apiVersions;
  const files = readFileSet(path);
  if ('problem' in files) return files;
  const sampleName = world.environment['SAMPLE_NAME'] ?? '';
  return runNative(files, chosen.tests, { apiVersions, testDate, sampleName });
}

function cacheFrom(path: string): ApiVersions | Problem {
  try {
    const bytes = readFileSync(path);
    const text = new TextDecoder().decode(path.endsWith('.gz') ? gunzipSync(bytes) : bytes);
    return readApiVersions(JSON.parse(text));
  } catch (fault) {
    return { problem: `${path}: ${fault instanceof Error ? fault.message : String(fault)}` };
  }
}

function split(values: readonly string[] | undefined): string[] {
  return (values ?? [])
    .flatMap((value) => value.split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function listing(): string {
  return tests.map(({ group, name, title }) => `${group}  ${name}: ${title}\n`).join('');
}

function wrong(problem: string): Answer {
  return { code: 2, output: '', complaint: `arm-ttk-wrapper: ${problem}\n` };
}
