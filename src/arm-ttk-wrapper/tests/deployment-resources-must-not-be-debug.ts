import { error, type TemplateTest } from '../check.ts';
import { findEach, valued } from '../json/find.ts';
import { get, isText, isTruthy } from '../json/node.ts';

/** A nested deployment does not log its requests or responses, which may hold secrets. */
export const deploymentResourcesMustNotBeDebug: TemplateTest = {
  name: 'Deployment-Resources-Must-Not-Be-Debug',
  group: 'deploymentTemplate',
  title: 'Nested deployments have no debug setting other than None.',
  *check({ template }) {
    const deployments = valued('type', 'Microsoft.Resources/deployments');
    for (const { owner } of findEach(get(template.root, 'resources'), deployments)) {
      const level = get(owner, 'properties', 'debugSetting', 'detailLevel');
      if (level === undefined || !isTruthy(level) || isText(level, 'None')) continue;
      const id =
        level.kind === 'string'
          ? 'Deployment.Resource.Has.DebugSetting'
          : 'Deployment.Resource.Has.LogDetail';
      yield error(id, 'a deployment must have no debugSetting, or the detail level None', level);
    }
  },
};
