// Workbooks that ship with a pack: static JSON, in which the pack's own rules are named by a placeholder.
import type { Pack } from '../../strategy/index.ts';
import { sortedPaths, type Diagnostic, type FileTree, type Outcome } from '../../text/index.ts';
import { isObject, type JsonObject } from '../json.ts';
import { uuid5 } from '../uuid5.ts';
import { parseJson } from '../values.ts';
import type { AlertRule } from './alert-rule.ts';
import { apiVersions, literal, types } from './arm.ts';
import * as problems from './messages.ts';

/** What a workbook's text may hold in place of the pack's rules: a Kusto list of their display names. */
const RULES = '{{rules}}';
const TITLE = '{{pack}}';

/** A resource per `workbooks/<name>.json` among the assets. */
export function workbookResources(
  pack: Pack,
  rules: readonly AlertRule[],
  assets: FileTree,
): Outcome<readonly JsonObject[]> {
  const resources: JsonObject[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const path of sortedPaths(assets)) {
    const name = /^workbooks\/([^/]+)\.json$/.exec(path)?.[1];
    const content = assets.get(path);
    if (name === undefined || content === undefined) continue;
    const text = typeof content === 'string' ? content : new TextDecoder().decode(content);
    const filled = fill(text, pack, rules);
    if (filled === undefined) {
      diagnostics.push(problems.badWorkbook({ source: { name: path, text } }, {}));
    } else if (rules.length > 0) {
      resources.push(resource(pack, name, filled));
    }
  }
  return { value: resources, diagnostics };
}

function resource(pack: Pack, name: string, serialized: string): JsonObject {
  return {
    type: types.workbooks,
    apiVersion: apiVersions.workbooks,
    name: uuid5(`sentinel/workbooks/${pack.id}/${name}`),
    location: "[parameters('location')]",
    kind: 'shared',
    properties: {
      displayName: literal(`${pack.title}: ${name.replaceAll('-', ' ')}`),
      category: 'sentinel',
      sourceId: "[resourceId('Microsoft.OperationalInsights/workspaces', parameters('workspace'))]",
      serializedData: literal(serialized),
      version: '1.0',
    },
  };
}

function fill(text: string, pack: Pack, rules: readonly AlertRule[]): string | undefined {
  const parsed = parseJson(text);
  if (!isObject(parsed)) return undefined;
  const names = rules.map((rule) => JSON.stringify(rule.displayName)).join(', ');
  return JSON.stringify(parsed, (_key, value: unknown) =>
    typeof value === 'string'
      ? value.replaceAll(RULES, () => `dynamic([${names}])`).replaceAll(TITLE, () => pack.title)
      : value,
  );
}
