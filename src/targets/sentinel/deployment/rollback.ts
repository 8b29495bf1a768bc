// The way back: a template that restores the rules that a deployment would change or that are to be deleted.
import { printJson } from '../../json.ts';
import type { FileTree } from '../../../text/index.ts';
import { apiVersions, types } from '../arm.ts';
import { template, WORKSPACE } from '../template.ts';
import type { DeployPlan } from './plan.ts';
import type { State } from './state.ts';

/**
 * `mainTemplate.json` has the rules as they were exported, `delete.json` the names of those that the deployment creates:
 * a template removes nothing, so that they have to be deleted by whoever rolls back.
 */
export function rollbackFiles(plan: DeployPlan, current: State): FileTree {
  const restored = [...plan.update, ...plan.delete].map(({ name }) => name.toLowerCase()).sort();
  const resources = restored.flatMap((name) => {
    const held = current.rules.get(name);
    if (!held) return [];
    return [
      {
        type: types.alertRules,
        // The one that knows every property that an export may have.
        apiVersion: apiVersions.alertRulesPreview,
        scope: WORKSPACE,
        name: held.rule.name,
        kind: held.kind,
        properties: held.properties,
      },
    ];
  });
  const removed = plan.create.map(({ name, title }) => ({ name, title }));
  return new Map([
    ['delete.json', printJson(removed)],
    ['mainTemplate.json', printJson(template({ description: 'Rollback' }, {}, resources))],
  ]);
}
