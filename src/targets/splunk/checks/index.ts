// Every check, and how they are run over an app.
import { inReadingOrder, type Diagnostic, type FileTree } from '../../../text/index.ts';
import { openFolder } from './app-folder.ts';
import type { Check } from './check.ts';
import { configurationChecks } from './configuration.ts';
import { contentChecks } from './content.ts';
import { identityChecks } from './identity.ts';
import { structureChecks } from './structure.ts';

export const checks: readonly Check[] = [
  ...structureChecks,
  ...contentChecks,
  ...identityChecks,
  ...configurationChecks,
];

/** Holds an app, ours or not, against every check; each message ends in the AppInspect check that corresponds to it. */
export function check(tree: FileTree): Diagnostic[] {
  const app = openFolder(tree);
  const found = checks.flatMap(({ code, severity, appInspect, run }) =>
    run(app).map(({ source, span, message, remedy, ...finding }) => ({
      code,
      severity,
      message: `${message} (AppInspect: ${finding.appInspect ?? appInspect})`,
      source,
      span,
      remedy,
    })),
  );
  return inReadingOrder(found);
}
