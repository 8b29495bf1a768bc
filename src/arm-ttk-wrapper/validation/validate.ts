/** Whether a template could be deployed at all, as far as the text tells: for any template, of whatever resources. */
import type { ApiVersions } from '../api-versions.ts';
import { readJson } from '../json/read.ts';
import { checkDeclarations } from './declarations.ts';
import { checkExpressions } from './expressions.ts';
import type { Invalid } from './finding.ts';
import { checkResources } from './resources.ts';

/**
 * Every finding in reading order: JSON, the template's frame and limits, expressions with the functions, parameters
 * and variables that they name, resource types and API versions, duplicate resources, targets of `dependsOn`.
 */
export function validateTemplate(text: string, apiVersions: ApiVersions): readonly Invalid[] {
  const { root, fault } = readJson(text);
  if (root?.kind !== 'object') {
    const at = fault?.at ?? 0;
    const message = fault
      ? `the JSON cannot be read: ${fault.message}`
      : 'a template is a JSON object';
    return [{ id: 'json', severity: 'error', message, start: at, end: at + 1 }];
  }
  const found: Invalid[] = [];
  const report = (
    id: Invalid['id'],
    severity: Invalid['severity'],
    { start, end }: { readonly start: number; readonly end: number },
    message: string,
  ): void => {
    found.push({ id, severity, message, start, end });
  };
  checkDeclarations(root, text, report);
  checkExpressions(root, report);
  checkResources(root, apiVersions, report);
  return found.sort((one, other) => one.start - other.start);
}
