// Every check, and how they are run over an app.
import { inReadingOrder, type Diagnostic, type FileTree } from '../../../text/index.ts';
import type { Modes } from '../archive/tar.ts';
import { openFolder } from './app-folder.ts';
import type { Check } from './check.ts';
import { configurationChecks } from './configuration.ts';
import { contentChecks } from './content.ts';
import { customConfChecks } from './custom-confs.ts';
import { identityChecks } from './identity.ts';
import { knowledgeChecks } from './knowledge-settings.ts';
import { permissionChecks } from './permissions.ts';
import { programChecks } from './programs.ts';
import { serverChecks } from './server-settings.ts';
import { structureChecks } from './structure.ts';
import { viewChecks } from './views.ts';

export const checks: readonly Check[] = [
  ...structureChecks,
  ...contentChecks,
  ...identityChecks,
  ...customConfChecks,
  ...configurationChecks,
  ...permissionChecks,
  ...programChecks,
  ...viewChecks,
  ...serverChecks,
  ...knowledgeChecks,
];

/** Holds an app, ours or not, against every check; each message ends in the AppInspect check that corresponds to it. */
export function check(tree: FileTree, modes: Modes = new Map()): Diagnostic[] {
  const app = openFolder(tree, modes);
  const found = checks.flatMap(({ code, severity, appInspect, run }) =>
    run(app).map(({ source, span, message, remedy, ...finding }) => ({
      code,
      severity: finding.severity ?? severity,
      message: `${message} (AppInspect: ${finding.appInspect ?? appInspect})`,
      source,
      span,
      remedy,
    })),
  );
  return inReadingOrder(found);
}
