/**
 * Runs the real toolkit. PowerShell gets one script of ours and one argument with the request as JSON, never a
 * command line made of input. Its exit code says nothing (it is 1 whenever the toolkit cannot reach the network), so
 * only the printed results count.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PlacedFinding, Run, TestResult } from '../results.ts';
import { select } from '../select.ts';

/** Where PowerShell and the toolkit's module are. */
export interface Toolkit {
  readonly pwsh: string;
  readonly module: string;
}

/** What the toolkit is asked for. */
export interface ToolkitRequest {
  readonly path: string;
  readonly test?: readonly string[];
  readonly skip?: readonly string[];
  /** "Today", in milliseconds since 1970 UTC. */
  readonly testDate?: number;
  /** A JSON file with API versions by resource type, in the form of the toolkit's own cache or as plain lists. */
  readonly cache?: string;
  /** After this many milliseconds the run is given up; five minutes if not given. */
  readonly timeout?: number;
}

/** Why there are no results. */
export interface ToolkitFailure {
  readonly problem: string;
}

/**
 * Looks for `pwsh` on the PATH, and for the module in ARM_TTK_MODULE (the folder or the .psd1) or in the folders of
 * PSModulePath.
 */
export function findToolkit(environment: NodeJS.ProcessEnv): Toolkit | undefined {
  const names = process.platform === 'win32' ? ['pwsh.exe'] : ['pwsh'];
  const pwsh = folders(environment['PATH'])
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find(existsSync);
  const given = environment['ARM_TTK_MODULE'];
  const candidates =
    given === undefined || given === '' ? folders(environment['PSModulePath']) : [given];
  const module = candidates
    .flatMap(manifests)
    .find((path) => path.endsWith('.psd1') && existsSync(path));
  return pwsh === undefined || module === undefined ? undefined : { pwsh, module };
}

function folders(list: string | undefined): string[] {
  return (list ?? '').split(delimiter).filter((folder) => folder !== '');
}

function manifests(place: string): string[] {
  return [place, join(place, 'arm-ttk.psd1'), join(place, 'arm-ttk', 'arm-ttk.psd1')];
}

/** Runs the toolkit; a failure to run is a value, as everything else outside our control. */
export async function runPowerShell(
  toolkit: Toolkit,
  request: ToolkitRequest,
): Promise<Run | ToolkitFailure> {
  const script = fileURLToPath(new URL('../data/run-arm-ttk.ps1', import.meta.url));
  const { timeout = 300_000, ...asked } = request;
  const argument = JSON.stringify({
    ...asked,
    path: resolve(request.path),
    module: toolkit.module,
  });
  const flags = ['-NoProfile', '-NonInteractive', '-NoLogo', '-File', script, argument];
  const output = await new Promise<string>((done) => {
    execFile(
      toolkit.pwsh,
      flags,
      { timeout, maxBuffer: 256 * 1024 * 1024 },
      (_failed, stdout, stderr) => {
        done(stdout.includes(mark) ? stdout : `${stdout}\n${stderr}`);
      },
    );
  });
  return readToolkitOutput(output);
}

const mark = 'arm-ttk-results:';

/** Reads what the script prints; everything before the mark is the toolkit's chatter. */
export function readToolkitOutput(output: string): Run | ToolkitFailure {
  const start = output.lastIndexOf(mark);
  if (start < 0) {
    const said = output.trim().split('\n').at(-1) ?? '';
    return { problem: `PowerShell gave no results${said === '' ? '' : `: ${said.trim()}`}` };
  }
  const line = output.slice(start + mark.length).split('\n')[0] ?? '';
  try {
    const results = list(record(JSON.parse(line))['results']).map(readResult);
    if (results.length === 0) return { problem: 'PowerShell ran no tests' };
    return { engine: 'powershell', results, remarks: [] };
  } catch {
    return { problem: 'PowerShell gave results that cannot be read' };
  }
}

/** The toolkit names tests with blanks; ours are the names of its files. */
function readResult(value: unknown): TestResult {
  const { test, file, errors, warnings } = record(value);
  const known = select({ test: [text(test)] }).tests[0];
  const found = list(errors).map(readFinding);
  return {
    test: known?.name ?? text(test),
    group: known?.group ?? '',
    file: text(file),
    passed: found.length === 0,
    errors: found,
    warnings: list(warnings).map(readFinding),
  };
}

function readFinding(value: unknown): PlacedFinding {
  const { id, message, line, column, innerTemplate } = record(value);
  const inner = text(innerTemplate);
  return {
    id: text(id),
    message: text(message),
    line: typeof line === 'number' ? line : 1,
    column: typeof column === 'number' ? column : 1,
    ...(inner === '' ? {} : { innerTemplate: inner }),
  };
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
