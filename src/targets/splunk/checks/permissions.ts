// Permissions of files and folders, as a package or a folder on disk has them.
import type { AppFolder } from './app-folder.ts';
import type { Check, Finding } from './check.ts';

/** Programs may be run from here, and nowhere else. */
const PROGRAMS = /^[^/]+\/(?:(?:\w+\/)?bin|appserver\/controllers)\//u;

export const permissionChecks: readonly Check[] = [
  {
    code: 'TSP1414',
    appInspect: 'check_that_extracted_splunk_app_does_not_contain_files_with_invalid_permissions',
    severity: 'error',
    run: (app) =>
      withMode(
        app,
        (path, mode) => !path.endsWith('/') && (mode & 0o600) !== 0o600,
        (path) => `the owner of \`${path}\` may not read and write it`,
        'give it the mode 644',
      ),
  },
  {
    code: 'TSP1415',
    appInspect: 'check_that_extracted_splunk_app_does_not_contain_invalid_directories',
    severity: 'error',
    run: (app) =>
      withMode(
        app,
        (path, mode) => path.endsWith('/') && (mode & 0o700) !== 0o700,
        (path) => `the owner of the folder \`${path}\` may not use it`,
        'give it the mode 755',
      ),
  },
  {
    code: 'TSP1416',
    appInspect: 'check_for_bin_files',
    severity: 'error',
    run: (app) =>
      withMode(
        app,
        (path, mode) => !path.endsWith('/') && (mode & 0o111) !== 0 && !PROGRAMS.test(path),
        (path) => `\`${path}\` may be run as a program`,
        'give it the mode 644',
      ),
  },
];

function withMode(
  { modes }: AppFolder,
  bad: (path: string, mode: number) => boolean,
  message: (path: string) => string,
  remedy: string,
): Finding[] {
  return [...modes]
    .filter(([path, mode]) => bad(path, mode))
    .map(([path]) => ({ source: { name: path, text: '' }, message: message(path), remedy }));
}
