import { error, type TemplateTest } from '../check.ts';
import { get, memberOf } from '../json/node.ts';

/** The virtual machine extension for managed identities has been replaced by the instance metadata service. */
export const managedIdentityExtension: TemplateTest = {
  name: 'ManagedIdentityExtension-must-not-be-used',
  group: 'deploymentTemplate',
  title: 'No resource uses the managed identity extension.',
  *check({ template: { text, base, root } }) {
    const resources = get(root, 'resources');
    if (memberOf(root, 'resources') === undefined || resources === undefined) return;
    const within = text.slice(resources.start - base, resources.end - base);
    for (const { index } of within.matchAll(/ManagedIdentityExtension/gi)) {
      yield error(
        'ManagedIdentityExtension.Was.Used',
        'the managed identity extension must not be used',
        resources.start + index,
      );
    }
  },
};
